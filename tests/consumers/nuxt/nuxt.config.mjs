// What makes pages cross-origin isolated; the package itself needs no setting.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default {
  compatibilityDate: '2026-11-01',
  // Vue has to be told of every custom element, whoever made it.
  vue: { compilerOptions: { isCustomElement: (tag) => tag === 'life-sim' || tag === 'meteor-shower' } },
  routeRules: { '/**': { headers } },
  // Scripts of the development server are Vite's, which knows no route rules.
  vite: { server: { headers } },
};

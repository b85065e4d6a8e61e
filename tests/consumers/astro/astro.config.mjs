// What makes the pages of `astro dev` and `astro preview` cross-origin isolated; the package itself needs no setting.
export default {
  server: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
};

// What makes pages cross-origin isolated; the package itself needs no setting.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default {
  server: { host: '127.0.0.1', headers },
  preview: { host: '127.0.0.1', headers },
};

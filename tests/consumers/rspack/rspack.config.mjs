// What makes the development server's pages cross-origin isolated; the package itself needs no setting.
export default {
  mode: 'production',
  devServer: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
};

// What makes the development server's pages cross-origin isolated; the package itself needs no setting.
module.exports = (app) => {
  app.use((_, response, next) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    next();
  });
};

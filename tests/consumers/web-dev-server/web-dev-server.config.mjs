export default {
  nodeResolve: true,
  // What makes pages cross-origin isolated; the package itself needs no setting.
  middleware: [
    async (context, next) => {
      await next();
      context.set('Cross-Origin-Opener-Policy', 'same-origin');
      context.set('Cross-Origin-Embedder-Policy', 'require-corp');
    },
  ],
};

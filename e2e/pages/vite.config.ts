import { resolve } from 'node:path';
import { defineConfig } from 'vite';

// Pages for the browser tests alone: the package's own page, coordinator and pool, over builds of the engine that
// nobody else gets.
const at = (path: string): string => resolve(import.meta.dirname, path);

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  cacheDir: at('../../build/vite-test-pages'),
  resolve: { alias: [{ find: /^.*\/skyflock-life-threads\.js$/, replacement: at('faulty-engine.ts') }] },
  worker: { format: 'es' },
  build: {
    outDir: at('../../build/test-pages'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    rollupOptions: {
      input: [
        at('faults.html'),
        at('rings.html'),
        at('recovery.html'),
        at('meteor.html'),
        at('frameworks.html'),
        at('back-forward.html'),
        at('away.html'),
        at('meteor-bench.html'),
        at('state-bench.html'),
        at('scene-render.html'),
        at('scene-faults.html'),
        at('scene-element.html'),
      ],
    },
  },
});

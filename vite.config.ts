import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { buildMark } from './scripts/package-build.mjs';

// The demo site: every page of web/site. Its server sends the headers that isolate a page, as
// scripts/serve.mjs does for the built one.
const root = resolve(import.meta.dirname, 'web/site');
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  root,
  base: './',
  plugins: [buildMark],
  cacheDir: resolve(import.meta.dirname, 'build/vite'),
  server: { headers, fs: { allow: [import.meta.dirname] } },
  preview: { headers },
  worker: { format: 'es' },
  build: {
    outDir: resolve(import.meta.dirname, 'dist/site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    rollupOptions: {
      input: readdirSync(root)
        .filter((name) => name.endsWith('.html'))
        .map((name) => resolve(root, name)),
    },
  },
});

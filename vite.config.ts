import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { buildMark } from './scripts/package-build.mjs';
import { shorterSources } from './scripts/shorter-scripts.mjs';

// The demo site: every page of web/site. Its server sends the headers that isolate a page, as
// scripts/serve.mjs does for the built one.
const root = resolve(import.meta.dirname, 'web/site');
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Shorter sources, in builds only: a development server serves them as they are. */
const atBuild = (): Plugin[] => shorterSources.map((plugin) => ({ ...plugin, apply: 'build' }));

/** What a page takes from beside the root, which a development server serves by its path alone; a build finds it. */
const besideRoot: Plugin = {
  name: 'beside-root',
  apply: 'serve',
  transformIndexHtml: { order: 'pre', handler: (html) => html.replaceAll('src="../', `src="/@fs${resolve(root, '..')}/`) },
};

/** Scripts of scenes and their models stay as they are written, under their own names: the page shows them, and models name files. */
const scenesAsWritten: Plugin = {
  name: 'scenes-as-written',
  apply: 'build',
  generateBundle() {
    for (const folder of ['scene/scripts', 'scene/models']) {
      for (const name of readdirSync(resolve(root, folder))) {
        this.emitFile({ type: 'asset', fileName: `${folder}/${name}`, source: readFileSync(resolve(root, folder, name)) });
      }
    }
  },
};

export default defineConfig({
  root,
  base: './',
  // As the package is built: what the tests of browsers run is what users get.
  plugins: [buildMark, besideRoot, scenesAsWritten, ...atBuild()],
  cacheDir: resolve(import.meta.dirname, 'build/vite'),
  server: { headers, fs: { allow: [import.meta.dirname] } },
  preview: { headers },
  worker: { format: 'es', plugins: atBuild },
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

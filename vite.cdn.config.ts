import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { laterBeside, pagesOnly, plainGlue, plainImports, usersImports, withoutSummaries, withoutTexts } from './scripts/package-build.mjs';
import { importedAtOnce, optimization, shorterSources } from './scripts/shorter-scripts.mjs';

// An element in one file that works from any origin: --mode life-sim, meteor-shower or script-scene. What the package has as
// scripts of workers is in that file, too (web/cdn/thread-address.ts says how it gets to a thread). What is loaded only when
// somebody asks for it lies beside it, in dist/cdn/later.
const at = (path: string): string => resolve(import.meta.dirname, path);

/** How the sources start the worker of a script in workers/. */
const WORKER = /new URL\('[./]+\/workers\/(\w+)\.worker\.ts', import\.meta\.url\)/g;

/** Starts workers from the one file. */
const threadsFromFile: Plugin = {
  name: 'threads-from-file',
  enforce: 'pre',
  transform: (code) => {
    if (code.search(WORKER) < 0) return null;
    const started = code.replace(WORKER, (_, thread: string) => `threadAddress('${thread}')`);
    return `import { threadAddress } from ${JSON.stringify(at('web/cdn/thread-address.ts'))};\n${started}`;
  },
};

export default defineConfig(({ mode }) => ({
  publicDir: false,
  plugins: [
    laterBeside,
    plainImports,
    usersImports,
    ...shorterSources,
    withoutSummaries,
    withoutTexts,
    pagesOnly,
    plainGlue,
    threadsFromFile,
    importedAtOnce(),
  ],
  cacheDir: at('build/vite-cdn'),
  base: './',
  build: {
    outDir: at('dist/cdn'),
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: {
      input: { [mode]: at(`web/cdn/${mode}.ts`) },
      preserveEntrySignatures: 'strict',
      optimization,
      output: { codeSplitting: false, entryFileNames: '[name].js', assetFileNames: '[name][extname]' },
    },
  },
}));

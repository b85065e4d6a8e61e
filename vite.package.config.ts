import { resolve } from 'node:path';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

// The npm package: one entry for each of package.json's exports. The command line is a build of its
// own (--mode cli), since it runs in Node and may import what a page can't. Vite's library mode is not
// used: it would put the .wasm into the script as text.
const at = (path: string): string => resolve(import.meta.dirname, path);

/** What is imported later is imported as it stands: nothing is preloaded, and pages need no script that does. */
export const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null),
};

/** Numbers of the layouts stand where they are used: a page that needs one of them loads no list of all. */
export const optimization = { inlineConst: { mode: 'all', pass: 2 } } as const;

/**
 * What a page needs together is one file: a request less, and it compresses better. Each group takes along what it imports,
 * but for what a group before it has.
 */
const grouped = (groups: Readonly<Record<string, RegExp>>): Rolldown.OutputOptions['codeSplitting'] => ({
  groups: Object.entries(groups).map(([name, test], index) => ({ name, test, priority: 100 - index })),
});
const pageFiles = grouped({
  deadline: /web\/engine\/(deadline|describe)\.ts$/,
  page: /web\/(engine\/(configuration|requests)|elements\/(attribute-element|attribute-rules|observers)|renderers\/renderer)\.ts$|preload-helper/,
  machine: /web\/(engine\/(features|gpu)|renderers\/webgl2-(context|program))\.ts$/,
  'load-wasm': /web\/engine\/load-wasm\.ts$/,
  'meteor-names': /web\/(meteor\/(errors|kernel)|generated\/meteor-names)\.ts$/,
  'meteor-engine': /web\/(meteor\/pipeline|generated\/meteor-layout)\.ts$/,
  'show-thread': /web\/(meteor\/show-thread|renderers\/meteor\/(shower-lists|sparks))\.ts$/,
});
const workerFiles = grouped({
  'meteor-layout': /web\/(meteor\/errors|engine\/meteor-views|renderers\/renderer|generated\/meteor-(names|layout))\.ts$/,
  'meteor-thread': /workers\/meteor-thread\.ts$|web\/renderers\/meteor\/(shower-lists|sparks)\.ts$/,
});

export default defineConfig(({ mode }) => {
  const cli = mode === 'cli';
  const entry: Record<string, string> = cli
    ? {
        'cli/skyflock': at('web/cli/skyflock.ts'),
        'cli/pool-worker': at('workers/pool.worker.ts'),
        'cli/sim-worker': at('workers/sim.worker.ts'),
      }
    : {
        index: at('web/index.ts'),
        life: at('web/life/api.ts'),
        meteor: at('web/meteor/api.ts'),
        state: at('web/state/api.ts'),
        react: at('web/react.ts'),
        'state/devtools': at('web/state/devtools.ts'),
        'elements/life-sim': at('web/elements/life-sim.ts'),
        'elements/meteor-shower': at('web/elements/meteor-shower.ts'),
      };
  return {
    publicDir: false,
    plugins: [plainImports],
    cacheDir: at('build/vite-package'),
    base: './',
    // Pages may say where workers are (`configure`): their scripts have names that last.
    worker: {
      format: 'es',
      rollupOptions: { optimization, output: { entryFileNames: 'workers/[name].js', codeSplitting: workerFiles } },
    },
    build: {
      outDir: at('dist'),
      emptyOutDir: false,
      target: cli ? 'node20' : 'es2022',
      ssr: cli,
      assetsInlineLimit: 0,
      // A preload of what is imported later asks for a document, which Node and workers lack.
      modulePreload: false,
      minify: !cli,
      rollupOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        optimization,
        output: {
          ...(cli ? {} : { codeSplitting: pageFiles }),
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          assetFileNames: 'assets/[name]-[hash][extname]',
        },
      },
    },
  };
});

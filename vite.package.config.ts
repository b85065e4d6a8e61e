import { resolve } from 'node:path';
import { defineConfig, type Rolldown } from 'vite';
import { buildMark, literalAddresses, plainGlue, plainImports } from './scripts/package-build.mjs';
import { optimization, shorterSources } from './scripts/shorter-scripts.mjs';

// The npm package: one entry for each of package.json's exports. The command line is a build of its
// own (--mode cli), since it runs in Node and may import what a page can't. The threads' scripts are built by
// scripts/package-build.mjs, which also says how the package's files name each other.
const at = (path: string): string => resolve(import.meta.dirname, path);

/**
 * What a page needs together is one file: a request less, and it compresses better. Each group takes along what it imports,
 * but for what a group before it has.
 */
const grouped = (groups: Readonly<Record<string, RegExp>>): Rolldown.OutputOptions['codeSplitting'] => ({
  groups: Object.entries(groups).map(([name, test], index) => ({ name, test, priority: 100 - index })),
});
const pageFiles = grouped({
  configuration: /web\/engine\/(configuration|describe|errors|log|page-defaults|runtime|settings|tier-names)\.ts$|preload-helper/,
  deadline: /web\/engine\/(deadline|start-thread)\.ts$/,
  'load-part': /web\/engine\/(frame-log|history|load-part)\.ts$/,
  'lost-parts': /web\/engine\/(lost-parts|text-parts)\.ts$/,
  'state-parts': /web\/state\/(shared\/(errors|start-error)|page\/containers)\.ts$/,
  'load-wasm': /web\/engine\/load-wasm\.ts$/,
  page: /web\/(engine\/(requests|keeping|processor-time|cure|greeting|ways-out|renderer-names)|elements\/base\/(?!presence|around|gesture|play-button|overlay-box|copy-text|report-button)[\w-]+|renderers\/life\/renderer)\.ts$/,
  machine:
    /web\/(engine\/(error-to-data|features|gpu|node-thread|shortest-decimal)|renderers\/common\/(webgl2-(context|program)|buffer-size|device-size))\.ts$/,
  'meteor-names': /web\/(meteor\/shared\/(errors|kernel|painted-color)|generated\/meteor-names)\.ts$/,
  'meteor-engine': /web\/(kernels\/meteor|meteor\/worker\/pipeline|generated\/meteor-layout)\.ts$/,
  'scene-engine': /web\/(scene\/shared\/(errors|ids|kernel|settings|ways-out)|generated\/scene-layout)\.ts$/,
  rings: /web\/engine\/(memory-views|heartbeat)\.ts$/,
  core: /web\/fallback\/core\/(math|rng)\.ts$/,
  'show-thread': /(workers\/meteor-show|web\/renderers\/meteor\/(shower-lists|sparks))\.ts$/,
  life: /web\/life\.ts$/,
});
export default defineConfig(({ mode }) => {
  const cli = mode === 'cli';
  const entry: Record<string, string> = cli
    ? {
        'cli/skyflock': at('web/cli/skyflock.ts'),
        'cli/pool-worker': at('workers/pool.worker.ts'),
        'cli/sim-worker': at('workers/sim.worker.ts'),
        'cli/script-worker': at('workers/script-node.worker.ts'),
      }
    : {
        index: at('web/index.ts'),
        life: at('web/life.ts'),
        meteor: at('web/meteor.ts'),
        scene: at('web/scene.ts'),
        state: at('web/state.ts'),
        react: at('web/elements/react.ts'),
        'state/devtools': at('web/state/page/devtools.ts'),
        'elements/life-sim': at('web/elements/life-sim.ts'),
        'elements/meteor-shower': at('web/elements/meteor-shower.ts'),
        'elements/script-scene': at('web/elements/script-scene.ts'),
        'scene/script': at('web/scene/script/index.ts'),
      };
  return {
    publicDir: false,
    plugins: cli
      ? [buildMark, plainImports, ...shorterSources, plainGlue]
      : [buildMark, plainImports, ...shorterSources, literalAddresses()],
    cacheDir: at('build/vite-package'),
    base: './',
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
        },
      },
    },
  };
});

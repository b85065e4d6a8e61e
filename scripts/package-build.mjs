// How the package's scripts name each other, in the one form that bundlers know, and how its threads are built.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { importedAtOnce, optimization, shorterSources } from './shorter-scripts.mjs';
import { BUILD, hashOf, PlainError, ROOT } from './steps.mjs';

const DIST = join(ROOT, 'dist');

/** The .wasm files of the package. */
export const WASM_FILES = [
  'skyflock-life.wasm',
  'skyflock-life-threads.wasm',
  'skyflock-meteor.wasm',
  'skyflock-scene.wasm',
  'skyflock-state.wasm',
];

/**
 * What is imported later is imported as it stands: nothing is preloaded, and pages need no script that does.
 * @type {import('vite').Plugin}
 */
export const plainImports = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) => (id.endsWith('vite/preload-helper.js') ? 'export const __vitePreload = (load) => load();' : null),
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      // Each call of it is given the script's address, too, which bundlers write out as a path of the builder's.
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/,\s*(?:\[\]|void 0),\s*import\.meta\.url/g, '');
    },
  },
};

/** How the sources start the worker of a script in workers/. */
const WORKER = /new Worker\(\s*new URL\('[./]+\/workers\/(\w+)\.worker\.ts', import\.meta\.url\),\s*\{[^}]*\}\s*,?\s*\)/g;
/** How the sources name a .wasm file. */
const WASM = /new URL\('[./]+\/build\/wasm\/([\w-]+\.wasm)', import\.meta\.url\)/g;

/** Takes the place of an address until the minifier is done, which would write it in a way that no bundler knows. */
const placeholder = (kind, name) => `__SKYFLOCK_${kind}__(${JSON.stringify(name)})`;
const PLACEHOLDER = /__SKYFLOCK_(WORKER|WASM|TEXT)__\(\s*["'`]([\w.-]+)["'`]\s*\)/g;

/** What stands for a file in a script, `from` a script of dist. */
const WRITTEN = {
  WORKER: (name, from) => `new Worker(new URL("${relativeTo(from, `workers/${name}.worker.js`)}", import.meta.url), { type: "module" })`,
  WASM: (name, from) => `new URL("${relativeTo(from, name)}", import.meta.url)`,
  TEXT: (name, from) => `import("${relativeTo(from, `text/${name}.js`)}")`,
};

function relativeTo(from, file) {
  const path = posix.relative(posix.dirname(from), file);
  return path.startsWith('.') ? path : `./${path}`;
}

/** What the scripts of the package have as text, for pages whose bundler lost the file (web/engine/text-parts.ts). */
const TEXT_THREADS = ['coordinator', 'meteor', 'scene', 'script'];
const TEXT_PARTS = [...TEXT_THREADS, ...WASM_FILES];

/**
 * Workers and .wasm files as bundlers know them: `new Worker(new URL("./x.js", import.meta.url), { type: "module" })` and
 * `new URL("./x.wasm", import.meta.url)`, to the letter and beside the script.
 *
 * @param folder of the output, inside dist
 * @param hasTexts whether the scripts may load the parts that are text
 * @returns {import('vite').Plugin}
 */
export function literalAddresses(folder = '', hasTexts = true) {
  return {
    name: 'literal-addresses',
    enforce: 'pre',
    load(id) {
      if (!hasTexts || !id.endsWith('/web/engine/text-parts.ts')) return null;
      const parts = TEXT_PARTS.map((name) => `${JSON.stringify(name)}: () => ${placeholder('TEXT', name)}`);
      return `export const TEXT_PARTS = { ${parts.join(', ')} };`;
    },
    transform(code, id) {
      if (!/\.ts$/.test(id)) return null;
      const changed = code.replace(WORKER, (_, name) => placeholder('WORKER', name)).replace(WASM, (_, name) => placeholder('WASM', name));
      return changed === code ? null : { code: changed, map: null };
    },
    generateBundle: {
      order: 'post',
      handler: (_, bundle) => {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue;
          chunk.code = chunk.code.replace(PLACEHOLDER, (_, kind, name) => WRITTEN[kind](name, posix.join(folder, chunk.fileName)));
          if (/__SKYFLOCK_\w+__/.test(chunk.code)) throw new PlainError(`${chunk.fileName} holds an address that was not written`);
        }
      },
    },
  };
}

/**
 * What Emscripten's script has for those who give it no instance, which it always gets here: it asks for Node, for which
 * Parcel brings a polyfill along, and names its .wasm, which bundlers would add once more.
 *
 * @type {import('vite').Plugin}
 */
export const plainGlue = {
  name: 'plain-glue',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/build\/wasm\/[\w-]+\.js$/.test(id)) return null;
    const changed = code
      .replace(/typeof process=="object"&&typeof process\.versions=="object".*?"renderer"/, 'false')
      .replace(/new URL\(("[\w-]+\.wasm"),import\.meta\.url\)\.href/, '$1')
      .replace('var _scriptName = import.meta.url', "var _scriptName = ''");
    if (/\bprocess\b|import\.meta/.test(changed)) throw new PlainError(`${id} is not as this build knows Emscripten's scripts`);
    return { code: changed, map: null };
  },
};

/** Parts that a thread loads when it needs them, by the module that they are made of. Each is one file that imports nothing. */
const LATER = {
  'web/kernels/life-javascript.ts': 'life-kernels',
  'web/fallback/meteor/kernel.ts': 'meteor-kernel',
  'web/meteor/worker/show-requests.ts': 'meteor-requests',
  'web/renderers/meteor/canvas2d.ts': 'meteor-canvas2d',
  'web/fallback/scene/kernel.ts': 'scene-kernel',
  'web/renderers/scene/canvas2d.ts': 'scene-canvas2d',
  'web/scene/shared/obj/read-obj.ts': 'scene-obj',
  'web/scene/shared/obj/read-mtl.ts': 'scene-mtl',
};

/** Leaves what is loaded later to a file beside the thread's. */
const laterApart = {
  name: 'later-apart',
  enforce: 'pre',
  async resolveId(id, importer, options) {
    if (importer === undefined || options.kind !== 'dynamic-import') return null;
    const resolved = await this.resolve(id, importer, { ...options, skipSelf: true });
    const name = LATER[resolved?.id.slice(ROOT.length + 1) ?? ''];
    return name === undefined ? null : { id: `./${name}.js`, external: true };
  },
};

/**
 * What generated files have for people to read stays out of scripts that show nobody any text, and export none.
 *
 * @type {import('vite').Plugin}
 */
export const withoutSummaries = {
  name: 'without-summaries',
  enforce: 'pre',
  transform: (code, id) =>
    /\/web\/generated\/\w+-layout\.ts$/.test(id)
      ? { code: code.replace(/^ +summary: '.*',\n/gm, '').replace(/, doc: '.*'(?= \},$)/gm, ''), map: null }
      : null,
};

/**
 * Scripts that only pages run, and the workers of those, have nothing of Node's.
 *
 * @type {import('vite').Plugin}
 */
export const pagesOnly = {
  name: 'pages-only',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/(?:web|workers)\/.*\.ts$/.test(id) || id.endsWith('/web/engine/runtime.ts')) return null;
    const changed = code.replace(/\bnodeModule\('node:[\w/]+'\)/g, 'undefined');
    return changed === code ? null : { code: changed, map: null };
  },
};

/** What draws with WebGL2 is in the script of the thread that imports it later. */
const webgl2AtOnce = importedAtOnce(
  (id) => /\/web\/renderers\/(meteor|scene)\/create-renderer\.ts$/.test(id),
  (path) => path === './webgl2.js',
);

/**
 * A script that no text may be loaded by, since its page does that or it is in one file, has no code for it.
 *
 * @type {import('vite').Plugin}
 */
export const withoutTexts = {
  name: 'without-texts',
  enforce: 'pre',
  transform(code, id) {
    if (id.endsWith('/web/engine/lost-part.ts')) return { code: 'export const lostPart = async () => null;', map: null };
    if (!id.endsWith('/web/engine/lost-parts.ts')) return null;
    const changed = code.replace(/(?<=export const partOfPackage: PartSource = )async \(part\) => \{[\s\S]*?\n\};/, 'async () => null;');
    if (changed === code) throw new PlainError(`${id} does not load texts as this build knows it`);
    return { code: changed, map: null };
  },
};

/**
 * Parts that an element in one file loads when somebody asks for them, by the module that they are made of: each is a file in
 * dist/cdn/later that imports nothing.
 */
const BESIDE = {
  'web/elements/base/report-button.ts': 'report-button',
  'web/elements/life/overlay.ts': 'life-overlay',
  'web/elements/life/partition-layer.ts': 'life-partitions',
  'web/elements/life/sim-report.ts': 'life-sim-report',
  'web/elements/meteor/element-report.ts': 'meteor-shower-report',
  'web/elements/meteor/overlay.ts': 'meteor-overlay',
  'web/elements/scene/overlay.ts': 'scene-overlay',
  'web/scene/shared/obj/read-mtl.ts': 'scene-mtl',
  'web/scene/shared/obj/read-obj.ts': 'scene-obj',
  'web/life/page/life-report.ts': 'life-report',
  'web/meteor/worker/show-requests.ts': 'meteor-requests',
};
const BESIDE_PLACE = /__SKYFLOCK_BESIDE__\(\s*["'`]([\w-]+)["'`]\s*\)/g;

/**
 * Leaves those parts to files beside the one file.
 *
 * @type {import('vite').Plugin}
 */
export const laterBeside = {
  name: 'later-beside',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/web\/.*\.ts$/.test(id)) return null;
    const changed = code.replace(/(?<!typeof )\bimport\('(\.[^']+)\.js'\)/g, (whole, path) => {
      const name = BESIDE[`${resolve(dirname(id), path)}.ts`.slice(ROOT.length + 1)];
      // The minifier would not leave an address as it is.
      return name === undefined ? whole : placeholder('BESIDE', name);
    });
    return changed === code ? null : { code: changed, map: null };
  },
  generateBundle: {
    order: 'post',
    handler: (_, bundle) => {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk') chunk.code = chunk.code.replace(BESIDE_PLACE, (_, name) => `import("./later/${name}.js")`);
    },
  },
};

/** Builds them. */
export async function buildBeside() {
  for (const [entry, name] of Object.entries(BESIDE))
    await buildScript(name, entry, join(DIST, 'cdn', 'later'), [withoutSummaries, pagesOnly, buildMark]);
}

/**
 * Writes into a build what it was made of, for reports: builds of equal sources have equal marks.
 *
 * @type {import('vite').Plugin}
 */
export const buildMark = {
  name: 'build-mark',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/web/engine/version.ts')) return null;
    const mark = hashOf(['web', 'workers', 'src']).slice(0, 12);
    const changed = code.replace("BUILD = 'sources'", `BUILD = '${mark}'`);
    if (changed === code) throw new PlainError(`${id} does not tell the build as this one knows it`);
    return { code: changed, map: null };
  },
};

/** Starts the workers of a script that is text from texts that it holds. */
const workersFromText = (texts) => ({
  name: 'workers-from-text',
  enforce: 'pre',
  transform(code, id) {
    if (!/\.ts$/.test(id) || code.search(WORKER) < 0) return null;
    const started = code.replace(WORKER, (_, name) => `startFromText(${JSON.stringify(texts[name])})`);
    return { code: `import { startFromText } from ${JSON.stringify(join(ROOT, 'web/engine/start-from-text.ts'))};\n${started}`, map: null };
  },
});

/** How the sources import a module of the user's. */
const USERS_IMPORT = /\bimport\(\/\* @vite-ignore \*\/ (?=\w+\))/g;
const USERS_PLACE = /__SKYFLOCK_USERS_IMPORT__\(\s*/g;

/**
 * Bundlers take an import of what they don't know for one of their own modules, and find none, unless a comment says otherwise.
 * Minifiers take comments away: it is written after them.
 *
 * @type {import('vite').Plugin}
 */
export const usersImports = {
  name: 'users-imports',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('/workers/serve-script.ts')) return null;
    const changed = code.replace(USERS_IMPORT, '__SKYFLOCK_USERS_IMPORT__(');
    if (changed === code) throw new PlainError(`${id} does not import scripts as this build knows it`);
    return { code: changed, map: null };
  },
  generateBundle: {
    order: 'post',
    handler: (_, bundle) => {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk') chunk.code = chunk.code.replace(USERS_PLACE, 'import(/* webpackIgnore: true */ /* @vite-ignore */ ');
    },
  },
};

/** Builds one script that imports nothing at once. */
async function buildScript(name, entry, folder, plugins, format = 'es') {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    base: './',
    plugins: [plainImports, usersImports, ...shorterSources, plainGlue, ...plugins],
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: {
        input: { [name]: join(ROOT, entry) },
        preserveEntrySignatures: format === 'es' ? 'strict' : false,
        optimization,
        output: { format, codeSplitting: false, entryFileNames: '[name].js' },
      },
    },
  });
  return join(folder, `${name}.js`);
}

/** What each thread's script is made of. */
const THREADS = {
  coordinator: 'workers/coordinator-thread.ts',
  meteor: 'workers/meteor-thread.ts',
  pool: 'workers/pool.worker.ts',
  scene: 'workers/scene-thread.ts',
  script: 'workers/script-thread.ts',
  sim: 'workers/sim.worker.ts',
};

/**
 * Builds the scripts of threads into dist/workers, each whole but for what it loads later, and into dist/text the same as
 * text, with all that they need in them.
 */
export async function buildThreads() {
  const plugins = [literalAddresses('workers', false), laterApart, webgl2AtOnce, withoutSummaries, withoutTexts];
  for (const [name, entry] of Object.entries(THREADS)) {
    // Showers and scenes draw, which nobody does in Node.
    const own = name === 'meteor' || name === 'scene' ? [pagesOnly] : [];
    const file = await buildScript(`${name}.worker`, entry, join(DIST, 'workers'), [...plugins, ...own]);
    const script = readFileSync(file, 'utf8');
    const found = /(?:^|[;}\n])\s*(?:import|export)\b\s*[^(.]/.exec(script);
    if (found !== null) throw new PlainError(`${file} imports or exports at once: ${script.slice(found.index, found.index + 80)}`);
  }
  for (const [entry, name] of Object.entries(LATER)) {
    await buildScript(name, entry, join(DIST, 'workers'), [literalAddresses('workers', false), laterApart]);
  }
  const texts = {};
  for (const name of ['pool', 'sim', ...TEXT_THREADS]) {
    const file = await buildScript(name, THREADS[name], join(BUILD, 'text'), [workersFromText(texts), literalAddresses('text', false)]);
    texts[name] = readFileSync(file, 'utf8');
  }
  const write = (name, bytes) => {
    const file = join(DIST, 'text', `${name}.js`);
    mkdirSync(dirname(file), { recursive: true });
    // Compressed: bundlers warn of big scripts. In base64: no tool takes what stands in it for code, and no minifier has work.
    writeFileSync(file, `export default ${JSON.stringify(gzipSync(bytes, { level: 9 }).toString('base64'))};\n`);
  };
  for (const name of TEXT_THREADS) write(name, texts[name]);
  for (const name of WASM_FILES) write(name, readFileSync(join(BUILD, 'wasm', name)));
}

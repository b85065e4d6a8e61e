// What is built, each product when its inputs changed.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { buildBeside, buildThreads, WASM_FILES } from './package-build.mjs';
import { BUILD, PlainError, ROOT, run, step, whenChanged } from './steps.mjs';
import { needClangRuntime, needCommands, needEmscripten, needFile, needNodeModules } from './toolchain.mjs';

const NATIVE_INPUTS = [
  'CMakeLists.txt',
  'scripts/native-targets.cmake',
  'src',
  'tests/native',
  'tests/bench',
  'tests/fuzz',
  'tests/scenes',
];
const WASM_INPUTS = [
  'CMakeLists.txt',
  'scripts/wasm-targets.cmake',
  'scripts/emscripten.cmake',
  'scripts/toolchain.mjs',
  'src',
  'tests/native/core',
];
const WEB_INPUTS = [
  'web',
  'workers',
  'vite.config.ts',
  'vite.package.config.ts',
  'vite.cdn.config.ts',
  'scripts/package-build.mjs',
  'package-lock.json',
  'build/wasm/skyflock-life.js',
  'build/wasm/skyflock-life.wasm',
  'build/wasm/skyflock-life-threads.js',
  'build/wasm/skyflock-life-threads.wasm',
  'build/wasm/skyflock-meteor.wasm',
  'build/wasm/skyflock-scene.wasm',
  'build/wasm/skyflock-state.wasm',
];

/**
 * The native builds that the tests run in: the same hashes are owed by all of them, and `allTests` by
 * those that look closest. npm test leaves out `isLong` and ends `isSlow` early; npm run test:slow runs both to the end.
 */
export const NATIVE_BUILDS = {
  'gcc-o2': { compiler: 'g++', flags: '-O2', options: ['-DSKYFLOCK_HEAVY_ASSERTS=ON'], allTests: true },
  'gcc-o0': { compiler: 'g++', flags: '-O0', isSlow: true },
  'gcc-o3': { compiler: 'g++', flags: '-O3', isLong: true },
  'clang-o2': { compiler: 'clang++', flags: '-O2', isLong: true },
  'clang-o3': { compiler: 'clang++', flags: '-O3' },
  sanitized: { compiler: 'clang++', runtime: 'asan', flags: '-O1', options: ['-DSKYFLOCK_SANITIZE=ON'], allTests: true },
};

const jobs = String(cpus().length);

/** What fuzzers are built with. */
const FUZZ_BUILD = { compiler: 'clang++', runtime: 'fuzzer', flags: '-O1', options: ['-DSKYFLOCK_FUZZ=ON'] };

/** Builds targets in one of the native builds, or in that for fuzzers, 'fuzz', and returns its folder. */
export async function buildNative(name, targets) {
  const { compiler, runtime, flags, options = [] } = name === 'fuzz' ? FUZZ_BUILD : NATIVE_BUILDS[name];
  await needCommands({ cmake: 'cmake', ninja: 'ninja-build', 'g++': 'g++', ...(compiler === 'clang++' ? { 'clang++': 'clang' } : {}) });
  if (runtime !== undefined) await needClangRuntime(runtime);
  await needFile('/usr/include/gtest/gtest.h', 'libgtest-dev', 'GoogleTest');
  const folder = join(BUILD, `native-${name}`);
  const also = `${compiler} ${flags} ${options.join(' ')} ${targets.join(' ')}`;
  const outputs = targets.map((target) => `build/native-${name}/${target}`);
  await whenChanged(`native-${name}-${targets.join('-')}`, { inputs: NATIVE_INPUTS, outputs, also }, () =>
    step(`building ${targets.join(', ')} (${name})`, async () => {
      const configure = [
        '-S',
        ROOT,
        '-B',
        folder,
        '-G',
        'Ninja',
        `-DCMAKE_CXX_COMPILER=${compiler}`,
        '-DCMAKE_BUILD_TYPE=',
        `-DCMAKE_CXX_FLAGS=${flags}`,
      ];
      await run(`configure-${name}`, 'cmake', [...configure, ...options]);
      await run(`build-${name}`, 'cmake', ['--build', folder, '-j', jobs, '--target', ...targets], { deadline: 1200 });
    }),
  );
  return folder;
}

/** What is generated from C++, by name. */
export const GENERATED = ['core-layout', 'watch-layout', 'life-layout', 'meteor-layout', 'meteor-names', 'state-layout', 'scene-layout'];

/** Prints a generated file. */
export async function printGenerated(name) {
  const folder = await buildNative('gcc-o0', ['layout_printer']);
  const { output } = await run(name, join(folder, 'layout_printer'), [name]);
  return output;
}

export const generatedPath = (name) => join(ROOT, 'web', 'generated', `${name}.ts`);

/** Writes every web/generated/<name>.ts. */
export async function writeLayouts() {
  mkdirSync(join(ROOT, 'web', 'generated'), { recursive: true });
  for (const name of GENERATED) {
    const text = await printGenerated(name);
    const path = generatedPath(name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  }
}

/** What users load, which is all that the site waits for, and what the tests alone have. */
const WASM_MODULES = {
  wasm: {
    targets: ['skyflock-life', 'skyflock-life-threads', 'skyflock-meteor', 'skyflock-scene', 'skyflock-state'],
    outputs: [
      'build/wasm/skyflock-life.js',
      'build/wasm/skyflock-life.wasm',
      'build/wasm/skyflock-life.d.ts',
      'build/wasm/skyflock-life-threads.js',
      'build/wasm/skyflock-life-threads.wasm',
      'build/wasm/skyflock-life-threads.d.ts',
      'build/wasm/skyflock-meteor.wasm',
      'build/wasm/skyflock-scene.wasm',
      'build/wasm/skyflock-state.wasm',
    ],
  },
  'wasm-tests': {
    targets: ['skyflock-life-faults', 'core-parity', 'core-rings'],
    outputs: ['build/wasm/skyflock-life-faults.wasm', 'build/wasm/core-parity.wasm', 'build/wasm/core-rings.wasm'],
  },
};

async function buildModules(name) {
  const { targets, outputs } = WASM_MODULES[name];
  await whenChanged(name, { inputs: WASM_INPUTS, outputs }, async () => {
    // On a bare machine each of them is mostly waiting for a network or a disk.
    const [{ emxx, emar }] = await Promise.all([
      needEmscripten(),
      needCommands({ cmake: 'cmake', ninja: 'ninja-build' }),
      needNodeModules(),
    ]);
    await step(`building ${targets.join(', ')}`, async () => {
      const folder = join(BUILD, 'wasm-objects');
      const toolchain = join(ROOT, 'scripts', 'emscripten.cmake');
      await run(`configure-${name}`, 'cmake', [
        '-S',
        ROOT,
        '-B',
        folder,
        '-G',
        'Ninja',
        `-DCMAKE_TOOLCHAIN_FILE=${toolchain}`,
        `-DSKYFLOCK_EMXX=${emxx}`,
        `-DSKYFLOCK_EMAR=${emar}`,
      ]);
      await run(`build-${name}`, 'cmake', ['--build', folder, '-j', jobs, '--target', ...targets], { deadline: 1200 });
    });
  });
}

/** Builds the WebAssembly modules of the package and the site into build/wasm. */
export async function buildWasm() {
  await buildModules('wasm');
  await needNodeModules();
}

/** Builds all WebAssembly modules, those of the tests too, into build/wasm. */
export async function buildTestWasm() {
  await buildWasm();
  await buildModules('wasm-tests');
}

const vite = (name, args) => run(name, process.execPath, [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), ...args]);

/** Builds the package into dist. */
export async function buildPackage() {
  await buildWasm();
  await whenChanged(
    'package',
    {
      inputs: [...WEB_INPUTS, 'tsconfig.json', 'scripts/custom-elements.mjs'],
      outputs: [
        'dist/custom-elements.json',
        'dist/life.js',
        'dist/meteor.js',
        'dist/cdn/life-sim.js',
        'dist/cdn/meteor-shower.js',
        'dist/cdn/script-scene.js',
        'dist/cdn/later/life-report.js',
        'dist/react.js',
        'dist/scene.js',
        'dist/scene/script.js',
        'dist/elements/script-scene.js',
        'dist/state.js',
        'dist/state/devtools.js',
        'dist/workers/coordinator.worker.js',
        'dist/workers/meteor.worker.js',
        'dist/workers/pool.worker.js',
        'dist/workers/scene.worker.js',
        'dist/workers/script.worker.js',
        'dist/workers/sim.worker.js',
        'dist/text/coordinator.js',
        'dist/text/meteor.js',
        'dist/text/scene.js',
        'dist/text/script.js',
        'dist/cli/skyflock.js',
        'dist/cli/pool-worker.js',
        'dist/cli/sim-worker.js',
        'dist/cli/script-worker.js',
        'dist/skyflock-life.wasm',
        'dist/skyflock-life-threads.wasm',
        'dist/skyflock-meteor.wasm',
        'dist/skyflock-scene.wasm',
        'dist/skyflock-state.wasm',
      ],
    },
    () =>
      step('building the package', async () => {
        // What is left of an earlier build has other hashes in its names.
        for (const folder of ['assets', 'chunks', 'elements', 'workers', 'scene', 'text', 'cdn', 'cli'])
          rmSync(join(ROOT, 'dist', folder), { recursive: true, force: true });
        await vite('package', ['build', '--config', 'vite.package.config.ts']);
        await buildThreads();
        for (const element of ['life-sim', 'meteor-shower', 'script-scene'])
          await vite(`package-cdn-${element}`, ['build', '--config', 'vite.cdn.config.ts', '--mode', element]);
        await buildBeside();
        await vite('package-cli', ['build', '--config', 'vite.package.config.ts', '--mode', 'cli']);
        for (const name of WASM_FILES) copyFileSync(join(BUILD, 'wasm', name), join(ROOT, 'dist', name));
        // It needs the packages of npm, which not every script does.
        const { customElementsManifest } = await import('./custom-elements.mjs');
        writeFileSync(
          join(ROOT, 'dist', 'custom-elements.json'),
          `${JSON.stringify(await customElementsManifest(buildModule), null, 2)}\n`,
        );
      }),
  );
}

/** Bundles a TypeScript file of the tests into a module that Node runs, and returns its path. */
export async function buildModule(entry) {
  const { build } = await import('vite');
  // Modules of one name stand in several folders.
  const outDir = join(BUILD, 'modules', dirname(entry));
  await build({ configFile: false, root: ROOT, logLevel: 'error', build: { ssr: entry, outDir, target: 'node20', emptyOutDir: false } });
  return join(outDir, `${basename(entry, '.ts')}.js`);
}

/** Checks the types of everything, and writes the package's declarations. */
export async function checkTypes() {
  await buildTestWasm();
  await run('types', process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
}

/** Builds the demo site into dist/site. */
export async function buildSite() {
  await buildWasm();
  await whenChanged('site', { inputs: WEB_INPUTS, outputs: ['dist/site/index.html'] }, () =>
    step('building the site', () => vite('site', ['build'])),
  );
}

/** Builds the pages that the browser tests alone have; returns their folder. */
export async function buildTestPages() {
  await buildTestWasm();
  const inputs = [...WEB_INPUTS, 'e2e/pages', 'tests/web/engine', 'build/wasm/skyflock-life-faults.wasm', 'build/wasm/core-rings.wasm'];
  await whenChanged('test-pages', { inputs, outputs: ['build/test-pages/faults.html'] }, () =>
    step('building the test pages', () => vite('test-pages', ['build', '--config', 'e2e/pages/vite.config.ts'])),
  );
  return join(BUILD, 'test-pages');
}

/** A port from the environment. */
export function portFrom(text, usual) {
  if (text === undefined || text === '') return usual;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new PlainError(`PORT is ${text}; it must be a whole number from 1 to 65535.`);
}

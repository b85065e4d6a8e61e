import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';

/** The package as it is published: dist, which npm run build makes. */
interface Manifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const targets = Object.entries(manifest.exports).flatMap(([name, target]) =>
  typeof target === 'string' ? [[name, target]] : Object.entries(target).map(([condition, path]) => [`${name} (${condition})`, path]),
) as [string, string][];

/** Runs a module in Node, from the package's root, where 'skyflock' names the package itself. */
function inNode(code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8', timeout: 30_000 });
}

beforeAll(() => {
  if (!existsSync(join(ROOT, 'dist', 'life.js'))) throw new Error('dist is missing; run npm run build');
});

describe('the package', () => {
  test.each(targets)('has what it exports as %s', (_, path) => {
    // The star of a pattern stands for the names that are there.
    const [before = '', after] = path.split('*');
    const names = after === undefined ? [path] : readdirSync(join(ROOT, before)).filter((name) => name.endsWith(after));
    expect(names).not.toEqual([]);
    for (const name of names) expect(existsSync(join(ROOT, after === undefined ? name : before + name))).toBe(true);
  });

  test.each([
    ['skyflock/life', 'createLife'],
    ['skyflock/meteor', 'MeteorPipeline'],
  ])('says the same in skyflock as in %s', (entry, name) => {
    const names = inNode(`
      const [all, own] = await Promise.all([import('skyflock'), import('${entry}')]);
      console.log(JSON.stringify([Object.keys(all), Object.keys(own)]))`);
    const [all, own] = JSON.parse(names) as [string[], string[]];
    expect(own).toContain(name);
    expect(all).toEqual(expect.arrayContaining(own));
  });

  test('runs a shower in Node, in either tier', () => {
    const hashes = inNode(`
      import { readFileSync } from 'node:fs';
      import { createRequire } from 'node:module';
      const { MeteorPipeline } = await import('skyflock/meteor');
      const file = createRequire(import.meta.url).resolve('skyflock/skyflock-meteor.wasm');
      const wasmBinary = new Uint8Array(readFileSync(file)).buffer;
      const counts = [];
      for (const tier of ['wasm', 'js']) {
        const shower = await MeteorPipeline.create({ tier, wasmBinary, preset: 'leonids' });
        for (let frame = 0; frame < 60; frame += 1) shower.updateAll(1 / 60);
        const data = shower.getRenderData();
        counts.push([shower.tier, data.meteorCount, data.trailPointCount, data.meteors[0]]);
        shower.destroy();
      }
      console.log(JSON.stringify(counts))`);
    const [wasm, js] = JSON.parse(hashes) as [unknown[], unknown[]];
    expect(wasm[0]).toBe('wasm');
    expect(wasm[1]).toBeGreaterThan(0);
    expect(js).toEqual(['js', ...wasm.slice(1)]);
  });

  test('runs a scene in Node, in either tier', () => {
    const hashes = inNode(`
      import { readFileSync } from 'node:fs';
      import { createRequire } from 'node:module';
      const { createSceneKernel, SceneOp } = await import('skyflock/scene');
      const file = createRequire(import.meta.url).resolve('skyflock/skyflock-scene.wasm');
      const wasmBinary = new Uint8Array(readFileSync(file)).buffer;
      const told = [];
      for (const tier of ['wasm', 'js']) {
        const { kernel } = await createSceneKernel({ tier, wasmBinary });
        kernel.views.inbox.set([SceneOp.create, 0, 0, 1]);
        kernel.views.inbox.set([SceneOp.endUpdate, 0, 1], 16);
        told.push([kernel.tier, kernel.decode(2), kernel.draw(), kernel.hash()]);
        kernel.destroy();
      }
      console.log(JSON.stringify(told))`);
    const [wasm, js] = JSON.parse(hashes) as [unknown[], unknown[]];
    expect(wasm.slice(0, 3)).toEqual(['wasm', 2, 31]);
    expect(js).toEqual(['js', ...wasm.slice(1)]);
  });

  test('runs a world in Node, on threads, and on the tier that is asked for', { timeout: 60_000 }, () => {
    const worlds = inNode(`
      const { createLife } = await import('skyflock/life');
      const seen = [];
      for (const tier of ['auto', 'wasm', 'js-workers', 'js']) {
        const life = await createLife({ scene: 'savanna', options: { entities: 600, seed: 1 }, paused: true, tier, workers: 2 });
        for (let tick = 0; tick < 20; tick += 1) life.step();
        let at = await life.hash();
        while (at.tick < 20) at = await life.hash();
        seen.push([life.tier, at.hash]);
        life.destroy();
      }
      console.log(JSON.stringify(seen))`);
    const seen = JSON.parse(worlds) as [string, string][];
    expect(seen.map(([tier]) => tier)).toEqual(['threads', 'wasm', 'js-workers', 'js']);
    expect(new Set(seen.map(([, hash]) => hash)).size).toBe(1);
  });

  test('names its files in the one form that every bundler knows', () => {
    const scripts = ['.', 'chunks', 'elements', 'state', 'workers'].flatMap((folder) =>
      readdirSync(join(ROOT, 'dist', folder))
        .filter((name) => name.endsWith('.js'))
        .map((name) => join(ROOT, 'dist', folder, name)),
    );
    const named = new Set<string>();
    for (const script of scripts) {
      const code = readFileSync(script, 'utf8');
      // What is built for Node alone is no matter of bundlers'.
      if (/from"node:|from "node:/.test(code)) continue;
      const rest = code
        .replace(/new Worker\(new URL\("(\.[^"]+)", import\.meta\.url\), \{ type: "module" \}\)/g, (_, path) => {
          named.add(join(dirname(script), path));
          return '';
        })
        .replace(/new URL\("(\.[^"]+\.wasm)", import\.meta\.url\)/g, (_, path) => {
          named.add(join(dirname(script), path));
          return '';
        });
      const wrong = /import\.meta|new Worker\(new URL|typeof process\b|[^.\w]process\.\w|import\(["'`]node:/.exec(rest);
      expect(wrong?.[0], script).toBeUndefined();
    }
    expect([...named].map((file) => relative(join(ROOT, 'dist'), file)).sort()).toEqual([
      'skyflock-life-threads.wasm',
      'skyflock-life.wasm',
      'skyflock-meteor.wasm',
      'skyflock-scene.wasm',
      'skyflock-state.wasm',
      'workers/coordinator.worker.js',
      'workers/meteor.worker.js',
      'workers/pool.worker.js',
      'workers/scene.worker.js',
      'workers/script.worker.js',
      'workers/sim.worker.js',
    ]);
    for (const file of named) expect(existsSync(file), file).toBe(true);
  });

  test('has scripts of workers that import nothing at once', () => {
    for (const name of readdirSync(join(ROOT, 'dist/workers')))
      expect(readFileSync(join(ROOT, 'dist/workers', name), 'utf8'), name).not.toMatch(/(?:^|[;}\n])import\s*["'{*\w]/);
  });

  const LOADED = [
    'life',
    'meteor',
    'scene',
    'scene/script',
    'state',
    'state/devtools',
    'meteor-shower',
    'life-sim',
    'script-scene',
    'elements/script-scene',
    'elements/meteor-shower',
    'elements/life-sim',
    'cdn/meteor-shower.js',
    'cdn/life-sim.js',
    'cdn/script-scene.js',
    'react',
  ];
  test.each(LOADED)('loads skyflock/%s where there is no page', (name) => {
    expect(inNode(`console.log(typeof (await import('skyflock/${name}')))`)).toBe('object\n');
  });

  test('defines no element unless an element is imported', () => {
    const touched = inNode(`
      globalThis.customElements = { define: (name) => console.log(name), get: () => undefined };
      globalThis.HTMLElement = class {};
      await import('skyflock'); await import('skyflock/life'); await import('skyflock/meteor');`);
    expect(touched).toBe('');
  });

  test('has a command that Node can run', () => {
    const command = join(ROOT, manifest.bin.skyflock ?? '');
    expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(execFileSync(process.execPath, [command, '--help'], { encoding: 'utf8', timeout: 30_000 })).toContain('skyflock run');
  });

  test.each(['wasm', 'threads', 'js-workers', 'js'])('has a command that ends when its run has, in tier %s', (tier) => {
    const workers = tier === 'threads' || tier === 'js-workers' ? ['--workers', '2'] : [];
    const run = ['run', '--scene', 'savanna', '--entities', '300', '--ticks', '20', '--tier', tier, ...workers, '--json'];
    const out = execFileSync(process.execPath, [join(ROOT, manifest.bin.skyflock ?? ''), ...run], { encoding: 'utf8', timeout: 30_000 });
    expect(JSON.parse(out)).toMatchObject({ tier, ticks: 20, faults: 0 });
  });

  test('holds neither the site nor what only a build needs', () => {
    const listing = execFileSync('npm', ['pack', '--dry-run', '--json'], {
      cwd: ROOT,
      encoding: 'utf8',
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [packed] = JSON.parse(listing) as { files: { path: string }[] }[];
    const paths = (packed?.files ?? []).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'dist/life.js', 'dist/skyflock-life.wasm']));
    expect(paths.filter((path) => /^dist\/site\/|\.tsbuildinfo$|^(src|web|tests|build)\//.test(path))).toEqual([]);
  });
});

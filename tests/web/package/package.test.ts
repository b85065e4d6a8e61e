import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    expect(existsSync(join(ROOT, path))).toBe(true);
  });

  test('says the same in skyflock as in skyflock/life', () => {
    const names = inNode(`
      const [all, life] = await Promise.all([import('skyflock'), import('skyflock/life')]);
      console.log(JSON.stringify([Object.keys(all), Object.keys(life)]))`);
    const [all, life] = JSON.parse(names) as [string[], string[]];
    expect(life).toContain('createLife');
    expect(all).toEqual(expect.arrayContaining(life));
  });

  test('defines no element unless an element is imported', () => {
    const touched = inNode(`
      globalThis.customElements = { define: (name) => console.log(name), get: () => undefined };
      globalThis.HTMLElement = class {};
      await import('skyflock'); await import('skyflock/life');`);
    expect(touched).toBe('');
  });

  test('has a command that Node can run', () => {
    const command = join(ROOT, manifest.bin.skyflock ?? '');
    expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(execFileSync(process.execPath, [command, '--help'], { encoding: 'utf8', timeout: 30_000 })).toContain('skyflock run');
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

/** The packed package as its users' tools read it: what it exports, and its types in every way of finding them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inFolder, install, mustRun, remove, tarball } from './install.js';

/** Where a resolution is known: versions before 6 alone have the one that reads no exports. */
const WAYS = {
  bundler: { compiler: 'typescript', module: 'preserve' },
  node16: { compiler: 'typescript', module: 'node16' },
  node10: { compiler: 'typescript-5', module: 'esnext' },
} as const;

describe('package', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await install('package');
  }, 360_000);
  afterAll(() => remove(folder), 60_000);

  test('publint has nothing to say', async () => {
    const { code, output } = await inFolder(folder, 'publint', `publint run ${tarball()} --strict`, 60);
    expect(code, output).toBe(0);
    expect(output, output).toMatch(/All good/);
  }, 70_000);

  test('arethetypeswrong has nothing to say', async () => {
    // Files that are no modules have no types; and a `require` of what are modules alone is Node's affair.
    const engines = ['life', 'life-threads', 'meteor', 'state'].map((name) => `skyflock-${name}.wasm`);
    const rules = `--ignore-rules cjs-resolves-to-esm --exclude-entrypoints ${engines.join(' ')} custom-elements.json`;
    const { code, output } = await inFolder(folder, 'attw', `attw ${tarball()} --no-emoji --no-color ${rules}`, 120);
    expect(code, output).toBe(0);
  }, 130_000);

  describe.each(Object.entries(WAYS))('types by moduleResolution %s', (moduleResolution, { compiler, module }) => {
    const check = async (file: string, lib: readonly string[]): Promise<void> => {
      const options = { module, moduleResolution, lib, target: 'ES2022', strict: true, skipLibCheck: false, noEmit: true, types: [] };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: [file] }));
      await mustRun(folder, `types-${moduleResolution}-${file}`, `node node_modules/${compiler}/bin/tsc -p .`, 120);
    };
    test('of a page', () => check('page.ts', ['ES2022', 'DOM', 'DOM.Iterable']), 130_000);
    test('of a script without a page, whose library has no DOM', () => check('no-page.ts', ['ES2022']), 130_000);
  });
});

/** What pages load for the entries of the package, measured by loading them, against the most it may be and what README.md says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ENTRIES, listing, MOVED_STORE, measureEntry, OTHER_SHOWERS } from '../scripts/loaded-sizes.mjs';
import { ROOT } from '../scripts/steps.mjs';

interface Entry {
  readonly script: string;
  readonly runs: Readonly<Record<string, unknown>>;
  readonly most: { readonly script?: number; readonly wasm?: number; readonly total?: number };
}
const entries = Object.entries(ENTRIES as Readonly<Record<string, Entry>>);
const all = [
  ...entries,
  ...Object.entries(OTHER_SHOWERS as Readonly<Record<string, Entry>>),
  ['a store of `skyflock/state` that has moved', MOVED_STORE as Entry] as const,
];

/** Bytes by which what README.md says may differ from what is measured. */
const README_TOLERANCE = 500;
/** What a thread loads only when it needs it. */
const LATER = /kernel|request|overlay|sim\.worker|page-coordinator|world-copy|^text\//;

/** What README.md's table of sizes says of each entry, in bytes. */
function toldSizes(): Record<string, { script: number; wasm: number }> {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const rows = readme.matchAll(/^\| `([^`]+)` \| ([\d.]+) KB \| ([\d.]+) KB \|$/gm);
  return Object.fromEntries(
    [...rows].map(([, name, script, wasm]) => [name, { script: Number(script) * 1000, wasm: Number(wasm) * 1000 }]),
  );
}

for (const [name, entry] of all) {
  test(`${name} is within its size, and loads nothing that has to wait or that a strict page refuses`, async ({ browser }) => {
    const size = await measureEntry(browser, name, entry);
    const files = listing(size);
    for (const part of ['script', 'wasm', 'total'] as const) {
      const most = entry.most[part];
      if (most !== undefined) expect(size[part], `${part}\n${files}`).toBeLessThanOrEqual(most);
    }
    const told = toldSizes()[name];
    if (told !== undefined) {
      expect(Math.abs(size.script - told.script), `README.md says ${told.script} B of script\n${files}`).toBeLessThanOrEqual(
        README_TOLERANCE,
      );
      expect(Math.abs(size.wasm - told.wasm), `README.md says ${told.wasm} B of .wasm\n${files}`).toBeLessThanOrEqual(README_TOLERANCE);
    }
    const scripts = size.files.map((file) => file.name).filter((file) => file.endsWith('.js'));
    expect(scripts.filter((file) => LATER.test(file))).toEqual([]);
    // Code from text is refused by policies, and a host that nobody chose is asked of nobody.
    for (const file of scripts) {
      const text = readFileSync(join(ROOT, 'dist', file), 'utf8');
      expect(text, file).not.toMatch(/new Function|\beval\(|https?:\/\/(?!www\.w3\.org)/);
      expect(text, file).not.toMatch(/(?:from|import|import\()\s*["'`](?:valtio|node:)/);
    }
  });
}

test('README.md tells the size of every entry', () => {
  expect(Object.keys(toldSizes())).toEqual(entries.map(([name]) => name));
});

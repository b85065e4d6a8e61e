// The kernels in JavaScript beside what they mirror: each names its source in C++, and twins are spelt alike.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const filesOf = (folder: string): string[] => execFileSync('git', ['ls-files', folder], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

/** What workers send each other has no counterpart in C++, whose threads share memory; kernels are interfaces over the rest. */
const NO_TWINS = /\/workers\/|\/kernel\.ts$/;

/** Functions that only JavaScript needs, or that C++ has as a part of another one. */
const ONLY_HERE = new Set(
  `sinTurns cosTurns floorWhole sortIntents commandFrom foodTarget checkOption readOptions optionsFrom tribesFrom checkGene isComplete
  segmentsOf countAllCells act book applyIntents travel bearChildren lastAtOrBelow hashPart hashWhole pursue emptyOptions optionName
  emptyRules addToTotal beginSteering inverseLength isSamePlan makeProgramTimes roomFor grownU32 grownU8 grownF64
  tally graze live search emptyCamera emptyLight copyCamera copyLight bitCount columnsOf`.split(/\s+/),
);

const twins = filesOf('web/fallback').filter((file) => existsSync(join(ROOT, file)) && !NO_TWINS.test(file));
const cpp = filesOf('src')
  .filter((file) => /\.(h|cpp|inl)$/.test(file) && existsSync(join(ROOT, file)))
  .map(read)
  .join('\n');
const isInCpp = (name: string): boolean => new RegExp(`\\b${name}\\(`).test(cpp);
const functions = twins.flatMap((file) => [...read(file).matchAll(/^export function (\w+)/gm)].map(([, name]) => name as string));

describe('the kernels in JavaScript', () => {
  it.each(twins)('%s names its source in C++, which exists', (file) => {
    const sources = [...read(file).matchAll(/\bsrc\/[a-z]+\/[a-z0-9_/]+\.(?:h|cpp|inl)\b/g)].map(([path]) => path);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('spell their functions as C++ does, but for those that only they have', () => {
    expect(functions.length).toBeGreaterThan(90);
    expect(functions.filter((name) => !isInCpp(name) && !ONLY_HERE.has(name))).toEqual([]);
  });

  it('have no function on the list of their own that C++ has, too, or that is gone', () => {
    expect([...ONLY_HERE].filter((name) => isInCpp(name) || !functions.includes(name))).toEqual([]);
  });
});

/** The package in Node, Deno and Bun: its command line in every tier, with one hash, and worlds made by `createLife`. */
import { arch } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { install, mustRun, remove } from './install.js';

const node = (version: number): string => `node_modules/node-${version}-${arch()}/bin/node`;
const RUNTIMES: Readonly<Record<string, string>> = {
  'Node 20': node(20),
  'Node 22': node(22),
  'Node 24': node(24),
  Deno: 'deno run --allow-all --node-modules-dir=manual',
  Bun: 'bun run',
};
/** Tiers, and the numbers of workers they run on. */
const TIERS = [
  ['auto', 1],
  ['threads', 1],
  ['threads', 2],
  ['wasm', 1],
  ['js-workers', 2],
  ['js', 1],
] as const;
const CLI = 'node_modules/skyflock/dist/cli/skyflock.js';

describe('runtimes', () => {
  let folder = '';
  /** The hash that the first run of all gave: every other must give it too. */
  let golden: string | null = null;
  let goldenWorld: string | null = null;
  beforeAll(async () => {
    folder = await install('runtimes');
  }, 600_000);
  afterAll(() => remove(folder), 60_000);

  describe.each(Object.entries(RUNTIMES))('%s', (name, command) => {
    test.each(TIERS)(
      'the command line on tier %s with %i workers',
      async (tier, workers) => {
        const line = `${command} ${CLI} run --scene savanna --entities 400 --ticks 60 --seed 7 --tier ${tier} --workers ${workers} --json`;
        const output = await mustRun(folder, `${name}-${tier}-${workers}`, line, 90);
        const result = JSON.parse(output.slice(output.indexOf('{'))) as { tier: string; hash: string };
        expect(result.tier).toBe(tier === 'auto' ? 'wasm' : tier);
        golden ??= result.hash;
        expect(result.hash).toBe(golden);
      },
      100_000,
    );

    test('a shower by the command line', async () => {
      const output = await mustRun(folder, `${name}-meteor`, `${command} ${CLI} meteor --preset storm --frames 60 --json`, 90);
      expect(JSON.parse(output.slice(output.indexOf('{')))).toMatchObject({ tier: 'wasm' });
    }, 100_000);

    test('createLife runs a world in WebAssembly', async () => {
      const output = await mustRun(folder, `${name}-world`, `${command} world.mjs`, 90);
      const result = JSON.parse(/^result (.*)$/m.exec(output)?.[1] ?? 'null') as { tier: string; hash: string } | null;
      expect(result, output).toMatchObject({ tick: 10 });
      expect(['threads', 'wasm'], output).toContain(result?.tier);
      goldenWorld ??= result?.hash ?? null;
      expect(result?.hash).toBe(goldenWorld);
    }, 100_000);
  });
});

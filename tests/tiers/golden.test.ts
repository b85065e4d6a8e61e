import { execFile as execFileWithCallback } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/steps.mjs';
import { loadKernel } from '../../web/kernels/life-node.js';
import { resolveRequest, SCENE_NAMES } from '../../web/life/shared/founding.js';
import type { LifeKernel } from '../../web/life/shared/kernel.js';
import type { SceneName } from '../../web/life/shared/types.js';
import { goldenRuns, parseGoldenHashes } from '../scenes/golden.js';

const runs = goldenRuns(parseGoldenHashes(readFileSync(new URL('../scenes/golden-hashes.txt', import.meta.url), 'utf8')));

const execFile = promisify(execFileWithCallback);
const COMMAND = join(ROOT, 'dist/cli/skyflock.js');

/**
 * Where runs of the JavaScript tiers end, which take several times as long under the test runner; the command as it is
 * built goes on, and so do those in browsers. The long tests take all of them to the end.
 */
const EARLY = process.env.SKYFLOCK_ALL_TICKS === undefined ? 60 : Number.POSITIVE_INFINITY;

interface TickHash {
  readonly tick: number;
  readonly hash: string;
}

/** The hashes of a world at these ticks; the kernel is done with then. */
async function runOver(kernel: LifeKernel, hashes: readonly TickHash[]): Promise<TickHash[]> {
  const found: TickHash[] = [];
  for (const { tick } of hashes) {
    while (kernel.tick < tick) await kernel.step();
    found.push({ tick: kernel.tick, hash: kernel.hash() });
  }
  kernel.destroy();
  return found;
}

describe('the golden hashes', () => {
  it('cover every scene at ticks 1, 60 and 600', () => {
    for (const scene of SCENE_NAMES) {
      const ticks = runs.filter((run) => run.scene === scene).flatMap((run) => run.hashes.map(({ tick }) => tick));
      expect(ticks, scene).toEqual(expect.arrayContaining([1, 60, 600]));
    }
  });

  describe.each(runs)('of $scene with $entities animals, seed $seed', ({ scene, entities, seed, hashes }) => {
    it.each([1, 2, 3, 5, 8, 16])("are those of the 'threads' tier on %i workers in Node", { timeout: 120_000 }, async (workers) => {
      const request = resolveRequest({ scene: scene as SceneName, options: { entities, seed } });
      const kernel = await loadKernel('threads', request, workers);
      expect(kernel.tier).toBe('threads');
      expect(kernel.workers).toBe(workers);
      expect(await runOver(kernel, hashes)).toEqual(hashes);
    });

    it.each([1, 2, 3, 5])("are those of the 'js-workers' tier on %i workers in Node", { timeout: 120_000 }, async (workers) => {
      const request = resolveRequest({ scene: scene as SceneName, options: { entities, seed } });
      const kernel = await loadKernel('js-workers', request, workers);
      expect(kernel.tier).toBe('js-workers');
      expect(kernel.workers).toBe(workers);
      const some = hashes.filter(({ tick }) => tick <= EARLY);
      expect(await runOver(kernel, some)).toEqual(some);
    });

    it.each([1, 2, 3, 5, 8, 16])("are those of the 'js' tier in %i partitions in Node", { timeout: 120_000 }, async (partitions) => {
      const request = resolveRequest({ scene: scene as SceneName, options: { entities, seed } });
      const kernel = await loadKernel('js', request, partitions);
      expect(kernel.tier).toBe('js');
      const some = hashes.filter(({ tick }) => tick <= EARLY);
      expect(await runOver(kernel, some)).toEqual(some);
    });

    it.each([
      ['js', 1],
      ['js-workers', 2],
    ] as const)("are those of the command at the last tick, in tier '%s' on %i workers", { timeout: 120_000 }, async (tier, workers) => {
      const { tick, hash } = hashes.reduce((last, one) => (one.tick > last.tick ? one : last));
      const world = ['--scene', scene, '--entities', `${entities}`, '--seed', `${seed}`, '--ticks', `${tick}`];
      const { stdout } = await execFile(process.execPath, [COMMAND, 'run', ...world, '--tier', tier, '--workers', `${workers}`, '--json'], {
        timeout: 110_000,
      });
      expect(JSON.parse(stdout)).toMatchObject({ tier, workers, ticks: tick, hash, faults: 0 });
    });

    it("are those of the 'wasm' tier in Node", { timeout: 120_000 }, async () => {
      const request = resolveRequest({ scene: scene as SceneName, options: { entities, seed } });
      const kernel = await loadKernel('wasm', request);
      expect(kernel.tier).toBe('wasm');
      expect(await runOver(kernel, hashes)).toEqual(hashes);
    });
  });
});

describe('the reader of golden hashes', () => {
  it('reads lines, comments and blanks', () => {
    const text = '# head\n\npair 2 1 60 00000000000000ff # why\nflock 9 3 1 0123456789abcdef\npair 2 1 1 00000000000000aa\n';
    const parsed = parseGoldenHashes(text);
    expect(parsed).toHaveLength(3);
    expect(parsed[1]).toEqual({ scene: 'flock', entities: 9, seed: 3, tick: 1, hash: '0123456789abcdef' });
    expect(goldenRuns(parsed)[0]).toEqual({
      scene: 'pair',
      entities: 2,
      seed: 1,
      hashes: [
        { tick: 1, hash: '00000000000000aa' },
        { tick: 60, hash: '00000000000000ff' },
      ],
    });
  });

  it('names a line that is wrong', () => {
    expect(() => parseGoldenHashes('# x\npair 2 1 60')).toThrow(/line 2/);
    expect(() => parseGoldenHashes('pair 2 1 60 xyz')).toThrow(/line 1/);
  });
});

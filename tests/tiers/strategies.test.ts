/** A world is the same whichever way it is cut among its workers, and it really is cut that way. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { PartitionStrategy } from '../../web/generated/life-layout.js';
import { loadKernel, loadPartitionedKernel } from '../../web/kernels/life-node.js';
import { decodeWorkers } from '../../web/life/shared/decode-records.js';
import { resolveRequest } from '../../web/life/shared/founding.js';
import type { LifeKernel } from '../../web/life/shared/kernel.js';
import type { WorkerStats } from '../../web/life/shared/records.js';
import { PARTITION_STRATEGIES } from '../../web/life/shared/settings.js';
import type { PartitionStrategyName, SceneName } from '../../web/life/shared/types.js';
import { goldenRuns, parseGoldenHashes } from '../scenes/golden.js';

const LAST_TICK = 60;
const runs = goldenRuns(parseGoldenHashes(readFileSync(new URL('../scenes/golden-hashes.txt', import.meta.url), 'utf8')));
/** The tiers in JavaScript take several times as long: they have those worlds in which the most happens. */
const SOME = runs.filter(({ scene, entities }) => (scene === 'savanna' || scene === 'swarm') && entities <= 2000);
const WAYS = [
  ['threads', 4, runs],
  ['js-workers', 4, SOME],
  ['js', 6, SOME],
] as const;

const kernels: LifeKernel[] = [];
afterEach(() => {
  for (const kernel of kernels.splice(0)) kernel.destroy();
});

/** Whether partitions are what a strategy makes of a world that is as wide as it is high. */
function isCutBy(strategy: PartitionStrategyName, workers: readonly WorkerStats[], columns: number, rows: number): boolean {
  const sides = workers.map(({ partition: { left, top, right, bottom } }) => [right - left, bottom - top] as const);
  const areStrips = sides.every(([, height]) => height === rows) || sides.every(([width]) => width === columns);
  const areTiles = sides.every(([width, height]) => Math.abs(width - columns / 2) <= 1 && Math.abs(height - rows / 2) <= 1);
  if (strategy === 'strips') return areStrips;
  return strategy === 'tiles' ? areTiles : !areStrips;
}

describe.each(PARTITION_STRATEGIES)('a world that is cut by %s', (strategy) => {
  it.each(WAYS)("has the golden hashes in tier '%s' in %i parts", { timeout: 240_000 }, async (tier, workers, worlds) => {
    expect(worlds.length).toBeGreaterThan(1);
    for (const { scene, entities, seed, hashes } of worlds) {
      const request = resolveRequest({ scene: scene as SceneName, options: { entities, seed } });
      const kernel = await loadKernel(tier, request, workers, {}, null, PartitionStrategy[strategy]);
      kernels.push(kernel);
      for (const { tick, hash } of hashes.filter((one) => one.tick <= LAST_TICK)) {
        while (kernel.tick < tick) await kernel.step();
        expect(kernel.hash(), `${scene} with ${entities} animals after tick ${tick}`).toBe(hash);
      }
      if (kernel.pool === null || scene === 'pair') continue;
      expect(kernel.pool.strategy).toBe(PartitionStrategy[strategy]);
      const { columns, rows } = kernel.founding;
      expect(isCutBy(strategy, decodeWorkers(kernel.workerReports()), columns, rows), `${scene} is cut so`).toBe(true);
    }
  });

  it('can be cut so while it runs, and goes on from a snapshot cut so', { timeout: 120_000 }, async () => {
    const request = resolveRequest({ scene: 'savanna', options: { entities: 1500, seed: 4 } });
    const wasm = await loadKernel('wasm', request);
    kernels.push(wasm);
    for (const tier of ['threads', 'js-workers'] as const) {
      const kernel = await loadKernel(tier, request, 4, {}, wasm.save());
      kernels.push(kernel);
      await kernel.step();
      await kernel.pool?.changeWorkers(4, PartitionStrategy[strategy]);
      for (let tick = 0; tick < 4; tick += 1) await kernel.step();
      const { columns, rows } = kernel.founding;
      expect(isCutBy(strategy, decodeWorkers(kernel.workerReports()), columns, rows), `in tier ${tier}`).toBe(true);
      while (wasm.tick < kernel.tick) await wasm.step();
      expect(kernel.hash(), `in tier ${tier}`).toBe(wasm.hash());
    }
  });

  it('has the hash of one part where the critical path is measured', async () => {
    const request = resolveRequest({ scene: 'savanna', options: { entities: 1500, seed: 4 } });
    const [parted, whole] = [await loadPartitionedKernel(request, 6, PartitionStrategy[strategy]), await loadPartitionedKernel(request, 1)];
    kernels.push(parted, whole);
    for (let tick = 0; tick < 20; tick += 1) for (const kernel of [parted, whole]) kernel.step();
    expect(parted.hash()).toBe(whole.hash());
  });
});

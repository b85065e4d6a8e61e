import { afterEach, expect, it } from 'vitest';
import { CommandKind } from '../../web/generated/life-layout.js';
import { loadKernel } from '../../web/kernels/life-node.js';
import { resolveRequest } from '../../web/life/shared/founding.js';
import type { LifeKernel } from '../../web/life/shared/kernel.js';

const REQUEST = resolveRequest({ scene: 'savanna', options: { entities: 400, maxEntities: 400, seed: 8 } });
const DISC = { index: 0, x: 150, y: 150, radius: 120, value: 0 };
const WAYS = [
  ['wasm', 1],
  ['threads', 2],
  ['js', 1],
  ['js', 3],
  ['js-workers', 2],
] as const;
const kernels: LifeKernel[] = [];
afterEach(() => {
  for (const kernel of kernels.splice(0)) kernel.destroy();
});

/** A full world in which some die, and as many as there is room for are put in their place, once and again. */
async function crowd(tier: (typeof WAYS)[number][0], workers: number, restores: boolean): Promise<string> {
  let kernel = await loadKernel(tier, REQUEST, workers);
  kernels.push(kernel);
  for (let tick = 0; tick < 40; tick += 1) {
    if (tick % 10 === 5) kernel.enqueue({ ...DISC, kind: CommandKind.kill, count: 0 });
    if (tick % 10 >= 5) kernel.enqueue({ ...DISC, kind: CommandKind.spawn, count: 400 });
    await kernel.step();
    if (!restores) continue;
    const next = await loadKernel(tier, REQUEST, workers, {}, kernel.save());
    kernels.push(next);
    kernel = next;
  }
  expect(kernel.population).toBeGreaterThan(390);
  return kernel.hash();
}

it.each(WAYS)(
  'a full world is the same on %s with %i workers, whether or not it goes on from a snapshot',
  { timeout: 60_000 },
  async (tier, workers) => {
    const expected = await crowd('wasm', 1, false);
    expect(await crowd(tier, workers, false)).toBe(expected);
    expect(await crowd(tier, workers, tier !== 'threads' && tier !== 'js-workers')).toBe(expected);
  },
);

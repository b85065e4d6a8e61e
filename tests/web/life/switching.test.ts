import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TierName } from '../../../web/engine/tier-names.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import type { World } from '../../../web/life/page/world.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import { LifeStartError } from '../../../web/life.js';
import { localWorld, nextEvent } from './local-worker.js';

const OPTIONS = { entities: 400, seed: 11 };
const worlds: World[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const world of worlds.splice(0)) world.destroy();
});

/** Node isolates nothing; its shared memory needs no isolation. */
function isolated<T>(action: () => Promise<T>): Promise<T> {
  const scope = globalThis as { crossOriginIsolated?: boolean; Worker?: unknown };
  const before = { isolated: scope.crossOriginIsolated, worker: scope.Worker };
  Object.assign(scope, { crossOriginIsolated: true, Worker: before.worker ?? class {} });
  return action().finally(() => Object.assign(scope, { crossOriginIsolated: before.isolated, Worker: before.worker }));
}

async function ticks(world: World, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) world.step();
  await world.hash();
}

async function hashOfOneTier(until: number): Promise<string> {
  const kernel = await loadKernel('wasm', resolveRequest({ scene: 'savanna', options: OPTIONS }));
  while (kernel.tick < until) await kernel.step();
  const hash = kernel.hash();
  kernel.destroy();
  return hash;
}

describe('a world that changes its tier', () => {
  it('ten times ends in the hash of one that never did', { timeout: 60_000 }, async () => {
    const { world } = await localWorld({ scene: 'savanna', options: OPTIONS });
    worlds.push(world);
    const path: TierName[] = ['js', 'wasm', 'threads', 'js', 'threads', 'wasm', 'js', 'wasm', 'threads', 'wasm'];
    for (const tier of path) {
      await ticks(world, 7);
      const told = nextEvent(world, 'tierchange');
      const stood = await isolated(() => world.setTier(tier));
      expect(stood).toBeGreaterThan(0);
      expect(await told).toMatchObject({ tier });
      expect(world.tier).toBe(tier);
    }
    await ticks(world, 7);
    expect(await world.hash()).toEqual({ tick: 77, hash: await hashOfOneTier(77) });
  });

  it('takes along the commands that wait, and the animal that is watched', async () => {
    const run = async (changes: boolean): Promise<string> => {
      const { world } = await localWorld({ scene: 'savanna', options: OPTIONS });
      worlds.push(world);
      await ticks(world, 5);
      await world.paintFood({ x: 100, y: 100, radius: 80, amount: 2 });
      const id = await world.pick({ x: 200, y: 200, radius: 500 });
      await world.select(id);
      if (changes) await world.setTier('js');
      await ticks(world, 5);
      await new Promise((done) => setTimeout(done, 20));
      expect(world.frame?.selected ?? null).not.toBeNull();
      return (await world.hash()).hash;
    };
    expect(await run(true)).toBe(await run(false));
  });

  it('goes on though its coordinator dies at once, with the commands that waited', { timeout: 30_000 }, async () => {
    const run = async (dies: boolean): Promise<{ tick: number; hash: string }> => {
      const { world, worker } = await localWorld({ scene: 'savanna', options: OPTIONS }, { revives: true });
      worlds.push(world);
      await ticks(world, 5);
      await world.paintFood({ x: 100, y: 100, radius: 80, amount: 2 });
      await isolated(() => world.setTier('threads'));
      if (dies) {
        const mended = nextEvent(world, 'recovery');
        worker.onerror?.(new Event('error') as ErrorEvent);
        expect(await mended).toMatchObject({ step: 'rebuilt', tick: 5, cause: 'the coordinator: the worker ended' });
      }
      expect(world.tier).toBe('threads');
      await ticks(world, 5);
      return await world.hash();
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it('goes on as it was where the other tier does not start', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    const { world } = await localWorld({ scene: 'savanna', options: OPTIONS });
    worlds.push(world);
    await ticks(world, 3);
    const before = await world.hash();
    await expect(world.setTier('threads')).rejects.toBeInstanceOf(LifeStartError);
    expect(world.tier).toBe('wasm');
    expect(await world.hash()).toEqual(before);
    await ticks(world, 3);
    expect((await world.hash()).hash).toBe(await hashOfOneTier(6));
  });

  it('can be told by the property, whose failure is an event', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    const { world } = await localWorld({ scene: 'savanna', options: OPTIONS });
    worlds.push(world);
    const told = nextEvent(world, 'tierchange');
    world.tier = 'js';
    expect(await told).toMatchObject({ tier: 'js' });
    const failed = nextEvent(world, 'error');
    world.tier = 'threads';
    expect(await failed).toBeInstanceOf(LifeStartError);
    expect(() => {
      world.tier = 'turbo' as never;
    }).toThrow(/tier = turbo/);
  });
});

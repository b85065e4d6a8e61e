/** What becomes of worlds of one thread whose coordinator dies: the real ones on this thread, over the real engines. */
import { afterEach, describe, expect, it } from 'vitest';
import { loadKernel } from '../../../web/kernels/life-node.js';
import type { World } from '../../../web/life/page/world.js';
import { foodCommand } from '../../../web/life/shared/commands.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { type LocalWorker, localWorld, nextEvent } from './local-worker.js';

const CHOICE = { scene: 'savanna', options: { entities: 1000, seed: 8 } } as const;
const STROKE = { x: 200, y: 200, radius: 150, amount: 3 };

const worlds: World[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy();
});

/** A world whose coordinators come one after the other, the last of them last. */
async function begin(tier: 'wasm' | 'js', paused = true): Promise<{ world: World; coordinators: LocalWorker[] }> {
  const coordinators: LocalWorker[] = [];
  const { world } = await localWorld(CHOICE, { tier, paused, revives: true, onCoordinator: (worker) => coordinators.push(worker) });
  worlds.push(world);
  return { world, coordinators };
}

const DEATHS: Record<string, (coordinator: LocalWorker) => void> = {
  'in an endless loop': (coordinator) => coordinator.hang(),
  'by an exception of its script': (coordinator) => coordinator.onerror?.(new Event('error') as ErrorEvent),
  'by a message that can not be read': (coordinator) => coordinator.onmessageerror?.(new MessageEvent('messageerror')),
};

/** @returns once they are done: a request is answered after those before it */
async function steps(world: World, count: number): Promise<void> {
  for (let step = 0; step < count; step += 1) world.step();
  await world.hash();
}

/** The state of a world to which nothing happens, painted on after so many ticks. */
async function expected(ticks: number, paintedAt: number): Promise<{ tick: number; hash: string }> {
  const kernel = await loadKernel('wasm', resolveRequest(CHOICE));
  while (kernel.tick < ticks) {
    if (kernel.tick === paintedAt) kernel.enqueue(foodCommand(STROKE));
    await kernel.step();
  }
  const hash = kernel.hash();
  kernel.destroy();
  return { tick: ticks, hash };
}

const last = (coordinators: LocalWorker[]): LocalWorker => coordinators.at(-1) as LocalWorker;

for (const tier of ['wasm', 'js'] as const) {
  describe(`a world of tier ${tier} whose coordinator dies`, { timeout: 60_000 }, () => {
    it.each(Object.keys(DEATHS))('%s goes on as if nothing had been', async (how) => {
      const { world, coordinators } = await begin(tier);
      await steps(world, 5);
      await world.paintFood(STROKE);
      await steps(world, 2);
      const mended = nextEvent(world, 'recovery');
      DEATHS[how]?.(last(coordinators));
      expect(await mended).toMatchObject({ step: 'rebuilt', tick: 7, worker: -1 });
      expect(coordinators[0]?.terminated).toBe(true);
      await steps(world, 3);
      expect(world.fault).toBeNull();
      expect(await world.hash()).toEqual(await expected(10, 5));
    });

    it('never shows a tick before one that was seen', async () => {
      const { world, coordinators } = await begin(tier, false);
      const ticks: number[] = [];
      world.onFrame(({ tick }) => ticks.push(tick));
      await until(() => ticks.length > 20);
      const mended = nextEvent(world, 'recovery');
      last(coordinators).hang();
      await mended;
      const count = ticks.length;
      await until(() => ticks.length > count + 10);
      expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
      const { tick, hash } = await world.hash();
      expect(hash).toBe((await expected(tick, -1)).hash);
    });
  });
}

describe('a world that stands since its founding', { timeout: 30_000 }, () => {
  it('is mended within 2.5 s of the death of its coordinator, and what little that takes', async () => {
    const { world, coordinators } = await begin('wasm');
    const mended = nextEvent(world, 'recovery');
    const before = performance.now();
    last(coordinators).hang();
    expect(await mended).toMatchObject({ tick: 0 });
    expect(performance.now() - before).toBeLessThan(3500);
    expect(await world.hash()).toEqual(await expected(0, -1));
  });
});

describe('a world whose engine fails while it is brought to where it was', { timeout: 30_000 }, () => {
  it('goes on in the next tier', async () => {
    const coordinators: LocalWorker[] = [];
    /** The second kernel of the tier wasm fails. */
    const wrap = (kernel: LifeKernel): LifeKernel => {
      if (coordinators.length !== 2 || kernel.tier !== 'wasm') return kernel;
      kernel.step = () => {
        throw new WebAssembly.RuntimeError('unreachable');
      };
      return kernel;
    };
    const { world } = await localWorld(CHOICE, { revives: true, wrap, onCoordinator: (worker) => coordinators.push(worker) });
    worlds.push(world);
    await steps(world, 4);
    const changed = nextEvent(world, 'tierchange');
    last(coordinators).onerror?.(new Event('error') as ErrorEvent);
    expect(await changed).toEqual({ tier: 'js', reason: 'unreachable' });
    expect(world.fault).toBeNull();
    expect(await world.hash()).toEqual(await expected(4, -1));
  });
});

describe('a step that was asked for', () => {
  it('is done once though its coordinator dies before', async () => {
    const { world, coordinators } = await begin('wasm');
    await steps(world, 2);
    last(coordinators).hang();
    for (let step = 0; step < 3; step += 1) world.step();
    await nextEvent(world, 'recovery');
    expect(await world.hash()).toEqual(await expected(5, -1));
  });
});

describe('a world whose coordinator dies again and again', { timeout: 30_000 }, () => {
  it('goes on in the next tier, and stops where there is none', async () => {
    const { world, coordinators } = await begin('wasm');
    const died = async (): Promise<void> => {
      const mended = nextEvent(world, 'recovery');
      last(coordinators).onerror?.(new Event('error') as ErrorEvent);
      await mended;
      await steps(world, 1);
    };
    for (let death = 0; death < 3; death += 1) await died();
    expect(world.tier).toBe('wasm');
    const changed = nextEvent(world, 'tierchange');
    await died();
    expect(await changed).toEqual({ tier: 'js', reason: 'more than 3 faults within 60 s' });
    expect(await world.hash()).toEqual(await expected(4, -1));
    const fault = nextEvent(world, 'fault');
    last(coordinators).onerror?.(new Event('error') as ErrorEvent);
    expect(await fault).toMatchObject({ stage: 'worker', tick: 4 });
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('nothing happened for 20 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

import { afterEach, describe, expect, it } from 'vitest';
import { realTimers } from '../../../web/engine/deadline.js';
import { LifeCommandError, LifeDestroyedError, LifeFaultError, LifeOptionError } from '../../../web/life/shared/errors.js';
import type { LifeFrame } from '../../../web/life/shared/frame.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { FRAME_BUFFERS } from '../../../web/life/shared/messages.js';
import { localWorld, nextEvent } from './local-worker.js';

const SMALL = { scene: 'savanna', options: { entities: 500, seed: 3 } } as const;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

async function small(setup: Parameters<typeof localWorld>[1] = {}): ReturnType<typeof localWorld> {
  const made = await localWorld(SMALL, setup);
  cleanUp.push(() => made.world.destroy());
  return made;
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

describe('a world', () => {
  it('knows its founding, with nothing left open', async () => {
    const { world } = await small();
    const { options, columns, rows, worldWidth, capacity, tribes } = world.founding;
    expect(options).toMatchObject({ entities: 500, seed: 3 });
    expect(options.maxEntities).toBe(capacity);
    expect(capacity).toBeGreaterThanOrEqual(500);
    expect(columns).toBeGreaterThanOrEqual(16);
    expect(rows).toBeGreaterThanOrEqual(16);
    expect(worldWidth).toBe(columns * 16);
    expect(tribes.length).toBe(5);
  });

  it('sends a frame and statistics at once, though it is paused', async () => {
    const { world } = await small();
    const frame = await new Promise<LifeFrame>((resolve) => world.onFrame(resolve));
    expect(frame).toMatchObject({ tick: 0, count: 500, food: null, selected: null, ticksPerSecond: 0 });
    expect(frame.animals.byteLength).toBe(500 * 16);
    for (let i = 0; i < frame.count; i += 1) {
      expect(frame.positions[4 * i]).toBeGreaterThanOrEqual(0);
      expect(frame.positions[4 * i]).toBeLessThan(world.founding.worldWidth);
    }
    const stats = world.stats ?? ((await nextEvent(world, 'stats')) as typeof world.stats);
    expect(stats?.population).toBe(500);
    expect(stats?.tribes.reduce((sum, tribe) => sum + tribe.population, 0)).toBe(500);
  });

  it('steps one tick at a time, each with its own hash', async () => {
    const { world } = await small();
    const before = await world.hash();
    world.step();
    const after = await world.hash();
    expect([before.tick, after.tick]).toEqual([0, 1]);
    expect(after.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(after.hash).not.toBe(before.hash);
  });

  it('runs at its own pace, and stands when paused, hidden or at speed 0', async () => {
    const { world } = await small({ paused: false });
    await pause(600);
    const ran = (await world.hash()).tick;
    expect(ran).toBeGreaterThan(10);
    expect(ran).toBeLessThan(60);
    for (const stand of [() => (world.paused = true), () => (world.hidden = true), () => (world.speed = 0)]) {
      stand();
      const { tick } = await world.hash();
      await pause(80);
      expect((await world.hash()).tick).toBe(tick);
      world.paused = false;
      world.hidden = false;
      world.speed = 8;
      await pause(80);
      expect((await world.hash()).tick).toBeGreaterThan(tick);
    }
  });

  it('keeps to its ring of frame buffers and skips frames that nobody has room for', async () => {
    const { world, worker } = await small({ paused: false, speed: 8 });
    const buffers = new Set<number>();
    let newest = -1;
    world.onFrame((frame) => {
      expect(frame.tick).toBeGreaterThanOrEqual(newest);
      newest = frame.tick;
      buffers.add(frame.buffer.byteLength);
    });
    await pause(300);
    expect(newest).toBeGreaterThan(20);
    expect(buffers.size).toBe(1);
    // A page that takes no messages gives nothing back: the frames end with the buffers.
    const listener = worker.onmessage;
    worker.onmessage = null;
    const before = worker.sent.filter(({ type }) => type === 'frame').length;
    await pause(200);
    const after = worker.sent.filter(({ type }) => type === 'frame').length;
    expect(after - before).toBeLessThanOrEqual(FRAME_BUFFERS);
    worker.onmessage = listener;
  });

  it('shows its last tick after a pause', async () => {
    const { world } = await small({ paused: false, speed: 8 });
    world.onFrame(() => {});
    await pause(150);
    world.paused = true;
    const { tick } = await world.hash();
    await pause(50);
    expect(world.frame?.tick).toBe(tick);
    expect(world.stats?.tick).toBe(tick);
  });

  it('sends statistics about ten times a second', async () => {
    const { world } = await small({ paused: false });
    let told = 0;
    world.on('stats', () => (told += 1));
    await pause(1050);
    expect(told).toBeGreaterThanOrEqual(7);
    expect(told).toBeLessThanOrEqual(12);
    expect(world.stats?.ticksPerSecond).toBeGreaterThan(20);
    // Its snapshots count as well.
    expect(world.stats?.memoryBytes).toBeGreaterThan(world.founding.memoryBytes);
  });

  it('carries food and another colouring when asked to', async () => {
    const { world } = await small();
    world.onFrame(() => {});
    world.showFood = true;
    world.colorBy = 'energy';
    await pause(50);
    expect(world.frame?.colorBy).toBe(2);
    expect(world.frame?.food?.length).toBe(world.founding.columns * world.founding.rows);
    expect(() => (world.colorBy = 'mood' as 'tribe')).toThrow(LifeOptionError);
    expect(world.colorBy).toBe('energy');
  });

  it('follows the animal that was picked, and looks at it', async () => {
    const { world } = await small();
    const frame = await new Promise<LifeFrame>((resolve) => world.onFrame(resolve));
    const [x, y] = [frame.positions[0] as number, frame.positions[1] as number];
    const id = await world.pick({ x, y, radius: 4 });
    expect(id).toBeGreaterThan(0);
    const seen = await world.inspect(id);
    expect(seen).toMatchObject({ id, tick: 0 });
    expect(seen?.x).toBeCloseTo(x, 3);
    await world.select(id);
    await pause(30);
    expect(world.frame?.selected?.id).toBe(id);
    expect(await world.inspect(0xfffffff0)).toBeNull();
  });

  it('tells who is near a point, between two ticks, in the order in which it is asked', async () => {
    const { world } = await small({ paused: false });
    await pause(100);
    for (let i = 0; i < 10; i += 1) {
      const [before, near, after] = await Promise.all([
        world.hash(),
        world.query({ x: 200, y: 200, radius: 4096, most: 12 }),
        world.hash(),
      ]);
      expect(near).toHaveLength(12);
      for (const { tick } of near) {
        expect(tick).toBeGreaterThanOrEqual(before.tick);
        expect(tick).toBeLessThanOrEqual(after.tick);
      }
      const [nearest] = near;
      expect(await world.inspect(nearest?.id ?? 0)).toMatchObject({ id: nearest?.id, tribe: nearest?.tribe, hybrid: nearest?.hybrid });
    }
    world.paused = true;
    const { tick } = await world.hash();
    const all = await world.query({ x: 0, y: 0, radius: 4096 });
    expect(all).toHaveLength(100);
    expect(all[0]?.tick).toBe(tick);
  });

  it('refuses a query that is out of range, by name', async () => {
    const { world } = await small();
    const { worldWidth, worldHeight } = world.founding;
    const at = { x: 1, y: 1, radius: 10 };
    await expect(world.query({ ...at, x: worldWidth + 1 })).rejects.toThrow(`a number from 0 to ${worldWidth} u`);
    await expect(world.query({ ...at, y: -0.1 })).rejects.toThrow(`y = -0.1 is refused: it must be a number from 0 to ${worldHeight} u`);
    await expect(world.query({ ...at, radius: Number.NaN })).rejects.toThrow(
      'radius = NaN is refused: it must be a number from 0 to 4096 u',
    );
    await expect(world.query({ ...at, most: 0 })).rejects.toThrow('most = 0 is refused: it must be a whole number from 1 to 1024 animals');
    await expect(world.query({ ...at, x: worldWidth, y: worldHeight })).resolves.toBeInstanceOf(Array);
  });

  it('takes commands: more animals, fewer animals, other options', async () => {
    const { world } = await small();
    const { worldWidth, worldHeight } = world.founding;
    await world.spawn({ tribe: world.founding.tribes[0]?.name as string, count: 25, x: 50, y: 50, radius: 40 });
    world.step();
    const grown = (await nextEvent(world, 'stats')) as { population: number };
    expect(grown.population).toBeGreaterThanOrEqual(515);
    await world.paintFood({ x: 10, y: 10, radius: 30, amount: 5 });
    await world.setOption('turnRate', 8);
    await world.setGene(0, 'speed', 60);
    await world.kill({ x: worldWidth / 2, y: worldHeight / 2, radius: worldWidth + worldHeight });
    const extinct = nextEvent(world, 'extinction');
    world.step();
    expect(await extinct).toMatchObject({ tick: 2 });
    expect(world.stats?.population).toBe(0);
    expect(world.stats?.extinct).toBe(true);
  });

  it('refuses what is out of range, by name', async () => {
    const { world } = await small();
    await expect(world.setOption('turnRate', 99)).rejects.toThrow(/turnRate = 99 is refused: .*0.5 to 30/);
    await expect(world.setOption('seed', 2)).rejects.toThrow(/fixed once the world is founded/);
    await expect(world.setOption('colour' as 'seed', 2)).rejects.toThrow(/no option has this name/);
    await expect(world.setGene(0, 'diet', 2)).rejects.toThrow(/diet = 2 is refused: .*-1 to 1/);
    await expect(world.setGene('unicorns', 'diet', 0)).rejects.toThrow(/tribe = unicorns/);
    await expect(world.kill({ x: Number.NaN, y: 0, radius: 1 })).rejects.toThrow(/x = NaN/);
    expect(() => (world.speed = 3)).toThrow(/speed = 3 is refused: it must be one of 0, 0.5, 1/);
  });

  it("passes the engine's own refusals on", async () => {
    const { world } = await small();
    const flood = Array.from({ length: 1100 }, () => world.setOption('turnRate', 5));
    const results = await Promise.allSettled(flood);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBe(1100 - 1024);
    expect((refused[0] as PromiseRejectedResult).reason).toBeInstanceOf(LifeCommandError);
  });

  it('stops and says so when the engine traps', async () => {
    const trap = (kernel: LifeKernel): LifeKernel =>
      new Proxy(kernel, {
        get: (target, key) => {
          if (key === 'step' && target.tick >= 3) return () => unreachable();
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
    const { world } = await small({ paused: false, wrap: trap });
    const fault = await nextEvent(world, 'fault');
    expect(fault).toMatchObject({ stage: 'recovery', tick: 3, reason: 'unreachable' });
    await expect(world.hash()).rejects.toBeInstanceOf(LifeFaultError);
    expect(world.frame?.tick).toBeLessThanOrEqual(3);
  });

  it('gives a worker up that no longer answers, and only that', async () => {
    // A tenth of the real times.
    const set = (action: () => void, milliseconds: number) => setTimeout(action, milliseconds / 10);
    const timers = { ...realTimers, set, now: () => performance.now() * 10 };
    const { world, worker } = await small({ timers });
    await pause(600);
    expect(world.fault).toBeNull();
    const fault = nextEvent(world, 'fault');
    worker.hang();
    const pending = world.hash();
    await expect(pending).rejects.toBeInstanceOf(Error);
    expect(await fault).toMatchObject({ stage: 'worker', reason: 'it no longer answers' });
    expect(worker.terminated).toBe(true);
  });

  it('rejects what is pending when it is destroyed, and is quiet afterwards', async () => {
    const { world } = await small({ paused: false });
    let told = 0;
    world.on('stats', () => (told += 1));
    const pending = world.hash();
    world.destroy();
    world.destroy();
    await expect(pending).rejects.toBeInstanceOf(LifeDestroyedError);
    await expect(world.pick({ x: 0, y: 0, radius: 1 })).rejects.toBeInstanceOf(LifeDestroyedError);
    world.paused = true;
    world.step();
    await pause(150);
    expect(told).toBe(0);
  });
});

/** Traps in WebAssembly, as a failed assert of the engine does. */
function unreachable(): void {
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)));
  (exports.f as () => void)();
}

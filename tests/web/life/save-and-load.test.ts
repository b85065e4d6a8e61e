import { afterEach, describe, expect, it } from 'vitest';
import { loadKernel } from '../../../web/kernels/life-node.js';
import type { World } from '../../../web/life/page/world.js';
import { LifeOptionError, LifeSnapshotError } from '../../../web/life/shared/errors.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { readRecording } from '../../../web/life/shared/recording.js';
import type { Recording } from '../../../web/life/shared/types.js';
import { localWorld, nextEvent } from './local-worker.js';

const SMALL = { scene: 'savanna', options: { entities: 500, seed: 3 } } as const;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const end of cleanUp.splice(0)) end();
});

async function small(choice: Parameters<typeof localWorld>[0] = SMALL, setup: Parameters<typeof localWorld>[1] = {}) {
  const made = await localWorld(choice, setup);
  cleanUp.push(() => made.world.destroy());
  return made;
}

async function run(world: World, ticks: number): Promise<string> {
  for (let tick = 0; tick < ticks; tick += 1) world.step();
  return (await world.hash()).hash;
}

describe('a world that is saved', () => {
  it('goes on in another one as if nothing had been', async () => {
    const { world } = await small();
    await run(world, 40);
    const snapshot = await world.save();
    const { world: other } = await small({ scene: 'flock', options: { entities: 60, columns: 20, rows: 20 } });
    await run(other, 5);
    const loaded = nextEvent(other, 'loaded');
    await other.load(new Uint8Array(snapshot));
    expect(await loaded).toEqual(await world.hash());
    expect(await other.hash()).toEqual(await world.hash());
    expect(other.founding).toEqual({ ...world.founding, memoryBytes: other.founding.memoryBytes });
    expect(await run(other, 60)).toBe(await run(world, 60));
    expect(other.stats?.tick).toBe(100);
    expect(other.frame?.tick).toBe(100);
    expect(other.frame?.worldWidth).toBe(world.founding.worldWidth);
  });

  it('can be what a world begins with', async () => {
    const { world } = await small();
    await run(world, 25);
    const { world: other } = await small({ snapshot: await world.save() });
    expect(other.founding.scene).toBe('savanna');
    expect(other.founding.tribes).toEqual(world.founding.tribes);
    expect(await run(other, 30)).toBe(await run(world, 30));
  });

  it('runs on at its own pace after a load', async () => {
    const { world } = await small(SMALL, { paused: false });
    const snapshot = await world.save();
    await world.load(snapshot);
    const { tick } = await world.hash();
    await new Promise((done) => setTimeout(done, 300));
    expect((await world.hash()).tick).toBeGreaterThan(tick + 5);
  });

  it('is refused when it is damaged or none, and the world goes on', async () => {
    const { world } = await small();
    const before = await run(world, 10);
    const snapshot = await world.save();
    const damaged = new Uint8Array(snapshot.slice(0));
    damaged[1000] = (damaged[1000] as number) ^ 1;
    await expect(world.load(damaged)).rejects.toThrow(new LifeSnapshotError('The snapshot is damaged: its checksum is wrong.'));
    await expect(world.load(new TextEncoder().encode('a picture'))).rejects.toThrow(LifeSnapshotError);
    await expect(world.load(snapshot.slice(0, 5000))).rejects.toThrow(/shorter than it says/);
    expect((await world.hash()).hash).toBe(before);
    const { world: fresh } = await small();
    expect(await run(world, 10)).toBe(await run(fresh, 20));
  });

  it('that needs more memory than there is leaves the world as it is', async () => {
    let made = 0;
    const { world } = await small(SMALL, {
      wrap: (kernel: LifeKernel) => {
        made += 1;
        if (made > 1) throw new RangeError('Array buffer allocation failed');
        return kernel;
      },
    });
    await expect(world.load(await world.save())).rejects.toMatchObject({ name: 'LifeStartError', stage: 'memory' });
    expect((await world.hash()).tick).toBe(0);
    expect(await run(world, 3)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('is not founded with settings beside it', async () => {
    const { world } = await small();
    const snapshot = await world.save();
    await expect(localWorld({ snapshot, scene: 'flock' })).rejects.toThrow(/scene = flock is refused: a snapshot says it already/);
    await expect(localWorld({ snapshot: new ArrayBuffer(9) })).rejects.toThrow(LifeSnapshotError);
  });
});

/** A world with every kind of command in it, at several ticks. */
async function meddledWith(world: World): Promise<Recording> {
  await run(world, 5);
  await world.setOption('turnRate', 2.25);
  await world.paintFood({ x: 100.7, y: 90, radius: 60.3, amount: 3.3 });
  await run(world, 20);
  await world.spawn({ tribe: 1, count: 30, x: 150, y: 150, radius: 50.123 });
  await expect(world.spawn({ tribe: 1, count: 30, x: 1e6, y: 150, radius: 50 })).rejects.toThrow();
  await world.setGene(2, 'speed', 41.7);
  await run(world, 1);
  await world.kill({ x: 200, y: 120, radius: 33.3 });
  await world.spawn({ tribe: 2, count: 12, x: 20, y: 220, radius: 30 });
  await run(world, 34);
  return world.recording();
}

describe('a recording', () => {
  it('played comes to the same hash', async () => {
    const { world } = await small();
    const recording = await meddledWith(world);
    expect(recording).toMatchObject({ format: 'skyflock-recording', version: 1, scene: 'savanna', ticks: 60, from: null });
    expect(recording.commands.map(({ tick, do: what }) => `${tick} ${what}`)).toEqual([
      ...['5 setOption', '5 paintFood', '25 spawn', '25 setGene', '26 kill', '26 spawn'],
    ]);
    const replay = readRecording(JSON.parse(JSON.stringify(recording)));
    const { world: again } = await small({ replay });
    expect(await run(again, 60)).toBe(recording.hash);
    // And is itself recorded.
    expect(await again.recording()).toEqual(recording);
    expect(await run(again, 50)).toBe(await run(world, 50));
  });

  it('of a world that was loaded is played from that snapshot', async () => {
    const { world } = await small();
    await run(world, 30);
    await world.kill({ x: 10, y: 10, radius: 50 });
    await run(world, 3);
    const snapshot = await world.save();
    await world.load(snapshot);
    await world.kill({ x: 200, y: 200, radius: 100 });
    await run(world, 20);
    const replay = await world.recording();
    expect(replay.commands).toEqual([{ tick: 33, do: 'kill', x: 200, y: 200, radius: 100 }]);
    expect(replay.from?.tick).toBe(33);
    const { world: again } = await small({ snapshot, replay });
    expect(await run(again, 20)).toBe(replay.hash);
    await expect(localWorld({ replay })).rejects.toThrow(/snapshot = undefined is refused: the recording begins with the one of tick 33/);
  });

  it('leaves out what has not acted yet', async () => {
    const { world } = await small();
    await world.kill({ x: 10, y: 10, radius: 50 });
    expect((await world.recording()).commands).toEqual([]);
  });

  it('whose command the world refuses goes on without it, and says so', async () => {
    const { world } = await small();
    await run(world, 10);
    const recording = await world.recording();
    const { world: again } = await small({ replay: { ...recording, commands: [{ tick: 4, do: 'kill', x: 1e6, y: 0, radius: 5 }] } });
    const error = nextEvent(again, 'error');
    expect(await run(again, 10)).toBe(recording.hash);
    expect(String(await error)).toMatch(/a recorded command of tick 4 was refused: x is 1000000/);
  });

  it('is played by a kernel alone', async () => {
    const { world } = await small();
    const recording = await meddledWith(world);
    const { beginningOf } = await import('../../../web/life/page/beginning.js');
    const { request, resume } = beginningOf({ replay: recording });
    const kernel = await loadKernel('wasm', request);
    for (const { tick, command } of resume?.commands ?? []) {
      while (kernel.tick < tick) kernel.step();
      kernel.enqueue(command);
    }
    while (kernel.tick < recording.ticks) kernel.step();
    expect(kernel.hash()).toBe(recording.hash);
    kernel.destroy();
  });

  it.each([
    [{ format: 'gif' }, /recording.format = gif is refused/],
    [{ version: 2 }, /reads version 1/],
    [{ scene: 'moon' }, /scene = moon/],
    [{ options: { entities: -1 } }, /entities = -1/],
    [{ hash: 'x' }, /16 hexadecimal digits/],
    [{ commands: 'none' }, /recording.commands = none is refused: it must be an array/],
    [{ commands: [7] }, /commands\[0\] = 7/],
    [{ commands: [{ tick: 1, do: 'fly' }] }, /commands\[0\].do = fly/],
    [{ commands: [{ tick: -1, do: 'kill', x: 0, y: 0, radius: 1 }] }, /commands\[0\].tick = -1/],
    [
      {
        commands: [
          { tick: 9, do: 'kill', x: 0, y: 0, radius: 1 },
          { tick: 8, do: 'kill', x: 0, y: 0, radius: 1 },
        ],
      },
      /commands\[1\].tick = 8/,
    ],
    [{ commands: [{ tick: 1, do: 'kill', x: '0', y: 0, radius: 1 }] }, /commands\[0\].x/],
    [{ commands: [{ tick: 1, do: 'setOption', option: 'seed', value: 2 }] }, /fixed once the world is founded/],
  ])('is refused with %j in it', async (part, message) => {
    const { world } = await small();
    const recording = await world.recording();
    expect(() => readRecording({ ...recording, ...part })).toThrow(LifeOptionError);
    expect(() => readRecording({ ...recording, ...part })).toThrow(message);
  });
});

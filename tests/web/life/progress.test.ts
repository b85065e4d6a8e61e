import { afterEach, describe, expect, it, vi } from 'vitest';
import { TIER_NAMES } from '../../../web/engine/tier-names.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import type { World } from '../../../web/life/page/world.js';
import { spawnAll, spawnGently } from '../../../web/life/shared/founders.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { createLife, type LifeProgress, LifeStartError } from '../../../web/life.js';
import { localWorld, nextEvent } from './local-worker.js';

const ANIMALS = 70_000;
const CHOICE = { scene: 'savanna', options: { entities: ANIMALS, seed: 5 } } as const;
/** The shares that stand after each spell of founders but the last. */
const SHARES = [0, 32_768 / ANIMALS, 65_536 / ANIMALS];

const sharesOf = (told: readonly LifeProgress[], stage: LifeProgress['stage']): (number | null)[] =>
  told.filter((one) => one.stage === stage).map(({ share }) => share);

afterEach(() => vi.unstubAllGlobals());

describe('the start of a world tells how far it is', () => {
  const hashes = new Set<string>();

  it.each(TIER_NAMES)('in tier %s, and founds the same world as in one go', { timeout: 120_000 }, async (tier) => {
    const told: LifeProgress[] = [];
    const request = resolveRequest(CHOICE);
    const kernel = await loadKernel(tier, request, 2, {}, null, undefined, (stage, share) => told.push({ stage, share }));
    expect(kernel.population).toBe(ANIMALS);
    hashes.add(kernel.hash());
    kernel.destroy();
    expect(hashes.size).toBe(1);
    const founding = sharesOf(told, 'founding');
    expect(founding).toHaveLength(SHARES.length);
    founding.forEach((share, index) => {
      expect(share).toBeCloseTo(SHARES[index] as number, 9);
    });
    const isPooled = tier === 'threads' || tier === 'js-workers';
    expect(sharesOf(told, 'threads')).toEqual(isPooled ? [0, 0.5, 1] : []);
    const stages = told.map(({ stage }) => stage).filter((stage, at, all) => stage !== all[at - 1]);
    expect(stages).toEqual(['wasm', 'founding', 'threads'].filter((stage) => sharesOf(told, stage as LifeProgress['stage']).length > 0));
  });

  it("on the page's own thread, which has its turn in between", { timeout: 60_000 }, async () => {
    // A thread that may start no other one.
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    const told: (LifeProgress & { readonly turns: number })[] = [];
    const life = await createLife({ ...CHOICE, paused: true, onProgress: (progress) => told.push({ ...progress, turns }) });
    clearInterval(timer);
    expect(life.tier).toBe('js');
    const { tick, hash } = await life.hash();
    life.destroy();
    expect(tick).toBe(0);
    expect(hashes).toContain(hash);
    expect(sharesOf(told, 'founding').slice(-2)).toEqual(SHARES.slice(1));
    const [half, most] = told.slice(-2);
    expect(most?.turns).toBeGreaterThan(half?.turns as number);
  });

  it('and says nothing any more once it was aborted', async () => {
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    const start = new AbortController();
    const told: LifeProgress[] = [];
    const founding = createLife({
      ...CHOICE,
      signal: start.signal,
      onProgress(progress) {
        told.push(progress);
        if (progress.share !== null && progress.share > 0) start.abort(new Error('enough'));
      },
    });
    await expect(founding).rejects.toThrow('enough');
    const before = told.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told).toHaveLength(before);
    expect(told.at(-1)?.share).toBe(SHARES[1]);
  });
});

describe('a world that runs tells how far the one is that takes its place', { timeout: 60_000 }, () => {
  const worlds: World[] = [];
  afterEach(() => {
    for (const world of worlds.splice(0)) world.destroy();
  });

  /** A world, and what it tells, with the events that end it. */
  async function listened(setup: Parameters<typeof localWorld>[1] = {}) {
    const made = await localWorld({ scene: 'savanna', options: { entities: 500, seed: 5 } }, setup);
    worlds.push(made.world);
    const told: (LifeProgress | string)[] = [];
    made.world.on('progress', (progress) => told.push(progress));
    for (const end of ['loaded', 'tierchange', 'recovery', 'fault'] as const) made.world.on(end, () => told.push(end));
    return { ...made, told };
  }

  const FETCHED = { stage: 'wasm', share: null };
  const FOUNDED = { stage: 'founding', share: 0 };
  const THREADS = [0, 1].map((share) => ({ stage: 'threads', share }));

  it('when it goes on with a snapshot', async () => {
    const { world, told } = await listened();
    const snapshot = await world.save();
    expect(told).toEqual([]);
    await world.load(snapshot);
    expect(told).toEqual([FETCHED, FOUNDED, 'loaded']);
    told.length = 0;
    const odd = new Uint8Array(snapshot);
    odd[2000] = (odd[2000] as number) ^ 1;
    await expect(world.load(odd)).rejects.toThrow(/checksum/);
    expect(told.at(-1)).toEqual(FOUNDED);
    await world.hash();
    expect(told).toHaveLength(2);
  });

  it('when it changes its tier', async () => {
    const { world, told } = await listened();
    await world.setTier('js');
    expect(told).toEqual([FOUNDED, 'tierchange']);
    told.length = 0;
    vi.stubGlobal('crossOriginIsolated', true);
    vi.stubGlobal('Worker', class {});
    await world.setTier('threads');
    expect(told).toEqual([FETCHED, FOUNDED, ...THREADS, 'tierchange']);
  });

  it('while a file of the other tier comes', async () => {
    const waiting: (() => void)[] = [];
    const prepare = async (arrived: () => void): Promise<void> => {
      await new Promise<void>((goOn) => waiting.push(goOn));
      arrived();
    };
    const { world, told } = await listened({ prepare });
    const changed = world.setTier('js');
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    await world.hash();
    expect(told).toEqual([]);
    waiting[0]?.();
    await changed;
    expect(told).toEqual([FETCHED, FOUNDED, 'tierchange']);
  });

  it('when its engine failed, and it is rebuilt', async () => {
    const { world, worker, told } = await listened();
    await ticks(world, 3);
    (worker.kernel as LifeKernel).hash = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    await world.hash();
    expect(told).toEqual([FETCHED, FOUNDED, 'recovery']);
  });

  it('when its coordinator died, and another takes over', async () => {
    const { world, worker, told } = await listened({ revives: true });
    await ticks(world, 3);
    const mended = nextEvent(world, 'recovery');
    worker.onerror?.(new Event('error') as ErrorEvent);
    await mended;
    expect(told).toEqual([FETCHED, FOUNDED, 'recovery']);
    await ticks(world, 3);
    expect(told).toHaveLength(3);
  });

  it('and, where it takes long to be brought to where it was, that it goes on', async () => {
    const slow = (kernel: LifeKernel): LifeKernel => {
      const step = kernel.step.bind(kernel);
      kernel.step = () => {
        const until = performance.now() + 60;
        while (performance.now() < until);
        return step();
      };
      return kernel;
    };
    const { world, worker, told } = await listened({ revives: true, wrap: slow });
    await ticks(world, 6);
    const mended = nextEvent(world, 'recovery');
    worker.onerror?.(new Event('error') as ErrorEvent);
    expect(await mended).toMatchObject({ tick: 6 });
    const caughtUp = told.slice(2, -1);
    expect(caughtUp.length).toBeGreaterThan(0);
    for (const one of caughtUp) expect(one).toEqual({ stage: 'founding', share: null });
  });

  it('and nothing more of a tier that did not start', async () => {
    const { world, worker, told } = await listened();
    const before = worker.sent.length;
    let late = (): void => {};
    worker.makes = async (start, progress, snapshot) => {
      progress('threads', 0.5);
      late = () => progress('threads', 1);
      await Promise.resolve();
      void [start, snapshot];
      throw new LifeStartError('threads', 'one of them came late', 'Try again');
    };
    await expect(world.setTier('js')).rejects.toThrow(/came late/);
    late();
    await world.hash();
    expect(told).toEqual([{ stage: 'threads', share: 0.5 }]);
    expect(worker.sent.slice(before).filter(({ type }) => type === 'progress')).toHaveLength(1);
  });
});

async function ticks(world: World, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) world.step();
  await world.hash();
}

describe('founders', () => {
  it('that fit into one spell come at once, without a word', async () => {
    const tell = vi.fn();
    const breathe = vi.fn(async () => {});
    const spawn = vi.fn(() => 0);
    spawnAll(spawn, 500, tell);
    await spawnGently(spawn, 500, tell, breathe);
    expect(spawn).toHaveBeenCalledTimes(2);
    expect(tell).not.toHaveBeenCalled();
    expect(breathe).not.toHaveBeenCalled();
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { TIER_NAMES } from '../../../web/engine/tier-names.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { spawnAll, spawnGently } from '../../../web/life/shared/founders.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import { createLife, type LifeProgress } from '../../../web/life.js';

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

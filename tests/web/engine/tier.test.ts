import { describe, expect, it } from 'vitest';
import { detectFeatures, type Features, whyNot } from '../../../web/engine/features.js';
import { chooseTier, ruledOut, tierNamed } from '../../../web/engine/tier.js';
import { TIER_NAMES } from '../../../web/engine/tier-names.js';
import { LifeStartError, refuseLifeTier } from '../../../web/life/shared/errors.js';

const ALL: Features = { webAssembly: true, simd: true, workers: true, sharedMemory: true, isolated: true };

describe('the choice of a tier', () => {
  it('picks threads where they can run', () => {
    expect(chooseTier('auto', ALL, refuseLifeTier)).toEqual({ tier: 'threads', refused: [] });
  });

  it('picks wasm and says why what ranks above it is out', () => {
    const decision = chooseTier('auto', { ...ALL, isolated: false }, refuseLifeTier);
    expect(decision.tier).toBe('wasm');
    expect(decision.refused).toEqual([{ tier: 'threads', reason: expect.stringMatching(/isolated/) }]);
  });

  it('passes over a tier that was tried and did not start', () => {
    const failed = [{ tier: 'threads', reason: 'the worker script could not be loaded' }] as const;
    expect(chooseTier('auto', ALL, refuseLifeTier, failed)).toEqual({ tier: 'wasm', refused: failed });
  });

  it('names missing isolation before anything else that threads lack', () => {
    expect(whyNot('threads', { ...ALL, isolated: false })).toMatch(/cross-origin isolated/);
    expect(whyNot('threads', { ...ALL, sharedMemory: false })).toMatch(/SharedArrayBuffer/);
  });

  it('takes a forced tier that can run', () => {
    expect(chooseTier('wasm', ALL, refuseLifeTier)).toEqual({ tier: 'wasm', refused: [] });
  });

  it('refuses a forced tier that can not run and names what can', () => {
    const refusal = caught(() => chooseTier('threads', { ...ALL, isolated: false }, refuseLifeTier));
    expect(refusal.stage).toBe('tier');
    expect(refusal.reason).toContain("'threads'");
    expect(refusal.wayOut).toContain("'wasm'");
    expect(refusal.wayOut).toContain("'js'");
  });

  it('says that SIMD is missing where it is', () => {
    expect(caught(() => chooseTier('wasm', { ...ALL, simd: false }, refuseLifeTier)).reason).toMatch(/SIMD is missing/);
    const { refused } = chooseTier('auto', { ...ALL, simd: false }, refuseLifeTier);
    expect(refused.find(({ tier }) => tier === 'wasm')?.reason).toMatch(/WebAssembly SIMD is missing/);
  });

  it('says that WebAssembly or workers are missing where they are', () => {
    const { refused } = chooseTier('auto', { ...ALL, webAssembly: false, simd: false }, refuseLifeTier);
    expect(refused.find(({ tier }) => tier === 'wasm')?.reason).toMatch(/WebAssembly is missing/);
    const alone = chooseTier('auto', { ...ALL, workers: false }, refuseLifeTier);
    expect(alone.tier).toBe('js');
    expect(alone.refused.map(({ tier }) => tier)).toEqual(['threads', 'wasm', 'js-workers']);
    for (const { reason } of alone.refused) expect(reason).toMatch(/workers are missing/);
  });

  it('knows every name and no other', () => {
    for (const name of [...TIER_NAMES, 'auto']) expect(tierNamed(name)).toBe(name);
    expect(tierNamed('turbo')).toBeNull();
  });
});

describe('a start that failed', () => {
  it('rules out its own tier, or all that need the script of a worker', () => {
    const noFile = { stage: 'wasm', reason: 'no file', passes: false } as const;
    expect(ruledOut('threads', noFile)).toEqual([{ tier: 'threads', reason: 'no file', passes: false }]);
    const noScript = { stage: 'worker', reason: '404', passes: false } as const;
    expect(ruledOut('threads', noScript).map(({ tier }) => tier)).toEqual(['threads', 'wasm', 'js-workers']);
  });

  it('rules out the other file, too, that would be as late', () => {
    const late = { stage: 'wasm', reason: 'too slow', passes: true } as const;
    expect(ruledOut('threads', late).map(({ tier, passes }) => [tier, passes])).toEqual([
      ['threads', true],
      ['wasm', true],
    ]);
  });

  it('rules out nothing where every tier would fail alike', () => {
    expect(ruledOut('wasm', { stage: 'founding', reason: 'too many tribes', passes: false })).toEqual([]);
    expect(ruledOut('js', { stage: 'memory', reason: 'refused', passes: false })).toEqual([]);
  });
});

describe('the features of this thread', () => {
  it('finds WebAssembly and SIMD in Node', () => {
    expect(detectFeatures()).toMatchObject({ webAssembly: true, simd: true, sharedMemory: true });
  });
});

function caught(action: () => unknown): LifeStartError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(LifeStartError);
    return error as LifeStartError;
  }
  throw new Error('nothing was thrown');
}

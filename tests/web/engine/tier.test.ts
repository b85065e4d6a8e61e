import { describe, expect, it } from 'vitest';
import { LifeStartError } from '../../../web/engine/errors.js';
import { chooseTier, detectFeatures, type Features, TIER_NAMES, tierNamed, whyNot } from '../../../web/engine/tier.js';

const ALL: Features = { webAssembly: true, simd: true, workers: true, sharedMemory: true, isolated: true };

describe('the choice of a tier', () => {
  it('picks threads where they can run', () => {
    expect(chooseTier('auto', ALL)).toEqual({ tier: 'threads', refused: [] });
  });

  it('picks wasm and says why what ranks above it is out', () => {
    const decision = chooseTier('auto', { ...ALL, isolated: false });
    expect(decision.tier).toBe('wasm');
    expect(decision.refused).toEqual([{ tier: 'threads', reason: expect.stringMatching(/isolated/) }]);
  });

  it('passes over a tier that was tried and did not start', () => {
    const failed = [{ tier: 'threads', reason: 'the worker script could not be loaded' }] as const;
    expect(chooseTier('auto', ALL, failed)).toEqual({ tier: 'wasm', refused: failed });
  });

  it('names missing isolation before anything else that threads lack', () => {
    expect(whyNot('threads', { ...ALL, isolated: false })).toMatch(/cross-origin isolated/);
    expect(whyNot('threads', { ...ALL, sharedMemory: false })).toMatch(/SharedArrayBuffer/);
  });

  it('takes a forced tier that can run', () => {
    expect(chooseTier('wasm', ALL)).toEqual({ tier: 'wasm', refused: [] });
  });

  it.each(['js-workers', 'js'] as const)('refuses a forced %s and names what there is', (tier) => {
    const refusal = caught(() => chooseTier(tier, ALL));
    expect(refusal.stage).toBe('tier');
    expect(refusal.reason).toContain(`'${tier}'`);
    expect(refusal.wayOut).toContain("'wasm'");
  });

  it('says that SIMD is missing where it is', () => {
    expect(caught(() => chooseTier('wasm', { ...ALL, simd: false })).reason).toMatch(/SIMD is missing/);
    expect(caught(() => chooseTier('auto', { ...ALL, simd: false })).reason).toMatch(/wasm: WebAssembly SIMD is missing/);
  });

  it('says that WebAssembly or workers are missing where they are', () => {
    expect(caught(() => chooseTier('auto', { ...ALL, webAssembly: false, simd: false })).reason).toMatch(/WebAssembly is missing/);
    expect(caught(() => chooseTier('auto', { ...ALL, workers: false })).reason).toMatch(/workers are missing/);
  });

  it('knows every name and no other', () => {
    for (const name of [...TIER_NAMES, 'auto']) expect(tierNamed(name)).toBe(name);
    expect(tierNamed('turbo')).toBeNull();
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

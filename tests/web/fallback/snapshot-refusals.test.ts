import { describe, expect, it } from 'vitest';
import type { TierName } from '../../../web/engine/tier-names.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import { hashOfHeader, readParts } from '../../../web/life/shared/snapshot.js';
import { changedSnapshot, refusalCases } from '../../support/snapshots.js';

const request = resolveRequest({ scene: 'pair' });
const cases = refusalCases();

/** What a tier makes of these bytes: its refusal, or null after it has come to the state hash that they tell. */
async function verdict(tier: TierName, workers: number, snapshot: ArrayBuffer): Promise<string | null> {
  try {
    const kernel = await loadKernel(tier, request, workers, {}, snapshot);
    const hash = kernel.hash();
    kernel.destroy();
    expect(hash).toBe(hashOfHeader(readParts(snapshot).header));
    return null;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'LifeSnapshotError') throw error;
    return error.message;
  }
}

// The native loader is held to the same table by tests/native/life/snapshot_refusals_test.cpp.
describe.each([
  ['wasm', 1],
  ['js', 2],
  ['threads', 2],
  ['js-workers', 2],
] as const)('what a changed snapshot is owed, in the tier %s', (tier, workers) => {
  it.each(cases.map((one) => [one.what, one] as const))('%s', async (_what, one) => {
    expect(await verdict(tier, workers, changedSnapshot(one))).toBe(one.owed);
  });
});

it('the table says of what is loaded and what is refused, and nothing twice', () => {
  expect(cases.filter(({ owed }) => owed === null).length).toBeGreaterThan(15);
  expect(cases.filter(({ owed }) => owed !== null).length).toBeGreaterThan(60);
  expect(new Set(cases.map(({ what }) => what)).size).toBe(cases.length);
});

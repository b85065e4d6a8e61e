import type { VectorCase } from './vectors.js';

const NOTHING: Pick<VectorCase, 'stageEnds'> = { stageEnds: [1, 1, 1] };

/**
 * What is decided for quirks that are not reproduced, not even in parity mode, by the id of their case: the fields
 * of the case that differ. `registrationError` and `batchError` say that the whole of it is refused.
 */
export const QUIRK_DECISIONS: Readonly<Record<string, Partial<VectorCase>>> = {
  // A registration that is refused leaves nothing behind.
  'quirk-circular-after-sync': {
    ...NOTHING,
    registrationError: 'circle',
    expectedFinalChanges: [['t', 5, {}]],
    originalState: { t: 5, s: 1 },
  },
  // What a target reads is a copy: it never becomes its source.
  'quirk-target-overlap': { originalState: { t: { x: 1 }, s: { x: 5 }, q: 1 } },
  'quirk-target-overlap-rev': { originalState: { t: { x: 5 }, s: { x: 1 }, q: 5 } },
  // Pairs are pairs of paths, however these are written.
  'quirk-edge-key-collision': {
    registrationChanges: [
      ['b--c', 2, { isSyncPathChange: true }],
      ['a', 2, { isSyncPathChange: true }],
    ],
    stateAfterRegistration: { 'a--b': 1, c: 1, a: 2, 'b--c': 2 },
    expectedFinalChanges: [
      ['a', 9, {}],
      ['b--c', 9, { isSyncPathChange: true }],
    ],
    stageEnds: [1, 2, 2],
    originalState: { 'a--b': 1, c: 1, a: 9, 'b--c': 9 },
  },
  // A path can't equal a part of itself.
  'quirk-nested-pair': {
    ...NOTHING,
    registrationError: 'one holds the other',
    stateAfterRegistration: { a: { b: { c: 1 } } },
    expectedFinalChanges: [['a.x', 2, {}]],
    originalState: { a: { b: { c: 1 }, x: 2 } },
  },
  // Nothing reaches a prototype.
  'quirk-proto': { batchError: '__proto__' },
  'quirk-proto-leaf': { batchError: '__proto__' },
  'quirk-constructor': { batchError: 'constructor', originalState: { a: 1 } },
  // Only a container's own keys are paths.
  'quirk-inherited-read': { ...NOTHING, expectedFinalChanges: [['a', { x: 1 }, {}]], originalState: { a: { x: 1 }, q: 1 } },
  // A write that makes its container is a write like any other.
  'quirk-silent-container': { originalState: { x: 1, t: true, n: { m: true } } },
};

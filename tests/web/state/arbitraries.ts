/** Random states and what is done to them. */
import fc from 'fast-check';
import type { ChangeTuple } from '../../../web/state.js';
import type { ModelRegistration } from './naive-model.js';

const DAYS = [new Date(0), new Date(86_400_000)];

const key = fc.constantFrom('a', 'b', 'c', '0', '1');
const path = fc.array(key, { minLength: 1, maxLength: 3 }).map((keys) => keys.join('.'));
const leaf = fc.constantFrom<unknown>(0, -0, 1, 2, Number.NaN, true, false, true, false, 'x', 'y', '', null, undefined, ...DAYS);
const item = fc.constantFrom<unknown>(0, 1, true, 'x', null);
const pair = fc.tuple(path, path);
const registration: fc.Arbitrary<ModelRegistration> = fc.record(
  {
    sync: fc.array(pair, { maxLength: 3 }),
    flip: fc.array(pair, { maxLength: 3 }),
    aggregations: fc.array(pair, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

export type Step = { process: readonly ChangeTuple[] } | { register: ModelRegistration } | { end: number };

/**
 * States and steps. In parity mode an array is a leaf, which is itself and not its content: what is the same value there depends on
 * who holds it, so those are left to the recorded cases.
 */
export function arbitraries(parity: boolean): { state: fc.Arbitrary<Record<string, unknown>>; steps: fc.Arbitrary<Step[]> } {
  const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
    value: fc.oneof(
      { weight: 5, arbitrary: leaf },
      { weight: 2, arbitrary: tie('object') },
      { weight: 1, arbitrary: parity ? leaf : fc.array(item, { maxLength: 2 }) },
    ),
    object: fc.dictionary(key, tie('value'), { maxKeys: 3 }).map((object) => ({ ...object })),
  }));
  const change: fc.Arbitrary<ChangeTuple> = fc.tuple(path, value, fc.constantFrom(undefined, { sender: 's' }, { isSyncPathChange: false }));
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.array(change, { maxLength: 5 }).map((process) => ({ process })) },
    { weight: 2, arbitrary: registration.map((register) => ({ register })) },
    { weight: 1, arbitrary: fc.nat(5).map((end) => ({ end })) },
  );
  return {
    state: fc.dictionary(key, value, { maxKeys: 5 }).map((object) => ({ ...object })),
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  };
}

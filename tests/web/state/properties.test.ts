import fc from 'fast-check';
import { proxy } from 'valtio/vanilla';
import { describe, expect, test } from 'vitest';
import { type ChangeTuple, createStore, type StateBatch, type StateStore } from '../../../web/state/api.js';
import { cloned } from '../../../web/state/containers.js';
import { ENGINES } from './engines.js';
import { type ModelRegistration, NaiveModel } from './naive-model.js';

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

type Step = { process: readonly ChangeTuple[] } | { register: ModelRegistration } | { end: number };

/**
 * States and steps. In parity mode an array is a leaf, which is itself and not its content: what is the same value there depends on
 * who holds it, so those are left to the recorded cases.
 */
function arbitraries(parity: boolean): { state: fc.Arbitrary<Record<string, unknown>>; steps: fc.Arbitrary<Step[]> } {
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

/** A store that is driven beside others. */
class Driven {
  readonly store: StateStore;
  readonly errors: string[] = [];
  batches: StateBatch[] = [];
  readonly ends: (() => void)[] = [];

  constructor(engine: (typeof ENGINES)[number], initial: object, parity: boolean, sink: 'object' | 'flat') {
    const start = cloned(initial) as Record<string, unknown>;
    this.store = createStore(sink === 'flat' ? start : proxy(start), {
      engine,
      parity,
      sink,
      onError: (error) => this.errors.push(error.message),
    });
    this.store.observe((batch) => this.batches.push(cloned(batch) as StateBatch));
  }

  /** The error's message where the registration is refused. */
  register(what: ModelRegistration): string | null {
    try {
      this.ends.push(this.store.register(what));
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }
}

/** Keys of all objects in a value, in their order. */
function keysIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).map(([key, inner]) => [key, keysIn(inner)]);
}

function drive(initial: Record<string, unknown>, steps: readonly Step[], parity: boolean): void {
  const driven = ENGINES.flatMap((engine) => (['object', 'flat'] as const).map((sink) => new Driven(engine, initial, parity, sink)));
  const [reference, ...others] = driven as [Driven, ...Driven[]];
  const model = new NaiveModel(initial, parity);
  const modelEnds: (() => void)[] = [];
  for (const one of steps) {
    for (const each of driven) each.batches = [];
    if ('register' in one) {
      const refusals = driven.map((each) => each.register(one.register));
      for (const refusal of refusals) expect(refusal).toBe(refusals[0]);
      if (refusals[0] === null) modelEnds.push(model.register(one.register));
    } else if ('end' in one) {
      for (const each of driven) each.ends[one.end]?.();
      modelEnds[one.end]?.();
      if (one.end < modelEnds.length) modelEnds[one.end] = () => {};
    } else {
      for (const each of driven) each.store.process(one.process);
      const list = model.process(one.process);
      expect(reference.batches[0]?.changes ?? null).toEqual(list);
    }
    for (const other of others) {
      expect(other.batches).toEqual(reference.batches);
      expect(other.errors).toEqual(reference.errors);
    }
    for (const each of driven) {
      expect(each.store.shadow).toStrictEqual(model.state);
      expect(cloned(each.store.state)).toStrictEqual(model.state);
      expect(keysIn(each.store.shadow)).toEqual(keysIn(model.state));
      expect(keysIn(each.store.state)).toEqual(keysIn(model.state));
      expect(each.store.groups(0)).toEqual(model.sync.groups);
      expect(each.store.groups(1)).toEqual(model.flip.groups);
    }
  }
  for (const each of driven) for (const end of each.ends) end();
  for (const { store } of driven) {
    expect(store.usage()).toMatchObject({ edges: 0, groups: 0, aggregations: 0 });
    store.destroy();
  }
}

describe('random registrations and batches', () => {
  test.each([false, true])('come out alike in both engines, both sinks and the naive model (parity %s)', (parity) => {
    const { state, steps: someSteps } = arbitraries(parity);
    fc.assert(
      fc.property(state, someSteps, (initial, steps) => drive(initial, steps, parity)),
      { numRuns: 200, ...(process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) }) },
    );
  });
});

import fc from 'fast-check';
import { proxy } from 'valtio/vanilla';
import { describe, expect, test } from 'vitest';
import { cloned } from '../../../web/state/page/containers.js';
import { createStore, type StateBatch, type StateStore } from '../../../web/state.js';
import { arbitraries, type Step } from './arbitraries.js';
import { ENGINES } from './engines.js';
import { type ModelRegistration, NaiveModel } from './naive-model.js';

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

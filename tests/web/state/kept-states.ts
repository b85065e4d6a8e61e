/** Stores of every engine, over states that are kept in every way there is. */
import { proxy } from 'valtio/vanilla';
import { createStore, type StateEngine, type StateStore } from '../../../web/state.js';
import { ENGINES, type State } from './engines.js';

/** Where a state may be kept. */
export const KEPT = {
  'a plain object': { sink: 'object', of: (state: State): State => state },
  'a valtio proxy': { sink: 'object', of: (state: State): State => proxy(state) },
  'the engine alone': { sink: 'flat', of: (state: State): State => state },
} as const;
export type Place = (typeof KEPT)[keyof typeof KEPT];

export const CASES = ENGINES.flatMap((engine) =>
  Object.entries(KEPT).map(([name, place]) => ({ engine, place, name: `${name}, ${engine.name}` })),
);
export const IN_OBJECTS = CASES.filter(({ place }) => place.sink === 'object');

export class Kept {
  readonly errors: string[] = [];
  readonly store: StateStore<State>;

  constructor(engine: StateEngine, place: Place, state: State) {
    this.store = createStore(place.of(state), { engine, sink: place.sink, onError: ({ message }) => this.errors.push(message) });
  }

  /** The state as users see it, its copy in the engine, and what the engine holds. */
  get all(): unknown {
    return structuredClone({ state: plain(this.store.state), shadow: this.store.shadow, usage: this.store.usage() });
  }
}

/** A value with nothing of a proxy in it, keys in their order. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

export function deep(levels: number): State {
  let value: State = {};
  for (let level = 1; level < levels; level++) value = { k: value };
  return value;
}

export function circle(): State {
  const value: State = { b: { c: {} } };
  (value.b as { c: State }).c.self = value.b;
  return value;
}

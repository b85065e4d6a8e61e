import { NONE } from '../../generated/state-layout.js';
import { StateCallbackError, StateEndedError, shown } from '../shared/errors.js';
import { isSameValue } from './containers.js';
import type { PathNames } from './path-names.js';

/** Told once for each batch that wrote to a path, above it or below it, with the value it then has. */
export type StateSubscriber = (value: unknown, path: string) => void;

/** Who wants to know of which path. */
export class Subscriptions {
  readonly #names: PathNames;
  readonly #byId = new Map<number, Set<StateSubscriber>>();
  /** Subscribed paths strictly below a node. */
  readonly #below = new Map<number, number>();
  readonly #touched = new Set<number>();

  constructor(names: PathNames) {
    this.#names = names;
  }

  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  /** The caller keeps the node from ending. */
  add(id: number, subscriber: StateSubscriber): () => void {
    let subscribers = this.#byId.get(id);
    if (subscribers === undefined) {
      subscribers = new Set();
      this.#byId.set(id, subscribers);
      this.#countAbove(id, 1);
    }
    // The same function may subscribe twice; each ends on its own.
    const own: StateSubscriber = (value, path) => subscriber(value, path);
    subscribers.add(own);
    return () => {
      subscribers.delete(own);
      if (subscribers.size > 0) return;
      this.#byId.delete(id);
      this.#countAbove(id, -1);
    };
  }

  /** Takes note of a write. */
  touch(id: number): void {
    for (let at = id; at !== NONE; at = this.#names.parentOf(at)) {
      if (this.#byId.has(at)) this.#touched.add(at);
    }
    if (!this.#below.has(id)) return;
    for (const other of this.#byId.keys()) if (this.#names.isWithin(other, id)) this.#touched.add(other);
  }

  /** Does something, and takes note of the paths with other values after it. */
  touchWhatDiffers(basisOf: (id: number) => unknown, act: () => void): void {
    const before = Array.from(this.#byId.keys(), (id) => [id, basisOf(id)] as const);
    act();
    for (const [id, value] of before) if (!isSameValue(value, basisOf(id))) this.#touched.add(id);
  }

  /** Tells those whose paths were touched. */
  tellSubscribers(valueAt: (path: string) => unknown, report: (error: Error) => void): void {
    if (this.#touched.size === 0) return;
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const id of touched) {
      const path = this.#names.pathOf(id);
      let value: unknown;
      try {
        value = valueAt(path);
      } catch (error) {
        if (StateEndedError.of(error) !== null) throw error;
        // A getter of the state, or the state's own trap.
        report(new StateCallbackError(`reading ${shown(path)} for its subscribers`, error));
        continue;
      }
      for (const subscriber of [...(this.#byId.get(id) ?? [])]) {
        try {
          subscriber(value, path);
        } catch (error) {
          report(new StateCallbackError(`a subscriber to ${shown(path)}`, error));
        }
      }
    }
  }

  #countAbove(id: number, by: number): void {
    for (let at = this.#names.parentOf(id); at !== NONE; at = this.#names.parentOf(at)) {
      const count = (this.#below.get(at) ?? 0) + by;
      if (count === 0) this.#below.delete(at);
      else this.#below.set(at, count);
    }
  }
}

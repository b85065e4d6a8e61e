import { NONE, ROOT_NODE } from '../../generated/state-layout.js';
import { StateCallbackError, StateRegistrationError, shown } from '../shared/errors.js';
import { type ChangeMeta, type ChangeTuple, checkChanges } from './changes.js';
import type { PathNames } from './path-names.js';

/**
 * Told of changes below its path, after the stages and before anything is written. Its answer is changes with
 * absolute paths, which are applied with the batch but neither synced, flipped nor distributed.
 *
 * @param changes those below the listener's path, with paths relative to it
 * @param state the value at the listener's scope before the batch, frozen; getters are no part of it
 */
export type StateListener = (changes: readonly ChangeTuple[], state: unknown) => readonly ChangeTuple[] | undefined;

export interface ListenerRegistration {
  /** Changes strictly below this path are told; null for those of the state's own keys. */
  readonly path: string | null;
  /** The path whose value the listener is given: `path` or one above it; null, the usual, for the whole state. */
  readonly scope?: string | null;
  readonly listener: StateListener;
}

/** A change on its way to listeners. */
export interface RoutedChange {
  readonly id: number;
  readonly value: unknown;
  readonly meta: ChangeMeta | undefined;
}

interface Handler {
  readonly scope: string | null;
  readonly listener: StateListener;
}

interface Topic {
  readonly id: number;
  readonly depth: number;
  readonly handlers: Handler[];
  /** Changes of the batch below this path. */
  changes: RoutedChange[];
}

/** Brings changes to the listeners of the paths above them, the deepest first, so that what they answer reaches those above. */
export class ListenerRouter {
  readonly #names: PathNames;
  readonly #topics = new Map<number, Topic>();
  /** Deepest first, in the order of registration among equals. */
  #inOrder: Topic[] = [];

  constructor(names: PathNames) {
    this.#names = names;
  }

  get isEmpty(): boolean {
    return this.#topics.size === 0;
  }

  /** @throws StateRegistrationError for a scope that is not the path or above it */
  static check({ path, scope = null, listener }: ListenerRegistration): void {
    if (typeof listener !== 'function') throw new StateRegistrationError(`listener = ${shown(listener)} is refused: give a function`);
    if (scope === null || scope === path || path?.startsWith(`${scope}.`)) return;
    throw new StateRegistrationError(
      `the scope ${shown(scope)} of a listener at ${shown(path)} is refused: it must be that path, a path above it, or null`,
    );
  }

  /** The node whose listeners are added to; the caller keeps it from ending. */
  add(id: number, { scope = null, listener }: ListenerRegistration): () => void {
    const topic = this.#topicAt(id);
    const handler: Handler = { scope, listener };
    topic.handlers.push(handler);
    return () => {
      topic.handlers.splice(topic.handlers.indexOf(handler), 1);
      if (topic.handlers.length > 0) return;
      this.#topics.delete(id);
      this.#inOrder = this.#inOrder.filter((other) => other !== topic);
    };
  }

  /** Whether some listener hears of a change at this node. */
  route(id: number, change: () => RoutedChange): void {
    const parent = this.#names.parentOf(id);
    let routed: RoutedChange | null = null;
    for (let at = parent; at !== NONE; at = this.#names.parentOf(at)) {
      // The state's own topic hears of its own keys alone.
      if (at === ROOT_NODE && parent !== ROOT_NODE) continue;
      const topic = this.#topics.get(at);
      if (topic === undefined) continue;
      routed ??= change();
      topic.changes.push(routed);
    }
  }

  /**
   * Calls the listeners of what was routed.
   * @param stateAt the value at a path, null for the whole state, before the batch, frozen
   * @param take puts a listener's answer into the batch, and returns it as it is routed on
   */
  dispatch(
    stateAt: (path: string | null) => unknown,
    take: (changes: readonly ChangeTuple[]) => RoutedChange[],
    report: (error: Error) => void,
  ): void {
    const topics = this.#inOrder;
    for (const [at, topic] of topics.entries()) {
      for (const { scope, listener } of [...topic.handlers]) {
        if (topic.changes.length === 0) continue;
        const state = stateAt(scope);
        try {
          const answer = listener(this.#relative(topic), state);
          if (answer === undefined || answer === null) continue;
          checkChanges(answer);
          this.#routeOn(topics.slice(at), take(answer));
        } catch (error) {
          report(new StateCallbackError(`the listener ${shown(listener.name)} at ${shown(this.#pathOf(topic.id))}`, error));
        }
      }
    }
    for (const topic of topics) topic.changes = [];
  }

  #relative(topic: Topic): ChangeTuple[] {
    return topic.changes.map(({ id, value, meta }) => [this.#names.keysOf(id).slice(topic.depth).join('.'), value, meta]);
  }

  /** What a listener answers is told to those that are yet to be called: its own topic's later ones, and those of later topics. */
  #routeOn(topics: readonly Topic[], answer: readonly RoutedChange[]): void {
    for (const change of answer) {
      for (const topic of topics) {
        if (topic.id === ROOT_NODE || (change.id !== topic.id && this.#names.isWithin(change.id, topic.id))) topic.changes.push(change);
      }
    }
  }

  #topicAt(id: number): Topic {
    const known = this.#topics.get(id);
    if (known !== undefined) return known;
    const topic: Topic = { id, depth: this.#names.keysOf(id).length, handlers: [], changes: [] };
    this.#topics.set(id, topic);
    this.#inOrder = [...this.#topics.values()].sort((a, b) => b.depth - a.depth);
    return topic;
  }

  #pathOf(id: number): string | null {
    return id === ROOT_NODE ? null : this.#names.pathOf(id);
  }
}

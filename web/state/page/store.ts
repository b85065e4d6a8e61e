import { type Graph, ROOT_NODE } from '../../generated/state-layout.js';
import { type NextStateEngine, type StateEngine, warnOfStay } from '../shared/engine.js';
import { StateCallbackError, StateChangeError, StateEndedError, shown } from '../shared/errors.js';
import type { StateKernel, StateUsage } from '../shared/kernel.js';
import { Batches, type StateBatch, type Writes } from './batches.js';
import { type ChangeTuple, checkChanges } from './changes.js';
import { cloned, type IsContainer, isPlainObject, isPlainObjectOrArray } from './containers.js';
import { FlatSink } from './flat-sink.js';
import { ListenerRouter } from './listeners.js';
import { ObjectSink } from './object-sink.js';
import type { PathNames } from './path-names.js';
import type { StateRegistration } from './registration.js';
import { Registrations } from './registrations.js';
import type { StateSink } from './sink.js';
import { type StateSubscriber, Subscriptions } from './subscriptions.js';

export interface StoreOptions {
  /**
   * What runs the stages. 'auto', the usual: JavaScript, and WebAssembly once the state has so many values that it is quicker. 'js':
   * JavaScript. Or an engine of `loadStateEngine()`.
   */
  readonly engine?: StateEngine | 'auto' | 'js';
  /** Hears when the store goes on in another engine, between two batches: `engineName` tells which one. */
  readonly onEngine?: (name: StateKernel['name']) => void;
  /**
   * Where the state is kept. 'object', the usual: in the object that was given, which may be a valtio proxy. 'flat': in the
   * engine alone, read with `get` and `subscribe`; the fastest.
   */
  readonly sink?: 'object' | 'flat';
  /** Reproduces the order of the shadow-state pipeline this one descends from, its quirks included. */
  readonly parity?: boolean;
  /** Hears of everything that goes wrong outside of a call of yours. Usually it goes to the page's error handler. */
  readonly onError?: (error: Error) => void;
}

/** One state and everything that hangs on it. `createStore` makes one; docs/state.md tells how it is used. */
export class StateStore<State extends object = Record<string, unknown>> {
  readonly parity: boolean;
  readonly #batches: Batches;
  #kernel: StateKernel;
  readonly #names: PathNames;
  readonly #sink: StateSink;
  readonly #isFlat: boolean;
  readonly #router: ListenerRouter;
  readonly #subscriptions: Subscriptions;
  readonly #observers = new Set<(batch: StateBatch) => void>();
  readonly #onError: (error: Error) => void;
  readonly #onEngine: ((name: StateKernel['name']) => void) | null;
  /** The engine to move to; null once that began. */
  #next: NextStateEngine | null;
  readonly #registrations: Registrations;
  /** What waits for the batch that is running. */
  readonly #queue: (() => void)[] = [];
  /** Whether the state was not written as it should be, and the engine is about to follow it. */
  #isFollowing = false;
  #isNew = true;
  #isBusy = false;
  /** Why nothing may be asked of the engine any more. */
  #ended: StateEndedError | null = null;

  constructor(initial: State, engine: StateEngine, options: StoreOptions) {
    checkState(initial);
    this.parity = options.parity ?? false;
    this.#onError = options.onError ?? throwLater;
    this.#onEngine = options.onEngine ?? null;
    this.#next = engine.next ?? null;
    const isContainer: IsContainer = this.parity ? isPlainObject : isPlainObjectOrArray;
    this.#batches = new Batches(engine, this.parity, isContainer);
    this.#kernel = this.#batches.kernel;
    this.#names = this.#batches.names;
    this.#isFlat = options.sink === 'flat';
    this.#sink = this.#isFlat
      ? new FlatSink(this.#names, this.#batches.shadow, () => this.#batches.getters)
      : new ObjectSink(initial as Record<string, unknown>, this.#names, isContainer, (read, value) => {
          if (this.#batches.slots.alias(read, value)) this.#followState();
        });
    this.#router = new ListenerRouter(this.#names);
    this.#subscriptions = new Subscriptions(this.#names);
    this.#registrations = new Registrations(this.#batches, this.#router, this.parity, {
      run: (changes) => this.#run(changes),
      alignable: (id) => this.#alignable(id),
    });
    this.#takeOver(initial);
    this.#considerMove();
  }

  /** The state: the object that was given, kept up to date; with the flat sink a copy. Change it with `process` alone. */
  get state(): State {
    return this.#isFlat ? this.#ofEngine(() => this.#sink.state as State) : (this.#sink.state as State);
  }

  /** The engine's copy of the state, for tests and tools. */
  get shadow(): Record<string, unknown> {
    return this.#ofEngine(() => this.#batches.shadow.all());
  }

  get engineName(): StateKernel['name'] {
    return this.#kernel.name;
  }

  /** The value at a path; undefined where there is none. */
  get(path: string): unknown {
    return this.#isFlat ? this.#ofEngine(() => this.#sink.get(path)) : this.#sink.get(path);
  }

  /**
   * Puts changes through the stages and applies them. Called by a listener or subscriber it does so once the batch that
   * is running is complete.
   * @throws StateChangeError for invalid changes; nothing of the batch is done then. What only shows in the stages (an index beyond
   *   an array's end, a write to a getter) is reported to `onError`, and nothing is done either
   * @throws StateEndedError when the engine has no room for more, and from every call after that. An object given as the state
   *   stands as the last complete batch left it
   */
  process(changes: readonly ChangeTuple[]): void {
    checkChanges(changes);
    if (this.#isBusy) {
      const copy = [...changes];
      this.#queue.push(() => this.#run(copy));
    } else {
      this.#guarded(() => this.#run(changes));
    }
  }

  /**
   * Registers what belongs together; the returned function ends it. Called while a batch runs it takes place after it.
   * @throws StateRegistrationError, StateChangeError for what can't be; nothing is registered then
   */
  register(registration: StateRegistration): () => void {
    let end: (() => void) | null = null;
    let isOver = false;
    this.#whenIdle(() => {
      if (!isOver) end = this.#registrations.add(registration);
    });
    return () => {
      // Of a store that has ended nothing is left to end.
      if (isOver || this.#ended !== null) return;
      isOver = true;
      this.#whenIdle(() => end?.());
    };
  }

  /**
   * Calls `subscriber` after each batch that wrote to a path, above it or below it; the returned function ends that.
   * @throws StateChangeError for a path with a key that is refused
   */
  subscribe(path: string, subscriber: StateSubscriber): () => void {
    let end: (() => void) | null = null;
    let isOver = false;
    this.#whenIdle(() => {
      if (isOver) return;
      const id = this.#batches.nodeOf(path);
      this.#kernel.retain(id);
      const remove = this.#subscriptions.add(id, subscriber);
      end = () => {
        remove();
        this.#kernel.release(id);
        this.#batches.collect();
      };
    });
    return () => {
      // Of a store that has ended nothing is left to end.
      if (isOver || this.#ended !== null) return;
      isOver = true;
      this.#whenIdle(() => end?.());
    };
  }

  /** Calls `observer` with each batch once it is applied: for tools, since it makes every batch slower. */
  observe(observer: (batch: StateBatch) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /**
   * Puts another state in place of this one, and writes no more than what differs; no stage and no listener sees it, aggregations
   * are read.
   * @throws StateChangeError for what can't be a state; nothing is done then
   */
  replace(state: State): void {
    checkState(state);
    this.#whenIdle(() => {
      const { basisOf } = this.#batches;
      this.#subscriptions.touchWhatDiffers(basisOf, () => this.#takeOver(state));
      this.#subscriptions.tellSubscribers((path) => this.get(path), this.#onError);
    });
  }

  /** Members of each group, in order: for tests and tools. */
  groups(graph: Graph): string[][] {
    const kernel = this.#kernel;
    const names = (group: number): string[] => [...kernel.members(graph, group)].map((id) => this.#names.pathOf(id));
    return this.#ofEngine(() => [...kernel.groups(graph)].map(names));
  }

  /** What the store holds, for leak tests and tools: the engine's numbers, and slots and names of JavaScript's. */
  usage(): StateUsage & { readonly slots: number; readonly names: number } {
    return { ...this.#ofEngine(() => this.#kernel.usage()), slots: this.#batches.slots.count, names: this.#names.count };
  }

  /** Ends the store, whose memory goes with it: other calls throw a StateEndedError from then on. An object given as the state stays as it is. */
  destroy(): void {
    this.#ended ??= new StateEndedError('it was destroyed');
    this.#queue.length = 0;
  }

  /** Runs an action now, or after the batch that is running. */
  #whenIdle(action: () => void): void {
    if (this.#isBusy) this.#queue.push(action);
    else this.#guarded(action);
  }

  #guarded(action: () => void): void {
    if (this.#ended !== null) throw this.#ended;
    this.#isBusy = true;
    try {
      action();
    } catch (error) {
      throw this.#failed(error);
    } finally {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        try {
          next();
        } catch (error) {
          this.#onError(this.#failed(error));
        }
      }
      this.#isBusy = false;
    }
    if (this.#next !== null) this.#considerMove();
  }

  /** Begins to move to the next engine if the state is large enough for it. */
  #considerMove(): void {
    const next = this.#next;
    if (next === null || this.#batches.leaves < next.leaves) return;
    this.#next = null;
    next.load().then((engine) => {
      if (engine !== null && this.#ended === null) this.#whenIdle(() => this.#moveTo(engine));
    }, warnOfStay);
  }

  #moveTo(engine: StateEngine): void {
    let numbers: ReadonlyMap<number, number>;
    try {
      numbers = this.#batches.moveTo(engine);
    } catch (error) {
      warnOfStay(error);
      return;
    }
    this.#kernel = this.#batches.kernel;
    this.#registrations.renumber(numbers);
    try {
      this.#onEngine?.(this.#kernel.name);
    } catch (error) {
      this.#onError(new StateCallbackError('onEngine', error));
    }
  }

  /** What the engine answers to a question. */
  #ofEngine<Answer>(ask: () => Answer): Answer {
    if (this.#ended !== null) throw this.#ended;
    try {
      return ask();
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** The error to throw for one that was thrown; the store ends where it was the engine that failed. */
  #failed(error: unknown): Error {
    const end = StateEndedError.of(error);
    if (end === null) return error as Error;
    this.#ended ??= end;
    this.#queue.length = 0;
    return this.#ended;
  }

  #run(changes: readonly ChangeTuple[]): void {
    this.#batches.beginBatch(changes);
    if (!this.#router.isEmpty) this.#callListeners();
    // A listener may have asked for what ended it.
    if (this.#ended !== null) throw this.#ended;
    const refusal = this.#batches.commit();
    if (refusal === null) {
      this.#finish();
    } else {
      this.#batches.letGo();
      this.#onError(refusal);
    }
  }

  /** What follows a commit: the sink, observers, subscribers. */
  #finish(): void {
    const { writes } = this.#kernel;
    const hasSubscribers = !this.#subscriptions.isEmpty;
    if (hasSubscribers) for (let at = 0; at < writes.length; at++) this.#subscriptions.touch(writes.ids[at] as number);
    const batch = this.#observers.size > 0 ? this.#batches.view() : null;
    if (!this.#isFlat) this.#apply(this.#batches.decoded());
    this.#batches.letGo();
    if (hasSubscribers) this.#subscriptions.tellSubscribers((path) => this.get(path), this.#onError);
    if (batch !== null) this.#tellObservers(batch);
  }

  #apply({ ids, values, copies, hasInstances }: Writes): void {
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      try {
        const from = copies?.get(at);
        const value = from === undefined ? values[at] : cloned(this.#sink.get(this.#names.pathOf(from)), 'left out');
        this.#sink.set(id, value, hasInstances);
      } catch (error) {
        this.#failedToWrite(`${shown(this.#names.pathOf(id))} to the state`, error);
      }
    }
  }

  #callListeners(): void {
    const { list } = this.#kernel;
    for (let row = 0; row < list.length; row++) {
      this.#router.route(list.ids[row] as number, () => this.#batches.routed(row));
    }
    this.#router.dispatch(
      (path) => this.#batches.shadow.frozen(path === null ? ROOT_NODE : this.#names.find(path)),
      (changes) => this.#batches.takeAnswer(changes),
      this.#onError,
    );
    this.#batches.endAnswers();
  }

  /** A member's value for comparing: the engine has it at hand, but for parity's arrays, which are one there and many in the state. */
  #alignable(id: number): unknown {
    const { shadow, slots } = this.#batches;
    if (!this.parity) return slots.originalOf(shadow.value(id));
    return this.#isFlat ? shadow.frozen(id) : this.get(this.#names.pathOf(id));
  }

  /** Makes the engine's copy anew from a state, and the sink's where it is another one. */
  #takeOver(state: object): void {
    const isOwn = !this.#isFlat && state === this.#sink.state;
    // Of the state that a flat store begins with the getters stay, too.
    const copy = this.#batches.load(state, isOwn || this.#isNew, isOwn);
    this.#isNew = false;
    if (!this.#isFlat) {
      this.#written('the state', () => (isOwn ? this.#sink.adopt() : this.#sink.replace(copy)));
      this.#apply(this.#batches.decoded(true));
    }
    this.#batches.letGo();
  }

  /** Writes to the sink. What throws is reported, and the engine then goes on from what the state is. */
  #written(what: string, write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#failedToWrite(what, error);
    }
  }

  #failedToWrite(what: string, error: unknown): void {
    this.#onError(new StateCallbackError(`writing ${what}`, error));
    this.#followState();
  }

  /** Has the engine go on from what the state is. */
  #followState(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.#queue.push(() => {
      try {
        this.#takeOver(this.#sink.state);
      } finally {
        // What can't be written then, either, is reported: to follow once more would never end.
        this.#isFollowing = false;
      }
    });
  }

  #tellObservers(batch: StateBatch): void {
    for (const observer of [...this.#observers]) {
      try {
        observer(batch);
      } catch (error) {
        this.#onError(new StateCallbackError('an observer', error));
      }
    }
  }
}

function checkState(state: unknown): asserts state is Record<string, unknown> {
  if (!isPlainObject(state)) throw new StateChangeError(`the state ${shown(state)} is refused: give a plain object`);
}

/** To the page's own error handler, where an error nobody catches goes. */
function throwLater(error: Error): void {
  queueMicrotask(() => {
    throw error;
  });
}

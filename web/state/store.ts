import { Graph, NONE, ROOT_NODE, StateStatus, Tag } from '../generated/state-layout.js';
import { BatchEncoder } from './batch-encoder.js';
import { type ChangeMeta, type ChangeTuple, checkChanges, metaOf } from './changes.js';
import { cloned, deepEqual, type IsContainer, isPlainObject, isPlainObjectOrArray } from './containers.js';
import type { StateEngine } from './engine.js';
import { StateCallbackError, StateChangeError, shown } from './errors.js';
import { FlatSink } from './flat-sink.js';
import type { StateKernel, StateUsage } from './kernel.js';
import { ListenerRouter, type RoutedChange } from './listeners.js';
import { ObjectSink } from './object-sink.js';
import { PathNames } from './path-names.js';
import { alignment, type ResolvedRegistration, resolveRegistration, type StateRegistration } from './registration.js';
import { ShadowReader } from './shadow.js';
import type { StateSink } from './sink.js';
import { ValueSlots } from './slots.js';
import { type StateSubscriber, Subscriptions } from './subscriptions.js';

export interface StoreOptions {
  /** What runs the stages: of `loadStateEngine()`, or, the usual, JavaScript. */
  readonly engine?: StateEngine;
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

/** A batch after it was applied, as observers see it. */
export interface StateBatch {
  /** Every change after the stages, in the order in which they were applied. */
  readonly changes: readonly ChangeTuple[];
  /** Number of changes after aggregation, sync and flip. */
  readonly stageEnds: readonly [number, number, number];
  /** Of each change, ChangeFlag bits: where it comes from, and whether it changed nothing. */
  readonly flags: readonly number[];
  /** Of each change, the one of those put in (or answered by listeners) that it goes back to. */
  readonly origins: readonly number[];
  /** Targets of aggregations that read as something else now. */
  readonly reads: readonly ChangeTuple[];
}

/** Writes on their way to the sink. */
interface Writes {
  readonly ids: Uint32Array;
  readonly values: readonly unknown[];
  /** Of writes that copy another path's value: its node, by their place. */
  readonly copies: ReadonlyMap<number, number> | null;
}

/** One state and everything that hangs on it. `createStore` makes one; docs/state.md tells how it is used. */
export class StateStore<State extends object = Record<string, unknown>> {
  readonly parity: boolean;
  readonly #kernel: StateKernel;
  readonly #names: PathNames;
  readonly #slots = new ValueSlots();
  readonly #encoder: BatchEncoder;
  readonly #shadow: ShadowReader;
  readonly #sink: StateSink;
  readonly #isFlat: boolean;
  readonly #router: ListenerRouter;
  readonly #subscriptions: Subscriptions;
  readonly #observers = new Set<(batch: StateBatch) => void>();
  readonly #onError: (error: Error) => void;
  /** Paths of the state's getters, which nothing is written to. */
  readonly #getters = new Set<string>();
  /** What waits for the batch that is running. */
  readonly #queue: (() => void)[] = [];
  /** Meta of the batch's input rows. */
  #metas: (ChangeMeta | undefined)[] = [];
  #isBusy = false;
  /** Nodes of the batch's changes, kept for their room. */
  readonly #ids: number[] = [];
  /** Nodes of the batch that the names know of already. */
  #createdNoted = 0;

  constructor(initial: State, engine: StateEngine, options: StoreOptions) {
    if (!isPlainObject(initial)) throw new StateChangeError(`the state ${shown(initial)} is refused: give a plain object`);
    this.parity = options.parity ?? false;
    this.#onError = options.onError ?? throwLater;
    this.#kernel = engine.create({ slotsEqual: (a, b) => deepEqual(this.#slots.value(a), this.#slots.value(b)) }, this.parity);
    this.#names = new PathNames(this.#kernel);
    const isContainer: IsContainer = this.parity ? isPlainObject : isPlainObjectOrArray;
    this.#encoder = new BatchEncoder(this.#kernel, this.#names, this.#slots, isContainer, (path) => this.#getters.add(path));
    this.#shadow = new ShadowReader(this.#kernel, this.#names, this.#slots);
    this.#isFlat = options.sink === 'flat';
    this.#sink = this.#isFlat ? new FlatSink(this.#names, this.#shadow) : new ObjectSink(initial, this.#names, isContainer);
    this.#router = new ListenerRouter(this.#names);
    this.#subscriptions = new Subscriptions(this.#names);
    this.#takeOver(initial);
  }

  /** The state: the object that was given, kept up to date; with the flat sink a copy. Change it with `process` alone. */
  get state(): State {
    return this.#sink.state as State;
  }

  /** The engine's copy of the state, for tests and tools. */
  get shadow(): Record<string, unknown> {
    return this.#shadow.all();
  }

  get engineName(): StateKernel['name'] {
    return this.#kernel.name;
  }

  /** The value at a path; undefined where there is none. */
  get(path: string): unknown {
    return this.#sink.get(path);
  }

  /**
   * Puts changes through the stages and applies them. Called by a listener or subscriber it does so once the batch that
   * is running is complete.
   * @throws StateChangeError for changes that are none; nothing of the batch is done then. What only shows in the stages (an index beyond
   *   an array's end, a write to a getter) is reported to `onError`, and nothing is done either
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
      if (!isOver) end = this.#register(registration);
    });
    return () => {
      if (isOver) return;
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
      const id = this.#names.idOf(path);
      this.#kernel.retain(id);
      const remove = this.#subscriptions.add(id, subscriber);
      end = () => {
        remove();
        this.#kernel.release(id);
        this.#collect();
      };
    });
    return () => {
      if (isOver) return;
      isOver = true;
      this.#whenIdle(() => end?.());
    };
  }

  /** Calls `observer` with each batch once it is applied: for tools, since it makes every batch slower. */
  observe(observer: (batch: StateBatch) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Puts another state in place of this one; no stage and no listener sees it, aggregations are read. */
  replace(state: State): void {
    this.#whenIdle(() => {
      this.#sink.replace(state as Record<string, unknown>);
      this.#takeOver(this.#isFlat ? state : this.#sink.state);
      this.#subscriptions.touch(ROOT_NODE);
      this.#subscriptions.tell((path) => this.get(path), this.#onError);
    });
  }

  /** Members of each group, in order: for tests and tools. */
  groups(graph: Graph): string[][] {
    const kernel = this.#kernel;
    return [...kernel.groups(graph)].map((group) => [...kernel.members(graph, group)].map((id) => this.#names.pathOf(id)));
  }

  /** What the store holds, for leak tests and tools: the engine's numbers, and slots and names of JavaScript's. */
  usage(): StateUsage & { readonly slots: number; readonly names: number } {
    return { ...this.#kernel.usage(), slots: this.#slots.count, names: this.#names.count };
  }

  /** Gives the engine's memory back. No other call may follow. */
  destroy(): void {
    this.#kernel.destroy();
  }

  /** Runs an action now, or after the batch that is running. */
  #whenIdle(action: () => void): void {
    if (this.#isBusy) this.#queue.push(action);
    else this.#guarded(action);
  }

  #guarded(action: () => void): void {
    this.#isBusy = true;
    try {
      action();
    } finally {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        try {
          next();
        } catch (error) {
          this.#onError(error as Error);
        }
      }
      this.#isBusy = false;
    }
  }

  #run(changes: readonly ChangeTuple[]): void {
    this.#encode(changes);
    const kernel = this.#kernel;
    kernel.run(this.#encoder.rows);
    this.#createdNoted = this.#names.noteCreated(0);
    if (!this.#router.isEmpty) this.#callListeners();
    if (this.#getters.size > 0 && this.#refusesGetters()) return;
    if (kernel.commit() === StateStatus.ok) {
      this.#finish();
    } else {
      const path = this.#names.pathOf(kernel.list.ids[kernel.failedRow] as number);
      this.#names.noteCreated(this.#createdNoted);
      this.#letGo();
      this.#onError(
        new StateChangeError(
          `the change of ${shown(path)} is refused, and its batch with it: the array has no such element, nor is it the next one`,
        ),
      );
    }
  }

  #encode(changes: readonly ChangeTuple[]): void {
    const metas: (ChangeMeta | undefined)[] = [];
    this.#metas = metas;
    this.#filled(() => {
      // Paths first: a node that is made may move the engine's memory, and with it the input.
      const ids = this.#ids;
      const { length } = changes;
      for (let at = 0; at < length; at++) ids[at] = this.#names.idOf((changes[at] as ChangeTuple)[0]);
      this.#encoder.begin(length);
      for (let at = 0; at < length; at++) {
        const change = changes[at] as ChangeTuple;
        this.#encoder.add(ids[at] as number, change[1]);
        if (change[2] !== undefined) metas[at] = change[2];
      }
    });
  }

  /** Fills the engine's input; what throws in it leaves nothing behind. */
  #filled(fill: () => void): void {
    this.#slots.begin();
    try {
      fill();
    } catch (error) {
      this.#collect();
      this.#slots.takeBack();
      throw error;
    }
  }

  /** What follows a commit: the sink, observers, subscribers. */
  #finish(): void {
    const { writes } = this.#kernel;
    this.#names.noteCreated(this.#createdNoted);
    const hasSubscribers = !this.#subscriptions.isEmpty;
    if (hasSubscribers) for (let at = 0; at < writes.length; at++) this.#subscriptions.touch(writes.ids[at] as number);
    const batch = this.#observers.size > 0 ? this.#batch() : null;
    if (!this.#isFlat) this.#apply(this.#decoded());
    this.#letGo();
    if (hasSubscribers) this.#subscriptions.tell((path) => this.get(path), this.#onError);
    if (batch !== null) this.#tellObservers(batch);
  }

  /** The commit's writes with their values, which are copied before anything is written: they may be part of the state itself. */
  #decoded(): Writes {
    const { list, writes } = this.#kernel;
    const { length, ids, tags, payloads, rows } = writes;
    const values: unknown[] = new Array(length);
    let copies: Map<number, number> | null = null;
    for (let at = 0; at < length; at++) {
      const row = rows[at] as number;
      // The whole state stands in the sink already.
      if (ids[at] === ROOT_NODE) continue;
      if (row === NONE && isContainerTag(tags[at] as number)) {
        copies ??= new Map();
        copies.set(at, payloads[at] as number);
        continue;
      }
      const value = row === NONE ? this.#encoder.valueOf(writes, at) : this.#encoder.valueOf(list, row);
      values[at] = typeof value === 'object' ? cloned(value) : value;
    }
    return { ids: ids.slice(0, length), values, copies };
  }

  #apply({ ids, values, copies }: Writes): void {
    let hasFailed = false;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      if (id === ROOT_NODE) continue;
      try {
        const from = copies?.get(at);
        this.#sink.set(id, from === undefined ? values[at] : cloned(this.#sink.get(this.#names.pathOf(from))));
      } catch (error) {
        hasFailed = true;
        this.#onError(new StateCallbackError(`writing ${shown(this.#names.pathOf(id))} to the state`, error));
      }
    }
    // The engine goes on from what the state then is.
    if (hasFailed) this.#queue.push(() => this.#takeOver(this.#sink.state));
  }

  #callListeners(): void {
    const { list } = this.#kernel;
    for (let row = 0; row < list.length; row++) {
      this.#router.route(list.ids[row] as number, () => ({
        id: list.ids[row] as number,
        value: this.#encoder.valueOf(list, row),
        meta: this.#metaOf(row),
      }));
    }
    this.#router.dispatch(
      (path) => this.#shadow.frozen(path === null ? ROOT_NODE : this.#names.find(path)),
      (changes) => this.#takeAnswer(changes),
      this.#onError,
    );
    this.#kernel.append(this.#encoder.rows);
  }

  #takeAnswer(changes: readonly ChangeTuple[]): RoutedChange[] {
    const ids = changes.map(([path]) => this.#names.idOf(path));
    this.#encoder.extend(changes.length);
    return changes.map(([, value, meta], at) => {
      const id = ids[at] as number;
      this.#encoder.add(id, value);
      this.#metas[this.#encoder.rows - 1] = meta;
      return { id, value, meta: { isListenerChange: true, ...meta } };
    });
  }

  /** Whether a change would write to a getter or below it; the batch is then over. */
  #refusesGetters(): boolean {
    const { list } = this.#kernel;
    for (let row = 0; row < list.length; row++) {
      const path = this.#names.pathOf(list.ids[row] as number);
      for (const getter of this.#getters) {
        if (path !== getter && !path.startsWith(`${getter}.`)) continue;
        this.#kernel.abort();
        this.#letGo();
        this.#onError(new StateChangeError(`the change of ${shown(path)} is refused, and its batch with it: ${shown(getter)} is a getter`));
        return true;
      }
    }
    return false;
  }

  #register(registration: StateRegistration): () => void {
    const kernel = this.#kernel;
    const { sync, flip, aggregations, listeners } = this.#resolved(registration);
    for (const [a, b] of sync) kernel.link(Graph.sync, a, b);
    const aligned = alignment(sync, kernel, (id) => this.#alignable(id)).map(
      ([id, value]): ChangeTuple => [this.#names.pathOf(id), value, { isSyncPathChange: true }],
    );
    // The batch that aligns must not end the nodes of what is registered only after it.
    const ids = [...flip.flat(), ...aggregations.flatMap(({ target, sources }) => [target, ...sources]), ...listeners.map(({ id }) => id)];
    for (const id of ids) kernel.retain(id);
    if (aligned.length > 0) this.#run(aligned);
    for (const [a, b] of flip) kernel.link(Graph.flip, a, b);
    const numbers = aggregations.map(({ target, sources }) => kernel.aggregate(target, sources));
    const removers = listeners.map(({ id, registration: listener }) => {
      kernel.retain(id);
      const remove = this.#router.add(id, listener);
      return () => {
        remove();
        kernel.release(id);
      };
    });
    for (const id of ids) kernel.release(id);
    if (numbers.length > 0) this.#run([]);
    return () => {
      for (const [a, b] of sync) kernel.unlink(Graph.sync, a, b);
      for (const [a, b] of flip) kernel.unlink(Graph.flip, a, b);
      for (const number of numbers) kernel.disaggregate(number);
      for (const remove of removers) remove();
      this.#collect();
    };
  }

  /** A member's value for comparing identities: the engine has it at hand, but for parity's arrays, which are one there and many in the state. */
  #alignable(id: number): unknown {
    return this.parity ? this.get(this.#names.pathOf(id)) : this.#shadow.value(id);
  }

  #resolved(registration: StateRegistration): ResolvedRegistration {
    try {
      return resolveRegistration(registration, this.#kernel, this.#names);
    } catch (error) {
      this.#collect();
      throw error;
    }
  }

  /** Makes the engine's copy anew from a state. */
  #takeOver(state: object): void {
    this.#getters.clear();
    this.#filled(() => {
      this.#encoder.begin(1);
      this.#encoder.add(ROOT_NODE, state);
    });
    this.#metas = [undefined];
    this.#kernel.run(0);
    this.#kernel.append(1);
    this.#kernel.commit();
    this.#names.noteCreated(0);
    if (!this.#isFlat) this.#apply(this.#decoded());
    this.#letGo();
  }

  /** Ends what nothing needs any more after something was taken away. */
  #collect(): void {
    this.#kernel.run(0);
    this.#kernel.abort();
    this.#letGo();
  }

  #letGo(): void {
    this.#shadow.thaw();
    this.#names.noteFreed();
    const { ids, length } = this.#kernel.released;
    for (let at = 0; at < length; at++) this.#slots.free(ids[at] as number);
  }

  #metaOf(row: number): ChangeMeta | undefined {
    const { flags, origins } = this.#kernel.list;
    return metaOf(flags[row] as number, this.#metas[origins[row] as number]);
  }

  #batch(): StateBatch {
    const { list, writes, stageEnds } = this.#kernel;
    const changes: ChangeTuple[] = [];
    for (let row = 0; row < list.length; row++) {
      // A copy: the value may be part of the state, which is about to change.
      changes.push([this.#names.pathOf(list.ids[row] as number), cloned(this.#encoder.valueOf(list, row)), this.#metaOf(row)]);
    }
    const reads: ChangeTuple[] = [];
    for (let at = 0; at < writes.length; at++) {
      if (writes.rows[at] !== NONE) continue;
      reads.push([this.#names.pathOf(writes.ids[at] as number), this.#shadow.value(writes.ids[at] as number), undefined]);
    }
    return {
      changes,
      stageEnds: [...stageEnds] as [number, number, number],
      flags: [...list.flags.subarray(0, list.length)],
      origins: [...list.origins.subarray(0, list.length)],
      reads,
    };
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

function isContainerTag(tag: number): boolean {
  return tag === Tag.object || tag === Tag.array;
}

/** To the page's own error handler, where an error nobody catches goes. */
function throwLater(error: Error): void {
  queueMicrotask(() => {
    throw error;
  });
}

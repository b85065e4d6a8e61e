import { MAX_DEPTH, NONE, ROOT_NODE, StateStatus, Tag } from '../../generated/state-layout.js';
import type { StateEngine } from '../shared/engine.js';
import { StateChangeError, StateEndedError, shown } from '../shared/errors.js';
import type { StateHost, StateKernel, StateKernelToEnter, StateKernelToLeave } from '../shared/kernel.js';
import { BatchEncoder } from './batch-encoder.js';
import { type ChangeMeta, type ChangeTuple, metaOf } from './changes.js';
import { cloned, deepEqual, type IsContainer, levelsOf } from './containers.js';
import { Getters } from './getters.js';
import { checkGiven } from './given-state.js';
import type { RoutedChange } from './listeners.js';
import { PathNames } from './path-names.js';
import { ShadowReader } from './shadow.js';
import { ValueSlots } from './slots.js';

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
export interface Writes {
  readonly ids: Uint32Array;
  readonly values: readonly unknown[];
  /** Of writes that copy another path's value: its node, by their place. */
  readonly copies: ReadonlyMap<number, number> | null;
  /** Whether some value holds an object that is no container. */
  readonly hasInstances: boolean;
}

/** A kernel with the paths, values and meta that its numbers stand for: what goes into a batch, and what comes out of it. */
export class Batches {
  kernel: StateKernel;
  readonly #host: StateHost = { slotsEqual: (a, b) => this.#slotsEqual(a, b) };
  readonly names: PathNames;
  readonly slots = new ValueSlots();
  readonly shadow: ShadowReader;
  /** The state's getters, which nothing is written to. */
  getters = new Getters();
  readonly #isContainer: IsContainer;
  #encoder: BatchEncoder;
  /** Meta of the batch's input rows. */
  #metas: (ChangeMeta | undefined)[] = [];
  /** Nodes of the batch's changes, kept for their room. */
  readonly #ids: number[] = [];
  /** Nodes of the batch that the names know of already. */
  #createdNoted = 0;

  constructor(engine: StateEngine, parity: boolean, isContainer: IsContainer) {
    this.kernel = engine.create(this.#host, parity);
    this.names = new PathNames(this.kernel);
    this.shadow = new ShadowReader(this.kernel, this.names, this.slots);
    this.#isContainer = isContainer;
    this.#encoder = this.#newEncoder(this.kernel);
  }

  /** Values of the state; none where the kernel is one that no store leaves. */
  get leaves(): number {
    return (this.kernel as Partial<StateKernelToLeave>).leaves ?? 0;
  }

  /**
   * Goes on with a kernel of another engine, between two batches. Nothing has changed where that fails.
   * @returns the numbers of aggregations there, by those that they had
   */
  moveTo(engine: StateEngine): ReadonlyMap<number, number> {
    // What nothing holds is no part of what is handed over.
    this.collect();
    const from = this.kernel as StateKernelToLeave;
    const kernel = engine.create(this.#host, from.parity) as StateKernelToEnter;
    const encoder = this.#newEncoder(kernel);
    const numbers = kernel.enter(from.parts(), () => {
      encoder.beginBatch(1);
      encoder.add(ROOT_NODE, this.shadow.all(), this.getters);
      kernel.run(0);
      kernel.append(1);
      kernel.commit();
    });
    this.kernel = kernel;
    this.#encoder = encoder;
    this.names.moveTo(kernel);
    this.shadow.moveTo(kernel);
    return numbers;
  }

  #newEncoder(kernel: StateKernel): BatchEncoder {
    return new BatchEncoder(kernel, this.names, this.slots, this.#isContainer);
  }

  /**
   * Puts changes through the stages.
   * @throws StateChangeError for what can't be a change; nothing is begun then
   */
  beginBatch(changes: readonly ChangeTuple[]): void {
    this.#encode(changes);
    this.kernel.run(this.#encoder.rows);
    this.#createdNoted = this.names.noteCreated(0);
  }

  #encode(changes: readonly ChangeTuple[]): void {
    const metas: (ChangeMeta | undefined)[] = [];
    this.#metas = metas;
    this.#filled(() => {
      // Paths first: a node that is made may move the engine's memory, and with it the input.
      const ids = this.#ids;
      const { length } = changes;
      for (let at = 0; at < length; at++) ids[at] = this.names.idOf((changes[at] as ChangeTuple)[0]);
      this.#encoder.beginBatch(length);
      for (let at = 0; at < length; at++) {
        const change = changes[at] as ChangeTuple;
        this.#encoder.add(ids[at] as number, change[1], this.getters);
        if (change[2] !== undefined) metas[at] = change[2];
      }
    });
  }

  /** The node of a path, made if there is none. @throws StateChangeError for a path that is refused; nothing is made then */
  nodeOf(path: string): number {
    let id = ROOT_NODE;
    this.#filled(() => {
      id = this.names.idOf(path);
    });
    return id;
  }

  /** Fills the engine's input; what throws in it leaves nothing behind. */
  #filled(fill: () => void): void {
    this.slots.beginBatch();
    try {
      fill();
    } catch (error) {
      if (StateEndedError.of(error) !== null) throw error;
      this.collect();
      this.slots.takeBack();
      throw error;
    }
  }

  /** Takes a listener's answer into the batch: all of it, or nothing and an error. */
  takeAnswer(changes: readonly ChangeTuple[]): RoutedChange[] {
    const ids = changes.map(([path]) => this.names.idOf(path));
    const encoder = this.#encoder;
    const { rows } = encoder;
    const taken = this.slots.taken;
    encoder.extend(changes.length);
    try {
      return changes.map(([, value, meta], at) => {
        const id = ids[at] as number;
        encoder.add(id, value, this.getters);
        this.#metas[encoder.rows - 1] = meta;
        return { id, value, meta: { isListenerChange: true, ...meta } };
      });
    } catch (error) {
      encoder.rows = rows;
      this.slots.takeBack(taken);
      throw error;
    }
  }

  /** Ends the answers of listeners: what was taken is part of the list. */
  endAnswers(): void {
    this.kernel.append(this.#encoder.rows);
  }

  /** A row of the list as listeners hear of it. */
  routed(row: number): RoutedChange {
    const { list } = this.kernel;
    // A copy: what is told is about to be written.
    return { id: list.ids[row] as number, value: cloned(this.#encoder.valueOf(list, row)), meta: this.#metaOf(row) };
  }

  /** Commits the batch; what refuses it is answered, and nothing of it is done. `letGo` must follow either way. */
  commit(): StateChangeError | null {
    const { kernel, names } = this;
    const refusal = this.#refusal();
    if (refusal !== null) {
      kernel.abort();
      return refusal;
    }
    const status = kernel.commit();
    names.noteCreated(this.#createdNoted);
    if (status === StateStatus.ok) {
      if (!this.getters.isEmpty) this.#cutGetters();
      return null;
    }
    const path = names.pathOf(kernel.list.ids[kernel.failedRow] as number);
    return refused(path, 'the array has no such element, nor is it the next one');
  }

  /**
   * Makes the engine's copy anew from a state, as a batch of its own, and returns a copy of it. `letGo` must follow.
   * @param isKept whether the state is from now on the one that users read, so that its getters stay what they are
   * @param isWritten whether it is that itself, and not a copy
   * @throws StateChangeError for what can't be a state; nothing is done then
   */
  load(state: object, isKept: boolean, isWritten: boolean): Record<string, unknown> {
    const found = isKept ? new Getters() : null;
    const kept = found ?? this.getters.within(state as Record<string, unknown>);
    this.#filled(() => {
      // An empty one first: the keys then have the order that they have in the new one.
      this.#encoder.beginBatch(2);
      this.#encoder.add(ROOT_NODE, {}, kept);
      this.#encoder.add(ROOT_NODE, state, kept, found);
      if (isKept) checkGiven(state, [], this.#isContainer, isWritten);
    });
    const copy = cloned(this.#encoder.valueOfInput(1)) as Record<string, unknown>;
    this.#metas = [undefined, undefined];
    this.kernel.run(0);
    this.kernel.append(2);
    this.kernel.commit();
    this.names.noteCreated(0);
    this.getters = kept;
    return copy;
  }

  /**
   * The commit's writes with their values, which are copied before anything is written: they may be part of the state itself.
   * @param isLoad whether they are those of a whole state, which stands in the sink already: what came before it is written over
   */
  decoded(isLoad = false): Writes {
    const { list, writes } = this.kernel;
    const { tags, payloads, rows } = writes;
    let ids = writes.ids.slice(0, writes.length);
    const from = isLoad ? ids.lastIndexOf(ROOT_NODE) + 1 : 0;
    if (isLoad) ids = ids.subarray(from);
    const { length } = ids;
    const values: unknown[] = new Array(length);
    let copies: Map<number, number> | null = null;
    for (let to = 0; to < length; to++) {
      const at = from + to;
      const row = rows[at] as number;
      if (row === NONE && isContainerTag(tags[at] as number)) {
        copies ??= new Map();
        copies.set(to, payloads[at] as number);
        continue;
      }
      const value = row === NONE ? this.#encoder.valueOf(writes, at) : this.#encoder.valueOf(list, row);
      values[to] = typeof value === 'object' ? cloned(value) : value;
    }
    return { ids, values, copies, hasInstances: this.#encoder.hasInstances };
  }

  /** Ends what nothing needs any more after something was taken away. */
  collect(): void {
    this.kernel.run(0);
    this.kernel.abort();
    this.letGo();
  }

  /** Forgets the nodes and values that ended with the batch. */
  letGo(): void {
    this.shadow.thaw();
    this.names.noteFreed();
    const { ids, length } = this.kernel.released;
    for (let at = 0; at < length; at++) this.slots.free(ids[at] as number);
  }

  #metaOf(row: number): ChangeMeta | undefined {
    const { flags, origins } = this.kernel.list;
    return metaOf(flags[row] as number, this.#metas[origins[row] as number]);
  }

  /** The batch after its commit, as observers see it. */
  view(): StateBatch {
    const { list, writes, stageEnds } = this.kernel;
    const changes: ChangeTuple[] = [];
    for (let row = 0; row < list.length; row++) {
      // A copy: the value may be part of the state, which is about to change.
      changes.push([this.names.pathOf(list.ids[row] as number), cloned(this.#encoder.valueOf(list, row)), this.#metaOf(row)]);
    }
    const reads: ChangeTuple[] = [];
    for (let at = 0; at < writes.length; at++) {
      if (writes.rows[at] !== NONE) continue;
      reads.push([this.names.pathOf(writes.ids[at] as number), this.shadow.value(writes.ids[at] as number), undefined]);
    }
    return {
      changes,
      stageEnds: [...stageEnds] as [number, number, number],
      flags: [...list.flags.subarray(0, list.length)],
      origins: [...list.origins.subarray(0, list.length)],
      reads,
    };
  }

  /** What a path's value comes from: the engine's copy of it, or of the object whose getter it is or lies below. */
  readonly basisOf = (id: number): unknown => {
    const keys = this.names.keysOf(id);
    const length = this.getters.lengthOf(keys);
    let at = id;
    if (length > 0) for (let above = keys.length; above >= length; above--) at = this.names.parentOf(at);
    return this.shadow.value(at);
  };

  /** The getter that a path is or lies below, or null. */
  getterAt(id: number): string | null {
    if (this.getters.isEmpty) return null;
    const keys = this.names.keysOf(id);
    const length = this.getters.lengthOf(keys);
    return length === 0 ? null : keys.slice(0, length).join('.');
  }

  /** What was written over has no getters any more. */
  #cutGetters(): void {
    const { writes } = this.kernel;
    for (let at = 0; at < writes.length; at++) this.getters.cut(this.names.keysOf(writes.ids[at] as number));
  }

  /** What only the stages show: a write to a getter, or a value that they bring to a path that is too deep for it. */
  #refusal(): StateChangeError | null {
    const { names, getters } = this;
    // Most batches are far from that.
    const isNearDepth = names.deepest + this.#encoder.levels > MAX_DEPTH;
    if (getters.isEmpty && !isNearDepth) return null;
    const { list } = this.kernel;
    for (let row = 0; row < list.length; row++) {
      const id = list.ids[row] as number;
      const getter = this.getterAt(id);
      if (getter !== null) return refused(names.pathOf(id), `${shown(getter)} is a getter`);
      if (!isNearDepth || names.depthOf(id) + levelsOf(this.#encoder.valueOf(list, row)) <= MAX_DEPTH) continue;
      return refused(names.pathOf(id), `it is deeper than ${MAX_DEPTH} levels`);
    }
    return null;
  }

  #slotsEqual(a: number, b: number): boolean {
    try {
      return deepEqual(this.slots.original(a), this.slots.original(b));
    } catch {
      // The engine asks in the middle of a commit, which nothing may cut short: what can't be compared is equal to itself alone.
      return false;
    }
  }
}

function refused(path: string, why: string): StateChangeError {
  return new StateChangeError(`the change of ${shown(path)} is refused, and its batch with it: ${why}`);
}

function isContainerTag(tag: number): boolean {
  return tag === Tag.object || tag === Tag.array;
}

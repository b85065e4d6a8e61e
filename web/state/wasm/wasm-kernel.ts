/** The state kernel over the WebAssembly engine: src/bindings/state.cpp, one instance a store. */
import { describe } from '../../engine/describe.js';
import { compileWasm, loadWasm } from '../../engine/load-wasm.js';
import type { Refusal } from '../../engine/refusal.js';
import { WAY_OUT_BUILD } from '../../engine/ways-out.js';
import type { StateStatus, Tag } from '../../generated/state-layout.js';
import { Graph, LAYOUT_ID, MAX_NODES, StateFailure } from '../../generated/state-layout.js';
import { StateEndedError } from '../shared/errors.js';
import type {
  StateCreated,
  StateEnded,
  StateHost,
  StateInput,
  StateKernelToEnter,
  StateList,
  StateParts,
  StateUsage,
  StateWrites,
} from '../shared/kernel.js';
import { StateStartError } from '../shared/start-error.js';
import { StateViews } from '../shared/views.js';

/** The engine's exports. Numbers come back signed; `>>> 0` makes them what they are. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  layoutId(): number;
  create(parity: number, maxNodes: number): number;
  intern(parent: number, segment: number): number;
  find(parent: number, segment: number): number;
  retain(id: number): void;
  release(id: number): void;
  link(graph: number, a: number, b: number): void;
  unlink(graph: number, a: number, b: number): void;
  groupOf(graph: number, id: number): number;
  members(graph: number, group: number): void;
  groups(graph: number): void;
  children(id: number): void;
  sources(count: number): void;
  aggregate(target: number): number;
  disaggregate(aggregation: number): void;
  adopt(): void;
  arrange(graph: number): void;
  settle(): void;
  reserve(rows: number, values: number): void;
  run(rows: number): void;
  append(rows: number): void;
  commit(): number;
  abort(): void;
  process(rows: number): number;
  tag(id: number): number;
  payload(id: number): number;
  usage(): number;
}

const refuse: Refusal = (reason, wayOut, passes) => new StateStartError(reason, wayOut, passes);

/**
 * Gets and compiles the engine's .wasm file.
 * @param address gives its address, or throws where there is none
 * @throws StateStartError that says what went wrong and what to do
 */
export async function loadStateModule(address: () => string): Promise<WebAssembly.Module> {
  return await loadWasm(address, 'skyflock-state.wasm', refuse);
}

/** Compiles the bytes of that file. @throws StateStartError as `loadStateModule` does */
export async function compileStateModule(bytes: ArrayBuffer): Promise<WebAssembly.Module> {
  return await compileWasm(new Uint8Array(bytes), 'wasmBinary', refuse);
}

/**
 * Makes a kernel with an engine and a memory of its own.
 * @param maxNodes most nodes there may be, the root included
 * @throws StateStartError when the module is of another build, or its memory is refused
 */
export function createWasmStateKernel(
  module: WebAssembly.Module,
  host: StateHost,
  parity: boolean,
  maxNodes = MAX_NODES,
): StateKernelToEnter {
  return new WasmStateKernel(instantiate(module, host), parity, maxNodes);
}

function instantiate(module: WebAssembly.Module, host: StateHost): Exports {
  let exports: Exports;
  try {
    const instance = new WebAssembly.Instance(module, {
      host: {
        slotsEqual: (a: number, b: number) => (host.slotsEqual(a >>> 0, b >>> 0) ? 1 : 0),
        fail: (failure: number, amount: number) => {
          if (failure === StateFailure.nodes) throw StateEndedError.nodes(amount);
          const held = exports.memory.buffer.byteLength;
          throw StateEndedError.memory(held, held + amount);
        },
      },
    });
    exports = instance.exports as unknown as Exports;
    exports._initialize();
  } catch (error) {
    if (error instanceof RangeError) throw new StateStartError(describe(error), "Destroy stores that aren't needed");
    throw new StateStartError(`the .wasm does not fit its script: ${describe(error)}`, WAY_OUT_BUILD);
  }
  const id = exports.layoutId() >>> 0;
  if (id !== LAYOUT_ID) throw new StateStartError(`the .wasm has layout ${id}, the script ${LAYOUT_ID}`, WAY_OUT_BUILD);
  return exports;
}

class WasmStateKernel implements StateKernelToEnter {
  readonly name = 'wasm';
  readonly parity: boolean;
  readonly list: StateList;
  readonly writes: StateWrites;
  readonly created: StateCreated;
  readonly freed: StateEnded;
  readonly released: StateEnded;
  readonly stageEnds: Uint32Array;

  readonly #engine: Exports;
  readonly #views: StateViews;

  constructor(engine: Exports, parity: boolean, maxNodes: number) {
    this.parity = parity;
    this.#engine = engine;
    this.#views = new StateViews(engine.memory, engine.create(parity ? 1 : 0, maxNodes));
    const { list, writes, created, freed, released, stageEnds } = this.#views;
    this.list = list;
    this.writes = writes;
    this.created = created;
    this.freed = freed;
    this.released = released;
    this.stageEnds = stageEnds;
  }

  get failedRow(): number {
    return this.#views.failedRow;
  }

  intern(parent: number, segment: number): number {
    const id = this.#engine.intern(parent, segment) >>> 0;
    // Paths are made while a batch is filled in.
    this.#views.renew();
    return id;
  }

  find(parent: number, segment: number): number {
    return this.#engine.find(parent, segment) >>> 0;
  }

  retain(id: number): void {
    this.#engine.retain(id);
  }

  release(id: number): void {
    this.#engine.release(id);
  }

  link(graph: Graph, a: number, b: number): void {
    this.#engine.link(graph, a, b);
  }

  unlink(graph: Graph, a: number, b: number): void {
    this.#engine.unlink(graph, a, b);
  }

  groupOf(graph: Graph, id: number): number {
    return this.#engine.groupOf(graph, id) >>> 0;
  }

  members(graph: Graph, group: number): Uint32Array {
    this.#engine.members(graph, group);
    return this.#views.answer();
  }

  groups(graph: Graph): Uint32Array {
    this.#engine.groups(graph);
    return this.#views.answer();
  }

  /** Puts numbers where the engine's next call looks for them. */
  #give(numbers: Uint32Array): void {
    this.#engine.sources(numbers.length);
    this.#views.fillAnswer(numbers);
  }

  enter({ nodes, retained, graphs, targets, aggregations }: StateParts, fill: () => void): ReadonlyMap<number, number> {
    this.#give(nodes);
    this.#engine.adopt();
    for (const graph of [Graph.sync, Graph.flip]) {
      const { edges, groups } = graphs[graph];
      for (const { a, b, links } of edges) for (let link = 0; link < links; link++) this.link(graph, a, b);
      for (const members of groups) {
        this.#give(members);
        this.#engine.arrange(graph);
      }
    }
    for (const [id, times] of retained) for (let time = 0; time < times; time++) this.retain(id);
    // Aggregations come after the state, which would have them read; their nodes are held until then.
    const held = [...targets, ...aggregations.flatMap(({ sources }) => [...sources])];
    for (const id of held) this.retain(id);
    fill();
    // A target has the place of the first aggregation that it had, which may have ended.
    const places = targets.map((target) => this.aggregate(target, new Uint32Array(0)));
    const numbers = new Map(aggregations.map(({ number, target, sources }) => [number, this.aggregate(target, sources)]));
    for (const place of places) this.disaggregate(place);
    this.#engine.settle();
    for (const id of held) this.release(id);
    return numbers;
  }

  aggregate(target: number, sources: Uint32Array): number {
    this.#give(sources);
    return this.#engine.aggregate(target) >>> 0;
  }

  disaggregate(aggregation: number): void {
    this.#engine.disaggregate(aggregation);
  }

  reserve(rows: number, values: number): StateInput {
    this.#engine.reserve(rows, values);
    this.#views.refreshInput();
    return this.#views.input;
  }

  run(rows: number): void {
    this.#engine.run(rows);
    this.#views.refreshResults();
  }

  append(rows: number): void {
    this.#engine.append(rows);
    this.#views.refreshResults();
  }

  commit(): StateStatus {
    const status = this.#engine.commit();
    this.#views.refreshResults();
    return status as StateStatus;
  }

  abort(): void {
    this.#engine.abort();
    this.#views.refreshResults();
  }

  process(rows: number): StateStatus {
    const status = this.#engine.process(rows);
    this.#views.refreshResults();
    return status as StateStatus;
  }

  tag(id: number): Tag {
    return this.#engine.tag(id) as Tag;
  }

  payload(id: number): number {
    return this.#engine.payload(id);
  }

  children(id: number): Uint32Array {
    this.#engine.children(id);
    return this.#views.answer();
  }

  usage(): StateUsage {
    return this.#views.usage(this.#engine.usage());
  }
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Graph, NONE, ROOT_NODE, SEGMENT_INDEX, StateStatus, Tag } from '../../../web/generated/state-layout.js';
import type { StateKernel, StateRows } from '../../../web/state/shared/kernel.js';
import { ENGINES } from './engines.js';

/**
 * Both kernels under the store: whatever is asked of them, in any order, they answer alike. Nodes are compared by their
 * paths, since kernels are free in numbering them.
 */

/** Keys that paths are made of; the numbers are indices, of arrays where there are some. */
const SEGMENTS = [1, 2, 3, SEGMENT_INDEX, SEGMENT_INDEX + 1, SEGMENT_INDEX + 2];

type Path = readonly number[];
type Json = number | readonly Json[] | { readonly object: readonly (readonly [number, Json])[] } | { readonly leaf: Leaf };
interface Leaf {
  readonly tag: Tag;
  readonly payload: number;
}
type Step =
  | { readonly do: 'link' | 'unlink'; readonly graph: Graph; readonly a: Path; readonly b: Path }
  | { readonly do: 'aggregate'; readonly target: Path; readonly sources: readonly Path[] }
  | { readonly do: 'disaggregate'; readonly which: number }
  | { readonly do: 'retain'; readonly path: Path }
  | { readonly do: 'release'; readonly which: number }
  | {
      readonly do: 'batch';
      readonly rows: readonly (readonly [Path, Json])[];
      readonly listeners: number;
      readonly end: 'commit' | 'abort';
    };

const path = fc.array(fc.constantFrom(...SEGMENTS), { minLength: 1, maxLength: 3 });
const leaf = fc.oneof(
  fc.constantFrom<Leaf>(
    { tag: Tag.undefined, payload: 0 },
    { tag: Tag.null, payload: 0 },
    { tag: Tag.booleanFalse, payload: 0 },
    { tag: Tag.booleanTrue, payload: 0 },
  ),
  fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY).map((payload): Leaf => ({ tag: Tag.number, payload })),
  fc.nat(3).map((payload): Leaf => ({ tag: Tag.string, payload })),
  fc.nat(3).map((slot): Leaf => ({ tag: Tag.slot, payload: 4 + slot })),
);
const { value } = fc.letrec<{ value: Json; container: Json }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, { weight: 4, arbitrary: leaf.map((one): Json => ({ leaf: one })) }, tie('container')),
  container: fc.oneof(
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...SEGMENTS), tie('value')), { maxLength: 3, selector: ([key]) => key })
      .map((object) => ({ object })),
  ),
}));
const graph = fc.constantFrom(Graph.sync, Graph.flip);
const batch = fc.record({
  do: fc.constant('batch' as const),
  rows: fc.array(fc.tuple(path, value), { maxLength: 5 }),
  listeners: fc.nat(2),
  end: fc.constantFrom('commit' as const, 'commit' as const, 'commit' as const, 'abort' as const),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('link' as const), graph, a: path, b: path }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unlink' as const), graph, a: path, b: path }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('aggregate' as const), target: path, sources: fc.array(path, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disaggregate' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retain' as const), path }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), which: fc.nat() }) },
  { weight: 6, arbitrary: batch },
);

/** A kernel, the names of its nodes, and what was registered with it. */
class Driven {
  readonly names = new Map<number, string>([[ROOT_NODE, '']]);
  readonly #kernel: StateKernel;
  readonly #aggregations: number[] = [];
  readonly #retained: number[] = [];
  #values = 0;

  constructor(kernel: StateKernel) {
    this.#kernel = kernel;
  }

  /** Does a step, and says all that came of it. */
  take(step: Step): unknown {
    const kernel = this.#kernel;
    switch (step.do) {
      case 'link':
      case 'unlink':
        kernel[step.do](step.graph, this.#intern(step.a), this.#intern(step.b));
        return [this.#groups(Graph.sync), this.#groups(Graph.flip)];
      case 'aggregate':
        this.#aggregations.push(
          kernel.aggregate(
            this.#intern(step.target),
            Uint32Array.from(step.sources, (source) => this.#intern(source)),
          ),
        );
        return null;
      case 'disaggregate': {
        const [gone] = this.#aggregations.splice(step.which % (this.#aggregations.length || 1), 1);
        if (gone !== undefined) kernel.disaggregate(gone);
        return null;
      }
      case 'retain': {
        const id = this.#intern(step.path);
        this.#retained.push(id);
        kernel.retain(id);
        return null;
      }
      case 'release': {
        const [gone] = this.#retained.splice(step.which % (this.#retained.length || 1), 1);
        if (gone !== undefined) kernel.release(gone);
        return null;
      }
      case 'batch':
        return this.#batch(step.rows, Math.min(step.listeners, step.rows.length), step.end);
    }
  }

  #intern(path: Path): number {
    let id: number = ROOT_NODE;
    for (const segment of path) {
      const name = `${this.names.get(id)}/${segment}`;
      id = this.#kernel.intern(id, segment);
      this.names.set(id, name);
    }
    return id;
  }

  #batch(rows: readonly (readonly [Path, Json])[], listeners: number, end: 'commit' | 'abort'): unknown {
    const kernel = this.#kernel;
    this.#values = 0;
    rows.forEach(([path, json], row) => {
      const id = this.#intern(path);
      const { tag, payload } = this.#encode(json);
      const input = kernel.reserve(row + 1, this.#values).rows;
      input.ids[row] = id;
      input.tags[row] = tag;
      input.payloads[row] = payload;
    });
    kernel.run(rows.length - listeners);
    kernel.append(rows.length);
    const stageEnds = [...kernel.stageEnds];
    let status: StateStatus = StateStatus.ok;
    if (end === 'commit') status = kernel.commit();
    else kernel.abort();
    const { created, freed, released, list, writes } = kernel;
    // A kernel may make a node for a row that then is none.
    const passing = new Set(created.ids.slice(0, created.length));
    for (let at = 0; at < created.length; at++) {
      this.names.set(created.ids[at] as number, `${this.names.get(created.parents[at] as number)}/${created.segments[at]}`);
    }
    const told = {
      status,
      stageEnds,
      failedRow: status === StateStatus.ok ? NONE : kernel.failedRow,
      list: this.#rows(list, list.length, (at) => [list.flags[at], list.origins[at]]),
      writes: this.#rows(writes, writes.length, (at) => [writes.rows[at]], writes.rows),
      freed: this.#namesOf(freed.ids.slice(0, freed.length).filter((id) => !passing.has(id))).sort(),
      released: [...released.ids.slice(0, released.length)].sort(),
    };
    for (const id of freed.ids.slice(0, freed.length)) this.names.delete(id);
    const { bytes: _, ...usage } = kernel.usage();
    return { ...told, usage, state: this.#shadow(ROOT_NODE), groups: [this.#groups(Graph.sync), this.#groups(Graph.flip)] };
  }

  #encode(json: Json): Leaf {
    if (typeof json === 'number') return { tag: Tag.number, payload: json };
    if ('leaf' in json) return json.leaf;
    const isArray = Array.isArray(json);
    const own = this.#values++;
    const inner: (readonly [number, Json])[] = isArray
      ? json.map((one: Json, index: number) => [SEGMENT_INDEX + index, one] as const)
      : [...(json as { object: readonly (readonly [number, Json])[] }).object];
    for (const [segment, one] of inner) {
      const isLeaf = typeof one === 'object' && 'leaf' in one;
      const at = this.#values;
      if (isLeaf) this.#values++;
      const { tag, payload } = this.#encode(one);
      const { values } = this.#kernel.reserve(0, this.#values);
      values.segments[at] = segment;
      values.tags[at] = tag;
      values.payloads[at] = payload;
      values.ends[at] = this.#values;
    }
    this.#kernel.reserve(0, this.#values).values.ends[own] = this.#values;
    return { tag: isArray ? Tag.array : Tag.object, payload: own };
  }

  #rows(rows: StateRows, length: number, more: (at: number) => unknown[], from?: Uint32Array): unknown[] {
    return Array.from({ length }, (_, at) => {
      const tag = rows.tags[at] as Tag;
      const payload = rows.payloads[at] as number;
      const isCopy = from?.[at] === NONE && (tag === Tag.object || tag === Tag.array);
      return [this.names.get(rows.ids[at] as number), tag, isCopy ? this.names.get(payload) : payload, ...more(at)];
    });
  }

  #shadow(id: number): unknown {
    const tag = this.#kernel.tag(id);
    const children = [...this.#kernel.children(id)].map((child) => [this.names.get(child), this.#shadow(child)] as const);
    return [tag, this.#kernel.payload(id), Object.fromEntries(children)];
  }

  #groups(graph: Graph): unknown {
    return [...this.#kernel.groups(graph)].map((group) => this.#namesOf(this.#kernel.members(graph, group)));
  }

  #namesOf(ids: Iterable<number>): (string | undefined)[] {
    return [...ids].map((id) => this.names.get(id));
  }
}

it.each([false, true])('kernels answer alike, whatever they are asked (parity %s)', (parity) => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const driven = ENGINES.map((engine) => new Driven(engine.create({ slotsEqual: (a, b) => (a & 1) === (b & 1) }, parity)));
      const [first, second] = driven as [Driven, Driven];
      for (const one of steps) expect(second.take(one)).toEqual(first.take(one));
    }),
    { numRuns: 400 },
  );
});

/**
 * The rules of the state store once more, with strings, linear searches and copies of the whole state: slow, and short enough
 * to be checked by reading. The engines must agree with it on every list, group and state.
 */

import { cloned, deepEqual } from '../../../web/state/page/containers.js';
import type { ChangeMeta, ChangeTuple } from '../../../web/state.js';

type Tree = Record<string, unknown>;
type Pair = readonly [string, string];

interface ModelAggregation {
  readonly target: string;
  readonly sources: readonly string[];
}

interface Entry {
  readonly path: string;
  readonly value: unknown;
  readonly meta: ChangeMeta | undefined;
}

export interface ModelRegistration {
  readonly sync?: readonly Pair[];
  readonly flip?: readonly Pair[];
  readonly aggregations?: readonly Pair[];
}

const isBelow = (path: string, above: string): boolean => path.startsWith(`${above}.`);
const overlaps = (a: string, b: string): boolean => a === b || isBelow(a, b) || isBelow(b, a);
const joined = (path: string, rest: string): string => (rest === '' ? path : `${path}.${rest}`);

/** Edges and their components, kept in order. */
class ModelGraph {
  groups: string[][] = [];
  #edges: Pair[] = [];

  link(a: string, b: string, counted: boolean): void {
    const known = this.#edges.some((edge) => same(edge, [a, b]));
    if (!known || counted) this.#edges.push([a, b]);
    if (known) return;
    const one = this.groups.find((group) => group.includes(a));
    const other = this.groups.find((group) => group.includes(b));
    if (one === undefined && other === undefined) this.groups.push(a === b ? [a] : [a, b]);
    else if (one === undefined) other?.push(a);
    else if (other === undefined) one.push(b);
    else if (one !== other) {
      const [into, from] = one.length >= other.length ? [one, other] : [other, one];
      into.push(...from);
      this.groups.splice(this.groups.indexOf(from), 1);
    }
  }

  unlink(a: string, b: string): void {
    const at = this.#edges.findIndex((edge) => same(edge, [a, b]));
    if (at < 0) return;
    this.#edges.splice(at, 1);
    if (this.#edges.some((edge) => same(edge, [a, b]))) return;
    const group = this.groups.find((one) => one.includes(a)) as string[];
    const isLeft = (path: string): boolean => !this.#edges.some((edge) => edge.includes(path));
    const side = this.#reached(b);
    for (const path of new Set([a, b])) if (isLeft(path)) group.splice(group.indexOf(path), 1);
    if (!isLeft(a) && !isLeft(b) && !side.includes(a)) {
      const rest = group.filter((path) => !side.includes(path));
      group.splice(0, group.length, ...rest);
      this.groups.push(side);
    }
    this.groups = this.groups.filter((one) => one.length > 0);
  }

  /** Breadth first, neighbours in the order in which their edges came. */
  #reached(from: string): string[] {
    const reached = [from];
    for (const path of reached) {
      for (const [a, b] of this.#edges) {
        if (a === path && !reached.includes(b)) reached.push(b);
        if (b === path && !reached.includes(a)) reached.push(a);
      }
    }
    return reached;
  }
}

function same([a, b]: Pair, [c, d]: Pair): boolean {
  return (a === c && b === d) || (a === d && b === c);
}

export class NaiveModel {
  readonly sync = new ModelGraph();
  readonly flip = new ModelGraph();
  state: Tree;
  readonly #parity: boolean;
  #aggregations: ModelAggregation[] = [];
  #dirty = new Set<ModelAggregation>();

  constructor(state: Tree, parity: boolean) {
    this.state = cloned(state) as Tree;
    this.#parity = parity;
  }

  register({ sync = [], flip = [], aggregations = [] }: ModelRegistration): () => void {
    for (const [a, b] of sync) this.sync.link(a, b, !this.#parity);
    const aligned = this.#alignment(sync);
    if (aligned.length > 0) this.process(aligned);
    for (const [a, b] of flip) this.flip.link(a, b, !this.#parity);
    const targets = [...new Set(aggregations.map(([target]) => target))];
    const own: ModelAggregation[] = targets.map((target) => ({
      target,
      sources: aggregations.filter(([t]) => t === target).map(([, source]) => source),
    }));
    this.#aggregations.push(...own);
    for (const one of own) this.#dirty.add(one);
    this.#readAll();
    return () => {
      for (const [a, b] of sync) this.sync.unlink(a, b);
      for (const [a, b] of flip) this.flip.unlink(a, b);
      this.#aggregations = this.#aggregations.filter((one) => !own.includes(one));
    };
  }

  /** The changes after the stages; null where the batch is refused. */
  process(changes: readonly ChangeTuple[]): ChangeTuple[] | null {
    const queue = changes.map(([path, value, meta]) => ({ path, value: cloned(value), meta }));
    const list = this.#parity ? this.#stages(queue) : queue.flatMap((entry) => this.#stages([entry]));
    const before = cloned(this.state) as Tree;
    for (const { path, value } of list) {
      if (this.#isHeld(path, value)) continue;
      if (!this.#set(path, value)) {
        this.state = before;
        this.#dirty.clear();
        return null;
      }
      this.#touch(path, null);
      if (this.#parity) this.#readAll();
    }
    this.#readAll();
    return list.map(({ path, value, meta }) => [path, value, meta]);
  }

  #stages(queue: readonly Entry[]): Entry[] {
    const list = this.#distribute(queue);
    for (const entry of [...list]) {
      for (const match of this.#matches(this.sync, entry)) {
        list.push({ ...match, meta: { isSyncPathChange: true, ...entry.meta } });
      }
    }
    for (const entry of [...list]) {
      for (const match of this.#matches(this.flip, entry)) {
        if (typeof match.value === 'boolean')
          list.push({ path: match.path, value: !match.value, meta: { isFlipPathChange: true, ...entry.meta } });
      }
    }
    return list;
  }

  #distribute(queue: readonly Entry[]): Entry[] {
    const kept: Entry[] = [];
    const added: Entry[] = [];
    for (const entry of [...queue].reverse()) {
      // Targets stand in the order of the first registration each has.
      const target = this.#aggregations.find((one) => entry.path === one.target || isBelow(entry.path, one.target))?.target;
      if (target === undefined) {
        kept.unshift(entry);
        continue;
      }
      const rest = entry.path.slice(target.length + 1);
      for (const { sources } of this.#aggregations.filter((one) => one.target === target)) {
        for (const source of sources)
          added.push({ path: joined(source, rest), value: entry.value, meta: { ...entry.meta, isAggregationChange: true } });
      }
    }
    return [...kept, ...added];
  }

  #matches(graph: ModelGraph, { path, value }: Entry): { path: string; value: unknown }[] {
    const found: { path: string; value: unknown }[] = [];
    for (const group of graph.groups) {
      for (const member of group) {
        let inner = value;
        let rest = '';
        if (isBelow(member, path)) {
          inner = this.#isContainer(value) ? this.#inside(value, member.slice(path.length + 1).split('.')) : undefined;
          if (inner === undefined) continue;
        } else if (isBelow(path, member)) {
          rest = path.slice(member.length + 1);
        } else if (path !== member) {
          continue;
        }
        for (const other of group) if (other !== member) found.push({ path: joined(other, rest), value: inner });
        break;
      }
    }
    return found;
  }

  #alignment(pairs: readonly Pair[]): ChangeTuple[] {
    const groups = new Set(pairs.map(([a]) => this.sync.groups.find((group) => group.includes(a)) as string[]));
    return [...groups].flatMap((group) => {
      const values = group.map((path) => this.get(path));
      if (!this.#parity) {
        const present = values.filter((value) => value !== undefined);
        const votes = present.map((value) => present.filter((other) => identical(value, other)).length);
        const first = votes.indexOf(Math.max(...votes));
        if (first < 0) return [];
        const other = values.findIndex((value) => !identical(value, present[first]));
        return other < 0 ? [] : [[group[other] as string, present[first], { isSyncPathChange: true }] as const];
      }
      const counts = new Map<unknown, number>();
      for (const value of values) if (value !== undefined && value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
      const [winner] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [undefined];
      if (winner === undefined) return [];
      const changes = group.filter((_, at) => values[at] !== winner).map((path) => [path, winner, { isSyncPathChange: true }] as const);
      return this.#parity ? changes : changes.slice(0, 1);
    });
  }

  #readAll(): void {
    for (let passes = this.#aggregations.length + 1; passes > 0 && this.#dirty.size > 0; passes--) {
      const pass = this.#aggregations.filter((one) => this.#dirty.has(one));
      this.#dirty.clear();
      for (const one of pass) this.#read(one);
    }
    this.#dirty.clear();
  }

  #read(one: ModelAggregation): void {
    const [first, ...others] = one.sources.map((source) => this.get(source));
    // By content, also where one source is named twice: an object with a NaN in it is never equal.
    const value = others.every((other) => deepEqual(cloned(first), other)) ? first : undefined;
    if (this.#has(one.target) && identical(value, this.get(one.target))) return;
    if (this.#set(one.target, cloned(value))) this.#touch(one.target, one);
  }

  #touch(path: string, own: ModelAggregation | null): void {
    for (const one of this.#aggregations) {
      if (own !== null && one.target === own.target) continue;
      const isRestored = isBelow(one.target, path) || (!this.#parity && overlaps(one.target, path));
      if (isRestored || one.sources.some((source) => overlaps(source, path))) this.#dirty.add(one);
    }
  }

  get(path: string): unknown {
    return this.#inside(this.state, path.split('.'));
  }

  #has(path: string): boolean {
    const keys = path.split('.');
    const last = keys.pop() as string;
    const holder = keys.length === 0 ? this.state : this.#inside(this.state, keys);
    return this.#isContainer(holder) && Object.hasOwn(holder, last);
  }

  #isHeld(path: string, value: unknown): boolean {
    const held = this.get(path);
    if (!this.#parity) return identical(held, value);
    return !this.#isContainer(value) && held === value;
  }

  #inside(from: unknown, keys: readonly string[]): unknown {
    return keys.reduce<unknown>((at, key) => (this.#isContainer(at) && Object.hasOwn(at, key) ? at[key] : undefined), from);
  }

  #set(path: string, value: unknown): boolean {
    const keys = path.split('.');
    const last = keys.pop() as string;
    let at = this.state;
    for (const key of keys) {
      if (Array.isArray(at) && !isElement(at, key)) return false;
      if (!Object.hasOwn(at, key) || !this.#isContainer(at[key])) at[key] = {};
      at = at[key] as Tree;
    }
    if (Array.isArray(at) && !isElement(at, last)) return false;
    at[last] = cloned(value);
    return true;
  }

  #isContainer(value: unknown): value is Tree {
    if (typeof value !== 'object' || value === null) return false;
    return Array.isArray(value) ? !this.#parity : Object.getPrototypeOf(value) === Object.prototype;
  }
}

/** Whether a key is an element of an array, or the one behind the last. */
function isElement(array: readonly unknown[], key: string): boolean {
  return /^(0|[1-9]\d*)$/.test(key) && Number(key) <= array.length;
}

/** Equal all through, numbers as Object.is has it. */
function identical(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (a instanceof Date || b instanceof Date) return deepEqual(a, b);
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  if (Array.isArray(a) !== Array.isArray(b) || keysA.length !== keysB.length) return false;
  return keysA.every((key) => Object.hasOwn(b, key) && identical((a as Tree)[key], (b as Tree)[key]));
}

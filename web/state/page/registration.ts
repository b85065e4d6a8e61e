import { Graph, NONE } from '../../generated/state-layout.js';
import { StateRegistrationError, shown } from '../shared/errors.js';
import type { StateKernel } from '../shared/kernel.js';
import { isSameValue, roughly } from './containers.js';
import { type ListenerRegistration, ListenerRouter } from './listeners.js';
import type { PathNames } from './path-names.js';

export type PathPair = readonly [string, string];

/** What belongs together in a state. All of it ends with the function that `register` returns; values stay. */
export interface StateRegistration {
  /** Paths that always have the same value. They are brought to the value most of them have, compared by content. */
  readonly sync?: readonly PathPair[];
  /** Booleans that always have opposite values, from the next change on. */
  readonly flip?: readonly PathPair[];
  /** [target, source]: what is written to the target goes to its sources; it reads as their value if all have the same, else as undefined. */
  readonly aggregations?: readonly (readonly [target: string, source: string])[];
  readonly listeners?: readonly ListenerRegistration[];
}

type IdPair = readonly [number, number];

/** A registration by number, checked. */
export interface ResolvedRegistration {
  readonly sync: readonly IdPair[];
  readonly flip: readonly IdPair[];
  readonly aggregations: readonly { readonly target: number; readonly sources: Uint32Array }[];
  readonly listeners: readonly { readonly id: number; readonly registration: ListenerRegistration }[];
}

/** Components by node as they will be; nodes that are not in the map have the group they have. */
type Components = ReadonlyMap<number, readonly number[]>;

/**
 * Looks every path up and checks that all of it can be registered.
 * @throws StateRegistrationError, StateChangeError with what can't; nothing is registered then
 */
export function resolveRegistration(registration: StateRegistration, kernel: StateKernel, names: PathNames): ResolvedRegistration {
  const pairs = (list: readonly PathPair[] | undefined): IdPair[] => (list ?? []).map(([a, b]) => [names.idOf(a), names.idOf(b)]);
  const sync = pairs(registration.sync);
  const flip = pairs(registration.flip);
  const syncComponents = componentsWith(kernel, Graph.sync, sync);
  const flipComponents = componentsWith(kernel, Graph.flip, flip);
  refuseNested(syncComponents, names, 'synced');
  refuseNested(flipComponents, names, 'flipped');
  if (!kernel.parity) {
    refuseShared(syncComponents, flipComponents, kernel, Graph.flip, names);
    refuseShared(flipComponents, syncComponents, kernel, Graph.sync, names);
  }
  const listeners = (registration.listeners ?? []).map((listener) => {
    ListenerRouter.check(listener);
    return { id: listener.path === null ? 0 : names.idOf(listener.path), registration: listener };
  });
  return { sync, flip, aggregations: resolveAggregations(registration.aggregations ?? [], names), listeners };
}

/**
 * The nodes and values that bring each group of these pairs to the value most of its members have; of several such values, the first
 * member's. Values are the same by their content or, as parity wants it, by being the same itself, where null is none.
 */
export function alignment(
  pairs: readonly IdPair[],
  kernel: StateKernel,
  valueAt: (id: number) => unknown,
  by: 'content' | 'itself',
): (readonly [number, unknown])[] {
  const isSame = by === 'content' ? isSameValue : (a: unknown, b: unknown) => a === b;
  const changes: (readonly [number, unknown])[] = [];
  const seen = new Set<number>();
  for (const [a] of pairs) {
    const group = kernel.groupOf(Graph.sync, a);
    if (group === NONE || seen.has(group)) continue;
    seen.add(group);
    const members = kernel.members(Graph.sync, group);
    const values = Array.from(members, valueAt);
    const winner = by === 'content' ? mostFrequentContent(values) : mostFrequent(values);
    if (winner === undefined) continue;
    for (let at = 0; at < members.length; at++) {
      if (isSame(values[at], winner)) continue;
      changes.push([members[at] as number, winner]);
      // The sync stage brings one change to all the others; parity wants each.
      if (!kernel.parity) break;
    }
  }
  return changes;
}

/** The value that most have, by content, of several the first; a path without a value has no say. */
function mostFrequentContent(values: readonly unknown[]): unknown {
  interface Candidate {
    readonly value: unknown;
    count: number;
  }
  const candidates = new Map<unknown, Candidate[]>();
  const inOrder: Candidate[] = [];
  for (const value of values) {
    if (value === undefined) continue;
    const sort = roughly(value);
    const alike = candidates.get(sort) ?? [];
    const known = alike.find((one) => isSameValue(one.value, value));
    if (known !== undefined) {
      known.count++;
      continue;
    }
    const candidate = { value, count: 1 };
    inOrder.push(candidate);
    alike.push(candidate);
    candidates.set(sort, alike);
  }
  let winner: Candidate | null = null;
  for (const candidate of inOrder) if (winner === null || candidate.count > winner.count) winner = candidate;
  return winner?.value;
}

function mostFrequent(values: readonly unknown[]): unknown {
  const counts = new Map<unknown, number>();
  for (const value of values) if (value !== undefined && value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  let winner: unknown;
  let most = 0;
  for (const [value, count] of counts) {
    if (count <= most) continue;
    winner = value;
    most = count;
  }
  return winner;
}

function resolveAggregations(pairs: readonly PathPair[], names: PathNames): { target: number; sources: Uint32Array }[] {
  const byTarget = new Map<number, number[]>();
  for (const [target, source] of pairs) {
    const targetId = names.idOf(target);
    const sourceId = names.idOf(source);
    if (names.isWithin(sourceId, targetId) || names.isWithin(targetId, sourceId)) {
      throw new StateRegistrationError(
        `the aggregation of ${shown(target)} from ${shown(source)} is refused: neither may be or hold the other. Name other paths`,
      );
    }
    const sources = byTarget.get(targetId);
    if (sources === undefined) byTarget.set(targetId, [sourceId]);
    else sources.push(sourceId);
  }
  for (const [, source] of pairs) {
    if (!byTarget.has(names.idOf(source))) continue;
    throw new StateRegistrationError(`${shown(source)} is refused as a source: the same registration has it as a target`);
  }
  return [...byTarget].map(([target, sources]) => ({ target, sources: Uint32Array.from(sources) }));
}

/** The components that the pairs touch, as they will be. */
function componentsWith(kernel: StateKernel, graph: Graph, pairs: readonly IdPair[]): Components {
  const components = new Map<number, number[]>();
  const componentOf = (id: number): number[] => {
    let component = components.get(id);
    if (component !== undefined) return component;
    const group = kernel.groupOf(graph, id);
    component = group === NONE ? [id] : [...kernel.members(graph, group)];
    for (const member of component) components.set(member, component);
    return component;
  };
  for (const [a, b] of pairs) {
    const one = componentOf(a);
    const other = componentOf(b);
    if (one === other) continue;
    const [larger, smaller] = one.length >= other.length ? [one, other] : [other, one];
    for (const member of smaller) {
      larger.push(member);
      components.set(member, larger);
    }
  }
  return components;
}

/** A path can't have the value of one that it holds. */
function refuseNested(components: Components, names: PathNames, how: string): void {
  for (const [id, component] of components) {
    for (let above = names.parentOf(id); above !== NONE; above = names.parentOf(above)) {
      if (components.get(above) !== component) continue;
      throw new StateRegistrationError(`${shown(names.pathOf(id))} and ${shown(names.pathOf(above))} can't be ${how}: one holds the other`);
    }
  }
}

/** Two paths can't be both equal and opposite. */
function refuseShared(touched: Components, others: Components, kernel: StateKernel, graph: Graph, names: PathNames): void {
  for (const component of new Set(touched.values())) {
    const seen = new Map<unknown, number>();
    for (const id of component) {
      const group = kernel.groupOf(graph, id);
      const other = others.get(id) ?? (group === NONE ? undefined : group);
      if (other === undefined) continue;
      const first = seen.get(other);
      if (first !== undefined) {
        throw new StateRegistrationError(`${shown(names.pathOf(first))} and ${shown(names.pathOf(id))} can't be both synced and flipped`);
      }
      seen.set(other, id);
    }
  }
}

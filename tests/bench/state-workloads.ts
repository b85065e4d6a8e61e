/** What the state store is measured with: nested boolean states, and batches in which every change is one. */
import type { ChangeTuple, StateRegistration } from '../../web/state.js';

export interface Workload {
  readonly name: 'pairs' | 'mixed';
  readonly paths: readonly string[];
  readonly registration: StateRegistration;
  /** Paths to change in turn; none of them is in a group with another. */
  readonly changed: readonly string[];
}

/** Paths of three keys, ten to a parent. */
function pathsOf(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `s${Math.floor(at / 100)}.g${Math.floor(at / 10) % 10}.v${at % 10}`);
}

/** A state with `false` at every path. */
export function stateOf(paths: readonly string[]): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  for (const path of paths) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    let at = state;
    for (const key of keys) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[last] = false;
  }
  return state;
}

/** All paths in sync pairs. */
export function pairs(count: number): Workload {
  const paths = pathsOf(count);
  const half = count / 2;
  const sync = Array.from({ length: half }, (_, at) => [paths[at], paths[at + half]] as [string, string]);
  return { name: 'pairs', paths, registration: { sync }, changed: paths.slice(0, half) };
}

/** Half of the paths in sync groups of four, a quarter in flip pairs, a quarter in aggregations of four sources. */
export function mixed(count: number): Workload {
  const paths = pathsOf(count);
  const sync: [string, string][] = [];
  const flip: [string, string][] = [];
  const aggregations: [string, string][] = [];
  const changed: string[] = [];
  const at = (index: number): string => paths[index] as string;
  for (let i = 0; i + 4 <= count / 2; i += 4) {
    for (let member = 1; member < 4; member++) sync.push([at(i), at(i + member)]);
    changed.push(at(i));
  }
  for (let i = count / 2; i + 2 <= (count * 3) / 4; i += 2) {
    flip.push([at(i), at(i + 1)]);
    changed.push(at(i));
  }
  for (let i = (count * 3) / 4; i + 5 <= count; i += 5) {
    for (let source = 1; source < 5; source++) aggregations.push([at(i), at(i + source)]);
    changed.push(at(i));
  }
  // Stages take turns, so that each batch has its share of all.
  const spread = changed.map((_, index) => changed[(index * 7919) % changed.length] as string);
  return {
    name: 'mixed',
    paths,
    registration: { sync, flip, aggregations },
    changed: new Set(spread).size === changed.length ? spread : changed,
  };
}

/** Batches of `size` changes, each of them new: every path's value turns with each use. */
export function batches(workload: Workload, size: number, count: number): ChangeTuple[][] {
  const values = new Map<string, boolean>();
  let next = 0;
  return Array.from({ length: count }, () =>
    Array.from({ length: size }, (): ChangeTuple => {
      const path = workload.changed[next++ % workload.changed.length] as string;
      const value = !(values.get(path) ?? false);
      values.set(path, value);
      return [path, value];
    }),
  );
}

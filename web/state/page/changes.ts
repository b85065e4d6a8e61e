import { ChangeFlag } from '../../generated/state-layout.js';
import { StateChangeError, shown } from '../shared/errors.js';

/** What is known of a change beside its path and value. The stages add flags to it; keys of your own travel along. */
export interface ChangeMeta {
  isSyncPathChange?: boolean;
  isFlipPathChange?: boolean;
  isAggregationChange?: boolean;
  isListenerChange?: boolean;
  isProgramaticChange?: boolean;
  sender?: string;
  [key: string]: unknown;
}

/** A change of the state: the path, keys joined by dots; its new value; what else is to be known. */
export type ChangeTuple = readonly [path: string, value: unknown, meta?: ChangeMeta | undefined];

/** The meta of a change that came through stages: their flags, under what the change itself says of them. */
export function metaOf(flags: number, meta: ChangeMeta | undefined): ChangeMeta | undefined {
  const stages = flags & ~ChangeFlag.noop;
  if (stages === 0) return meta;
  const merged: ChangeMeta = {};
  if ((flags & ChangeFlag.sync) !== 0) merged.isSyncPathChange = true;
  if ((flags & ChangeFlag.flip) !== 0) merged.isFlipPathChange = true;
  if ((flags & ChangeFlag.listener) !== 0) merged.isListenerChange = true;
  Object.assign(merged, meta);
  // Who distributes a change vouches for it.
  if ((flags & ChangeFlag.aggregation) !== 0) merged.isAggregationChange = true;
  return merged;
}

/** @throws StateChangeError for what is no list of changes */
export function checkChanges(changes: unknown): asserts changes is readonly ChangeTuple[] {
  if (!Array.isArray(changes)) throw new StateChangeError(`changes = ${shown(changes)} is refused: give an array of [path, value, meta]`);
  for (let at = 0; at < changes.length; at++) {
    const change: unknown = changes[at];
    if (!Array.isArray(change) || typeof change[0] !== 'string') {
      throw new StateChangeError(`changes[${at}] = ${shown(change)} is refused: give [path, value, meta], the path a string`);
    }
  }
}

/** A batch from stage to stage: the twin of src/state/stages.h and src/state/engine.h. */
import { ChangeFlag, NONE, Tag } from '../../generated/state-layout.js';
import type { Aggregations } from './aggregations.js';
import type { Matcher } from './match.js';
import type { PathTree } from './path-tree.js';
import type { ChangeList, Input } from './tables.js';

/** The three stages: what they add to a range of the list, and the ends they leave behind. */
export class Pipeline {
  readonly stageEnds = new Uint32Array(3);
  readonly #tree: PathTree;
  readonly #aggregations: Aggregations;
  readonly #sync: Matcher;
  readonly #flip: Matcher;
  readonly #input: Input;
  readonly #list: ChangeList;
  readonly #rest: number[] = [];
  /** Flags and origin of the row that a stage looks at. */
  #flags = 0;
  #origin = 0;

  constructor(tree: PathTree, aggregations: Aggregations, sync: Matcher, flip: Matcher, input: Input, list: ChangeList) {
    this.#tree = tree;
    this.#aggregations = aggregations;
    this.#sync = sync;
    this.#flip = flip;
    this.#input = input;
    this.#list = list;
  }

  /** The stages over the whole batch, one after the other. */
  runByStage(rows: number): void {
    const list = this.#list;
    list.room(rows);
    for (let row = 0; row < rows; row++) this.#takeRow(row);
    if (this.#aggregations.count > 0) {
      let kept = rows;
      const last = rows - 1;
      const taken: boolean[] = [];
      for (let row = last; row >= 0; row--) {
        taken[row] = this.#distribute(row);
        if (taken[row]) kept--;
      }
      if (kept < rows) {
        let to = 0;
        for (let from = 0; from < list.length; from++) if (from >= rows || !taken[from]) list.move(from, to++);
        list.length = to;
      }
    }
    this.stageEnds[0] = list.length;
    this.#syncRange(0, list.length);
    this.stageEnds[1] = list.length;
    this.#flipRange(0, list.length);
    this.stageEnds[2] = list.length;
  }

  /** Each change through all stages before the next one. */
  runByChange(rows: number): void {
    const list = this.#list;
    const ends = this.stageEnds;
    ends.fill(0);
    for (let row = 0; row < rows; row++) {
      const begin = list.length;
      if (!this.#distribute(row)) this.#takeRow(row);
      const aggregated = list.length;
      this.#syncRange(begin, aggregated);
      const synced = list.length;
      this.#flipRange(begin, synced);
      ends[0] = (ends[0] as number) + aggregated - begin;
      ends[1] = (ends[1] as number) + synced - begin;
      ends[2] = (ends[2] as number) + list.length - begin;
    }
  }

  #takeRow(row: number): void {
    const { ids, tags, payloads } = this.#input.rows;
    this.#list.push(ids[row] as number, tags[row] as number, payloads[row] as number, 0, row);
  }

  /** Writes a target's value to its sources instead, if the row is one to a target or below it. */
  #distribute(row: number): boolean {
    const { ids, tags, payloads } = this.#input.rows;
    const id = ids[row] as number;
    const target = this.#aggregations.targetOf(id);
    if (target === NONE) return false;
    const tree = this.#tree;
    const rest = this.#rest;
    rest.length = 0;
    for (let at = id; at !== target; at = tree.parent[at] as number) rest.push(tree.segment[at] as number);
    for (const { sources } of this.#aggregations.of(target)) {
      for (const source of sources) {
        let to = source;
        for (let at = rest.length - 1; at >= 0; at--) to = tree.reach(to, rest[at] as number);
        this.#list.push(to, tags[row] as number, payloads[row] as number, ChangeFlag.aggregation, row);
      }
    }
    return true;
  }

  readonly #emitSynced = (id: number, tag: number, payload: number): void => {
    this.#list.push(id, tag, payload, this.#flags | ChangeFlag.sync, this.#origin);
  };

  readonly #emitFlipped = (id: number, tag: number, payload: number): void => {
    if (tag !== Tag.booleanTrue && tag !== Tag.booleanFalse) return;
    this.#list.push(id, tag === Tag.booleanTrue ? Tag.booleanFalse : Tag.booleanTrue, payload, this.#flags | ChangeFlag.flip, this.#origin);
  };

  #syncRange(begin: number, end: number): void {
    for (let row = begin; row < end; row++) this.#spread(this.#sync, row, this.#emitSynced);
  }

  #flipRange(begin: number, end: number): void {
    for (let row = begin; row < end; row++) {
      const tag = this.#list.tags[row];
      // Nothing but a boolean, or what may hold one, is flipped.
      if (tag === Tag.booleanTrue || tag === Tag.booleanFalse || tag === Tag.object || tag === Tag.array)
        this.#spread(this.#flip, row, this.#emitFlipped);
    }
  }

  #spread(matcher: Matcher, row: number, emit: (id: number, tag: number, payload: number) => void): void {
    const list = this.#list;
    this.#flags = list.flags[row] as number;
    this.#origin = list.origins[row] as number;
    matcher.spread(list.ids[row] as number, list.tags[row] as number, list.payloads[row] as number, emit);
  }
}

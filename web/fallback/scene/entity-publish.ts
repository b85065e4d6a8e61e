/** A publish of entities: the twin of src/scene/entity_publish.cpp. It costs what changed. */
import {
  ENTITY_ALIVE,
  FIELD_ACTIVE,
  FIELD_CAMERA,
  FIELD_COLOR,
  FIELD_MESH,
  FIELD_ORIENTATION,
  FIELD_PARENT,
  FIELD_POSITION,
  FIELD_SCALE,
  FIELD_TEXTURE,
  NONE,
  RefusalKind,
} from '../../generated/scene-layout.js';
import type { EntityColumns } from './columns.js';
import { bitCount, COLUMN_GROUPS, ColumnGroup, LINE_ENTITIES } from './dirty-set.js';
import { type EntityMemory, meshOf, NO_MESH } from './entity-memory.js';
import type { MeshStore } from './mesh-store.js';
import { type Outcome, refusal } from './outcome.js';

const ALL = 0xffffffff;

/** By column group. */
const FIELDS_OF: readonly number[] = [
  ...[FIELD_POSITION, FIELD_ORIENTATION, FIELD_SCALE, FIELD_COLOR],
  ...[FIELD_MESH | FIELD_TEXTURE, FIELD_CAMERA, FIELD_ACTIVE, FIELD_PARENT],
];
const ALL_FIELDS = 2 * FIELD_PARENT - 1;

export interface Publication {
  /** Keys that were copied: column groups of entities. */
  copies: number;
  /** Entities that had any. */
  entities: number;
  /** Which fields of entities changed (FIELD_POSITION ...); where one began or ended, all of them. */
  fields: number;
}

type Column = Uint32Array | Float32Array;

/** The columns of a group. */
function columnsOfGroup(columns: EntityColumns, group: ColumnGroup): readonly Column[] {
  switch (group) {
    case ColumnGroup.position:
      return columns.position;
    case ColumnGroup.orientation:
      return columns.orientation;
    case ColumnGroup.scale:
      return columns.scale;
    case ColumnGroup.color:
      return [columns.colors];
    case ColumnGroup.looks:
      return [columns.looks];
    case ColumnGroup.camera:
      return [columns.cameras];
    case ColumnGroup.life:
      return [columns.generations, columns.flags];
    case ColumnGroup.parent:
      return [columns.parents];
  }
}

/**
 * Whether a publish can happen: what is dirty holds together, and there is memory for it. It changes nothing that is published.
 * Numbers need no second look here: nothing but commands, which are checked, writes to columns of JavaScript.
 */
export function prepare(memory: EntityMemory, meshes: MeshStore): Outcome {
  let fault: Outcome = null;
  const { dirty } = memory;
  const isLinked = (dirty.groups & ((1 << ColumnGroup.looks) | (1 << ColumnGroup.parent))) !== 0;
  if (isLinked) {
    dirty.visit((line) => {
      fault = checkLine(memory, meshes, line);
      return fault === null;
    });
  }
  if (fault !== null) return fault;
  return memory.growPublished() ? null : refusal(RefusalKind.memory);
}

/** Whether what is dirty of a line's entities holds together. */
function checkLine({ working, dirty, slots }: EntityMemory, meshes: MeshStore, line: number): Outcome {
  let bits = dirty.wordOf(line, ColumnGroup.looks) | dirty.wordOf(line, ColumnGroup.parent);
  for (; bits !== 0; bits &= bits - 1) {
    const slot = line * LINE_ENTITIES + 31 - Math.clz32(bits & -bits);
    if (working.flags[slot] === 0) continue;
    const mesh = meshOf(working.looks[slot] as number);
    if (mesh !== NO_MESH && !meshes.isKnown(mesh)) return refusal(RefusalKind.unknownMesh, mesh);
    const parent = working.parents[slot] as number;
    if (parent !== NONE && (parent >= slots || working.flags[parent] === 0)) return refusal(RefusalKind.staleEntity);
  }
  return null;
}

/** What is dirty, is published. `prepare` said that it can. */
export function publish(memory: EntityMemory): Publication {
  const { dirty } = memory;
  const done: Publication = { copies: 0, entities: 0, fields: 0 };
  for (let group = 0; group < COLUMN_GROUPS; group++) if ((dirty.groups & (1 << group)) !== 0) done.fields |= FIELDS_OF[group] as number;
  dirty.visit((line) => {
    for (let group = 0; group < COLUMN_GROUPS; group++) done.copies += bitCount(dirty.wordOf(line, group as ColumnGroup));
    done.entities += bitCount(dirty.any(line));
    if (hasOthers(memory, line)) done.fields = ALL_FIELDS;
    return true;
  });
  for (let group = 0; group < COLUMN_GROUPS; group++) {
    if ((dirty.groups & (1 << group)) !== 0) copyGroup(memory, group as ColumnGroup);
  }
  dirty.clear();
  memory.publishedSlots = memory.slots;
  memory.publishedCount = memory.count;
  return done;
}

/** Whether one of a line's entities begins or ends with the publish. */
function hasOthers({ working, published, dirty }: EntityMemory, line: number): boolean {
  for (let bits = dirty.wordOf(line, ColumnGroup.life); bits !== 0; bits &= bits - 1) {
    const slot = line * LINE_ENTITIES + 31 - Math.clz32(bits & -bits);
    const changed = (working.flags[slot] as number) ^ (published.flags[slot] as number);
    if ((changed & ENTITY_ALIVE) !== 0 || working.generations[slot] !== published.generations[slot]) return true;
  }
  return false;
}

/** Copies a group's dirty values: lines in a row that are dirty in whole as one. */
function copyGroup({ working, published, dirty }: EntityMemory, group: ColumnGroup): void {
  const from = columnsOfGroup(working, group);
  const to = columnsOfGroup(published, group);
  let begin = 0;
  let end = 0;
  dirty.visit((line) => {
    const bits = dirty.wordOf(line, group);
    if (bits === ALL) {
      if (line !== end) {
        copyRun(to, from, begin * LINE_ENTITIES, end * LINE_ENTITIES);
        begin = line;
      }
      end = line + 1;
    } else if (bits !== 0) {
      copySome(to, from, line * LINE_ENTITIES, bits);
    }
    return true;
  });
  copyRun(to, from, begin * LINE_ENTITIES, end * LINE_ENTITIES);
}

function copyRun(to: readonly Column[], from: readonly Column[], begin: number, end: number): void {
  if (begin === end) return;
  for (let i = 0; i < to.length; i++) (to[i] as Column).set((from[i] as Column).subarray(begin, end), begin);
}

function copySome(to: readonly Column[], from: readonly Column[], first: number, dirty: number): void {
  for (let i = 0; i < to.length; i++) {
    const target = to[i] as Column;
    const source = from[i] as Column;
    for (let bits = dirty; bits !== 0; bits &= bits - 1) {
      const slot = first + 31 - Math.clz32(bits & -bits);
      target[slot] = source[slot] as number;
    }
  }
}

/** One field of many entities: the twin of src/scene/entity_runs.cpp. */
import {
  ENTITY_ACTIVE,
  ENTITY_ALIVE,
  FIELD_ACTIVE,
  FIELD_COLOR,
  FIELD_ORIENTATION,
  FIELD_POSITION,
  FIELD_SCALE,
  RefusalKind,
  SceneOp,
} from '../../generated/scene-layout.js';
import { squareRoot } from '../core/math.js';
import { ColumnGroup } from './dirty-set.js';
import type { EntityMemory } from './entity-memory.js';
import { areNumbers } from './numbers.js';
import type { Outbox } from './outbox.js';
import { type Outcome, type Refusal, refusal } from './outcome.js';

const f = Math.fround;

/** Words a value of a run or list has; 0 for a field that none can set. */
export function runWords(field: number): number {
  switch (field) {
    case FIELD_POSITION:
    case FIELD_SCALE:
      return 3;
    case FIELD_ORIENTATION:
      return 4;
    case FIELD_COLOR:
    case FIELD_ACTIVE:
      return 1;
    default:
      return 0;
  }
}

/** Values of a command: words, the same as f32, and where the first one's stand. */
export interface ValuesAt {
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  readonly at: number;
}

const STALE: Refusal = refusal(RefusalKind.staleEntity);
const NOT_FINITE: Refusal = refusal(RefusalKind.notFinite);

function groupOf(field: number): ColumnGroup {
  switch (field) {
    case FIELD_POSITION:
      return ColumnGroup.position;
    case FIELD_ORIENTATION:
      return ColumnGroup.orientation;
    case FIELD_SCALE:
      return ColumnGroup.scale;
    case FIELD_COLOR:
      return ColumnGroup.color;
    default:
      return ColumnGroup.life;
  }
}

/** One field of entities in a row; a slot that was never there is refused, too. */
export function setRun(
  memory: EntityMemory,
  outbox: Outbox,
  field: number,
  first: number,
  generation: number,
  count: number,
  values: ValuesAt,
): void {
  // Whoever was never there is refused as one.
  const there = first < memory.slots ? Math.min(count, memory.slots - first) : 0;
  const width = runWords(field);
  const isPlain = areOfGeneration(memory, first, there, generation) && areValues(field, values, there);
  if (isPlain && there > 0) setAll(memory, field, first, there, values);
  else {
    for (let i = 0; i < there; i++) {
      const slot = first + i;
      const refused = memory.isAlive(slot, generation) ? setOne(memory, field, slot, values, values.at + i * width) : STALE;
      if (refused !== null) outbox.refuse(SceneOp.setRun, refused.kind, slot, generation, refused.detail);
    }
  }
  if (there === count) return;
  outbox.refuse(SceneOp.setRun, RefusalKind.staleEntity, (first + there) >>> 0, generation, 0, count - there);
}

/**
 * The same by ids.
 * @param slots where the first slot stands among the words, and `generations` the first generation
 */
export function setList(
  memory: EntityMemory,
  outbox: Outbox,
  field: number,
  count: number,
  slots: number,
  generations: number,
  values: ValuesAt,
): void {
  const { words } = values;
  const width = runWords(field);
  for (let i = 0; i < count; i++) {
    const slot = words[slots + i] as number;
    const generation = words[generations + i] as number;
    const refused = memory.isAlive(slot, generation) ? setOne(memory, field, slot, values, values.at + i * width) : STALE;
    if (refused !== null) outbox.refuse(SceneOp.setList, refused.kind, slot, generation, refused.detail);
  }
}

/** Whether entities in a row all live and are of one generation. */
function areOfGeneration({ working }: EntityMemory, first: number, count: number, generation: number): boolean {
  const { generations, flags } = working;
  for (let slot = first; slot < first + count; slot++) {
    if (generations[slot] !== generation || flags[slot] === 0) return false;
  }
  return true;
}

/** Whether all values hold. Of orientations that is asked as they are written. */
function areValues(field: number, { words, at }: ValuesAt, count: number): boolean {
  if (field === FIELD_COLOR) return true;
  if (field !== FIELD_ACTIVE) return field !== FIELD_ORIENTATION && areNumbers(words, at, count * 3);
  for (let i = at; i < at + count; i++) if ((words[i] as number) > 1) return false;
  return true;
}

/** Writes values that hold of entities that are there. */
function setAll(memory: EntityMemory, field: number, first: number, count: number, { words, floats, at }: ValuesAt): void {
  const { working, dirty } = memory;
  if (field === FIELD_COLOR) {
    working.colors.set(words.subarray(at, at + count), first);
  } else if (field === FIELD_ACTIVE) {
    for (let i = 0; i < count; i++) working.flags[first + i] = words[at + i] === 0 ? ENTITY_ALIVE : ENTITY_ALIVE | ENTITY_ACTIVE;
  } else {
    const [x, y, z] = field === FIELD_POSITION ? working.position : working.scale;
    let from = at;
    for (let slot = first; slot < first + count; slot++) {
      x[slot] = floats[from] as number;
      y[slot] = floats[from + 1] as number;
      z[slot] = floats[from + 2] as number;
      from += 3;
    }
  }
  dirty.markRun(first, count, groupOf(field));
}

function setOne(memory: EntityMemory, field: number, slot: number, { words, floats }: ValuesAt, at: number): Outcome {
  const { working } = memory;
  switch (field) {
    case FIELD_COLOR:
      working.colors[slot] = words[at] as number;
      break;
    case FIELD_ACTIVE: {
      const active = words[at] as number;
      if (active > 1) return refusal(RefusalKind.outOfRange, active);
      working.flags[slot] = active === 0 ? ENTITY_ALIVE : ENTITY_ALIVE | ENTITY_ACTIVE;
      break;
    }
    case FIELD_ORIENTATION: {
      if (!areNumbers(words, at, 4)) return NOT_FINITE;
      const x = floats[at] as number;
      const y = floats[at + 1] as number;
      const z = floats[at + 2] as number;
      const w = floats[at + 3] as number;
      const length = squareRoot(f(f(f(f(x * x) + f(y * y)) + f(z * z)) + f(w * w)));
      if (!(length > 0)) return NOT_FINITE;
      const to = working.orientation;
      to[0][slot] = x / length;
      to[1][slot] = y / length;
      to[2][slot] = z / length;
      to[3][slot] = w / length;
      break;
    }
    default: {
      if (!areNumbers(words, at, 3)) return NOT_FINITE;
      const to = field === FIELD_POSITION ? working.position : working.scale;
      to[0][slot] = floats[at] as number;
      to[1][slot] = floats[at + 1] as number;
      to[2][slot] = floats[at + 2] as number;
    }
  }
  memory.dirty.mark(slot, groupOf(field));
  return null;
}

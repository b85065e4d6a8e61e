/** Which column groups of which entities differ between the working and the published state: the twin of src/scene/dirty_set.h. */

/** What is published of an entity at once: the columns that change together. */
export const ColumnGroup = { position: 0, orientation: 1, scale: 2, color: 3, looks: 4, camera: 5, life: 6, parent: 7 } as const;
export type ColumnGroup = (typeof ColumnGroup)[keyof typeof ColumnGroup];

export const COLUMN_GROUPS = 8;
/** Entities of a line: JavaScript's words have half the bits of those of C++. */
export const LINE_ENTITIES = 32;

const LINE_SHIFT = 5;
const ALL = 0xffffffff;

/** How many bits of a word are set. */
export function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

export class DirtySet {
  /** A word of each group for each line. */
  readonly lines: Uint32Array;
  /** A bit a line. */
  readonly summary: Uint32Array;
  /** Groups of which any entity is dirty, a bit each. */
  groups = 0;

  /** @param before a set of fewer entities, whose bits are taken over */
  constructor(entities: number, before: DirtySet | null = null) {
    const lines = Math.ceil(entities / LINE_ENTITIES);
    this.lines = new Uint32Array(lines * COLUMN_GROUPS);
    this.summary = new Uint32Array(Math.ceil(lines / 32));
    if (before === null) return;
    this.lines.set(before.lines);
    this.summary.set(before.summary);
    this.groups = before.groups;
  }

  isEmpty(): boolean {
    return this.groups === 0;
  }

  mark(entity: number, group: ColumnGroup): void {
    this.markMany(entity >>> LINE_SHIFT, 1 << (entity & (LINE_ENTITIES - 1)), group);
  }

  markAll(entity: number): void {
    for (let group = 0; group < COLUMN_GROUPS; group++) this.mark(entity, group as ColumnGroup);
  }

  /** Entities of one line, by their bits. */
  markMany(line: number, entities: number, group: ColumnGroup): void {
    const at = line * COLUMN_GROUPS + group;
    this.lines[at] = (this.lines[at] as number) | entities;
    this.summary[line >>> 5] = (this.summary[line >>> 5] as number) | (1 << (line & 31));
    this.groups |= 1 << group;
  }

  /** Entities first to first + count - 1. */
  markRun(first: number, count: number, group: ColumnGroup): void {
    const end = first + count;
    for (let at = first; at < end; ) {
      const line = at >>> LINE_SHIFT;
      const next = Math.min(end, (line + 1) * LINE_ENTITIES);
      const bits = next - at === LINE_ENTITIES ? ALL : ((1 << (next - at)) - 1) << (at & (LINE_ENTITIES - 1));
      this.markMany(line, bits, group);
      at = next;
    }
  }

  /** Calls `visit(line number)` for every line that has a bit, in ascending order, until it says false; whether it never did. */
  visit(visitLine: (line: number) => boolean): boolean {
    const { summary } = this;
    for (let word = 0; word < summary.length; word++) {
      for (let bits = summary[word] as number; bits !== 0; bits &= bits - 1) {
        if (!visitLine(word * 32 + 31 - Math.clz32(bits & -bits))) return false;
      }
    }
    return true;
  }

  /** Entities of a line that are dirty in a group. */
  wordOf(line: number, group: ColumnGroup): number {
    return this.lines[line * COLUMN_GROUPS + group] as number;
  }

  /** Entities of a line that are dirty in any group. */
  any(line: number): number {
    let all = 0;
    for (let at = line * COLUMN_GROUPS; at < (line + 1) * COLUMN_GROUPS; at++) all |= this.lines[at] as number;
    return all >>> 0;
  }

  /** Nothing is dirty any more. */
  clear(): void {
    this.visit((line) => {
      this.lines.fill(0, line * COLUMN_GROUPS, (line + 1) * COLUMN_GROUPS);
      return true;
    });
    this.summary.fill(0);
    this.groups = 0;
  }
}

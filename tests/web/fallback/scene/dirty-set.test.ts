import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitCount, COLUMN_GROUPS, ColumnGroup, DirtySet, LINE_ENTITIES } from '../../../../web/fallback/scene/dirty-set.js';

/** The entities of a group, from what a visit shows. */
function marked(dirty: DirtySet, group: ColumnGroup): number[] {
  const found: number[] = [];
  dirty.visit((line) => {
    const word = dirty.wordOf(line, group);
    for (let bit = 0; bit < LINE_ENTITIES; bit++) if (((word >>> bit) & 1) !== 0) found.push(line * LINE_ENTITIES + bit);
    return true;
  });
  return found;
}

describe('a dirty set', () => {
  it('holds what was marked, in ascending order, and nothing once it is cleared', () => {
    const entities = 3000;
    const run = fc.record({ first: fc.nat(entities - 1), count: fc.nat(500), group: fc.nat(COLUMN_GROUPS - 1) });
    fc.assert(
      fc.property(fc.array(run, { maxLength: 20 }), (runs) => {
        const dirty = new DirtySet(entities);
        const model = Array.from({ length: COLUMN_GROUPS }, () => new Set<number>());
        for (const { first, count, group } of runs) {
          const end = Math.min(first + count, entities);
          if (count === 1) dirty.mark(first, group as ColumnGroup);
          else dirty.markRun(first, end - first, group as ColumnGroup);
          for (let at = first; at < end; at++) model[group]?.add(at);
        }
        model.forEach((all, group) => {
          expect(marked(dirty, group as ColumnGroup)).toEqual([...all].sort((a, b) => a - b));
        });
        expect(dirty.isEmpty()).toBe(model.every(({ size }) => size === 0));
        dirty.clear();
        expect(dirty.isEmpty()).toBe(true);
        model.forEach((_, group) => {
          expect(marked(dirty, group as ColumnGroup)).toEqual([]);
        });
      }),
    );
  });

  it('is taken over by one that has room for more', () => {
    const small = new DirtySet(64);
    small.mark(63, ColumnGroup.parent);
    small.markAll(5);
    const large = new DirtySet(2000, small);
    expect(marked(large, ColumnGroup.parent)).toEqual([5, 63]);
    expect(marked(large, ColumnGroup.color)).toEqual([5]);
    expect(large.any(1)).toBe(2 ** 31);
    expect(large.isEmpty()).toBe(false);
  });

  it('ends a visit that has seen enough', () => {
    const dirty = new DirtySet(1000);
    dirty.markRun(0, 1000, ColumnGroup.scale);
    const seen: number[] = [];
    expect(dirty.visit((line) => seen.push(line) < 3)).toBe(false);
    expect(seen).toEqual([0, 1, 2]);
  });

  it('counts bits', () => {
    fc.assert(
      fc.property(fc.integer(), (word) => {
        expect(bitCount(word)).toBe((word >>> 0).toString(2).replaceAll('0', '').length);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../../../web/generated/scene-layout.js';
import { Family } from '../../../../web/scene/script/family.js';
import { Slots } from '../../../../web/scene/script/slots.js';

describe('slots', () => {
  it('give the lowest free one, as a list that is looked through does', () => {
    const actions = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, { weight: 2, arbitrary: fc.nat(5000) }), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(actions, fc.integer({ min: 1, max: 200 }), (list, most) => {
        const slots = new Slots(most);
        const taken = new Set<number>();
        for (const action of list) {
          if (action < 0) {
            const free = Array.from({ length: most }, (_, slot) => slot).find((slot) => !taken.has(slot)) ?? -1;
            expect(slots.take()).toBe(free);
            if (free >= 0) taken.add(free);
          } else if (taken.size > 0) {
            const slot = [...taken][action % taken.size] as number;
            slots.free(slot);
            taken.delete(slot);
          }
          expect(slots.taken).toBe(taken.size);
        }
        for (let slot = 0; slot < most; slot++) expect(slots.isFree(slot)).toBe(!taken.has(slot));
      }),
    );
  });

  it('grow over levels: a hundred thousand are given in order, and again after all were given back', () => {
    const slots = new Slots(100_000);
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 100_000; i++) if (slots.take() !== i) throw new Error(`not ${i}`);
      expect(slots.take()).toBe(-1);
      for (let i = 99_999; i >= 0; i--) slots.free(i);
    }
    expect(slots.end).toBe(100_000);
  });

  it('take as long with a million of them as with a thousand', () => {
    const time = (count: number): number => {
      const slots = new Slots(1_000_000);
      for (let i = 0; i < count; i++) slots.take();
      const begin = performance.now();
      for (let i = 0; i < 200_000; i++) {
        const slot = (i * 7919) % count;
        slots.free(slot);
        if (slots.take() !== slot) throw new Error('another slot');
      }
      return performance.now() - begin;
    };
    time(1000);
    expect(time(1_000_000)).toBeLessThan(20 * time(1000) + 50);
  });

  it('can be asked for from a place on, so that a number is not used again at once', () => {
    const slots = new Slots(4);
    expect([slots.takeFrom(0), slots.takeFrom(1)]).toEqual([0, 1]);
    slots.free(0);
    expect([slots.takeFrom(2), slots.takeFrom(3), slots.takeFrom(4), slots.takeFrom(0)]).toEqual([2, 3, 0, -1]);
  });
});

describe('a family', () => {
  it('ends whom a table of parents says, each once, followers first', () => {
    const moves = fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.boolean()), { maxLength: 120 });
    fc.assert(
      fc.property(moves, (list) => {
        const family = new Family();
        const parents = new Map<number, number>();
        const follows = (slot: number, ancestor: number): boolean => {
          for (let at: number | undefined = slot; at !== undefined; at = parents.get(at)) if (at === ancestor) return true;
          return false;
        };
        for (const [slot, parent, ends] of list) {
          if (ends) {
            const expected = Array.from({ length: 31 }, (_, one) => one).filter((one) => follows(one, slot));
            const ended: number[] = [];
            family.end(slot, (one) => {
              expect(ended).not.toContain(parents.get(one));
              ended.push(one);
            });
            expect(ended.sort((a, b) => a - b)).toEqual(expected);
            for (const one of expected) parents.delete(one);
          } else if (!follows(parent, slot)) {
            expect(family.follows(parent, slot)).toBe(false);
            family.setParent(slot, parent);
            parents.set(slot, parent);
          } else expect(family.follows(parent, slot)).toBe(true);
          for (let one = 0; one <= 30; one++) expect(family.parentOf(one)).toBe(parents.get(one) ?? NONE);
        }
      }),
    );
  });

  it('may be a chain of a hundred thousand', () => {
    const family = new Family();
    for (let slot = 1; slot < 100_000; slot++) family.setParent(slot, slot - 1);
    let count = 0;
    family.end(0, () => {
      count += 1;
    });
    expect(count).toBe(100_000);
  });
});

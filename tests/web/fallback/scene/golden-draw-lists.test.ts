// What the engine in JavaScript draws of scenes at random, against the hashes that every build of the engine owes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DrawOutcome } from '../../../../web/fallback/scene/draw-list.js';
import { HEAP } from '../../../../web/fallback/scene/memory.js';
import { DrawRecipe, RECIPE_STEPS } from './draw-recipe.js';

/** Of each seed its steps: instances, groups, hash. */
function readLists(): readonly (readonly string[])[] {
  const lists: string[][] = [];
  for (const line of readFileSync(new URL('../../../scenes/scene-draw.txt', import.meta.url), 'utf8').split('\n')) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    if (words[0] === '') continue;
    const [first, seed, step, ...made] = words;
    if (first !== 'list' || made.length !== 3) throw new Error(`scene-draw.txt has a line that is no list: ${line}`);
    const steps = lists[Number(seed)] ?? [];
    lists[Number(seed)] = steps;
    steps[Number(step)] = made.join(' ');
  }
  return lists;
}

const lists = readLists();

describe('draw lists in JavaScript', () => {
  it('are owed for scenes enough, with all their steps', () => {
    expect(lists.length).toBeGreaterThan(15);
    for (const steps of lists) expect(steps).toHaveLength(RECIPE_STEPS);
  });

  it.each(lists.map((steps, seed) => ({ seed, steps })))('of the scene of seed $seed are those of the engine', ({ seed, steps }) => {
    const recipe = new DrawRecipe(seed, HEAP);
    const made = steps.map((_, step) => {
      recipe.go(step);
      expect(recipe.list.make(recipe.input)).toBe(DrawOutcome.made);
      const { instanceCount, groupCount } = recipe.list;
      return `${instanceCount} ${groupCount} ${recipe.hash(step).toString(16).padStart(8, '0')}`;
    });
    expect(made).toEqual(steps);
  });
});

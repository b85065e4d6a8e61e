// What every part of the benchmark does with its rounds.

import { say } from './steps.mjs';

/** The middle one, or the upper of the two. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The same in random order, so that no one is always first. */
export function shuffled(values) {
  const list = [...values];
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

/** The least. */
export const fastest = (values) => Math.min(...values);

/** The middle of ratios; 1 for none. */
export const geometricMean = (ratios) => Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / Math.max(1, ratios.length));

/**
 * Rounds of tasks, those of a group next to each other, and at each task one side right after the other: groups, tasks and sides
 * in an order of their own every round, so that a slow minute of the machine hits all alike.
 *
 * @param {readonly import('./bench-side.mjs').Side[]} sides
 * @param {number} rounds
 * @param {readonly (readonly import('./bench-side.mjs').Task[])[]} groups
 */
export async function takeTurns(sides, rounds, groups) {
  for (let round = 0; round < rounds; round += 1) {
    if (rounds > 1) say(`  round ${round + 1} of ${rounds}`);
    for (const tasks of shuffled(groups)) {
      for (const task of shuffled(tasks)) {
        for (const side of shuffled(sides)) await side.take(task, round);
      }
    }
  }
}

// What the benchmark's own page measures of every side: worlds in all tiers beside their native twins, memory, snapshots.

import { ALL_WORLDS, MEMORY_WORLDS, SEED, SERVED_WORLD, SNAPSHOT_WORLD, WORLDS } from './bars.mjs';
import { nativeWorld } from './bench-native.mjs';
import { takeTurns } from './bench-order.mjs';
import { nameOf, withPages } from './bench-side.mjs';
import { say, step } from './steps.mjs';

const found = (page, { key, world }) =>
  page.ask((request) => window.skyflockBench.found(request), { key, ...world, options: { ...world.options, seed: SEED } });
const round = (page, { key, world }, served) =>
  page.ask(([name, ticks, asPage]) => window.skyflockBench.round(name, ticks, asPage), [key, world.ticks, served]);
const snapshot = (page, { key, world }) => page.ask(([name, rounds]) => window.skyflockBench.snapshot(name, rounds), [key, world.rounds]);
const drop = (page, { key }) => page.ask((name) => window.skyflockBench.drop(name), key);

/** Tasks with a world each, that ask the page of a side for something. */
const tasksOf = (kind, worlds, pageOf, ask) =>
  Object.entries(worlds).map(([key, world]) => {
    const task = { kind, key, world, run: (side) => ask(pageOf(side), task) };
    return task;
  });

/** Founds the worlds of tasks on every side for an action, and gives their memory back. */
async function withWorlds(sides, pageOf, tasks, action) {
  const onEach = async (task, ask) => {
    for (const side of sides) await side.attempt(nameOf(task), () => ask(pageOf(side), task));
  };
  for (const task of tasks) {
    say(`  warming up ${task.key}`);
    await onEach(task, found);
  }
  await action();
  for (const task of tasks) await onEach(task, drop);
}

/** Rounds of every world, with those of its native twin; what worlds need and save. */
export async function measureWorlds(browser, sides, rounds) {
  await withPages(browser, sides, { part: 'site', page: 'bench.html', scope: 'skyflockBench' }, async (pageOf) => {
    const inTurns = (title, tasks, groups, count = rounds) =>
      step(title, () => withWorlds(sides, pageOf, tasks, () => takeTurns(sides, count, groups)));

    const worlds = tasksOf('wasm', ALL_WORLDS, pageOf, (page, task) => round(page, task, false));
    const withTwins = worlds.map((task) => (WORLDS[task.key] === undefined ? [task] : [task, nativeWorld(task.key)]));
    await inTurns('worlds', worlds, withTwins);
    // A few ticks tell what memory they need, and each of them has it for itself.
    for (const task of tasksOf('memory', MEMORY_WORLDS, pageOf, (page, task) => round(page, task, true))) {
      await inTurns(`memory: ${task.key}`, [task], [[task]], 1);
    }
    const served = tasksOf('served', SERVED_WORLD, pageOf, (page, task) => round(page, task, true));
    await inTurns('savanna as a page is served', served, [served]);
    const snapshots = tasksOf('snapshot', SNAPSHOT_WORLD, pageOf, snapshot);
    await inTurns('snapshots', snapshots, [snapshots]);
  });
}

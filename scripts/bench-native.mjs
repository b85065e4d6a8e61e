// What is measured without a browser: the engines' native twins, and critical paths in Node.

import { join } from 'node:path';
import { CRITICAL_PATHS, METEOR_CASES, SCENE_ROUNDS, SEED, WORLDS } from './bars.mjs';
import { takeTurns } from './bench-order.mjs';
import { run, step } from './steps.mjs';

const DEADLINE = 600;

/** What one of a side's programs prints. */
async function answerOf(side, part, args) {
  const { output } = await run(part, side.path(part), args.map(String), { deadline: DEADLINE });
  return JSON.parse(output);
}

/** Rounds of a world. Each founds it and warms it up anew. */
export const nativeWorld = (key) => ({
  kind: 'native',
  key,
  run: (side, round) => {
    const { scene, options, warmUpTicks, ticks } = WORLDS[key];
    const { entities, ...rest } = options;
    const further = Object.entries(rest).map(([name, value]) => `${name}=${value}`);
    return answerOf(side, 'native-bench', [scene, entities, SEED, warmUpTicks + round * ticks, ticks, ...further]);
  },
});

export const NATIVE_STORM = {
  kind: 'meteor',
  key: 'storm-native',
  run: (side, round) => {
    const { preset, warmUpFrames, frames } = METEOR_CASES.storm;
    return answerOf(side, 'meteor-bench', [preset, SEED, warmUpFrames + round * frames, frames]);
  },
};

export const NATIVE_STATE_ENGINE = { kind: 'state', key: 'native', run: (side) => answerOf(side, 'state-bench', []) };

/** Frames of a scene; gives figures by the number of entities. */
export const NATIVE_SCENE = { kind: 'scene', key: 'native', run: (side) => answerOf(side, 'scene-bench', [SCENE_ROUNDS]) };

/** Rounds of all of them, by themselves. */
export async function measureNatively(sides, rounds) {
  const tasks = [...Object.keys(WORLDS).map(nativeWorld), NATIVE_STORM, NATIVE_STATE_ENGINE, NATIVE_SCENE];
  await step('native twins', () =>
    takeTurns(
      sides,
      rounds,
      tasks.map((task) => [task]),
    ),
  );
}

/** What the command line says of each critical path. */
export async function measureCriticalPaths(sides, rounds) {
  const tasks = Object.entries(CRITICAL_PATHS).map(([key, flags]) => ({
    kind: 'paths',
    key,
    run: async (side) => {
      const args = Object.entries({ ...flags, seed: SEED }).flatMap(([name, value]) => [`--${name}`, String(value)]);
      const cli = join(side.path('package'), 'cli', 'skyflock.js');
      const command = [cli, 'run', '--critical-path', '--json', ...args];
      const { output } = await run(`critical-path-${key}`, process.execPath, command, { deadline: DEADLINE });
      return JSON.parse(output).criticalPath;
    },
  }));
  await step('critical paths', () => takeTurns(sides, rounds, [tasks]));
}

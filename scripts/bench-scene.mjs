// The scene system's part of npm run bench: its engine in both tiers beside its native twin and beside three, and what a script on
// a thread of its own gives it and hears of it.

import { SCENE_ENTITIES, SCENE_ROUNDS } from './bars.mjs';
import { NATIVE_SCENE } from './bench-native.mjs';
import { takeTurns } from './bench-order.mjs';
import { withPages } from './bench-side.mjs';
import { step } from './steps.mjs';

/** Rounds of all of it. */
export async function measureScenes(browser, sides, rounds) {
  await withPages(browser, sides, { part: 'test-pages', page: 'scene-bench.html', scope: 'sceneBench' }, async (pageOf) => {
    const asked = (key, name, ...args) => ({
      kind: 'scene',
      key,
      run: (side) => pageOf(side).ask(([what, given]) => window.sceneBench[what](...given), [name, args]),
    });
    const engines = SCENE_ENTITIES.flatMap((entities) =>
      ['wasm', 'js'].map((tier) => asked(`${tier}-${entities}`, 'engine', tier, entities, SCENE_ROUNDS)),
    );
    const [most] = SCENE_ENTITIES;
    const three = asked('three', 'three', most, SCENE_ROUNDS);
    const links = ['rings', 'batches'].flatMap((link) => [
      [asked(`commands-${link}`, 'commands', link, 'wasm')],
      [asked(`callbacks-${link}`, 'callbacks', link)],
    ]);
    await step('scenes', () =>
      takeTurns(sides, rounds, [[...engines, three, NATIVE_SCENE], ...links, [asked('start', 'start')], [asked('input', 'input')]]),
    );
    const memory = asked('rings', 'ringBytes');
    await step('memory of scenes', () => takeTurns(sides, 1, [[memory]]));
  });
}

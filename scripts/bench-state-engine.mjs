// The state engine's part of npm run bench: batches in WebAssembly and in JavaScript, and natively.

import { NATIVE_STATE_ENGINE } from './bench-native.mjs';
import { takeTurns } from './bench-order.mjs';
import { withPages } from './bench-side.mjs';
import { step } from './steps.mjs';

/** Rounds of all engines. */
export async function measureStateEngines(browser, sides, rounds) {
  await withPages(browser, sides, { part: 'test-pages', page: 'state-bench.html', scope: 'stateBench' }, async (pageOf) => {
    const inPage = (key) => ({
      kind: 'state',
      key,
      run: (side) => pageOf(side).ask((name) => window.stateBench.measure(name), key),
    });
    await step('state engine', () => takeTurns(sides, rounds, [[inPage('wasm'), inPage('js'), NATIVE_STATE_ENGINE]]));
  });
}

/** What befalls the threads of worlds in browsers, and what is owed then: for the tests of each browser. */
import type { HarmAnswer, HarmRequest, ShowerAnswer } from '../../e2e/pages/recovery.js';

/** Milliseconds after which it is noticed that a coordinator is silent. */
const LONGEST_SILENCE = 2500;
/** Milliseconds that the picture may stand when the coordinator was lost; several threads take their time to start in JavaScript. */
const LONGEST_GAP = { threads: 3000, wasm: 3000, 'js-workers': 5000, js: 3000 };

/** All that may happen to the coordinators of a world of 10,000 animals. Only worlds of one thread have their engine in it. */
export const COORDINATOR_HARMS: readonly HarmRequest[] = [
  ...(['wasm', 'js'] as const).flatMap((tier) => (['ends', 'hangs', 'traps'] as const).map((harm) => ({ tier, harm }))),
  ...(['threads', 'js-workers'] as const).flatMap((tier) => (['ends', 'hangs'] as const).map((harm) => ({ tier, harm }))),
].map((request) => ({ ...request, thread: 'coordinator', entities: 10_000 }));

/** All that may happen to a thread of the pool. One that ended is noticed by the same silence as one that hangs. */
export const WORKER_HARMS: readonly HarmRequest[] = (['threads', 'js-workers'] as const).flatMap((tier) =>
  (['ends', 'hangs'] as const).map((harm) => ({ tier, harm, thread: 'worker', entities: 10_000 })),
);

/**
 * Milliseconds that the picture may stand then: 400 until the thread is judged, 2,100 until another is in its place, since
 * Chromium lets one that never leaves WebAssembly run on for 2 s after its end, and a frame's way to the page.
 */
const LONGEST_GAP_OF_A_WORKER = 400 + 2100 + 100;

/** Milliseconds that a shower's picture may stand. */
const LONGEST_GAP_OF_A_SHOWER = 3000;

/** What is wrong with how a world went on; nothing, if all is well. */
export function wrongs({ tier, recoveries, longestGap, wentBack, hash, expected }: HarmAnswer, request: HarmRequest): string[] {
  const mending = recoveries[0]?.ms ?? 0;
  const most = request.thread === 'worker' && request.tier === 'threads' ? LONGEST_GAP_OF_A_WORKER : LONGEST_GAP[request.tier];
  const all = [
    recoveries.length === 1 || `it was mended ${recoveries.length} times: ${JSON.stringify(recoveries)}`,
    tier === request.tier || `it goes on in the tier ${tier}`,
    longestGap - mending <= LONGEST_SILENCE || `it was noticed after ${Math.round(longestGap - mending)} ms only`,
    longestGap <= most || `the picture stood for ${Math.round(longestGap)} ms: ${JSON.stringify(recoveries)}`,
    !wentBack || 'the picture went back',
    hash === expected || `it is another world: ${hash}, not ${expected}`,
  ];
  return all.filter((one) => one !== true);
}

/** What a run of it took, for whoever reads the log. */
export function told({ recoveries, longestGap }: HarmAnswer, { tier, thread, harm }: HarmRequest): string {
  const steps = recoveries.map(({ step, ms, cause }) => `${step} in ${Math.round(ms)} ms (${cause})`).join(', ');
  return `${tier}: the ${thread} ${harm}: the picture stood for ${Math.round(longestGap)} ms; ${steps}`;
}

/** What is wrong with how a shower went on. */
export function wrongsOfShower({ recoveries, framesBefore, framesAfter, state }: ShowerAnswer): string[] {
  const [recovery] = recoveries;
  const all = [
    recoveries.length === 1 || `it was mended ${recoveries.length} times`,
    recovery?.thread === 'worker' || `it goes on on the thread ${recovery?.thread}`,
    (recovery?.ms ?? 0) <= LONGEST_GAP_OF_A_SHOWER || `the picture stood for ${Math.round(recovery?.ms ?? 0)} ms`,
    framesBefore > 20 || `it drew ${framesBefore} frames before`,
    framesAfter > framesBefore || `it is at frame ${framesAfter}, and was at ${framesBefore}`,
    state === 'running' || `its state is ${state}`,
  ];
  return all.filter((one) => one !== true);
}

/** A large world of one thread, and the most milliseconds of each second that its snapshots may take. */
export const COST_OF_SNAPSHOTS = { tier: 'wasm', entities: 100_000, seconds: 8 } as const;
export const MOST_COST = 30;

/** A page whose worlds run on the build of the engine that has faults. */
/// <reference types="vite/client" />
import wasmUrl from '../../build/wasm/skyflock-life-faults.wasm?url';
import { createLife, type Life } from '../../web/life.js';
import coordinatorUrl from '../../workers/coordinator.worker.ts?worker&url';
import type { Injection } from './injection.js';

export interface FaultRequest {
  readonly injections: readonly Injection[];
  /** Workers; 0 for the tier `wasm`, which has no faults. */
  readonly workers: number;
  /** Ticks until the hash is taken. */
  readonly ticks: number;
}

export interface FaultAnswer {
  readonly tier: string;
  readonly hash: string;
  readonly recoveries: readonly { readonly step: string; readonly cause: string; readonly tick: number; readonly ms: number }[];
  /** Milliseconds between two frames that were new to the page, the longest. */
  readonly longestGap: number;
}

const FOUNDING = { scene: 'savanna', options: { entities: 1500, seed: 3 } } as const;

/** Runs a world in real time through its faults, and steps it to the tick whose hash is wanted. */
async function runWithFaults({ injections, workers, ticks }: FaultRequest): Promise<FaultAnswer> {
  const faults = encodeURIComponent(JSON.stringify(injections));
  const urls = { worker: `${coordinatorUrl}?faults=${faults}`, threadsWasm: wasmUrl };
  const threads = workers > 0;
  const life = await createLife(threads ? { ...FOUNDING, urls, workers, tier: 'threads' } : { ...FOUNDING, paused: true, tier: 'wasm' });
  const recoveries: FaultAnswer['recoveries'][number][] = [];
  life.on('recovery', ({ step, cause, tick, ms }) => recoveries.push({ step, cause, tick, ms }));
  const { tier } = life;
  const longestGap = threads ? await run(life, ticks) : 0;
  const hash = await stepTo(life, ticks);
  const answer = { tier: life.tier === tier ? tier : `${tier}, then ${life.tier}`, hash, recoveries, longestGap };
  life.destroy();
  return answer;
}

/** Lets a world run to shortly before a tick; gives the longest time without a new frame. */
async function run(life: Life, ticks: number): Promise<number> {
  let longest = 0;
  let last = { tick: -1, at: 0 };
  await new Promise<void>((done, fail) => {
    life.on('fault', ({ error }) => fail(error));
    life.onFrame(({ tick }) => {
      const at = performance.now();
      if (tick === last.tick) return;
      if (last.tick >= 0) longest = Math.max(longest, at - last.at);
      last = { tick, at };
      if (tick >= ticks - 20) done();
    });
  });
  life.paused = true;
  return longest;
}

async function stepTo(life: Life, ticks: number): Promise<string> {
  for (;;) {
    const { tick, hash } = await life.hash();
    if (tick === ticks) return hash;
    if (tick > ticks) throw new Error(`the world ran to tick ${tick}, past ${ticks}`);
    for (let left = Math.min(20, ticks - tick); left > 0; left -= 1) life.step();
  }
}

declare global {
  interface Window {
    runWithFaults: typeof runWithFaults;
  }
}
window.runWithFaults = runWithFaults;

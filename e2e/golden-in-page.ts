/** What the golden tests do in a page, whichever browser it is in. */
import { readFileSync } from 'node:fs';
import { goldenRuns, parseGoldenHashes } from '../tests/scenes/golden.js';
import type { TierName } from '../web/engine/tier-names.js';
import type { SceneName } from '../web/life/shared/types.js';
import type {} from './engine-page.js';

export const RUNS = goldenRuns(parseGoldenHashes(readFileSync(new URL('../tests/scenes/golden-hashes.txt', import.meta.url), 'utf8')));

/** The ways without WebAssembly; every browser has them. */
export const JS_WAYS = [...[1, 2, 3].map((workers) => ({ tier: 'js-workers', workers }) as const), { tier: 'js', workers: 1 }] as const;

/** A world, and the ticks whose hashes are wanted. */
export interface GoldenRequest {
  readonly scene: SceneName;
  readonly entities: number;
  readonly seed: number;
  readonly ticks: readonly number[];
  readonly tier: TierName;
  readonly workers: number;
}

/** What became of it. */
export interface GoldenAnswer {
  readonly isolated: boolean;
  /** The tier and the workers that ran in the end, not those that were asked for. */
  readonly tier: TierName;
  readonly workers: number;
  readonly hashes: readonly { readonly tick: number; readonly hash: string }[];
  /** Faults that were mended: a test world has none. */
  readonly recoveries: readonly string[];
}

/** Runs in the page of openEnginePage, so it may use nothing that stands outside of it. */
export async function hashesInPage({ scene, entities, seed, ticks, tier, workers }: GoldenRequest): Promise<GoldenAnswer> {
  const life = await window.skyflock.createLife({ scene, paused: true, tier, workers, options: { entities, seed } });
  const recoveries: string[] = [];
  life.on('recovery', ({ cause }) => recoveries.push(cause));
  const hashes: { tick: number; hash: string }[] = [];
  let done = 0;
  for (const tick of ticks) {
    for (; done < tick; done += 1) {
      life.step();
      // A world that takes long for a tick gets no queue of steps longer than an answer may wait.
      if (done % 20 === 0) await life.hash();
    }
    hashes.push(await life.hash());
  }
  const answer = { isolated: globalThis.crossOriginIsolated, tier: life.tier, workers: life.workers, hashes, recoveries };
  life.destroy();
  return answer;
}

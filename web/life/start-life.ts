/** Starts a world: the fastest tier first, and the next one wherever a start fails. */

import { describe, LifeStartError } from '../engine/errors.js';
import { detectFeatures } from '../engine/features.js';
import { absolute, type PageDefaults, pageDefaults, tierFor } from '../engine/page-defaults.js';
import { PROTOCOL_VERSION, type StartMessage, type WasmSources, type Workers } from '../engine/protocol.js';
import { startWorker, type WorkerLike } from '../engine/start-worker.js';
import { chooseTier, isPooledTier, type RefusedTier, ruledOut } from '../engine/tier.js';
import type { TierName } from '../engine/tier-names.js';
import { LAYOUT_ID } from '../generated/life-layout.js';
import type { CreateLifeOptions } from './api.js';
import { beginningOf } from './beginning.js';
import { makeCommandRings } from './command-rings.js';
import type { Revive } from './revival.js';
import { checkColorBy, checkSpeed, checkTier } from './settings.js';
import { chooseWorkers } from './workers.js';
import { World } from './world.js';
import type { TierMeans } from './world-parts.js';

/** @throws as createLife does */
export async function startLife(options: CreateLifeOptions): Promise<World> {
  const pace = { speed: checkSpeed(options.speed ?? 1), paused: options.paused ?? false, hidden: false };
  const view = { colorBy: checkColorBy(options.colorBy ?? 'tribe'), showFood: options.showFood ?? false };
  const { request, resume } = beginningOf(options);
  const page = await pageDefaults();
  const choice = tierFor('life', checkTier(options.tier ?? 'auto'));
  const features = detectFeatures();
  const { workers, note } = chooseWorkers(options.workers ?? page.workers);
  const { workerUrl, wasm } = sourcesOf(page, options.urls);
  const means = (tier: TierName): TierMeans => ({ tier, workers: workersOf(tier, workers), wasm });
  const failed: RefusedTier[] = [];
  let onPage = !features.workers;
  for (;;) {
    const { tier, refused } = chooseTier(choice, features, failed);
    const start: StartMessage = {
      type: 'start',
      protocol: PROTOCOL_VERSION,
      layoutId: LAYOUT_ID,
      ...means(tier),
      founding: request,
      pace,
      view,
      resume,
      rings: tier === 'threads' ? makeCommandRings() : null,
    };
    try {
      const spawn = await spawnerOf(onPage, workerUrl);
      const { worker, founding } = await startWorker(spawn, start, options.signal === undefined ? {} : { signal: options.signal });
      const revive: Revive = async (state, now) => {
        // A thread that is on its way to its death may still write into the rings it had.
        const rings = start.rings === null ? null : makeCommandRings();
        const { tier: present, count, ...rest } = now;
        const there = means(present);
        const again = { ...start, ...there, ...rest, workers: { ...there.workers, count }, resume: state, rings };
        return { worker: (await startWorker(spawn, again)).worker, rings };
      };
      const others = refused.map((one) => `no ${one.tier}: ${one.reason}`).join('; ');
      console.info(`skyflock: life runs on tier '${tier}'${others === '' ? '' : ` (${others})`}`);
      return new World({
        ...{ worker, founding, tier, refused, pace, view, means, revive, resume },
        workers: start.workers.count,
        workersNote: isPooledTier(tier) ? note : null,
        rings: start.rings,
      });
    } catch (error) {
      if (!(error instanceof LifeStartError)) throw error;
      // Without a script for a worker, or with that of another build, the page's own thread can still run the world.
      const noScript = error.stage === 'worker' || (tier === 'js' && error.stage === 'layout');
      const toPage = noScript && !onPage && (choice === 'auto' || choice === 'js');
      const out = choice === 'auto' ? ruledOut(tier, error.stage, error.reason) : [];
      if (!toPage && out.length === 0) throw error;
      onPage ||= toPage;
      failed.push(...out);
      console.warn(`skyflock: tier '${tier}' did not start, the next one follows: ${error.reason}`);
    }
  }
}

function workersOf(tier: TierName, workers: Workers): Workers {
  return isPooledTier(tier) ? workers : { count: 1, most: 1, processors: workers.processors };
}

async function spawnerOf(onPage: boolean, url: string | null): Promise<() => WorkerLike> {
  if (!onPage) return () => spawnCoordinator(url);
  const { PageCoordinator } = await import('./page-coordinator.js');
  return () => new PageCoordinator();
}

/** Where the files are: what the world says itself goes before what its page says. */
function sourcesOf(page: PageDefaults, urls: CreateLifeOptions['urls'] = {}): { workerUrl: string | null; wasm: WasmSources } {
  try {
    return {
      workerUrl: absolute(urls.worker) ?? page.worker.life ?? null,
      wasm: { wasm: absolute(urls.wasm) ?? page.wasm.life ?? null, threads: absolute(urls.threadsWasm) ?? page.wasm.lifeThreads ?? null },
    };
  } catch (error) {
    throw new LifeStartError('worker', describe(error), 'Correct urls');
  }
}

function spawnCoordinator(url: string | null): Worker {
  if (url !== null) return new Worker(url, { type: 'module', name: 'skyflock-coordinator' });
  return new Worker(new URL('../../workers/coordinator.worker.ts', import.meta.url), {
    type: 'module',
    name: 'skyflock-coordinator',
  });
}

/** Starts a world: the fastest tier first, and the next one wherever a start fails. */

import { whenActive } from '../../engine/activation.js';
import { cureOf } from '../../engine/cure.js';
import { loadLater, StartClock } from '../../engine/deadline.js';
import { detectFeatures } from '../../engine/features.js';
import { log, logLevel } from '../../engine/log.js';
import { pageDefaults, tierFor } from '../../engine/page-defaults.js';
import { TEXT_REFUSED } from '../../engine/start-from-text.js';
import { chooseTier, isPooledTier, type RefusedTier, ruledOut } from '../../engine/tier.js';
import type { TierName } from '../../engine/tier-names.js';
import { LAYOUT_ID } from '../../generated/life-layout.js';
import { makeCommandRings } from '../shared/command-rings.js';
import { LifeStartError, refuseLifeTier } from '../shared/errors.js';
import { PROTOCOL_VERSION, type StartMessage, type Workers } from '../shared/messages.js';
import { checkColorBy, checkPartitionStrategy, checkSpeed, checkTier } from '../shared/settings.js';
import type { CreateLifeOptions } from '../shared/types.js';
import { tiersAfter } from '../worker/recovery.js';
import { beginningOf } from './beginning.js';
import { LifeFiles, type LifeThreads } from './life-files.js';
import type { Revive } from './revival.js';
import { startWorker, type WorkerLike } from './start-worker.js';
import { chooseWorkers } from './workers.js';
import { World } from './world.js';
import type { TierMeans } from './world-parts.js';

/**
 * @param threads how coordinators are started
 * @throws as createLife does
 */
export async function startLife(options: CreateLifeOptions, threads: LifeThreads): Promise<World> {
  const pace = { speed: checkSpeed(options.speed ?? 1), paused: options.paused ?? false, hidden: false };
  const view = { colorBy: checkColorBy(options.colorBy ?? 'tribe'), showFood: options.showFood ?? false };
  const strategy = checkPartitionStrategy(options.partitionStrategy ?? 'bisection');
  const { request, resume } = beginningOf(options);
  // The clock of the start stands still while the page is prerendered, and so do workers.
  await whenActive(options.signal);
  const page = await pageDefaults();
  const asked = { tier: checkTier(options.tier ?? 'auto'), workers: options.workers };
  const choice = tierFor('life', asked.tier);
  const features = detectFeatures();
  const { workers, note } = chooseWorkers(options.workers ?? page.workers);
  const files = new LifeFiles(page, threads, options.urls);
  const means = (tier: TierName): TierMeans => ({ tier, workers: { ...workersOf(tier, workers), strategy }, wasm: files.wasm });
  const failed: RefusedTier[] = [];
  let onPage = !features.workers;
  const clock = new StartClock();
  /** What a start failed for whose second try, with the text of what was lost, is under way. */
  let lost: LifeStartError | null = null;
  for (;;) {
    const { tier, refused } = chooseTier(choice, features, refuseLifeTier, failed);
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
      log: logLevel,
    };
    files.beginStart(false);
    // A thread that was started ahead may be the only one there is: it goes down the tiers by itself.
    const next = choice === 'auto' && files.isAhead ? tiersAfter(tier) : [];
    try {
      const spawn = await spawnerOf(onPage, files, threads);
      const signal = options.signal === undefined ? {} : { signal: options.signal };
      const { worker, founding, ...stands } = await startSomehow(files, () =>
        startWorker(spawn, { ...start, next, ...files.kept }, { ...signal, clock, onProgress: options.onProgress }),
      );
      const revive: Revive = async (state, now, onProgress) => {
        // A thread that is on its way to its death may still write into the rings it had.
        const rings = start.rings === null ? null : makeCommandRings();
        const { tier: present, count, strategy: cut, ...rest } = now;
        const there = means(present);
        const workers = { ...there.workers, count, strategy: cut };
        const again = { ...start, ...there, ...rest, workers, resume: state, rings, ...files.kept };
        files.beginStart(true);
        return { ...(await startSomehow(files, () => startWorker(spawn, { ...again, next: tiersAfter(present) }, { onProgress }))), rings };
      };
      const inNext = stands.tier === tier ? [] : [{ tier, reason: stands.reason }];
      const [first] = [...failed, ...inNext];
      if (first !== undefined) log('warn', fallWarning(stands.tier, first));
      return new World({
        ...{ worker, founding, asked, tier: stands.tier, refused: [...refused, ...inNext], pace, view, means, revive, resume },
        workers: stands.workers,
        strategy,
        workersNote: isPooledTier(stands.tier) ? note : null,
        rings: start.rings,
        files: onPage ? null : files,
      });
    } catch (thrown) {
      if (!(thrown instanceof LifeStartError)) throw thrown;
      clock.progress();
      const isAgain: boolean = lost !== null && isOfScript(lost) === isOfScript(thrown);
      if (!isAgain && !onPage && !thrown.passes && (await files.replaceLost(thrown.stage))) {
        lost = thrown;
        continue;
      }
      // Where the text does not do either, what the file failed for counts, and other tiers have the file.
      const error: LifeStartError = isAgain && lost !== null ? lostFor(lost) : thrown;
      if (isOfScript(error)) files.dropScript();
      lost = null;
      // Without a script for a worker, or with that of another build, the page's own thread can still run the world.
      const noScript = error.stage === 'worker' || (tier === 'js' && error.stage === 'layout');
      const toPage = noScript && !onPage && (choice === 'auto' || choice === 'js');
      const out = choice === 'auto' ? ruledOut(tier, error) : [];
      if (!toPage && out.length === 0) throw error;
      onPage ||= toPage;
      failed.push(...out);
    }
  }
}

/** Starts a thread in the first way that leads to one. */
async function startSomehow<Started>(files: LifeFiles, start: () => Promise<Started>): Promise<Started> {
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof LifeStartError && error.stage === 'worker' && files.nextOrigin())) throw error;
    }
  }
}

/** A start's failure, where the text of what was lost did not do either. */
function lostFor(error: LifeStartError): LifeStartError {
  if (!isOfScript(error)) return error;
  return new LifeStartError(error.stage, `${error.reason}; ${TEXT_REFUSED}`, error.wayOut, error.passes);
}

/** Whether a start failed for a thread's script. */
function isOfScript({ stage }: LifeStartError): boolean {
  return stage === 'worker' || stage === 'threads';
}

/** A start that ended in a worse tier than the browser allows: what runs, the cause, and what cures it. */
function fallWarning(tier: TierName, { tier: best, reason, passes = false }: RefusedTier): string {
  return `skyflock: life runs on tier '${tier}' where '${best}' did not start: ${reason}. ${cureOf(passes)}`;
}

function workersOf(tier: TierName, workers: Workers): Workers {
  return isPooledTier(tier) ? workers : { count: 1, most: 1, processors: workers.processors };
}

async function spawnerOf(onPage: boolean, files: LifeFiles, threads: LifeThreads): Promise<() => WorkerLike> {
  if (!onPage) return () => files.spawn();
  const late = (): Error => new LifeStartError('worker', "the script of the page's own thread did not come in time", 'Try again', true);
  const { startOnPage } = await loadLater(() => threads.page(), late);
  return startOnPage;
}

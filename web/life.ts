/**
 * `skyflock/life`: an artificial-life world without any element.
 *
 * ```ts
 * const life = await createLife({ scene: 'savanna', options: { entities: 50_000, seed: 7 } });
 * life.onFrame((frame) => renderer.setFrame(frame));
 * life.on('stats', (stats) => console.log(stats.population));
 * await life.setOption('foodRegrowth', 0.1);
 * life.destroy();
 * ```
 */

import type { LifeThreads } from './life/page/life-files.js';
import { startLife } from './life/page/start-life.js';
import type { CreateLifeOptions, Life } from './life/shared/types.js';

export { type Configuration, ConfigurationError, configure } from './engine/configuration.js';
export type { Report } from './engine/diagnostics.js';
export type { RefusedTier } from './engine/tier.js';
export type { TierChoice, TierName } from './engine/tier-names.js';
export { TIER_NAMES } from './engine/tier-names.js';
export {
  describe,
  type ErrorData,
  errorFromData,
  errorToData,
  LifeCommandError,
  LifeDestroyedError,
  LifeError,
  LifeFaultError,
  LifeOptionError,
  LifeSnapshotError,
  LifeStartError,
  LifeTimeoutError,
  refuseLifeWasm,
  type SettingFault,
  type StartStage,
  show,
} from './life/shared/errors.js';
export { SCENE_NAMES } from './life/shared/founding.js';
export type { LifeFrame } from './life/shared/frame.js';
export { readRecording } from './life/shared/recording.js';
export type {
  GeneName,
  GeneStats,
  LifeInspection,
  LifeStats,
  NearbyAnimal,
  TribeStats,
  WantName,
  WorkerStateName,
  WorkerStats,
} from './life/shared/records.js';
export { SPEEDS } from './life/shared/settings.js';
export type {
  ColorByName,
  CreateLifeOptions,
  Disc,
  FoundedTribe,
  Life,
  LifeEvents,
  LifeFounding,
  LifeProgress,
  LifeUrls,
  NearbyQuery,
  PartitionStrategyName,
  RecordedCommand,
  Recording,
  SceneName,
  TribeFounding,
} from './life/shared/types.js';

const THREADS: LifeThreads = {
  start: (url) =>
    url === null
      ? new Worker(new URL('../workers/coordinator.worker.ts', import.meta.url), { type: 'module' })
      : new Worker(url as string, { type: 'module' }),
  page: () => import('./kernels/life-page.js'),
};

/**
 * Founds a world on a worker of its own.
 *
 * @throws LifeOptionError when a setting is unknown or out of range (its name, value and range)
 * @throws LifeSnapshotError when `snapshot` is invalid or damaged
 * @throws LifeStartError when the world can't start here (the stage, the reason and the way out)
 */
export async function createLife(options: CreateLifeOptions = {}): Promise<Life> {
  return await startLife(options, THREADS);
}

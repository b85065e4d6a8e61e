/**
 * `skyflock/meteor`: meteor showers without an element. Nothing happens on import.
 *
 * @example
 * const shower = await MeteorPipeline.create({ preset: 'leonids', options: { seed: 7, width: 800, height: 600 } });
 * shower.updateAll(1 / 60);
 * const { meteors, meteorCount } = shower.getRenderData();
 */
export { type Configuration, ConfigurationError, configure } from './engine/configuration.js';
export type { Report } from './engine/diagnostics.js';
export {
  DIRTY_ALL,
  DIRTY_METEORS,
  DIRTY_PARTICLES,
  DIRTY_STARS,
  Meteor,
  MeteorEvent,
  MeteorEventKind,
  MeteorHeader,
  type MeteorOptions,
  Particle,
  Star,
  TrailPoint,
  TrailRange,
} from './generated/meteor-layout.js';
export { PRESET_NAMES, type PresetName, type QualityName } from './generated/meteor-names.js';
export { MeteorPipeline, type PipelineMetrics } from './kernels/meteor-pipeline.js';
export { MeteorDestroyedError, MeteorOptionError, MeteorStartError } from './meteor/shared/errors.js';
export {
  METEOR_TIERS,
  type MeteorMetrics,
  type MeteorRenderData,
  type MeteorTier,
  type RefusedMeteorTier,
  type SpawnMeteor,
} from './meteor/shared/kernel.js';
export type { Rgb } from './meteor/shared/light.js';
export { MeteorError } from './meteor/shared/meteor-error.js';
export type { TypeColors } from './meteor/shared/palette.js';
export type { QualityChange, QualityChoice } from './meteor/shared/quality.js';
export { DEFAULT_PRESET, resolveOptions, type ShowerWish } from './meteor/shared/settings.js';
export type { PipelineWish } from './meteor/worker/pipeline.js';
export type { ShowerPace } from './meteor/worker/shower-pace.js';

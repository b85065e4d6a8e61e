/** The report of a shower: loaded when somebody asks for one. */
import { browserReport } from '../../engine/browser.js';
import { eventsOf, makeReport, meanTiming, type Report, timingOf } from '../../engine/diagnostics.js';
import type { Past } from '../../engine/history.js';
import { RENDERER_NAMES } from '../../engine/renderer-names.js';
import { METEOR_TYPES, METRIC_FRAMES, OPTIONS } from '../../generated/meteor-layout.js';
import { PRESET_NAMES, QUALITY_NAMES } from '../../generated/meteor-names.js';
import { METEOR_TIERS, type MeteorMetrics, type RefusedMeteorTier } from '../shared/kernel.js';
import type { ShowMetrics } from '../shared/messages.js';

/** What a shower, or its element, knows of itself. */
export interface ShowerFacts extends Pick<Report, 'state' | 'renderer' | 'settings'> {
  readonly about: 'meteor' | 'meteor-shower';
  readonly asked: string | null;
  readonly runs: string | null;
  readonly refused: readonly RefusedMeteorTier[];
  readonly runsOn: string | null;
  /** The newest figures, if there are any; those of a show tell more. */
  readonly metrics: MeteorMetrics | ShowMetrics | null;
  readonly past: Past;
}

const NAMES = ['auto', 'preset', 'seed', 'density', 'speed', 'stars', 'options', 'quality', 'tier', 'renderer', 'thread', 'reduced-motion'];
const MORE_NAMES = ['loading', 'eager', 'lazy', 'interaction', 'warm-up', 'debug', 'still', 'slow', 'off', 'config', 'recording', 'type'];
const SPAWN_NAMES = ['x', 'y', 'endX', 'endY', 'scale', 'glow', 'play', 'worker', 'page', 'skyflock', 'self'];
const TABLES = [OPTIONS, METEOR_TYPES].flatMap((table) => table.map((one): string => (typeof one === 'string' ? one : one.name)));

/** Words of the meteor system's own. */
export const METEOR_WORDS: ReadonlySet<string> = new Set([
  ...[...NAMES, ...MORE_NAMES, ...SPAWN_NAMES, ...TABLES],
  ...[...METEOR_TIERS, ...RENDERER_NAMES, ...PRESET_NAMES, ...QUALITY_NAMES],
]);

export function showerReport(facts: ShowerFacts): Report {
  const { about, state, asked, runs, refused, runsOn, renderer, settings, metrics, past } = facts;
  const fault = eventsOf(past, 'fault').at(-1)?.detail as { readonly reason: string } | undefined;
  const samples = Math.min(METRIC_FRAMES, metrics?.frame ?? 0);
  const show = metrics !== null && 'frameLog' in metrics ? metrics : null;
  return makeReport(
    {
      about,
      state,
      tier: { asked, runs, refused: refused.map((one) => ({ passes: false, ...one })) },
      threads: { runsOn, workers: null, note: null },
      renderer,
      settings: { ...settings, quality: show?.quality ?? null },
      fault: fault?.reason ?? null,
      timings: {
        tick: metrics === null ? null : meanTiming(metrics.updateMilliseconds, samples),
        frame: show === null ? meanTiming(metrics?.frameMilliseconds ?? 0, samples) : timingOf(show.frameLog),
        draw: metrics === null ? null : meanTiming(metrics.drawMilliseconds, metrics.drawMilliseconds === 0 ? 0 : samples),
      },
      memory: { engineBytes: metrics?.memoryBytes ?? null, mostEngineBytes: metrics?.memoryHighWater ?? null },
      counts: metrics === null ? {} : countsOf(metrics, show),
    },
    past,
    browserReport(),
    { own: METEOR_WORDS, foreign: [] },
  );
}

function countsOf(metrics: MeteorMetrics, show: ShowMetrics | null): Report['counts'] {
  const { frame, meteors, particles, trailPoints, stars, highWater, epoch, cacheHits, cacheMisses } = metrics;
  const counts = { frame, meteors, particles, mostParticles: highWater, trailPoints, stars, epoch, cacheHits, cacheMisses };
  return show === null ? counts : { ...counts, framesPerSecond: Math.round(show.framesPerSecond) };
}

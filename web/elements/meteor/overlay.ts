/** The debug overlay in words: what runs, what it takes, the map of its memory and the log of its frames. */
import type { ThreadName } from '../../engine/draw-threads.js';
import type { ShowMetrics } from '../../meteor/shared/messages.js';
import { bytesText, frames, overlayOf, room } from '../base/overlay-box.js';
import type { MeteorHost } from './host.js';

export const showFigures = overlayOf<MeteorHost>(({ metrics, runsOn }) =>
  metrics === null ? null : { tier: metrics.tier, text: overlayText(metrics, runsOn) },
);

/** The overlay's lines. */
export function overlayText(metrics: ShowMetrics, thread: ThreadName | null): string {
  const { framesPerSecond, memoryBytes, memoryHighWater, updateMilliseconds, packMilliseconds, drawMilliseconds, drawnShare } = metrics;
  const advice = metrics.recommendation === metrics.quality ? '' : `, better ${metrics.recommendation}`;
  return [
    `${metrics.tier} on ${thread ?? 'no thread'}, ${metrics.renderer}`,
    `${framesPerSecond.toFixed(0)} FPS, ${metrics.quality}${advice}`,
    frames(metrics.frameLog, metrics.frameHighWater),
    `update ${updateMilliseconds.toFixed(2)} ms, packing ${packMilliseconds.toFixed(2)} ms of it`,
    `draw ${drawMilliseconds.toFixed(2)} ms, drawn ${(drawnShare * 100).toFixed(0)} %`,
    `cache ${metrics.cacheHits} hits, ${metrics.cacheMisses} misses`,
    `memory ${bytesText(memoryBytes)}, most ${bytesText(memoryHighWater)}, laid out anew ${metrics.epoch}×`,
    room('meteors', metrics.meteors, metrics.room.meteors, metrics.meteorHighWater),
    room('trails', metrics.trailPoints, metrics.room.trailPoints),
    room('debris', metrics.particles, metrics.room.particles, metrics.highWater),
    room('stars', metrics.stars, metrics.room.stars),
  ].join('\n');
}

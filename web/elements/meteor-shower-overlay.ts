/** The debug overlay in words. */
import type { ThreadName } from '../meteor/show-port.js';
import type { ShowMetrics } from '../meteor/show-protocol.js';

const MEBIBYTE = 2 ** 20;

/** The overlay's lines. */
export function overlayText(metrics: ShowMetrics, thread: ThreadName | null): string {
  const { framesPerSecond, meteors, particles, stars, memoryBytes, updateMilliseconds, drawMilliseconds, drawnShare } = metrics;
  const advice = metrics.recommendation === metrics.quality ? '' : `, better ${metrics.recommendation}`;
  return [
    `${metrics.tier} on ${thread ?? 'no thread'}, ${metrics.renderer}`,
    `${framesPerSecond.toFixed(0)} FPS, ${metrics.quality}${advice}`,
    `${meteors} meteors, ${particles} debris, ${stars} stars`,
    `update ${updateMilliseconds.toFixed(2)} ms, draw ${drawMilliseconds.toFixed(2)} ms`,
    `drawn ${(drawnShare * 100).toFixed(0)} %, memory ${(memoryBytes / MEBIBYTE).toFixed(1)} MiB`,
  ].join('\n');
}

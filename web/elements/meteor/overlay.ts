/** The debug overlay in words: what runs, what it takes, the map of its memory and the log of its frames. */
import type { ThreadName } from '../../meteor/page/show-port.js';
import type { ShowMetrics } from '../../meteor/shared/messages.js';
import { ShadowStyle } from '../base/shadow-style.js';
import type { MeteorHost } from './host.js';

const OVERLAY_STYLE = new ShadowStyle(`
.overlay {
  position: absolute; margin: 10px; padding: 8px 10px; border-radius: 8px; border-inline-start: 3px solid var(--tier);
  background: rgb(8 12 22 / 0.82); color: #dfe7f5; font: 500 11px/1.55 ui-monospace, Menlo, Consolas, monospace; white-space: pre;
}
.overlay.wasm { --tier: #58d68d; }
.overlay.js { --tier: #f4d03f; }
.overlay.top-left { inset: 0 auto auto 0; }
.overlay.top-right { inset: 0 0 auto auto; }
.overlay.bottom-left { inset: auto auto 0 0; }
.overlay.bottom-right { inset: auto 0 0 auto; }
`);

const KIBIBYTE = 2 ** 10;
const MEBIBYTE = 2 ** 20;
/** Characters of a line that draws. */
const BAR = 12;
const FRAMES = 32;
/** A frame as long as this, or longer, is drawn at full height. Unit: ms. */
const TALLEST_FRAME = 50;
const HEIGHTS = '▁▂▃▄▅▆▇█';

function bytesText(bytes: number): string {
  return bytes < MEBIBYTE ? `${Math.round(bytes / KIBIBYTE)} KiB` : `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}

/** A part of the engine's memory: how much of its room is in use, and the most there was at a time where that is known. */
function room(name: string, used: number, of: number, most?: number): string {
  const filled = of === 0 ? 0 : Math.ceil((used / of) * BAR);
  const mark = most === undefined ? '' : `, most ${most}`;
  return `${name.padEnd(8)} ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${used} of ${of}${mark}`;
}

/** The last frames, newest at the right, each as high as it was long; and the longest of all. */
function frames(log: readonly number[], most: number): string {
  const last = log.slice(-FRAMES);
  const height = (interval: number): string =>
    HEIGHTS[Math.min(HEIGHTS.length - 1, Math.floor((interval / TALLEST_FRAME) * HEIGHTS.length))] ?? '';
  return `${last.map(height).join('').padStart(FRAMES, ' ')}  to ${Math.max(0, ...last).toFixed(0)} ms, most ${most.toFixed(0)} ms`;
}

/** Makes a box show the newest figures, and hide where there are none, each time that the returned function is called. */
export function showsFigures(host: MeteorHost, box: HTMLElement, addStyle: (style: ShadowStyle) => void): () => void {
  addStyle(OVERLAY_STYLE);
  return () => {
    const { debug, metrics, runsOn } = host;
    box.hidden = debug === 'off' || metrics === null;
    if (metrics === null) return;
    box.className = `overlay ${debug} ${metrics.tier}`;
    box.textContent = overlayText(metrics, runsOn);
  };
}

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

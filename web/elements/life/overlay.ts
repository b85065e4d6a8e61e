/** The debug overlay of a world in words: what runs, how fast, where the time goes, and how full it is. */
import type { Life, LifeStats } from '../../life.js';
import { bytesText, frames, overlayOf, room } from '../base/overlay-box.js';
import type { LifeHost } from './host.js';
import type { PictureTiming } from './picture-timing.js';

/** What the lines are made of. */
export interface WorldFigures {
  readonly life: Pick<Life, 'tier' | 'workers' | 'founding'>;
  readonly stats: LifeStats;
  readonly timing: PictureTiming;
  readonly drawnBy: LifeHost['drawnBy'];
}

export const showFigures = overlayOf<LifeHost>(({ life, timing, drawnBy }) =>
  life === null || life.stats === null ? null : { tier: life.tier, text: overlayText({ life, stats: life.stats, timing, drawnBy }) },
);

/** Phases of a tick that take most of it are told, and no more of them than this. */
const TOLD_PHASES = 3;

/** The overlay's lines. */
export function overlayText({ life, stats, timing, drawnBy }: WorldFigures): string {
  const { tickMilliseconds, ticksPerSecond, droppedTicks, memoryBytes, food } = stats;
  const workers = life.workers === 1 ? '1 worker' : `${life.workers} workers`;
  return [
    `${life.tier} on ${workers}, ${drawnBy?.name ?? 'not drawn'}`,
    `${timing.framesPerSecond.toFixed(0)} FPS, draw ${timing.drawMilliseconds.toFixed(2)} ms`,
    frames(timing.frameLog),
    `tick ${stats.tick}: ${tickMilliseconds.toFixed(2)} ms, ${ticksPerSecond.toFixed(0)} a second, ${droppedTicks} dropped`,
    phasesText(stats.phases),
    `memory ${bytesText(memoryBytes)}, refused ${stats.birthsRefused} births`,
    room('animals', stats.population, stats.capacity),
    room('food', Math.round(food.now), Math.round(food.most)),
    ...stats.workers.map(workerText),
  ].join('\n');
}

/** The phases that took most of the last tick. */
function phasesText(phases: LifeStats['phases']): string {
  const longest = Object.entries(phases).sort(([, a], [, b]) => b - a);
  return longest
    .slice(0, TOLD_PHASES)
    .map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(2)} ms`)
    .join(', ');
}

function workerText({ state, generation, animals, milliseconds }: LifeStats['workers'][number], number: number): string {
  const times = `compute ${milliseconds.compute.toFixed(2)}, exchange ${milliseconds.exchange.toFixed(2)}, wait ${milliseconds.wait.toFixed(2)} ms`;
  return `worker ${number} ${state}, ${animals} animals, ${times}${generation === 0 ? '' : `, replaced ${generation}×`}`;
}

/** A world that runs by the clock, through everything that a page's world goes through, and is drawn or not. */
import { withDeadline } from '../engine/deadline.js';
import type { TierName } from '../engine/tier-names.js';
import { type LifeOptions, TICKS_PER_SECOND } from '../generated/life-layout.js';
import { createLife, type Life, type SceneName } from '../life.js';
import { fitCamera } from '../renderers/life/camera.js';
import { createRenderer } from '../renderers/life/create-renderer.js';
import type { LifeRenderer } from '../renderers/life/renderer.js';
import type { TickHash } from './measure-protocol.js';
import type { LiveResult } from './report.js';

/** Pictures a second that count as smooth, where the display shows as many. */
const FRAMES_PER_SECOND = 60;
/** The part of the asked ticks, and of the asked pictures, that counts as all. */
const TICKS_KEPT = 0.98;
const FRAMES_KEPT = 0.95;
/** Milliseconds in which a world finds its pace before it is watched. */
const SETTLE_MS = 500;
/** Milliseconds a first frame may take once the world stands. */
const FIRST_FRAME_DEADLINE_MS = 15_000;

export interface LiveRun {
  readonly tier: TierName;
  readonly workers: number;
  readonly scene: SceneName;
  readonly options: Partial<LifeOptions>;
  readonly animals: number;
  readonly seconds: number;
  readonly hashTick: number;
  /** Where the canvas goes; null to draw nothing. */
  readonly stage: HTMLElement | null;
  /** Pictures a second that the display shows. */
  readonly refreshRate: number;
  readonly signal: AbortSignal;
}

/** Runs the world for some seconds. @throws Error when it can't start, fails, or goes on in another tier */
export async function runLive(run: LiveRun): Promise<{ readonly result: LiveResult; readonly renderer: string | null }> {
  const begin = performance.now();
  const { tier, workers, scene, options, signal } = run;
  const life = await createLife({ tier, workers, scene, options, paused: true, signal });
  const end = (): void => life.destroy();
  signal.addEventListener('abort', end);
  let picture: Picture | null = null;
  try {
    signal.throwIfAborted();
    picture = run.stage === null ? null : new Picture(run.stage, life);
    const firstFrameMs = await firstFrame(life, picture, begin);
    const hashes = [await stepTo(life, run.hashTick)];
    life.paused = false;
    await pause(SETTLE_MS, signal);
    const watched = await watch(life, picture, run);
    if (life.fault !== null) throw new Error(life.fault.reason);
    if (life.tier !== tier) throw new Error(`the world went on in tier '${life.tier}'`);
    const wanted = Math.min(FRAMES_PER_SECOND, run.refreshRate);
    const smooth = picture === null || watched.framesPerSecond >= wanted * FRAMES_KEPT;
    const held = watched.ticksPerSecond >= TICKS_PER_SECOND * TICKS_KEPT && smooth;
    const { memoryBytes } = life.founding;
    return {
      result: { animals: run.animals, held, ...watched, firstFrameMs, memoryBytes, hashes },
      renderer: picture?.name ?? null,
    };
  } finally {
    signal.removeEventListener('abort', end);
    picture?.destroy();
    life.destroy();
  }
}

/** The world on a canvas of its own, drawn for every picture of the display. */
class Picture {
  readonly #canvas = document.createElement('canvas');
  readonly #renderer: LifeRenderer;
  readonly #end: () => void;
  #request = 0;
  #last: number | null = null;
  /** Milliseconds between pictures, from `watch` on. */
  readonly intervals: number[] = [];

  constructor(stage: HTMLElement, life: Life) {
    stage.replaceChildren(this.#canvas);
    this.#renderer = createRenderer(this.#canvas);
    const { worldWidth: width, worldHeight: height, tribes } = life.founding;
    const view = { width: Math.max(1, stage.clientWidth), height: Math.max(1, stage.clientHeight) };
    this.#renderer.resize(view.width, view.height, devicePixelRatio);
    this.#renderer.setCamera(fitCamera({ width, height }, view));
    this.#renderer.setPalette(tribes.map(({ hue }) => hue));
    this.#end = life.onFrame((frame) => this.#renderer.setFrame(frame));
    this.#request = requestAnimationFrame(this.#draw);
  }

  get name(): string {
    return this.#renderer.name;
  }

  /** Draws at once. */
  draw(): void {
    this.#renderer.draw(performance.now());
  }

  watch(): void {
    this.intervals.length = 0;
    this.#last = null;
  }

  destroy(): void {
    cancelAnimationFrame(this.#request);
    this.#end();
    this.#renderer.destroy();
    this.#canvas.remove();
  }

  readonly #draw = (now: number): void => {
    this.#renderer.draw(performance.now());
    if (this.#last !== null) this.intervals.push(Math.round((now - this.#last) * 100) / 100);
    this.#last = now;
    this.#request = requestAnimationFrame(this.#draw);
  };
}

/** Milliseconds from `begin` to the first frame, drawn where there is a picture. */
async function firstFrame(life: Life, picture: Picture | null, begin: number): Promise<number> {
  let end = (): void => {};
  const came = new Promise<void>((resolve) => {
    end = life.onFrame(() => resolve());
  });
  const late = (): Error => new Error(`the first frame did not come in ${FIRST_FRAME_DEADLINE_MS} ms`);
  await withDeadline(came, FIRST_FRAME_DEADLINE_MS, late).finally(() => end());
  picture?.draw();
  return performance.now() - begin;
}

/** Steps a standing world to a tick; each tick has the deadline that a request has. */
async function stepTo(life: Life, tick: number): Promise<TickHash> {
  let now = await life.hash();
  while (now.tick < tick) {
    life.step();
    now = await life.hash();
  }
  return now;
}

async function watch(
  life: Life,
  picture: Picture | null,
  { seconds, signal }: LiveRun,
): Promise<Pick<LiveResult, 'ticksPerSecond' | 'framesPerSecond' | 'frameMs'>> {
  picture?.watch();
  const first = await life.hash();
  const begin = performance.now();
  await pause(seconds * 1000, signal);
  const frameMs = [...(picture?.intervals ?? [])];
  const framesPerSecond = (frameMs.length * 1000) / (performance.now() - begin);
  const last = await life.hash();
  const ticksPerSecond = ((last.tick - first.tick) * 1000) / (performance.now() - begin);
  return { ticksPerSecond, framesPerSecond, frameMs };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}

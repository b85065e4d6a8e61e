/** A shower without an element, on whichever kernel starts. */

import { loadLater } from '../engine/deadline.js';
import type { Report } from '../engine/diagnostics.js';
import { FrameLog } from '../engine/frame-log.js';
import { pastOf, remember } from '../engine/history.js';
import { loadPart } from '../engine/load-part.js';
import { WAY_OUT_FILES } from '../engine/ways-out.js';
import { MeteorHeader, type MeteorOptions, MeteorPlaces } from '../generated/meteor-layout.js';
import { MeteorStartError } from '../meteor/shared/errors.js';
import type { MeteorMetrics, SpawnMeteor } from '../meteor/shared/kernel.js';
import { Looks } from '../meteor/shared/looks.js';
import type { TypeColors } from '../meteor/shared/palette.js';
import type { QualityChoice } from '../meteor/shared/quality.js';
import { type Begun, beginShower, type PipelineWish, ShowerPipeline } from '../meteor/worker/pipeline.js';
import type { ShowerPace } from '../meteor/worker/shower-pace.js';
import { METEOR_KERNELS } from './meteor.js';

/** What `MeteorPipeline.getMetrics` tells. */
export interface PipelineMetrics extends MeteorMetrics {
  /** Longest step, as it was told, that was shorter than half a second: longer ones are sleep. Unit: ms. */
  readonly frameHighWater: number;
}

/** Options that follow from the quality, or from the limit of debris. */
const FOLLOWING: readonly string[] = ['meteors', 'stars', 'trailPoints', 'quality', 'debris'];
/** Bytes of a pair of colours behind a saved shower. */
const PAIR_BYTES = 6;

/**
 * The way from a wish to what there is to draw, whichever kernel does it. WebAssembly runs where it can be had; where
 * it can't, the same shower runs in JavaScript, and `refused` says why. A running shower moves from one to the other
 * between two frames, as it stands: nobody sees it.
 */
export class MeteorPipeline extends ShowerPipeline {
  readonly #wish: PipelineWish;
  readonly #looks: Looks;
  readonly #log = new FrameLog();
  /** What holds against any quality: what the wish said, and what was configured since. */
  #own: Partial<MeteorOptions>;
  #isDestroyed = false;

  private constructor(wish: PipelineWish, begun: Begun, pairs: readonly TypeColors[], own: Partial<MeteorOptions>) {
    const onReplaced: PipelineWish['onReplaced'] = (tier, reason) => {
      remember(this, 'tierchange', { tier, reason });
      wish.onReplaced?.(tier, reason);
    };
    super(METEOR_KERNELS, { ...wish, onReplaced }, begun);
    this.#wish = wish;
    this.#looks = new Looks(pairs);
    this.#own = own;
  }

  /**
   * Begins a shower in WebAssembly, or in JavaScript where that does not start.
   * @param saved what `save` gave: goes on with that shower, whose options are its own
   * @throws MeteorOptionError for a wish out of range
   * @throws MeteorStartError where `tier` asks for one that does not start
   */
  static async create(wish: PipelineWish = {}, saved: ArrayBuffer | null = null): Promise<MeteorPipeline> {
    if (saved === null) return new MeteorPipeline(wish, await beginShower(METEOR_KERNELS, wish, null), [], { ...wish.options });
    const end = stateBytes(saved);
    const begun = await beginShower(METEOR_KERNELS, wish, saved.slice(0, end));
    const own = Object.entries(begun.kernel.options).filter(([name]) => !FOLLOWING.includes(name));
    return new MeteorPipeline(wish, begun, pairsOf(new Uint8Array(saved, end)), Object.fromEntries(own));
  }

  /** Begins a shower in WebAssembly. @throws MeteorStartError where it does not start */
  static async createWasm(wish: PipelineWish = {}): Promise<MeteorPipeline> {
    return await MeteorPipeline.create({ ...wish, tier: 'wasm' });
  }

  /** Begins a shower in JavaScript. */
  static async createJs(wish: PipelineWish = {}): Promise<MeteorPipeline> {
    return await MeteorPipeline.create({ ...wish, tier: 'js' });
  }

  /**
   * The pairs of colours that meteors were spawned in, sRGB from 0 to 255: a Meteor record with the look 2 + n is in the n-th of
   * them, counted from 0, one with the look 1 in the colours of its type.
   */
  get looks(): readonly TypeColors[] {
    return this.#looks.pairs;
  }

  /**
   * Begins a meteor now. What happens to it is told in `getRenderData().events`, by its id.
   * @returns its id, or 0 when there is no room for one, and while a kernel that failed is being replaced
   * @throws MeteorOptionError for a value out of range, a colour that is none, one pair of colours too many, or a speed beside
   * a lifetime
   */
  spawnMeteor(config: SpawnMeteor): number {
    return this.#looks.spawn(this, config).id;
  }

  override updateAll(dt: number, speedMultiplier = 1): number {
    this.#log.frame(dt * 1000);
    return super.updateAll(dt, speedMultiplier);
  }

  override getMetrics(): PipelineMetrics {
    return { ...super.getMetrics(), frameHighWater: this.#log.longest };
  }

  override configure(options: Partial<MeteorOptions>): void {
    super.configure(options);
    this.#own = { ...this.#own, ...options };
  }

  /** The shower as it stands, for `create`, with the colours of its meteors; null while a kernel that failed is being replaced. */
  override save(): ArrayBuffer | null {
    const saved = super.save();
    const { looks } = this;
    if (saved === null || looks.length === 0) return saved;
    const whole = new Uint8Array(saved.byteLength + looks.length * PAIR_BYTES);
    whole.set(new Uint8Array(saved));
    looks.forEach(({ color, glow }, at) => {
      whole.set([...color, ...glow], saved.byteLength + at * PAIR_BYTES);
    });
    return whole.buffer;
  }

  /**
   * Keeps within what the machine bears from now on, as `<meteor-shower quality="auto">` does: quality and debris follow the
   * times of the frames that the pace is told of. What the wish said in `options`, and what is configured, holds; but debris is
   * limited by what the machine bears even so.
   * @param choice a quality that holds against any frame time, or `auto`: from the wish's downwards
   * @throws MeteorStartError where the script for it is missing
   */
  async keepUp(choice: QualityChoice = 'auto'): Promise<ShowerPace> {
    // Only showers that keep up load it.
    const late = (): Error => new MeteorStartError('tier', 'the script that keeps up did not come', WAY_OUT_FILES, true);
    const { ShowerPace } = await loadLater(() => import('../meteor/worker/shower-pace.js'), late);
    const configure = (options: Partial<MeteorOptions>): void => super.configure(options);
    return new ShowerPace(this, configure, () => ({ ...this.#wish, options: this.#own }), FOLLOWING, choice);
  }

  override destroy(): void {
    this.#isDestroyed = true;
    super.destroy();
  }

  /**
   * What to send along with a complaint: docs/diagnostics.md says what is in it, and what is left out. Nothing is sent by itself.
   * @throws Error where the script that makes it does not come
   */
  async report(): Promise<Report> {
    const { showerReport } = await loadPart(() => import('../meteor/page/shower-report.js'), 'report()');
    const metrics: MeteorMetrics | null = this.#isDestroyed ? null : this.getMetrics();
    return showerReport({
      ...{ about: 'meteor', state: this.#isDestroyed ? 'destroyed' : 'running', asked: this.#wish.tier ?? 'auto', runs: this.tier },
      ...{ refused: this.refused, runsOn: null, renderer: null, settings: { ...this.options }, metrics, past: pastOf(this) },
    });
  }
}

/** Bytes of the engine's part of a saved shower; all of them where it is too short to say. */
function stateBytes(saved: ArrayBuffer): number {
  const head = MeteorHeader.size + MeteorPlaces.size;
  if (saved.byteLength < head) return saved.byteLength;
  const [bytes = 0] = new Uint32Array(saved, MeteorHeader.size + MeteorPlaces.stateBytes, 1);
  return Math.min(bytes, saved.byteLength);
}

function pairsOf(bytes: Uint8Array): readonly TypeColors[] {
  return Array.from({ length: Math.floor(bytes.length / PAIR_BYTES) }, (_, pair) => {
    const [r = 0, g = 0, b = 0, glowR = 0, glowG = 0, glowB = 0] = bytes.subarray(pair * PAIR_BYTES, (pair + 1) * PAIR_BYTES);
    return { color: [r, g, b], glow: [glowR, glowG, glowB] };
  });
}

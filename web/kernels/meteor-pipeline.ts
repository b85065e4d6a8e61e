/** Showers as users hold them: over the kernels of `meteor.ts`. */
import { loadPart } from '../engine/deadline.js';
import type { Report } from '../engine/diagnostics.js';
import { pastOf, remember } from '../engine/history.js';
import type { MeteorMetrics, MeteorTierChoice } from '../meteor/shared/kernel.js';
import { type Begun, beginShower, type PipelineWish, ShowerPipeline } from '../meteor/worker/pipeline.js';
import { METEOR_KERNELS } from './meteor.js';

/**
 * The way from a wish to what there is to draw, whichever kernel does it. WebAssembly runs where it can be had; where
 * it can't, the same shower runs in JavaScript, and `refused` says why. A running shower moves from one to the other
 * between two frames, as it stands: nobody sees it.
 */
export class MeteorPipeline extends ShowerPipeline {
  readonly #asked: MeteorTierChoice;
  #isDestroyed = false;

  protected constructor(wish: PipelineWish, begun: Begun) {
    const onReplaced: PipelineWish['onReplaced'] = (tier, reason) => {
      remember(this, 'tierchange', { tier, reason });
      wish.onReplaced?.(tier, reason);
    };
    super(METEOR_KERNELS, { ...wish, onReplaced }, begun);
    this.#asked = wish.tier ?? 'auto';
  }

  /**
   * Begins a shower in WebAssembly, or in JavaScript where that does not start.
   * @param saved what `save` gave: goes on with that shower, whose options are its own
   * @throws MeteorOptionError for a wish out of range
   * @throws MeteorStartError where `tier` asks for one that does not start
   */
  static async create(wish: PipelineWish = {}, saved: ArrayBuffer | null = null): Promise<MeteorPipeline> {
    return new MeteorPipeline(wish, await beginShower(METEOR_KERNELS, wish, saved));
  }

  /** Begins a shower in WebAssembly. @throws MeteorStartError where it does not start */
  static async createWasm(wish: PipelineWish = {}): Promise<MeteorPipeline> {
    return await MeteorPipeline.create({ ...wish, tier: 'wasm' });
  }

  /** Begins a shower in JavaScript. */
  static async createJs(wish: PipelineWish = {}): Promise<MeteorPipeline> {
    return await MeteorPipeline.create({ ...wish, tier: 'js' });
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
      ...{ about: 'meteor', state: this.#isDestroyed ? 'destroyed' : 'running', asked: this.#asked, runs: this.tier },
      ...{ refused: this.refused, runsOn: null, renderer: null, settings: { ...this.options }, metrics, past: pastOf(this) },
    });
  }
}

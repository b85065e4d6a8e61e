/**
 * The way from a wish to what there is to draw, whichever kernel does it. WebAssembly runs where it can be had; where
 * it can't, the same shower runs in JavaScript, and `refused` says why. A running shower moves from one to the other
 * between two frames, as it stands: nobody sees it.
 */
import { describe } from '../../engine/describe.js';
import type { Features } from '../../engine/features.js';
import { pageDefaults, tierFor } from '../../engine/page-defaults.js';
import type { PlatformModule, PlatformUrl } from '../../engine/platform.js';
import type { MeteorOptions } from '../../generated/meteor-layout.js';
import { MeteorDestroyedError, MeteorStartError } from '../shared/errors.js';
import {
  METEOR_TIERS,
  type MeteorKernel,
  type MeteorMetrics,
  type MeteorRenderData,
  type MeteorTier,
  type MeteorTierChoice,
  type RefusedMeteorTier,
} from '../shared/kernel.js';
import { optionWords, resolveOptions, type ShowerWish } from '../shared/settings.js';

export interface PipelineWish extends ShowerWish {
  /** `auto` unless given: WebAssembly, or JavaScript where that does not start. */
  readonly tier?: MeteorTierChoice;
  /** Address of skyflock-meteor.wasm; the one beside the script unless given. */
  readonly wasmUrl?: string | PlatformUrl;
  /** The bytes of that file, or the module made of them, in place of an address. */
  readonly wasmBinary?: ArrayBuffer | PlatformModule;
  /** What this machine can do; found out unless given. */
  readonly features?: Features;
  /** Called when the kernel failed in a running shower and the other one began anew. */
  readonly onReplaced?: (tier: MeteorTier, reason: string) => void;
}

/** Makes a kernel of what is at hand by now. */
export type BeginMeteors = (options: Partial<MeteorOptions>, saved: ArrayBuffer | null) => MeteorKernel;

/** For each tier, what gets whatever its kernels need, so that nothing has to be waited for afterwards. */
export type MeteorKernels = Readonly<Record<MeteorTier, (wish: PipelineWish) => Promise<BeginMeteors>>>;

/** A kernel that a shower begins with, and the tiers above it that are out. */
export interface Begun {
  readonly kernel: MeteorKernel;
  readonly refused: RefusedMeteorTier[];
}

/**
 * Begins a shower in WebAssembly, or in JavaScript where that does not start.
 * @throws MeteorOptionError for a wish out of range
 * @throws MeteorStartError where `tier` asks for one that does not start
 */
export async function beginShower(kernels: MeteorKernels, wish: PipelineWish, saved: ArrayBuffer | null): Promise<Begun> {
  const options = resolveOptions(wish);
  await pageDefaults();
  const start = async (tier: MeteorTier): Promise<MeteorKernel> => (await kernels[tier](wish))(options, saved);
  const tier = tierFor('meteor', wish.tier ?? 'auto');
  if (tier !== 'auto') return { kernel: await start(tier), refused: [] };
  const refused: RefusedMeteorTier[] = [];
  for (const one of METEOR_TIERS) {
    try {
      return { kernel: await start(one), refused };
    } catch (error) {
      if (one === 'js' || !(error instanceof MeteorStartError)) throw error;
      refused.push({ tier: one, reason: `${error.reason}. ${error.wayOut}`, passes: error.passes });
    }
  }
  throw new MeteorStartError('tier', refused.map(({ reason }) => reason).join('; '), 'Use another browser');
}

/** A running shower over whichever kernel; what makes kernels is handed in. */
export class ShowerPipeline {
  readonly #kernels: MeteorKernels;
  readonly #wish: PipelineWish;
  readonly #refused: RefusedMeteorTier[];
  #kernel: MeteorKernel;
  /** What the kernel runs with; a kernel that failed can't be asked. */
  #options: MeteorOptions;
  #isReplacing = false;
  /** Whether another instance of the engine has taken the place of one that failed. */
  #hasBegunAnew = false;
  /** Why no kernel is left, if none is. */
  #failure: unknown = null;
  #isDestroyed = false;

  /** @param kernels what the next kernel is made by, should the shower change to another one */
  constructor(kernels: MeteorKernels, wish: PipelineWish, { kernel, refused }: Begun) {
    this.#kernels = kernels;
    this.#wish = wish;
    this.#kernel = kernel;
    this.#refused = refused;
    this.#options = kernel.options;
  }

  get tier(): MeteorTier {
    return this.#kernel.tier;
  }

  /** The tiers that rank above the present one, and why each is out. */
  get refused(): readonly RefusedMeteorTier[] {
    return this.#refused;
  }

  get options(): MeteorOptions {
    return this.#options;
  }

  /** See `MeteorKernel.measurePacking`. */
  get measurePacking(): boolean {
    return this.#kernel.measurePacking;
  }
  set measurePacking(on: boolean) {
    this.#kernel.measurePacking = on;
  }

  /**
   * Goes on by `dt` seconds; see `MeteorKernel.step`.
   * @returns dirty flags; 0 while a kernel that failed is being replaced
   * @throws MeteorStartError when the kernel failed and none could take its place
   */
  updateAll(dt: number, speedMultiplier = 1): number {
    if (this.#failure !== null) throw this.#failure;
    if (this.#isReplacing || this.#isDestroyed) return 0;
    try {
      return this.#kernel.step(dt, speedMultiplier);
    } catch (error) {
      if (this.#kernel.tier === 'js') throw error;
      this.#replace(describe(error)).catch((failure: unknown) => {
        this.#failure = failure;
      });
      return 0;
    }
  }

  /** What there is to draw. Ask for it every frame: another kernel has another one. */
  getRenderData(): MeteorRenderData {
    return this.#kernel.renderData;
  }

  /** See `MeteorKernel.spawn`; 0, too, while a kernel that failed is being replaced. */
  spawn(words: Float32Array): number {
    this.#mustLive();
    return this.#isReplacing ? 0 : this.#kernel.spawn(words);
  }

  /** See `MeteorKernel.configure`. */
  configure(options: Partial<MeteorOptions>): void {
    this.#mustLive();
    if (this.#isReplacing) {
      optionWords(options, this.#options);
      this.#options = { ...this.#options, ...options };
      return;
    }
    this.#kernel.configure(options);
    this.#options = this.#kernel.options;
  }

  /** Another size of the picture. Unit: px. */
  resize(width: number, height: number): void {
    this.configure({ width, height });
  }

  getMetrics(): MeteorMetrics {
    return this.#kernel.getMetrics();
  }

  /** Takes note of what drawing a frame took. Unit: ms. */
  recordDraw(milliseconds: number): void {
    this.#kernel.recordDraw(milliseconds);
  }

  /**
   * Goes on in another tier, with the shower as it stands: all that takes time is done while the old kernel runs on.
   * @throws MeteorStartError where the other one does not start; the old one goes on then
   */
  async switchTo(tier: MeteorTier): Promise<void> {
    this.#mustLive();
    if (tier === this.#kernel.tier) return;
    const begin = await this.#kernels[tier](this.#wish);
    this.#mustLive();
    if (tier === this.#kernel.tier) return;
    const old = this.#kernel;
    const next = begin({}, old.save());
    next.measurePacking = old.measurePacking;
    // The first look at it shows what was shown last.
    next.step(0, 1);
    this.#kernel = next;
    old.destroy();
  }

  /** The shower as it stands, for `create`; null while a kernel that failed is being replaced. */
  save(): ArrayBuffer | null {
    this.#mustLive();
    return this.#isReplacing ? null : this.#kernel.save();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#kernel.destroy();
  }

  /** A kernel that trapped is not to be asked for anything any more: the same options begin anew in JavaScript. */
  async #replace(reason: string): Promise<void> {
    this.#isReplacing = true;
    // Without the kernel in JavaScript another instance of the engine does, once: its module is at hand.
    const begin = await this.#kernels.js(this.#wish).catch(async (error: unknown) => {
      if (this.#hasBegunAnew) throw error;
      this.#hasBegunAnew = true;
      return await this.#kernels.wasm(this.#wish).catch(() => {
        throw error;
      });
    });
    if (this.#isDestroyed) return;
    const next = begin(this.#options, null);
    next.measurePacking = this.#kernel.measurePacking;
    if (next.tier !== this.#kernel.tier) this.#refused.push({ tier: this.#kernel.tier, reason });
    this.#kernel = next;
    this.#isReplacing = false;
    this.#wish.onReplaced?.(next.tier, reason);
  }

  #mustLive(): void {
    if (this.#isDestroyed) throw new MeteorDestroyedError();
  }
}

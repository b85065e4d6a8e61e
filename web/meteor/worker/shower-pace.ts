/** Keeps a shower without an element within what the machine bears: its quality, and how much debris it has. */
import { MeteorHeader, type MeteorOptions } from '../../generated/meteor-layout.js';
import type { QualityName } from '../../generated/meteor-names.js';
import type { MeteorRenderData } from '../shared/kernel.js';
import { limitedDebris, type QualityChange, type QualityChoice, QualityMonitor } from '../shared/quality.js';
import { DEFAULT_QUALITY, resolveOptions, type ShowerWish } from '../shared/settings.js';
import { differingOptions } from './show-options.js';

/** What it needs of the shower. */
interface PacedShower {
  readonly options: MeteorOptions;
  getRenderData(): MeteorRenderData;
}

export class ShowerPace {
  readonly #shower: PacedShower;
  readonly #configure: (options: Partial<MeteorOptions>) => void;
  readonly #wish: () => ShowerWish;
  readonly #following: readonly string[];
  readonly #monitor: QualityMonitor;
  /** Time of all frames. Unit: ms. */
  #now = 0;

  /**
   * @param configure gives the shower options that are not the user's own
   * @param wish      what the shower is to be, in whatever quality
   * @param following names of the options that follow from quality and limit
   */
  constructor(
    shower: PacedShower,
    configure: (options: Partial<MeteorOptions>) => void,
    wish: () => ShowerWish,
    following: readonly string[],
    choice: QualityChoice,
  ) {
    this.#shower = shower;
    this.#configure = configure;
    this.#wish = wish;
    this.#following = following;
    this.#monitor = new QualityMonitor(wish().quality ?? DEFAULT_QUALITY, choice);
    this.#apply();
  }

  /** The quality that holds. */
  get quality(): QualityName {
    return this.#monitor.quality;
  }

  /** The quality that the frame times ask for, whatever was chosen. */
  get recommendation(): QualityName {
    return this.#monitor.recommendation;
  }

  /** Most pieces of debris, 150 to 500; of a scene that asks for more than 500 the same share of what it asks for. */
  get debrisLimit(): number {
    return this.#monitor.debrisLimit;
  }

  /** A quality that holds against any frame time; `auto` gives it back to the machine. Gives what has changed, or null. */
  choose(choice: QualityChoice): QualityChange | null {
    return this.#changed(this.#monitor.choose(choice, this.#now));
  }

  /**
   * A frame was made: call it once for each.
   * @param interval milliseconds since the one before
   * @param work     milliseconds it took to make, with its picture; its step alone unless given
   * @returns the quality that holds from now on and why, or null where it stays
   */
  frame(interval: number, work?: number): QualityChange | null {
    const update = (this.#shower.getRenderData().header[MeteorHeader.updateTime / 4] as number) / 1000;
    this.#now += interval;
    const { debrisLimit } = this.#monitor;
    const change = this.#monitor.frame(interval, work ?? update, update, this.#now);
    if (change === null && this.#monitor.debrisLimit !== debrisLimit) this.#apply();
    return this.#changed(change);
  }

  #changed(change: QualityChange | null): QualityChange | null {
    if (change !== null) this.#apply();
    return change;
  }

  /** Gives the engine what quality and limit ask for. */
  #apply(): void {
    const wanted = resolveOptions({ ...this.#wish(), quality: this.#monitor.quality });
    const limited = { ...wanted, debris: limitedDebris(wanted.debris, this.#monitor.debrisLimit) };
    const following = Object.fromEntries(Object.entries(limited).filter(([name]) => this.#following.includes(name)));
    const options = differingOptions(following, this.#shower.options);
    if (Object.keys(options).length > 0) this.#configure(options);
  }
}

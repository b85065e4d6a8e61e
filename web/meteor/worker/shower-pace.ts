/** Keeps a shower without an element within what the machine bears: its quality, and how much debris it has. */
import { MeteorHeader, type MeteorOptions } from '../../generated/meteor-layout.js';
import type { QualityName } from '../../generated/meteor-names.js';
import type { MeteorRenderData } from '../shared/kernel.js';
import { limitedDebris, type QualityChange, type QualityChoice, QualityMonitor } from '../shared/quality.js';
import { DEFAULT_QUALITY, resolveOptions, type ShowerWish } from '../shared/settings.js';
import { differingOptions } from './show-options.js';

/** Options that follow from the quality, or from the limit of debris. */
export const FOLLOWING = ['meteors', 'stars', 'trailPoints', 'quality', 'debris'] as const;

/** What it needs of the shower. */
interface PacedShower {
  configure(options: Partial<MeteorOptions>): void;
  options(): MeteorOptions;
  data(): MeteorRenderData;
}

export class ShowerPace {
  readonly #shower: PacedShower;
  readonly #wish: () => ShowerWish;
  readonly #monitor: QualityMonitor;
  /** Time of all frames. Unit: ms. */
  #now = 0;

  /** @param wish what the shower is to be, in whatever quality */
  constructor(shower: PacedShower, wish: () => ShowerWish, choice: QualityChoice) {
    this.#shower = shower;
    this.#wish = wish;
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
    const update = (this.#shower.data().header[MeteorHeader.updateTime / 4] as number) / 1000;
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
    const following = Object.fromEntries(FOLLOWING.map((name) => [name, limited[name]]));
    const options = differingOptions(following, this.#shower.options());
    if (Object.keys(options).length > 0) this.#shower.configure(options);
  }
}

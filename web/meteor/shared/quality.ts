/**
 * How much of a shower a machine is asked to draw. The first tier is a guess from what the machine
 * says of itself; then the frame times decide. A tier goes down when pictures come late, and up again,
 * never above the first, once they have come in time for long enough. Each ascent that fails doubles
 * the wait before the next, so that a machine between two tiers settles on the lower.
 */

import { ASLEEP_MS } from '../../engine/frame-log.js';
import { isSoftwareGl } from '../../engine/gpu.js';
import { QUALITY_NAMES, type QualityName } from '../../generated/meteor-names.js';

export type QualityChoice = QualityName | 'auto';

/** Frames that a mean is taken over. */
export const FRAME_SAMPLES = 60;
/** Mean frame time above which the tier goes down. */
export const SLOW_MS = 20;
/** Mean frame time below which a machine has recovered. */
export const RECOVERED_MS = 16;
/** Least milliseconds between two changes of the tier. */
export const HYSTERESIS_MS = 5000;
/** Longest wait before another ascent. */
const LONGEST_WAIT_MS = 160_000;

/** Mean milliseconds an update may take for so many pieces of debris; none of them: the last. */
const DEBRIS_LIMITS = [
  { updateMs: 8, debris: 500 },
  { updateMs: 12, debris: 300 },
  { updateMs: 16, debris: 200 },
  { updateMs: Number.POSITIVE_INFINITY, debris: 150 },
] as const;
/** A limit is raised only when the mean is this far below what it may be. */
const DEBRIS_MARGIN = 0.8;

/** What a machine says of itself; null where it does not say. */
export interface MachineHints {
  readonly cores: number | null;
  /** Gigabytes. */
  readonly memory: number | null;
  /** The GPU's name. */
  readonly gpu: string | null;
}

export interface QualityChange {
  readonly quality: QualityName;
  readonly previous: QualityName;
  /** In one clause. */
  readonly reason: string;
  /** The frame times asked for it, not the user. */
  readonly automatic: boolean;
}

/** The tier that a machine begins with. */
export function firstQuality({ cores, memory, gpu }: MachineHints): QualityName {
  if ((cores ?? 4) <= 2 || (memory ?? 4) <= 2) return 'performance';
  if (gpu !== null && isSoftwareGl(gpu)) return 'balanced';
  return (cores ?? 4) >= 8 && (memory ?? 8) >= 8 ? 'ultra' : 'balanced';
}

export class QualityMonitor {
  readonly #first: QualityName;
  #choice: QualityChoice;
  #quality: QualityName;
  /** Ring buffers, so that measuring allocates nothing. */
  readonly #frames = new Float64Array(FRAME_SAMPLES);
  readonly #updates = new Float64Array(FRAME_SAMPLES);
  #count = 0;
  #changedAt = Number.NEGATIVE_INFINITY;
  #recoveredSince = Number.NaN;
  #wait = HYSTERESIS_MS;
  #ascended = false;
  #debris: number = DEBRIS_LIMITS[0].debris;
  #debrisChangedAt = Number.NEGATIVE_INFINITY;

  constructor(first: QualityName, choice: QualityChoice = 'auto') {
    this.#first = first;
    this.#choice = choice;
    this.#quality = choice === 'auto' ? first : choice;
  }

  /** The tier that holds. */
  get quality(): QualityName {
    return this.#quality;
  }

  /** Most pieces of debris the machine is asked for by scenes that ask for no more than 500; see `limitedDebris`. */
  get debrisLimit(): number {
    return this.#debris;
  }

  /** Mean time of the last frames in ms; 0 before the first. */
  get meanFrameMs(): number {
    return this.#mean(this.#frames);
  }

  get meanUpdateMs(): number {
    return this.#mean(this.#updates);
  }

  /** The tier that the frame times ask for, whatever the user chose. */
  get recommendation(): QualityName {
    if (this.#count < FRAME_SAMPLES) return this.#quality;
    const mean = this.meanFrameMs;
    const index = QUALITY_NAMES.indexOf(this.#quality);
    if (mean > SLOW_MS) return QUALITY_NAMES[Math.max(0, index - 1)] as QualityName;
    if (mean < RECOVERED_MS && index < QUALITY_NAMES.indexOf(this.#first)) return QUALITY_NAMES[index + 1] as QualityName;
    return this.#quality;
  }

  /** The user's choice, which holds against any frame time; `auto` gives it back to the machine. */
  choose(choice: QualityChoice, now: number): QualityChange | null {
    if (choice === this.#choice) return null;
    this.#choice = choice;
    this.#wait = HYSTERESIS_MS;
    this.#ascended = false;
    return this.#change(
      choice === 'auto' ? this.#first : choice,
      choice === 'auto' ? 'the machine decides again' : 'it was asked for',
      now,
    );
  }

  /**
   * A frame was made.
   *
   * @param interval milliseconds since the one before
   * @param work     milliseconds it took to make
   * @param update   milliseconds of that for the engine
   * @param now      milliseconds of a clock that only goes forward
   */
  frame(interval: number, work: number, update: number, now: number): QualityChange | null {
    if (interval > ASLEEP_MS) {
      this.#forget();
      return null;
    }
    const at = this.#count % FRAME_SAMPLES;
    // A frame that came in time cost what it took to make; a late one all the time it took to come.
    this.#frames[at] = interval > SLOW_MS ? interval : work;
    this.#updates[at] = update;
    this.#count += 1;
    if (this.#count < FRAME_SAMPLES) return null;
    // Means change little from one frame to the next.
    if (this.#count % 6 !== 0) return null;
    this.#limitDebris(now);
    return this.#choice === 'auto' ? this.#adapt(now) : null;
  }

  #adapt(now: number): QualityChange | null {
    const mean = this.meanFrameMs;
    if (!(mean < RECOVERED_MS)) this.#recoveredSince = Number.NaN;
    else if (Number.isNaN(this.#recoveredSince)) this.#recoveredSince = now;
    const wanted = this.recommendation;
    if (wanted === this.#quality || now - this.#changedAt < HYSTERESIS_MS) return null;
    const ascends = QUALITY_NAMES.indexOf(wanted) > QUALITY_NAMES.indexOf(this.#quality);
    if (!ascends) {
      if (this.#ascended) this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
      this.#ascended = false;
      return this.#change(wanted, `pictures took ${mean.toFixed(1)} ms`, now, true);
    }
    if (!(now - this.#recoveredSince >= this.#wait)) return null;
    this.#ascended = true;
    return this.#change(wanted, `pictures took ${mean.toFixed(1)} ms only`, now, true);
  }

  #change(quality: QualityName, reason: string, now: number, automatic = false): QualityChange | null {
    const previous = this.#quality;
    if (quality === previous) return null;
    this.#quality = quality;
    this.#changedAt = now;
    this.#forget();
    return { quality, previous, reason, automatic };
  }

  #limitDebris(now: number): void {
    const mean = this.meanUpdateMs;
    const allowed = debrisFor(mean);
    if (allowed === this.#debris || now - this.#debrisChangedAt < HYSTERESIS_MS) return;
    if (allowed > this.#debris && debrisFor(mean / DEBRIS_MARGIN) <= this.#debris) return;
    this.#debris = allowed;
    this.#debrisChangedAt = now;
  }

  /** Frames of another tier, or from before a pause, say nothing about the present one. */
  #forget(): void {
    this.#count = 0;
    this.#recoveredSince = Number.NaN;
  }

  #mean(samples: Float64Array): number {
    const count = Math.min(this.#count, FRAME_SAMPLES);
    let sum = 0;
    for (let index = 0; index < count; index += 1) sum += samples[index] as number;
    return count === 0 ? 0 : sum / count;
  }
}

/**
 * Most pieces of debris of a scene that asks for so many: what it asks for up to the limit, and of more than 500 the same share
 * as the limit is of those.
 */
export function limitedDebris(wanted: number, limit: number): number {
  return Math.min(wanted, Math.round(limit * Math.max(1, wanted / DEBRIS_LIMITS[0].debris)));
}

/** Most debris for a mean update time, of scenes that ask for up to 500. */
export function debrisFor(updateMs: number): number {
  return DEBRIS_LIMITS.find((limit) => updateMs < limit.updateMs)?.debris ?? DEBRIS_LIMITS[3].debris;
}

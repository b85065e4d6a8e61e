/** What another thread goes on from when a show's own is lost: the shower as it stood, about once a second. */
import type { QualityName } from '../../generated/meteor-names.js';
import type { ShowBackup, ShowSettings, SpawnedMeteors } from '../shared/messages.js';
import type { ShowerPipeline } from './pipeline.js';

/** Milliseconds between two copies of a shower. */
const INTERVAL_MS = 1000;
/** Bytes of engine memory whose copy takes as long as one interval is worth; a larger shower is copied less often. */
const BYTES_AN_INTERVAL = 1_000_000;

/** What a show is founded with; a show of another founding is another show. */
export function foundingOf({ preset, seed, motion }: ShowSettings): string {
  return [preset, seed, motion === 'still'].join(' ');
}

export class ShowBackups {
  /** Seconds that the show has been stepped. */
  seconds = 0;
  #copiedAt = Number.NEGATIVE_INFINITY;
  #copiedSeconds = Number.NaN;

  /** Another shower stands in the place of the one before. */
  beginShower(seconds: number): void {
    this.seconds = seconds;
    this.#copiedAt = Number.NEGATIVE_INFINITY;
  }

  /** A copy, if one is due; one of a shower that did not move since is not. */
  due(
    shower: ShowerPipeline,
    settings: ShowSettings,
    quality: QualityName,
    spawned: SpawnedMeteors | null,
    now: number,
  ): ShowBackup | null {
    const interval = INTERVAL_MS * Math.max(1, shower.getMetrics().memoryBytes / BYTES_AN_INTERVAL);
    const isFirst = this.#copiedAt === Number.NEGATIVE_INFINITY;
    if (!isFirst && (now - this.#copiedAt < interval || this.seconds === this.#copiedSeconds)) return null;
    const saved = savedOf(shower);
    if (saved === null) return null;
    this.#copiedAt = now;
    this.#copiedSeconds = this.seconds;
    return { of: foundingOf(settings), seconds: this.seconds, quality, saved, spawned };
  }
}

/** Null while the shower is replaced, or where memory is too scarce: the copy before stays. */
function savedOf(shower: ShowerPipeline): ArrayBuffer | null {
  try {
    return shower.save();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** How much of the processor a thread gets, which says how much another one may have got meanwhile. */
import { LEAST_TRIAL_MS, LONGEST_TRIAL_MS } from '../generated/watch-layout.js';

/** ms for which a spell computes. */
const SPELL_MS = 12;
/** ms between two readings of the clock up to which there was a processor. */
const OWN_MS = 2;

/** Computes for a moment; gives the milliseconds of it for which there was a processor. */
export function computeSpell(now: () => number = () => performance.now()): number {
  const begin = now();
  let got = 0;
  let last = begin;
  while (last - begin < SPELL_MS) {
    const time = now();
    // A clock that jumps back would keep this from ending.
    if (time < last) break;
    if (time - last <= OWN_MS) got += time - last;
    last = time;
  }
  return got;
}

/** The trial of a thread that is silent: it is judged once this one had a processor for a while, and so may have had it as well. */
export class Trial {
  readonly #compute: () => number;
  #got: number | null = null;

  /** @param compute computes for a moment, and gives the milliseconds of processor time that it got */
  constructor(compute: () => number = computeSpell) {
    this.#compute = compute;
  }

  /** Whether there is one. */
  get runs(): boolean {
    return this.#got !== null;
  }

  /** Goes on with it for a moment. @returns whether the thread, silent for `beyond` ms more than it may be, is judged */
  judges(beyond: number): boolean {
    this.#got = (this.#got ?? 0) + this.#compute();
    return this.#got >= LEAST_TRIAL_MS || beyond >= LONGEST_TRIAL_MS;
  }

  /** The thread lives. */
  end(): void {
    this.#got = null;
  }
}

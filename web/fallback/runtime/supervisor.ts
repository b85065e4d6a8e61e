/**
 * Finds out that a tick of tier `js-workers` hangs, by looks while it runs: src/runtime/supervisor.h for
 * workers that share no memory.
 *
 * How far a worker is can't be seen from outside. So the tick as a whole is judged by the longest of late, and
 * shortly before the judgement every worker that has not ended it is asked whether it lives: one that
 * waits for another answers at once, one that hangs does not. A look that comes late proves that the whole machine stood
 * still (a sleeping laptop, a frozen tab, a debugger), so it starts the watch over instead of blaming anybody.
 */

/** ms between two looks. */
export const LOOK_MS = 100;
/** ms between two looks beyond which a look is late. */
const LATE_MS = 500;
/** Least ms without an end that count as hanging. */
const LEAST_DEADLINE_MS = 1000;
/**
 * The same in the first tick of workers, where their code is compiled and nothing is known of the world, and until somebody
 * attends: where nobody mends a world, a busy machine must not be taken for a hang.
 */
const PATIENT_DEADLINE_MS = 10_000;
/** How many times as long as the longest tick of late a tick may take. */
const PATIENCE = 10;
/** What of the longest tick counts one tick later: an old peak is forgotten within some seconds. */
const FORGETTING = 0.99;
/** ms before the judgement at which workers are asked whether they live. */
const ASKING_MS = 500;

/** What a look says: nothing yet, that the workers are to be asked now, or that those without an answer hang. */
export type Verdict = 'wait' | 'ask' | 'hangs';

export class Supervisor {
  /** ms, of late; null before the first tick has ended. */
  #longestTick: number | null = null;
  #since = 0;
  #lastLook = 0;
  #asked = false;
  #attended = false;

  /** From now on somebody mends a world that hangs. */
  attend(): void {
    this.#attended = true;
  }

  /** ms without an end that count as hanging. */
  get deadline(): number {
    const least = this.#attended && this.#longestTick !== null ? LEAST_DEADLINE_MS : PATIENT_DEADLINE_MS;
    return Math.max(least, PATIENCE * (this.#longestTick ?? 0));
  }

  /** A tick begins. */
  begin(now: number): void {
    this.#startOver(now);
  }

  /** Looks at the tick; to be called every LOOK_MS. */
  look(now: number): Verdict {
    const passed = now - this.#lastLook;
    if (passed > LATE_MS || passed < 0) this.#startOver(now);
    this.#lastLook = now;
    const { deadline } = this;
    if (now - this.#since > deadline) return 'hangs';
    if (this.#asked || now - this.#since < deadline - ASKING_MS) return 'wait';
    this.#asked = true;
    return 'ask';
  }

  /** The tick has ended. */
  end(now: number): void {
    const tick = now - this.#since;
    const old = (this.#longestTick ?? 0) * FORGETTING;
    this.#longestTick = tick > old ? tick : old;
  }

  /** Other workers run from now on: nothing is known of them. */
  forget(): void {
    this.#longestTick = null;
  }

  #startOver(now: number): void {
    this.#since = now;
    this.#lastLook = now;
    this.#asked = false;
  }
}

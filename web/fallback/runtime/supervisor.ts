/**
 * Finds out that a tick of tier `js-workers` hangs: src/runtime/supervisor.h for workers that share no memory.
 *
 * How far a worker is can't be seen from outside. So the tick as a whole is suspicious once it has taken long, and then
 * every worker that has not ended it is asked whether it lives: one that waits for another answers at once, one that
 * hangs does not. Nor does one that gets no processor from a busy machine, which no clock tells from a hang. So there is
 * a trial: the coordinator computes, as the suspect does, and adds up the processor time it gets; who has not answered
 * when that sum comes to `trial` hangs. A gap of a second proves that the whole machine stood still (a sleeping laptop, a
 * frozen tab, a debugger), so it starts the watch over.
 */
import { computeSpell } from '../../engine/processor-time.js';
import {
  FORGETTING,
  LEAST_SUSPICION_MS,
  LEAST_TRIAL_MS,
  LONGEST_TRIAL_MS,
  STOOD_STILL_MS,
  UNATTENDED_MS,
  UNSUSPECTED,
} from '../../generated/watch-layout.js';

/** ms between two looks at a tick that nobody suspects. */
export const LOOK_MS = 40;
/**
 * How many times as long as the longest tick of late a tick may take, in processor time: fewer than a step in C++ may, since a
 * tick is eight of them, which are not all slow at once.
 */
const PATIENCE = 5;

/** What a look says: nothing yet, that the workers are to be asked now, that a trial goes on, or that those without an answer hang. */
export type Verdict = 'wait' | 'ask' | 'try' | 'hangs';

export class Supervisor {
  /** ms, of late; null before the first tick has ended. */
  #longestTick: number | null = null;
  #since = 0;
  #lastLook = 0;
  /** ms of processor time in the trial of this tick; null while nobody is on trial. */
  #got: number | null = null;
  #attended = false;

  /** From now on somebody mends a world that hangs. */
  attend(): void {
    this.#attended = true;
  }

  /** ms without an end that are suspicious. */
  get suspicion(): number {
    // In the first tick of workers their code is compiled, and nothing is known of the world.
    const least = this.#attended && this.#longestTick !== null ? LEAST_SUSPICION_MS : UNATTENDED_MS;
    return Math.max(least, UNSUSPECTED * (this.#longestTick ?? 0));
  }

  /** ms of processor time after which a suspect is judged. */
  get trial(): number {
    return Math.max(LEAST_TRIAL_MS, PATIENCE * (this.#longestTick ?? 0) - this.suspicion);
  }

  /** A tick begins. */
  beginRun(now: number): void {
    this.#startOver(now);
  }

  /** Looks at the tick; to be called every LOOK_MS, and between the spells of a trial. */
  look(now: number): Verdict {
    const passed = now - this.#lastLook;
    if (passed > STOOD_STILL_MS || passed < 0) this.#startOver(now);
    this.#lastLook = now;
    const stood = now - this.#since;
    const { suspicion, trial } = this;
    if (stood <= suspicion) return 'wait';
    if (this.#got === null) {
      this.#got = 0;
      return 'ask';
    }
    return this.#got >= trial || stood > Math.max(LONGEST_TRIAL_MS, suspicion + trial) ? 'hangs' : 'try';
  }

  /** A spell of a trial: computes for a moment, and counts the processor time it gets. */
  compute(now: () => number): void {
    this.#got = (this.#got ?? 0) + computeSpell(now);
  }

  /** The tick has ended. */
  end(now: number): void {
    // The machine stood still since the last look: how long the tick took, nobody knows.
    if (now - this.#lastLook > STOOD_STILL_MS) return;
    const tick = now - this.#since;
    const old = (this.#longestTick ?? 0) * FORGETTING;
    this.#longestTick = tick > old ? tick : old;
  }

  /** Other workers run from now on: nothing is known of them. */
  startOver(): void {
    this.#longestTick = null;
  }

  #startOver(now: number): void {
    this.#since = now;
    this.#lastLook = now;
    this.#got = null;
  }
}

/**
 * What a script waits for: each promise settles once, with a result or a typed error.
 *
 * Answers come whenever they do, but the script hears of them at set times: at the start of an update, or one in each turn of
 * the thread while an update waits. So a recording that has those times plays again to the bit.
 */
import { realTimers, type Timers } from '../../engine/deadline.js';
import { errorToData } from '../../engine/error-to-data.js';
import type { ErrorData } from '../../engine/errors.js';
import { SceneTimeoutError, sceneErrorFromData } from '../shared/errors.js';

/** How something ended. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  /** Whether its value is plain data, which a recording keeps; what isn't is loaded again. */
  readonly isData: boolean;
  readonly timer: unknown;
}

/** A reply that the script has heard. */
export interface Heard {
  readonly reply: number;
  readonly value?: unknown;
  readonly error?: ErrorData;
}

export class Replies {
  readonly #timers: Timers;
  readonly #waiting = new Map<number, Waiting>();
  readonly #arrived = new Map<number, Outcome>();
  #awaited: { readonly reply: number; readonly resolve: () => void } | null = null;
  #last = 0;
  /** Told when an answer came. */
  onArrival: (() => void) | null = null;
  /** Whether answers come from a recording: deadlines are in it, too. */
  isPlaying = false;

  constructor(timers: Timers = realTimers) {
    this.#timers = timers;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** The number of the next question. */
  get next(): number {
    return this.#last + 1;
  }

  /**
   * A promise that settles by `arrive` with its number, which is `next` before the call.
   * @param milliseconds after which it is rejected with SceneTimeoutError
   */
  ask<Value>(what: string, isData: boolean, milliseconds: number): Promise<Value> {
    this.#last += 1;
    const number = this.#last;
    const late = (): void => this.arrive(number, { error: new SceneTimeoutError(what, milliseconds) });
    const timer = this.isPlaying && isData ? null : this.#timers.set(late, milliseconds);
    return new Promise<Value>((resolve, reject) => {
      this.#waiting.set(number, { resolve: (value) => resolve(value as Value), reject, isData, timer });
    });
  }

  /** An answer came; one that nobody waits for any more is dropped. */
  arrive(number: number, outcome: Outcome): void {
    const waiting = this.#waiting.get(number);
    if (waiting === undefined || this.#arrived.has(number)) return;
    if (this.isPlaying && waiting.isData) return;
    this.#timers.clear(waiting.timer);
    this.#arrived.set(number, outcome);
    if (this.#awaited?.reply === number) this.#awaited.resolve();
    if (!this.isPlaying) this.onArrival?.();
  }

  /** Tells the script of the oldest answer that came; null: there is none. */
  hear(): Heard | null {
    for (const [number, outcome] of this.#arrived) return this.#settle(number, outcome);
    return null;
  }

  /** Waits until what a recording says comes next has come, where it isn't in the recording. */
  async await({ reply, value, error }: Heard): Promise<void> {
    const waiting = this.#waiting.get(reply);
    if (waiting === undefined || waiting.isData || value !== undefined || error !== undefined || this.#arrived.has(reply)) return;
    await new Promise<void>((resolve) => {
      this.#awaited = { reply, resolve };
    });
    this.#awaited = null;
  }

  /** Tells the script of an answer as a recording has it. */
  play(heard: Heard): void {
    const { reply, value, error } = heard;
    const waiting = this.#waiting.get(reply);
    if (waiting === undefined) return;
    if (error !== undefined) this.#settle(reply, { error: sceneErrorFromData(error) });
    else if (waiting.isData) this.#settle(reply, { value });
    else this.#settle(reply, this.#arrived.get(reply) ?? { value });
  }

  /** Nothing that is waited for comes any more. */
  rejectAll(error: unknown): void {
    for (const number of [...this.#waiting.keys()]) this.#settle(number, { error });
    this.#awaited?.resolve();
  }

  #settle(number: number, outcome: Outcome): Heard {
    const waiting = this.#waiting.get(number) as Waiting;
    this.#waiting.delete(number);
    this.#arrived.delete(number);
    this.#timers.clear(waiting.timer);
    if ('error' in outcome) {
      waiting.reject(outcome.error);
      return { reply: number, error: errorToData(outcome.error) };
    }
    waiting.resolve(outcome.value);
    return waiting.isData ? { reply: number, value: outcome.value } : { reply: number };
  }
}

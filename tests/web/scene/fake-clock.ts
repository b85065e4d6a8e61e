// A clock that a test turns: timers fire in their order, each at its time.
import type { Timers } from '../../../web/engine/deadline.js';

export class FakeClock implements Timers {
  #now = 1000;
  #next = 1;
  readonly #waiting = new Map<number, { readonly at: number; readonly action: () => void }>();

  now(): number {
    return this.#now;
  }

  set(action: () => void, milliseconds: number): number {
    this.#next += 1;
    this.#waiting.set(this.#next, { at: this.#now + Math.max(0, milliseconds), action });
    return this.#next;
  }

  clear(handle: unknown): void {
    this.#waiting.delete(handle as number);
  }

  /** Lets so much time pass, and fires what is due on the way. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [due] = [...this.#waiting].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b);
      if (due === undefined) break;
      const [handle, { at, action }] = due;
      this.#waiting.delete(handle);
      this.#now = Math.max(this.#now, at);
      action();
    }
    this.#now = end;
  }

  /** Time passes in which nothing of this thread runs: what was due comes late. */
  freeze(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

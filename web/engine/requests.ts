/**
 * Questions asked of another thread: each gets an answer, an error, or its deadline.
 */

import { REQUEST_DEADLINE_MS, realTimers, type Timers } from './deadline.js';

interface Asked {
  readonly ask: string;
}

interface Pending<One extends Asked> {
  readonly request: One;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  readonly timer: unknown;
}

/** `One` is any of the requests there are, `All` the value of the answer to each by its name. */
export class Requests<One extends Asked, All extends object> {
  readonly #pending = new Map<number, Pending<One>>();
  readonly #send: (id: number, request: One) => void;
  readonly #timers: Timers;
  readonly #late: (what: string, milliseconds: number) => Error;
  #nextId = 1;

  constructor(send: (id: number, request: One) => void, late: (what: string, milliseconds: number) => Error, timers: Timers = realTimers) {
    this.#send = send;
    this.#timers = timers;
    this.#late = late;
  }

  /** How many wait for their answer. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Asks, and waits no longer than the deadline. @throws the error of a deadline, or what `reject` is given */
  ask<Ask extends One['ask']>(
    request: Extract<One, { readonly ask: Ask }>,
    milliseconds = REQUEST_DEADLINE_MS,
  ): Promise<All[Ask & keyof All]> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise<All[Ask & keyof All]>((resolve, reject) => {
      const timer = this.#timers.set(() => this.reject(id, this.#late(request.ask, milliseconds)), milliseconds);
      this.#pending.set(id, { request, resolve: (value) => resolve(value as All[Ask & keyof All]), reject, timer });
      this.#send(id, request);
    });
  }

  /** Asks again for what has no answer yet: another thread took over. The deadlines stay. */
  resend(): void {
    for (const [id, { request }] of this.#pending) this.#send(id, request);
  }

  /** The answer came. One that comes after its deadline is dropped: its asker was told. */
  answer(id: number, value: All[keyof All]): void {
    this.#takePending(id)?.resolve(value);
  }

  reject(id: number, error: unknown): void {
    this.#takePending(id)?.reject(error);
  }

  rejectAll(error: unknown): void {
    for (const id of [...this.#pending.keys()]) this.reject(id, error);
  }

  #takePending(id: number): Pending<One> | undefined {
    const pending = this.#pending.get(id);
    if (pending !== undefined) this.#timers.clear(pending.timer);
    this.#pending.delete(id);
    return pending;
  }
}

/**
 * Questions asked of another thread: each gets an answer, an error, or its deadline.
 */
import { REQUEST_DEADLINE_MS, realTimers, type Timers } from './deadline.js';
import { LifeTimeoutError } from './errors.js';
import type { Answer, Answers, Request, RequestOf } from './protocol.js';

interface Pending {
  readonly request: Request;
  resolve(value: Answer): void;
  reject(error: unknown): void;
  readonly timer: unknown;
}

export class Requests {
  readonly #pending = new Map<number, Pending>();
  readonly #send: (id: number, request: Request) => void;
  readonly #timers: Timers;
  #nextId = 1;

  constructor(send: (id: number, request: Request) => void, timers: Timers = realTimers) {
    this.#send = send;
    this.#timers = timers;
  }

  /** How many wait for their answer. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Asks, and waits no longer than the deadline. @throws LifeTimeoutError, or what `reject` is given */
  ask<Ask extends Request['ask']>(request: RequestOf<Ask>, milliseconds = REQUEST_DEADLINE_MS): Promise<Answers[Ask]> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise<Answers[Ask]>((resolve, reject) => {
      const timer = this.#timers.set(() => this.reject(id, new LifeTimeoutError(request.ask, milliseconds)), milliseconds);
      this.#pending.set(id, { request, resolve: (value) => resolve(value as Answers[Ask]), reject, timer });
      this.#send(id, request);
    });
  }

  /** Asks again for what has no answer yet: another thread took over. The deadlines stay. */
  resend(): void {
    for (const [id, { request }] of this.#pending) this.#send(id, request);
  }

  /** The answer came. One that comes after its deadline is dropped: its asker was told. */
  answer(id: number, value: Answer): void {
    this.#take(id)?.resolve(value);
  }

  reject(id: number, error: unknown): void {
    this.#take(id)?.reject(error);
  }

  rejectAll(error: unknown): void {
    for (const id of [...this.#pending.keys()]) this.reject(id, error);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending !== undefined) this.#timers.clear(pending.timer);
    this.#pending.delete(id);
    return pending;
  }
}

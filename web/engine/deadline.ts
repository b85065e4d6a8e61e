/** Awaiting another thread, or the network, never lasts longer than a deadline says. */

/** Milliseconds a start has in all, on a slow line too. What fails says so at once; only silence lasts so long. */
export const START_DEADLINE_MS = 30_000;
/** Milliseconds a start has at least from each sign of progress on, and the longest that a download may send nothing. */
export const PROGRESS_DEADLINE_MS = 10_000;
/** Milliseconds after which a failed download is tried again. */
const RETRY_PAUSE_MS = 300;
/** Milliseconds a thread that takes another's place in a running world may take: its script is there already. */
export const PLACE_DEADLINE_MS = 2800;
/** Milliseconds the founding of a world may take to get any further, and all else that runs a world at a stretch: a million animals on a slow machine. */
export const FOUNDING_DEADLINE_MS = 15_000;
/** Milliseconds a running world has for the answer to a request. */
export const REQUEST_DEADLINE_MS = 10_000;

/** The timers of this thread, or a test's. */
export interface Timers {
  set(action: () => void, milliseconds: number): unknown;
  clear(handle: unknown): void;
  /** Milliseconds, never jumping back. */
  now(): number;
}

/** The real timers. */
export const realTimers: Timers = {
  set: (action, milliseconds) => setTimeout(action, milliseconds),
  clear: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
  now: () => performance.now(),
};

/**
 * Settles as `promise` does, or rejects with `late()` once `milliseconds` have passed.
 * The promise goes on by itself then; a later rejection of it is taken note of and dropped.
 */
export function withDeadline<T>(promise: Promise<T>, milliseconds: number, late: () => Error, timers: Timers = realTimers): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const handle = timers.set(() => reject(late()), milliseconds);
    promise.then(
      (value) => {
        timers.clear(handle);
        resolve(value);
      },
      (error: unknown) => {
        timers.clear(handle);
        reject(error);
      },
    );
  });
}

/** The time of a start: its deadline moves on with progress. */
export class StartClock {
  readonly #now: () => number;
  #end: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#end = now() + START_DEADLINE_MS;
  }

  /** Something came: there is time for the next. */
  progress(): void {
    this.#end = Math.max(this.#end, this.#now() + PROGRESS_DEADLINE_MS);
  }

  /** Milliseconds that are left. */
  get left(): number {
    return Math.max(0, this.#end - this.#now());
  }
}

/**
 * Loads a script that is needed now, with a second try after one that failed.
 * @param late the error when nothing comes
 */
export async function loadLater<T>(load: () => Promise<T>, late: () => Error): Promise<T> {
  let isLate = false;
  const end = (): Error => {
    isLate = true;
    return late();
  };
  try {
    return await withDeadline(load(), START_DEADLINE_MS, end);
  } catch (error) {
    if (isLate) throw error;
    await pause();
    return await withDeadline(load(), START_DEADLINE_MS, late);
  }
}

/** The pause before a second try. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
}

/** A deadline that moves on with every sign of life: it fires when none came for a while. */
export class Watchdog {
  readonly #timers: Timers;
  readonly #late: () => void;
  #handle: unknown;

  constructor(late: () => void, timers: Timers = realTimers) {
    this.#late = late;
    this.#timers = timers;
  }

  /** Starts over: `late` is called unless `expect` or `stop` is called within `milliseconds`. */
  expect(milliseconds: number): void {
    this.stop();
    this.#handle = this.#timers.set(() => {
      this.#handle = undefined;
      this.#late();
    }, milliseconds);
  }

  stop(): void {
    if (this.#handle !== undefined) this.#timers.clear(this.#handle);
    this.#handle = undefined;
  }
}

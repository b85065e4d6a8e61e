/**
 * The script of a thread that may be needed again when its file is missing: the page is offline, or its site was deployed
 * anew. Once it is kept there is a thread that was started ahead, and the script's text, which a thread can be started from
 * where a policy allows `worker-src blob:`. Whether it does can't be found out without a violation of it: so there is both.
 */
import { withDeadline } from './deadline.js';
import { startThread } from './node-thread.js';
import { startFromText } from './start-from-text.js';
import { making } from './start-thread.js';

/** What a thread is started with. */
interface ScriptRequest {
  readonly address: string;
  readonly options?: WorkerOptions;
}

/** What `make` calls `new Worker` with, as the bundler of the page has written it; no thread is started. */
function scriptOf(make: () => Worker): ScriptRequest {
  let request: ScriptRequest | null = null;
  const note = function note(address: string | URL, options?: WorkerOptions): object {
    request = { address: new URL(address, globalThis.location?.href).href, ...(options === undefined ? {} : { options }) };
    return {};
  };
  making(note, make);
  if (request === null) throw new Error('no thread would be started');
  return request;
}

/** Milliseconds that a script may take that was loaded before. */
const TEXT_DEADLINE_MS = 10_000;

/** Where a thread comes from. */
export type ScriptOrigin = 'ahead' | 'text' | 'file';

/** Ways to start a thread, in the order in which they are tried. */
export const FRESH: readonly ScriptOrigin[] = ['ahead', 'file', 'text'];
/** For a world that waits for it: a file may take long to fail. */
export const AGAIN: readonly ScriptOrigin[] = ['ahead', 'text', 'file'];

export class KeptScript {
  readonly #make: () => Worker;
  #request: ScriptRequest | null = null;
  #text: string | null = null;
  #ahead: Worker | null = null;
  /** Whether the thread that was started ahead has greeted. */
  #isHere = false;
  #users = 0;

  /** @param make calls `new Worker` with an address to the letter */
  constructor(make: () => Worker) {
    this.#make = make;
  }

  /** The script, once it is kept. */
  get text(): string | null {
    return this.#text;
  }

  /** The script as another thread has kept it. */
  set text(text: string | null) {
    this.#text = text;
  }

  /**
   * Gets the text, which comes from the browser's cache. What fails is not there later, and nothing else.
   * @param whole gives a text that has all in it which the script loads later, or null: from a text nothing can be loaded
   */
  async keepText(whole?: () => Promise<ArrayBuffer | null>): Promise<void> {
    if (this.#text !== null) return;
    try {
      const bytes = (await whole?.()) ?? null;
      if (bytes !== null) {
        this.#text = new TextDecoder().decode(bytes);
        return;
      }
      this.#request ??= scriptOf(this.#make);
      const { address } = this.#request;
      const late = (): Error => new Error(`${address} did not come again within ${TEXT_DEADLINE_MS} ms`);
      const response = await withDeadline(fetch(address, { cache: 'force-cache' }), TEXT_DEADLINE_MS, late);
      if (response.ok) this.#text = await withDeadline(response.text(), TEXT_DEADLINE_MS, late);
    } catch {
      // The file, or the thread that was started ahead, may do.
    }
  }

  /** Starts a thread ahead, which greets when its script runs; null where there is one. It ends with the last user, unless it is taken. */
  keepAhead(): Worker | null {
    if (this.#ahead !== null || this.#users === 0) return null;
    let worker: Worker;
    try {
      worker = startThread(() => this.#startNamed());
    } catch {
      return null;
    }
    worker.onmessage = () => {
      this.#isHere = true;
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      if (this.#ahead === worker) this.#ahead = null;
    };
    this.#ahead = worker;
    this.#isHere = false;
    return worker;
  }

  /** Somebody may need it again. */
  hold(): void {
    this.#users += 1;
  }

  /** Somebody needs it no more. */
  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.dropAhead();
  }

  /** Gives the memory of the thread back that was started ahead. */
  dropAhead(): void {
    this.#ahead?.terminate();
    this.#ahead = null;
  }

  /** Whether a thread can be started this way. */
  has(origin: ScriptOrigin): boolean {
    if (origin === 'file') return true;
    return origin === 'ahead' ? this.#ahead !== null && this.#isHere : this.#text !== null;
  }

  /** Starts a thread one of the ways that there are. @throws whatever keeps it from being started */
  start(origin: ScriptOrigin): Worker {
    const ahead = this.#ahead;
    if (origin === 'ahead' && ahead !== null) {
      this.#ahead = null;
      ahead.onmessage = null;
      ahead.onerror = null;
      return ahead;
    }
    const text = this.#text;
    if (origin === 'text' && text !== null) return startThread(() => startFromText(text, this.#request?.options));
    return startThread(this.#make);
  }

  /**
   * Starts a thread in the first of some ways that does not refuse it at once, and leaves the others.
   * @throws whatever keeps it from being started in the last one
   */
  startFirst(origins: ScriptOrigin[]): { readonly worker: Worker; readonly origin: ScriptOrigin } {
    for (;;) {
      const origin = origins.shift() ?? 'file';
      try {
        return { worker: this.start(origin), origin };
      } catch (error) {
        if (origins.length === 0) throw error;
      }
    }
  }

  /** By another name, so that whoever looks at a page's threads can tell it from those that work. */
  #startNamed(): Worker {
    this.#request ??= scriptOf(this.#make);
    const { address, options } = this.#request;
    return address.includes('#') || address.startsWith('blob:') ? this.#make() : new Worker(`${address}#ahead`, options);
  }
}

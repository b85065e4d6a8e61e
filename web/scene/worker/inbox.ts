/** Brings commands from a script's end into an engine, and what the engine says back. */
import { CallbackKind, INBOX_RECORDS, PublishedCallback, RECORD_WORDS, SceneHeader } from '../../generated/scene-layout.js';
import type { SceneKernel } from '../shared/kernel.js';

/** Where commands come from, and where callbacks go to. */
export interface CommandEnd {
  read(into: Uint32Array, at: number, most: number): number;
  addCallback(words: Uint32Array, at: number): void;
}

/**
 * Records that are brought at a time, at first. What stands behind the end of an update moves to the front of the inbox: were it
 * always full, many small updates would take long.
 */
const FIRST_CHUNK = 512;
const CALLBACK_COUNT = SceneHeader.callbackCount / 4;

export class Inbox {
  readonly #kernel: SceneKernel;
  #chunk = FIRST_CHUNK;
  /** Records in the inbox. */
  #filled = 0;
  /** Number of the last update that was published. */
  update = 0;
  /** Updates that were published. */
  updates = 0;

  constructor(kernel: SceneKernel) {
    this.#kernel = kernel;
  }

  /** Another script's commands come next: what is left of the last one's is dropped. */
  clear(): void {
    this.#filled = 0;
    this.update = 0;
  }

  /**
   * Carries commands out until there are no more, or until it is asked to stop, which it asks between two steps.
   * @param isEnough whether to stop, after so many records
   * @returns whether it stopped before it was through
   */
  pump(end: CommandEnd, isEnough: (records: number) => boolean): boolean {
    const kernel = this.#kernel;
    for (let records = 0; ; ) {
      const missing = this.#chunk - this.#filled;
      if (missing > 0) this.#filled += end.read(kernel.views.inbox, this.#filled * RECORD_WORDS, missing);
      if (this.#filled === 0) return false;
      const done = kernel.decode(this.#filled);
      this.#takeCallbacks(end);
      if (done === 0) {
        if (this.#filled < this.#chunk || this.#chunk === INBOX_RECORDS) return false;
        // The command is longer.
        this.#chunk = Math.min(INBOX_RECORDS, this.#chunk * 2);
        continue;
      }
      kernel.views.inbox.copyWithin(0, done * RECORD_WORDS, this.#filled * RECORD_WORDS);
      if (done === this.#chunk) this.#chunk = Math.min(INBOX_RECORDS, this.#chunk * 2);
      else if (done < this.#filled >>> 1) this.#chunk = Math.max(FIRST_CHUNK, this.#chunk >>> 1);
      this.#filled -= done;
      records += done;
      if (isEnough(records)) return true;
    }
  }

  #takeCallbacks(end: CommandEnd): void {
    const { header, outbox } = this.#kernel.views;
    const count = header[CALLBACK_COUNT] as number;
    if (count === 0) return;
    for (let i = 0; i < count; i++) {
      const at = i * RECORD_WORDS;
      if (((outbox[at] as number) & 255) === CallbackKind.published) {
        this.update = outbox[at + PublishedCallback.update / 4] as number;
        this.updates += 1;
      }
      end.addCallback(outbox, at);
    }
    this.#kernel.clearCallbacks();
  }
}

/** At most one world at a time: founding another ends the one before, even one that still starts. */
import { type CreateLifeOptions, createLife, type Life } from '../life/api.js';

export interface WorldHost {
  onWorld(life: Life): void;
  onRefused(error: Error): void;
}

export class WorldHolder {
  readonly #host: WorldHost;
  #life: Life | null = null;
  #start: AbortController | null = null;

  constructor(host: WorldHost) {
    this.#host = host;
  }

  get life(): Life | null {
    return this.#life;
  }

  /** Founds a world; the host hears of it, or why there is none, unless `end` or `found` comes first. */
  found(options: CreateLifeOptions): void {
    this.end();
    const start = new AbortController();
    this.#start = start;
    createLife({ ...options, signal: start.signal }).then(
      (life) => {
        if (start.signal.aborted) {
          life.destroy();
          return;
        }
        this.#life = life;
        this.#host.onWorld(life);
      },
      (error: unknown) => {
        if (!start.signal.aborted) this.#host.onRefused(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** Ends the world or its start; nothing of it is left. */
  end(): void {
    this.#start?.abort();
    this.#start = null;
    this.#life?.destroy();
    this.#life = null;
  }
}

/** At most one world at a time: one that is founded takes the place of the one before, and of one that still starts. */
import { LifeStartError } from '../../life/shared/errors.js';
import { type CreateLifeOptions, createLife, type Life, type LifeProgress } from '../../life.js';

export interface WorldHost {
  /** A world is being founded. */
  onProgress(progress: LifeProgress): void;
  onWorld(life: Life): void;
  /** The world that ran has ended; another one starts. */
  onEnd(): void;
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

  /** Whether a world starts. */
  get isStarting(): boolean {
    return this.#start !== null;
  }

  /**
   * Founds a world; the host hears of it, or why there is none, unless `end` or `found` comes first. The one before goes on until
   * the new one stands, and where it does not.
   */
  found(options: CreateLifeOptions): void {
    this.#start?.abort();
    const start = new AbortController();
    this.#start = start;
    // A world that stopped keeps nobody company.
    if (this.#life?.fault != null) this.#endLife();
    createLife({ ...options, signal: start.signal, onProgress: (progress) => this.#host.onProgress(progress) }).then(
      (life) => {
        if (start.signal.aborted) {
          life.destroy();
          return;
        }
        this.#start = null;
        this.#endLife();
        this.#life = life;
        this.#host.onWorld(life);
      },
      (error: unknown) => {
        if (start.signal.aborted) return;
        this.#start = null;
        // There may be memory for one of them.
        if (this.#life !== null && error instanceof LifeStartError && error.stage === 'memory') {
          this.#endLife();
          this.found(options);
          this.#host.onEnd();
          return;
        }
        this.#host.onRefused(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** Ends the world or its start; nothing of it is left. */
  end(): void {
    this.#start?.abort();
    this.#start = null;
    this.#endLife();
  }

  #endLife(): void {
    this.#life?.destroy();
    this.#life = null;
  }
}

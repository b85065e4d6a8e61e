/** How long a page waits for a coordinator that says nothing. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Timers } from '../../../web/engine/deadline.js';
import { CoordinatorLink } from '../../../web/life/page/coordinator-link.js';
import type { WorkerLike } from '../../../web/life/page/start-worker.js';

afterEach(() => vi.unstubAllGlobals());

/** A coordinator of a world that stands, which says nothing, by a clock of the test. */
class Bench {
  now = 0;
  lostAt: number | null = null;
  readonly link: CoordinatorLink;
  #due: { at: number; action: () => void } | null = null;
  readonly #shown = new Set<(event: { persisted: boolean }) => void>();

  constructor() {
    vi.stubGlobal('addEventListener', (name: string, listener: (event: { persisted: boolean }) => void) => {
      if (name === 'pageshow') this.#shown.add(listener);
    });
    vi.stubGlobal('removeEventListener', (_: string, listener: (event: { persisted: boolean }) => void) => this.#shown.delete(listener));
    const worker = { postMessage: () => {}, terminate: () => {} } as unknown as WorkerLike;
    const lose = (): void => {
      this.lostAt ??= this.now;
    };
    const timers: Timers = {
      set: (action, milliseconds) => {
        this.#due = { at: this.now + milliseconds, action };
      },
      clear: () => {
        this.#due = null;
      },
      now: () => this.now,
    };
    this.link = new CoordinatorLink({ worker, rings: null }, { hear: () => {}, stands: () => true, lose }, timers);
  }

  /** Lets so much time pass, or as much as there is until the coordinator is given up. */
  run(milliseconds: number): void {
    const until = this.now + milliseconds;
    while (this.#due !== null && this.#due.at <= until && this.lostAt === null) {
      const { at, action } = this.#due;
      this.#due = null;
      // A trial takes spells of computing in which no time of this clock passes.
      this.now = Math.max(at, this.now + 1);
      action();
    }
    if (this.lostAt === null) this.now = until;
  }

  show(persisted: boolean): void {
    for (const listener of this.#shown) listener({ persisted });
  }

  get listens(): boolean {
    return this.#shown.size > 0;
  }
}

describe('a coordinator that says nothing', () => {
  it('is given up within 2.5 s', () => {
    const bench = new Bench();
    bench.run(20_000);
    expect(bench.lostAt).toBeGreaterThan(1500);
    expect(bench.lostAt).toBeLessThan(2500);
  });

  it('has 10 s after its page came back from where the browser kept it', () => {
    const bench = new Bench();
    bench.run(1000);
    bench.show(true);
    bench.run(8900);
    expect(bench.lostAt).toBeNull();
    bench.run(20_000);
    expect(bench.lostAt).toBeLessThan(1000 + 10_000 + 1000);
  });

  it('has no longer where the page was loaded', () => {
    const bench = new Bench();
    bench.show(false);
    bench.run(20_000);
    expect(bench.lostAt).toBeLessThan(2500);
  });

  it('is listened for no longer once its world has ended', () => {
    const bench = new Bench();
    expect(bench.listens).toBe(true);
    bench.link.giveUp(new Error('over'));
    expect(bench.listens).toBe(false);
  });
});

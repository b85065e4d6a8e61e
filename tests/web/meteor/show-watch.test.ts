import { describe, expect, it } from 'vitest';
import { ShowWatch } from '../../../web/meteor/page/show-watch.js';
import { PING_MS } from '../../../web/meteor/shared/messages.js';

/** A watch whose clock, and whose thread, are the test's. */
class Bench {
  now = 0;
  hidden = false;
  /** The watched thread answers. */
  alive = true;
  /** Milliseconds that its timer comes late. */
  late = 0;
  /** What the page gets of each 12 ms in which it computes. */
  processor = 12;
  lostAt: number | null = null;
  #due: { readonly at: number; readonly action: () => void } | null = null;
  readonly watch = new ShowWatch({
    now: () => this.now,
    hidden: () => this.hidden,
    ping: () => {
      if (this.alive) this.watch.answered();
    },
    lose: () => {
      this.lostAt = this.now;
    },
    compute: () => {
      this.now += 12;
      return this.processor;
    },
    set: (action, milliseconds) => {
      this.#due = { at: this.now + milliseconds, action };
      return this.#due;
    },
    clear: () => {
      this.#due = null;
    },
  });

  run(milliseconds: number): void {
    const end = this.now + milliseconds;
    while (this.#due !== null && this.#due.at + this.late <= end) {
      const { at, action } = this.#due;
      this.#due = null;
      this.now = Math.max(this.now, at + this.late);
      action();
    }
    this.now = Math.max(this.now, end);
  }
}

function begun(): Bench {
  const bench = new Bench();
  bench.watch.beginWatch();
  bench.run(3000);
  return bench;
}

describe('the watch of a show', () => {
  it('leaves one alone that answers', () => {
    const bench = begun();
    bench.run(60_000);
    expect(bench.lostAt).toBeNull();
  });

  it('gives one up within 2.5 s of its last sign, whenever that was', () => {
    for (let phase = 1; phase <= PING_MS; phase += 33) {
      const bench = begun();
      bench.run(phase);
      bench.alive = false;
      const since = bench.now;
      bench.run(5000);
      expect((bench.lostAt ?? Number.POSITIVE_INFINITY) - since, `${phase}`).toBeLessThanOrEqual(2500);
    }
  });

  it('does not judge while its own clock is late: asleep, frozen, in a debugger, or without a processor', () => {
    const bench = begun();
    bench.alive = false;
    bench.late = 300;
    bench.run(60_000);
    expect(bench.lostAt).toBeNull();
    bench.late = 0;
    const since = bench.now;
    bench.run(3500);
    expect((bench.lostAt ?? 0) - since).toBeGreaterThan(1000);
  });

  it('gives one the time that it takes the page itself to get a processor', () => {
    const bench = begun();
    bench.alive = false;
    // A machine on which fourteen others compute.
    bench.processor = 12 / 15;
    bench.run(4000);
    expect(bench.lostAt).toBeNull();
    bench.watch.answered();
    bench.run(1500);
    expect(bench.lostAt).toBeNull();
    bench.processor = 0;
    bench.run(14_000);
    expect(bench.lostAt).not.toBeNull();
  });

  it('does not judge in a hidden page, and counts anew when it is shown', () => {
    const bench = begun();
    bench.alive = false;
    bench.hidden = true;
    bench.run(60_000);
    expect(bench.lostAt).toBeNull();
    bench.hidden = false;
    bench.run(1000);
    expect(bench.lostAt).toBeNull();
    bench.run(2000);
    expect(bench.lostAt).not.toBeNull();
  });

  it('waits longer for one that said that it works, and for one that starts', () => {
    const bench = new Bench();
    bench.alive = false;
    bench.watch.beginWatch();
    bench.run(20_000);
    expect(bench.lostAt).toBeNull();
    bench.watch.answered();
    bench.watch.expectWork();
    bench.run(20_000);
    expect(bench.lostAt).toBeNull();
    bench.run(15_000);
    expect(bench.lostAt).not.toBeNull();
  });

  it('is over when it is ended', () => {
    const bench = begun();
    bench.alive = false;
    bench.watch.end();
    bench.run(60_000);
    expect(bench.lostAt).toBeNull();
  });
});

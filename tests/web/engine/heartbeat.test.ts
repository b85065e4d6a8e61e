import { describe, expect, it } from 'vitest';
import { Heartbeat } from '../../../web/engine/heartbeat.js';

/** A heartbeat by a clock of the test. */
class Bench {
  now = 0;
  asked = 0;
  lostAt: number | null = null;
  patience = 2000;
  sign = false;
  /** Milliseconds that a timer comes late. */
  lateness = 0;
  answers = true;
  /** What the page gets of each 12 ms in which it computes. */
  processor = 12;
  readonly heartbeat: Heartbeat;
  #due: { at: number; action: () => void } | null = null;

  constructor() {
    this.heartbeat = new Heartbeat(
      {
        ask: () => {
          this.asked += 1;
          if (this.answers) this.heartbeat.heard();
        },
        patience: () => this.patience,
        sign: () => this.sign,
        lost: () => {
          this.lostAt = this.now;
        },
        compute: () => {
          this.now += 12;
          return this.processor;
        },
      },
      {
        set: (action, milliseconds) => {
          this.#due = { at: this.now + milliseconds + this.lateness, action };
        },
        clear: () => {
          this.#due = null;
        },
        now: () => this.now,
      },
    );
    this.heartbeat.start();
  }

  pass(milliseconds: number): void {
    const until = this.now + milliseconds;
    while (this.#due !== null && this.#due.at <= until) {
      const { at, action } = this.#due;
      this.#due = null;
      this.now = at;
      action();
    }
    this.now = Math.max(this.now, until);
  }
}

describe('a heartbeat', () => {
  it('asks a thread that is silent, and goes on while it answers', () => {
    const bench = new Bench();
    bench.pass(60_000);
    expect(bench.lostAt).toBeNull();
    expect(bench.asked).toBeGreaterThan(60);
  });

  it('asks nothing of a thread that speaks by itself', () => {
    const bench = new Bench();
    for (let time = 0; time < 10_000; time += 100) {
      bench.pass(100);
      bench.heartbeat.heard();
    }
    expect(bench.asked).toBe(0);
  });

  it('gives a thread up after 1.9 to 2.5 s of silence', () => {
    const bench = new Bench();
    bench.answers = false;
    bench.pass(10_000);
    expect(bench.lostAt).toBeGreaterThanOrEqual(1900);
    expect(bench.lostAt).toBeLessThanOrEqual(2500);
  });

  it('gives a thread the time for its answer that it takes the page to get a processor', () => {
    const bench = new Bench();
    bench.answers = false;
    // A machine on which fourteen others compute.
    bench.processor = 12 / 15;
    bench.pass(4500);
    expect(bench.lostAt).toBeNull();
    bench.heartbeat.heard();
    bench.pass(1500);
    expect(bench.lostAt).toBeNull();
    bench.pass(4000);
    expect(bench.lostAt).not.toBeNull();
  });

  it('gives a thread up by a clock that tells nothing of processor time, too', () => {
    const bench = new Bench();
    bench.answers = false;
    bench.processor = 0;
    bench.pass(13_000);
    expect(bench.lostAt).toBeGreaterThan(10_000);
  });

  it('waits as long as the thread may have to do', () => {
    const bench = new Bench();
    bench.answers = false;
    bench.patience = 8000;
    bench.pass(7900);
    expect(bench.lostAt).toBeNull();
    bench.pass(500);
    expect(bench.lostAt).not.toBeNull();
  });

  it('proves nothing where its own looks come late: in a hidden tab, after a sleep, in a debugger', () => {
    const bench = new Bench();
    bench.answers = false;
    bench.lateness = 750;
    bench.pass(60_000);
    expect(bench.lostAt).toBeNull();
    bench.lateness = 0;
    bench.pass(4000);
    expect(bench.lostAt).not.toBeNull();
  });

  it('takes another sign of life for one', () => {
    const bench = new Bench();
    bench.answers = false;
    bench.sign = true;
    bench.pass(20_000);
    expect(bench.lostAt).toBeNull();
    bench.sign = false;
    bench.pass(3000);
    expect(bench.lostAt).not.toBeNull();
  });

  it('is quiet once it is stopped', () => {
    const bench = new Bench();
    bench.answers = false;
    bench.heartbeat.stop();
    bench.pass(10_000);
    expect(bench).toMatchObject({ lostAt: null, asked: 0 });
  });
});

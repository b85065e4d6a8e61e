import { describe, expect, it } from 'vitest';
import { ShowWatch } from '../../../web/meteor/page/show-watch.js';
import { PING_MS } from '../../../web/meteor/shared/messages.js';

/** A watch whose clock, and whose thread, are the test's. */
class Bench {
  now = 0;
  hidden = false;
  /** The watched thread answers. */
  alive = true;
  /** How long each picture takes: the thread answers between two of them. */
  picture = 0;
  #pictureEnds = 0;
  #asked = 0;
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
      this.#asked += 1;
      if (this.picture === 0) this.#answer();
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

  #answer(): void {
    for (; this.#asked > 0; this.#asked -= 1) if (this.alive) this.watch.answered();
  }

  run(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const next = this.picture === 0 ? Number.POSITIVE_INFINITY : Math.max(this.#pictureEnds, this.now);
      const asks = this.#due === null ? Number.POSITIVE_INFINITY : this.#due.at + this.late;
      if (Math.min(next, asks) > end) break;
      if (next <= asks || this.#due === null) {
        this.now = next;
        this.#answer();
        this.#pictureEnds = next + this.picture;
        continue;
      }
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

  it.each([
    ['that fills', [100, 300, 600, 1200, 2300, 2300, 2300]],
    ['whose first picture took as long as those after it', [2000, 2300, 2300]],
    ['that is drawn on a larger screen', [400, 1500, 2500, 3000]],
  ] as const)('leaves one alone whose pictures take long without a GPU: of a sky %s', (_what, pictures) => {
    const bench = new Bench();
    bench.watch.beginWatch();
    for (const picture of pictures) {
      bench.picture = picture;
      bench.run(4 * picture);
    }
    expect(bench.lostAt).toBeNull();
  });

  it('gives one up whose pictures took long within some times as long, and no later than 10 s', () => {
    for (const [picture, most] of [
      [300, 2500],
      [700, 3800],
      [6000, 10_000],
    ] as const) {
      const bench = begun();
      bench.picture = picture / 2;
      bench.run(2000);
      bench.picture = picture;
      bench.run(8 * picture);
      bench.alive = false;
      const since = bench.now;
      bench.run(20_000);
      expect((bench.lostAt ?? Number.POSITIVE_INFINITY) - since, `${picture}`).toBeLessThanOrEqual(most);
    }
  });

  it('is as strict as before once pictures are fast again, or another thread is watched', () => {
    for (const again of [false, true]) {
      const bench = begun();
      bench.picture = 700;
      bench.run(6000);
      bench.picture = 0;
      bench.run(4000);
      if (again) {
        bench.watch.end();
        bench.watch.beginWatch();
        bench.watch.answered();
      }
      bench.alive = false;
      const since = bench.now;
      bench.run(10_000);
      expect((bench.lostAt ?? Number.POSITIVE_INFINITY) - since).toBeLessThanOrEqual(2500);
    }
  });

  it('takes the sleep of its page for no answer that took long', () => {
    const bench = begun();
    bench.picture = 1;
    bench.late = 3_600_000;
    bench.run(3_700_000);
    bench.late = 0;
    bench.run(4000);
    bench.alive = false;
    const since = bench.now;
    bench.run(10_000);
    expect((bench.lostAt ?? Number.POSITIVE_INFINITY) - since).toBeLessThanOrEqual(2500);
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
    // Such an answer lets it be silent for longer.
    bench.run(18_000);
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

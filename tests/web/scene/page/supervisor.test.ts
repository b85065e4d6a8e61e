// Who watches a script, by a clock that the test turns.
import { describe, expect, it } from 'vitest';
import { Supervisor } from '../../../../web/scene/page/supervisor.js';
import { STAMP_BEGUN, STAMP_BYTES, STAMP_ENDED } from '../../../../web/scene/shared/messages.js';
import { FakeClock } from '../fake-clock.js';

function watched(options: { readonly answers?: () => boolean; readonly stamp?: SharedArrayBuffer; readonly processor?: number } = {}) {
  const clock = new FakeClock();
  const told = { pings: 0, slow: [] as (number | null)[], hung: [] as number[], hidden: false };
  const supervisor: Supervisor = new Supervisor(
    {
      hidden: () => told.hidden,
      ping() {
        told.pings += 1;
        if (options.answers?.() ?? false) supervisor.heard();
      },
      slow: (silence) => told.slow.push(silence),
      hung: (silence) => told.hung.push(silence),
      compute() {
        clock.freeze(12);
        return options.processor ?? 12;
      },
    },
    2000,
    clock,
  );
  supervisor.watch(options.stamp ?? null);
  return { clock, told, supervisor };
}

describe('a supervisor', () => {
  it('leaves a script alone that answers', () => {
    const { clock, told } = watched({ answers: () => true });
    clock.pass(60_000);
    expect(told.pings).toBeGreaterThan(100);
    expect(told.slow).toEqual([]);
    expect(told.hung).toEqual([]);
  });

  it('says after 250 ms that it is slow, and ends it after its budget and a trial, once', () => {
    const { clock, told } = watched();
    clock.pass(240);
    expect(told.slow).toEqual([]);
    clock.pass(200);
    expect(told.slow[0]).toBeGreaterThan(250);
    clock.pass(1400);
    expect(told.hung).toEqual([]);
    clock.pass(500);
    expect(told.hung).toHaveLength(1);
    expect(told.hung[0]).toBeGreaterThan(2000);
    clock.pass(10_000);
    expect(told.hung).toHaveLength(1);
  });

  it('ends it within 50 ms of its budget where there is a processor: the trial runs before', () => {
    const { clock, told } = watched();
    while (told.hung.length === 0 && clock.now() < 10_000) clock.pass(1);
    expect(told.hung[0]).toBeGreaterThan(2000);
    expect(told.hung[0]).toBeLessThan(2050);
    // The clock began at 1000.
    expect(clock.now() - 1000).toBeLessThan(2050);
  });

  it('says that it is there again when it answers late', () => {
    let answers = false;
    const { clock, told, supervisor } = watched({ answers: () => answers });
    clock.pass(1000);
    answers = true;
    supervisor.heard();
    expect(told.slow.at(-1)).toBeNull();
    clock.pass(10_000);
    expect(told.hung).toEqual([]);
    expect(told.slow.at(-1)).toBeNull();
  });

  it('takes a turn that begins or ends, as shared memory tells, for a sign of life', () => {
    const stamp = new SharedArrayBuffer(STAMP_BYTES);
    const words = new Int32Array(stamp);
    const { clock, told } = watched({ stamp });
    for (let i = 1; i < 100; i++) {
      Atomics.store(words, i % 2 === 0 ? STAMP_BEGUN : STAMP_ENDED, i);
      clock.pass(90);
    }
    expect(told.hung).toEqual([]);
    clock.pass(3000);
    expect(told.hung).toHaveLength(1);
  });

  it('judges nothing while its own clock is late: in a debugger, asleep, frozen', () => {
    const { clock, told } = watched();
    for (let i = 0; i < 20; i++) {
      clock.pass(1500);
      clock.freeze(5000);
    }
    expect(told.hung).toEqual([]);
    clock.pass(3000);
    expect(told.hung).toHaveLength(1);
  });

  it('judges nothing while the page is hidden', () => {
    const { clock, told } = watched();
    told.hidden = true;
    clock.pass(60_000);
    expect(told.hung).toEqual([]);
    told.hidden = false;
    clock.pass(3000);
    expect(told.hung).toHaveLength(1);
  });

  it('gives a machine without a processor to spare more time', () => {
    const { clock, told } = watched({ processor: 0.01 });
    clock.pass(8000);
    expect(told.hung).toEqual([]);
  });

  it('watches nothing any more once it has ended', () => {
    const { clock, told, supervisor } = watched();
    clock.pass(1000);
    supervisor.end();
    clock.pass(10_000);
    expect(told.hung).toEqual([]);
    expect(told.slow.at(-1)).toBeNull();
  });
});

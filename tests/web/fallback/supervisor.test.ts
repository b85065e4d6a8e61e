import { describe, expect, it } from 'vitest';
import { LOOK_MS, Supervisor, type Verdict } from '../../../web/fallback/runtime/supervisor.js';

/** ms of processor time that a spell of a trial finds on an idle machine, or a little more. */
const SPELL = 12;

/** A clock that gives a processor all the time. */
function idle(from: number): () => number {
  let now = from;
  return () => {
    now += 0.5;
    return now;
  };
}

/** A clock of a busy machine: every look at it comes 30 ms after the one before. */
function busy(from: number): () => number {
  let now = from;
  return () => {
    now += 30;
    return now;
  };
}

interface Seen {
  /** What was said beside 'wait' and 'try'. */
  readonly verdicts: Verdict[];
  readonly judgedAfter: number | null;
}

/** Looks on time at a tick that began at `begin` until it is judged, or has taken so long. */
function watch(supervisor: Supervisor, begin: number, milliseconds: number, clock = idle): Seen {
  const verdicts: Verdict[] = [];
  supervisor.beginRun(begin);
  for (let passed = LOOK_MS; passed <= milliseconds; ) {
    const verdict = supervisor.look(begin + passed);
    if (verdict === 'ask' || verdict === 'hangs') verdicts.push(verdict);
    if (verdict === 'hangs') return { verdicts, judgedAfter: passed };
    if (verdict === 'wait') passed += LOOK_MS;
    else {
      if (verdict === 'try') supervisor.compute(clock(begin + passed));
      passed += clock === idle ? SPELL + 4 : 60;
    }
  }
  return { verdicts, judgedAfter: null };
}

/** A supervisor that has seen ticks of this length, of a world that somebody mends. */
function after(...ticks: number[]): Supervisor {
  const supervisor = new Supervisor();
  supervisor.attend();
  let now = 0;
  for (const milliseconds of ticks) {
    supervisor.beginRun(now);
    for (let passed = LOOK_MS; passed < milliseconds; passed += LOOK_MS) supervisor.look(now + passed);
    now += milliseconds;
    supervisor.end(now);
  }
  return supervisor;
}

/** When a world with ticks of this length is judged on an idle machine. */
function judgedAfter(tick: number): number {
  return watch(after(tick), 5000, 60_000).judgedAfter ?? Number.POSITIVE_INFINITY;
}

describe('the supervisor of JavaScript workers', () => {
  it('judges a tick of a quick world in about 400 ms, and has the workers asked before', () => {
    const { verdicts, judgedAfter } = watch(after(5, 8), 5000, 60_000);
    expect(verdicts).toEqual(['ask', 'hangs']);
    expect(judgedAfter).toBeGreaterThan(300);
    expect(judgedAfter).toBeLessThanOrEqual(460);
  });

  it('blames nobody while a busy machine gives no processor, and somebody after ten seconds', () => {
    expect(watch(after(5), 5000, 9900, busy)).toEqual({ verdicts: ['ask'], judgedAfter: null });
    expect(watch(after(5), 5000, 60_000, busy).judgedAfter).toBeLessThan(10_100);
  });

  it('gives a world with long ticks five times as long', () => {
    expect(judgedAfter(400)).toBeGreaterThan(2000);
    expect(judgedAfter(400)).toBeLessThan(2800);
  });

  it('is patient with the first tick of workers', () => {
    expect(watch(new Supervisor(), 0, 60_000).judgedAfter).toBeGreaterThan(10_000);
    const supervisor = after(5);
    supervisor.startOver();
    expect(watch(supervisor, 100, 60_000).judgedAfter).toBeGreaterThan(10_000);
  });

  it('is as patient with every tick where nobody mends the world', () => {
    const supervisor = new Supervisor();
    supervisor.beginRun(0);
    supervisor.end(5);
    expect(watch(supervisor, 100, 60_000).judgedAfter).toBeGreaterThan(10_000);
  });

  it('forgets an old peak', () => {
    const quick = Array.from({ length: 600 }, () => 5);
    expect(after(400, ...quick.slice(0, 10)).suspicion).toBeGreaterThan(1000);
    expect(after(400, ...quick).suspicion).toBe(120);
  });

  it('blames nobody for a machine that slept, and starts over', () => {
    const supervisor = after(5);
    supervisor.beginRun(1000);
    expect(supervisor.look(1100)).toBe('wait');
    expect(supervisor.look(3_600_000)).toBe('wait');
    expect(supervisor.look(3_600_100)).toBe('wait');
    expect(supervisor.look(3_600_130)).toBe('ask');
    // A second time: who was asked before has to be asked again.
    expect(supervisor.look(7_200_000)).toBe('wait');
    expect(supervisor.look(7_200_130)).toBe('ask');
    expect(supervisor.look(7_200_140)).toBe('try');
  });

  it('starts over when the clock jumps back', () => {
    const supervisor = after(5);
    supervisor.beginRun(10_000);
    expect(supervisor.look(10_100)).toBe('wait');
    expect(supervisor.look(20)).toBe('wait');
    expect(supervisor.look(120)).toBe('wait');
  });

  it('ends a spell of a clock that jumps back', () => {
    const supervisor = after(5);
    const times = [100, 101, 50];
    supervisor.compute(() => times.shift() ?? 50);
    expect(times).toEqual([]);
  });

  it('counts no sleep as the length of a tick', () => {
    const supervisor = after(5);
    supervisor.beginRun(1000);
    supervisor.look(3_600_000);
    supervisor.end(3_600_010);
    expect(supervisor.suspicion).toBe(120);
  });

  it('counts no sleep as the length of a tick that ends before the next look', () => {
    const supervisor = after(5);
    supervisor.beginRun(1000);
    supervisor.look(1040);
    supervisor.end(3_200);
    expect(supervisor.suspicion).toBe(120);
    expect(supervisor.trial).toBe(200);
  });
});

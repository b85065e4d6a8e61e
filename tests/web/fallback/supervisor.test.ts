import { describe, expect, it } from 'vitest';
import { LOOK_MS, Supervisor, type Verdict } from '../../../web/fallback/runtime/supervisor.js';

/** Looks on time at a tick that began at `begin` until it is judged, or has taken so long; gives what was said, and when. */
function watch(supervisor: Supervisor, begin: number, milliseconds: number): { verdicts: Verdict[]; judgedAfter: number | null } {
  const verdicts: Verdict[] = [];
  supervisor.begin(begin);
  for (let passed = LOOK_MS; passed <= milliseconds; passed += LOOK_MS) {
    const verdict = supervisor.look(begin + passed);
    if (verdict !== 'wait') verdicts.push(verdict);
    if (verdict === 'hangs') return { verdicts, judgedAfter: passed };
  }
  return { verdicts, judgedAfter: null };
}

/** A supervisor that has seen ticks of this length, of a world that somebody mends. */
function after(...ticks: number[]): Supervisor {
  const supervisor = new Supervisor();
  supervisor.attend();
  let now = 0;
  for (const milliseconds of ticks) {
    supervisor.begin(now);
    for (let passed = LOOK_MS; passed < milliseconds; passed += LOOK_MS) supervisor.look(now + passed);
    now += milliseconds;
    supervisor.end(now);
  }
  return supervisor;
}

describe('the supervisor of JavaScript workers', () => {
  it('judges a tick of a quick world after a second, and has the workers asked before', () => {
    expect(watch(after(5, 8), 5000, 60_000)).toEqual({ verdicts: ['ask', 'hangs'], judgedAfter: 1000 + LOOK_MS });
  });

  it('gives a world with long ticks ten times as long', () => {
    expect(watch(after(400), 5000, 60_000)).toEqual({ verdicts: ['ask', 'hangs'], judgedAfter: 4000 + LOOK_MS });
  });

  it('is patient with the first tick of workers', () => {
    expect(watch(new Supervisor(), 0, 60_000).judgedAfter).toBe(10_000 + LOOK_MS);
    const supervisor = after(5);
    supervisor.forget();
    expect(watch(supervisor, 100, 60_000).judgedAfter).toBe(10_000 + LOOK_MS);
  });

  it('is as patient with every tick where nobody mends the world', () => {
    const supervisor = new Supervisor();
    supervisor.begin(0);
    supervisor.end(5);
    expect(watch(supervisor, 100, 60_000)).toEqual({ verdicts: ['ask', 'hangs'], judgedAfter: 10_000 + LOOK_MS });
  });

  it('forgets an old peak', () => {
    const quick = Array.from({ length: 600 }, () => 5);
    expect(after(400, ...quick.slice(0, 10)).deadline).toBeGreaterThan(3500);
    expect(after(400, ...quick).deadline).toBe(1000);
  });

  it('blames nobody for a machine that slept, and starts over', () => {
    const supervisor = after(5);
    supervisor.begin(1000);
    expect(supervisor.look(1100)).toBe('wait');
    expect(supervisor.look(3_600_000)).toBe('wait');
    expect(supervisor.look(3_600_400)).toBe('wait');
    expect(supervisor.look(3_600_800)).toBe('ask');
    // A second time: who was asked before has to be asked again.
    expect(supervisor.look(7_200_000)).toBe('wait');
    expect(supervisor.look(7_200_450)).toBe('wait');
    expect(supervisor.look(7_200_900)).toBe('ask');
    expect(supervisor.look(7_201_300)).toBe('hangs');
  });

  it('starts over when the clock jumps back', () => {
    const supervisor = after(5);
    supervisor.begin(10_000);
    expect(supervisor.look(10_900)).toBe('wait');
    expect(supervisor.look(20)).toBe('wait');
    expect(supervisor.look(120)).toBe('wait');
  });

  it('counts no sleep as the length of a tick', () => {
    const supervisor = after(5);
    supervisor.begin(1000);
    supervisor.look(3_600_000);
    supervisor.end(3_600_010);
    expect(supervisor.deadline).toBe(1000);
  });
});

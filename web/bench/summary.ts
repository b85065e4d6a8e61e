/** A case in few numbers, and two runs side by side. */
import { quantiles } from '../engine/quantiles.js';
import type { BenchReport, CaseResult } from './report.js';
import { verdicts } from './report.js';
import { type Interval, mean, medianInterval, ratioInterval } from './statistics.js';

export interface CaseSummary {
  /** Milliseconds of a tick: the median. */
  readonly tick: Interval;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly ticksPerSecond: number;
  readonly nsPerAnimal: number;
  /** Mean milliseconds, in `Phase` order. */
  readonly phases: readonly number[];
  /** Mean milliseconds, by worker; empty where one thread does everything. */
  readonly workers: readonly { readonly compute: number; readonly exchange: number; readonly wait: number }[];
  /** Share of the workers' time that goes into exchange and waiting, or null where one thread does everything. */
  readonly overhead: number | null;
}

/** The numbers of a case; null when it has no rounds. */
export function summarise({ rounds, population }: CaseResult): CaseSummary | null {
  const times = rounds.map(({ milliseconds }) => milliseconds);
  const first = rounds[0];
  if (first === undefined) return null;
  const tick = medianInterval(times);
  const [p50, p95, p99] = quantiles(times.flat(), [0.5, 0.95, 0.99]) as [number, number, number];
  const overRounds = (pick: (round: CaseResult['rounds'][number]) => number): number => mean(rounds.map(pick));
  const overheads = rounds.flatMap((round) => round.overheads);
  return {
    tick,
    p50,
    p95,
    p99,
    ticksPerSecond: 1000 / tick.mid,
    nsPerAnimal: (tick.mid * 1e6) / Math.max(1, population),
    phases: first.phases.map((_, phase) => overRounds((round) => round.phases[phase] ?? 0)),
    workers: first.workers.map((_, worker) => ({
      compute: overRounds((round) => round.workers[worker]?.compute ?? 0),
      exchange: overRounds((round) => round.workers[worker]?.exchange ?? 0),
      wait: overRounds((round) => round.workers[worker]?.wait ?? 0),
    })),
    overhead: overheads.length === 0 ? null : mean(overheads),
  };
}

/** One thing measured in two runs. */
export interface Comparison {
  readonly key: string;
  readonly now: number;
  readonly earlier: number;
  readonly unit: 'ms' | 'animals';
  /** How many times as good now: above 1 is better. Figures without samples have no interval. */
  readonly ratio: Interval;
  /** The same world came to another state: the two are not the same work. */
  readonly differs: boolean;
}

/** What two runs have in common, side by side. Wrong runs don't take part. */
export function compare(now: BenchReport, earlier: BenchReport): Comparison[] {
  const [rightNow, rightEarlier] = [right(now), right(earlier)];
  const cases = now.cases.filter(rightNow).flatMap((mine): Comparison[] => {
    const other = earlier.cases.filter(rightEarlier).find(({ key }) => key === mine.key);
    if (other === undefined || mine.rounds.length === 0 || other.rounds.length === 0) return [];
    const [mineTimes, otherTimes] = [mine, other].map(({ rounds }) => rounds.map(({ milliseconds }) => milliseconds)) as [
      number[][],
      number[][],
    ];
    const ratio = ratioInterval(mineTimes, otherTimes);
    const [nowMs, earlierMs] = [medianInterval(mineTimes).mid, medianInterval(otherTimes).mid];
    return [{ key: mine.key, now: nowMs, earlier: earlierMs, unit: 'ms', ratio, differs: differ(now, earlier, mine, other) }];
  });
  const ramps = now.ramps.filter(rightNow).flatMap((mine): Comparison[] => {
    const other = earlier.ramps.filter(rightEarlier).find(({ key }) => key === mine.key);
    if (other === undefined || other.most === 0) return [];
    const ratio = { low: Number.NaN, mid: mine.most / other.most, high: Number.NaN };
    return [{ key: mine.key, now: mine.most, earlier: other.most, unit: 'animals', ratio, differs: false }];
  });
  return [...cases, ...ramps];
}

function right(report: BenchReport): (run: { readonly key: string }) => boolean {
  const found = verdicts(report);
  return ({ key }) => found.get(key) !== 'wrong';
}

/** Whether two runs of one case disagree at a tick that both know; other seeds and scenes are other worlds. */
function differ(now: BenchReport, earlier: BenchReport, mine: CaseResult, other: CaseResult): boolean {
  if (now.plan.scene !== earlier.plan.scene || now.plan.seed !== earlier.plan.seed) return true;
  return mine.hashes.some(({ tick, hash }) => other.hashes.some((its) => its.tick === tick && its.hash !== hash));
}

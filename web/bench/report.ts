/** What a benchmark found out, as it is exported and imported, and whose answers were right. */
import type { TierName } from '../engine/tier-names.js';
import type { BenchCase } from './cases.js';
import type { TickHash, WorkerTimes } from './measure-protocol.js';
import type { BenchPlan } from './plan.js';

export const REPORT_FORMAT = 'skyflock-bench';
export const REPORT_VERSION = 1;

/** The machine and the browser, as far as they tell. */
export interface Machine {
  readonly userAgent: string;
  /** Processors that the browser owns up to. */
  readonly processors: number;
  /** What draws, or null when there is no WebGL2. */
  readonly gpu: string | null;
  /** Pictures a second that the display shows; 0 when it showed none. */
  readonly refreshRate: number;
  readonly isolated: boolean;
}

/** A round of a case: a {@link Round} without what its sums say. */
export interface CaseRound {
  readonly milliseconds: readonly number[];
  readonly phases: readonly number[];
  readonly workers: readonly WorkerTimes[];
  readonly overheads: readonly number[];
}

export interface CaseResult extends BenchCase {
  /** Milliseconds until the world stood. */
  readonly foundingMs: number;
  readonly population: number;
  readonly memoryBytes: number;
  readonly rounds: readonly CaseRound[];
  readonly hashes: readonly TickHash[];
  /** Why it could not be measured, or null. */
  readonly error: string | null;
}

/** A world that ran by the clock for some seconds. */
export interface LiveResult {
  readonly animals: number;
  readonly held: boolean;
  readonly ticksPerSecond: number;
  /** 0 where nothing was drawn. */
  readonly framesPerSecond: number;
  /** Milliseconds between the page's pictures. */
  readonly frameMs: readonly number[];
  /** Milliseconds from the wish for the world to its first picture (its first frame where nothing is drawn). */
  readonly firstFrameMs: number;
  readonly memoryBytes: number;
  readonly hashes: readonly TickHash[];
}

export interface RampResult {
  readonly key: string;
  readonly tier: TierName;
  readonly workers: number;
  /** What drew, or null. */
  readonly renderer: string | null;
  readonly most: number;
  readonly steps: readonly LiveResult[];
  readonly error: string | null;
}

export interface BenchReport {
  readonly format: typeof REPORT_FORMAT;
  readonly version: typeof REPORT_VERSION;
  /** When it began, as ISO 8601. */
  readonly date: string;
  readonly plan: BenchPlan;
  readonly machine: Machine;
  /** What makes the figures less than they could be. */
  readonly conditions: readonly string[];
  readonly cases: readonly CaseResult[];
  readonly ramps: readonly RampResult[];
}

/** `same`: others have the same hashes; `wrong`: most others have another; `alone`: nobody ran the same world. */
export type Verdict = 'same' | 'wrong' | 'alone';

/** Something that ran a world. */
interface HashedRun {
  readonly key: string;
  readonly animals: number;
  readonly hashes: readonly TickHash[];
}

/**
 * Whose states are right, by key: at each tick of each world the hash that more than half of its runs have.
 * Where none has so many, nobody can tell who is right, and nobody is.
 */
export function verdicts({ cases, ramps }: Pick<BenchReport, 'cases' | 'ramps'>): Map<string, Verdict> {
  const runs: HashedRun[] = [
    ...cases,
    ...ramps.flatMap(({ key, steps }) => steps.map(({ animals, hashes }) => ({ key, animals, hashes }))),
  ];
  // A crew that ran a world twice has one vote for each thing it said.
  const votes = new Map<string, Map<string, Set<string>>>();
  const votesOn = (animals: number, tick: number): Map<string, Set<string>> => {
    const place = `${animals} ${tick}`;
    const counts = votes.get(place) ?? new Map<string, Set<string>>();
    votes.set(place, counts);
    return counts;
  };
  for (const { key, animals, hashes } of runs) {
    for (const { tick, hash } of hashes) {
      const counts = votesOn(animals, tick);
      counts.set(hash, (counts.get(hash) ?? new Set()).add(key));
    }
  }
  const found = new Map<string, Verdict>();
  for (const { key, animals, hashes } of runs) {
    let verdict = found.get(key) ?? 'alone';
    for (const { tick, hash } of hashes) {
      const counts = votesOn(animals, tick);
      const all = [...counts.values()].reduce((sum, voters) => sum + voters.size, 0);
      if (all === 1) continue;
      if ((counts.get(hash)?.size ?? 0) * 2 <= all) verdict = 'wrong';
      else if (verdict === 'alone') verdict = 'same';
    }
    found.set(key, verdict);
  }
  return found;
}

/** The hash that a run is known by: the one of the plan's fixed tick, or null. */
export function fixedHash({ hashes }: Pick<HashedRun, 'hashes'>, { hashTick }: BenchPlan): string | null {
  return hashes.find(({ tick }) => tick === hashTick)?.hash ?? null;
}

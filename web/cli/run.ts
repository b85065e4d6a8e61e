/** `skyflock run`: a world without a picture, as fast as it goes. */

import { describe } from '../engine/describe.js';
import type { TierName } from '../engine/tier-names.js';
import { HYBRID_TRIBE, Phase } from '../generated/life-layout.js';
import { decodeWorldRecord } from '../life/shared/decode-records.js';
import type { LifeKernel } from '../life/shared/kernel.js';
import type { LoggedCommand } from '../life/shared/messages.js';
import type { PhaseName, WorldRecord } from '../life/shared/records.js';
import type { CriticalPath } from './critical-path.js';
import { OutputError } from './outputs.js';
import { roundTime, timeAt } from './times.js';

/** What a run says in the end. */
export interface RunResult {
  readonly scene: string;
  readonly seed: number;
  readonly entities: number;
  /** Ticks that ran; fewer than asked for after a fault. */
  readonly ticks: number;
  readonly tier: TierName;
  readonly workers: number;
  /** State hash after the last tick. */
  readonly hash: string;
  /** Hash of each phase's output in the last tick. */
  readonly phaseHashes: Readonly<Record<PhaseName, string>>;
  readonly population: { readonly total: number; readonly byTribe: Readonly<Record<string, number>> };
  readonly births: number;
  readonly deaths: { readonly starved: number; readonly killed: number; readonly old: number };
  readonly msPerTick: { readonly median: number; readonly p95: number };
  /** Mean milliseconds of each phase. */
  readonly phases: Readonly<Record<PhaseName, number>>;
  readonly memoryBytes: number;
  /** Faults of the engine; a run ends at the first. */
  readonly faults: number;
  /** Where it was asked for. */
  readonly criticalPath?: CriticalPath;
}

export interface RunHooks {
  /** Called after every tick. */
  tick?(done: number, kernel: LifeKernel): void;
  /** Called with the statistics at tick 0, every `every` ticks, and at the end. An OutputError of it ends the run. */
  record?(record: WorldRecord): void;
  /** Called when the engine fails, in one line. */
  fault?(reason: string): void;
}

const PHASE_NAMES = Object.keys(Phase) as PhaseName[];

/** What is run. */
export interface RunPlan {
  readonly seed: number;
  readonly entities: number;
  readonly ticks: number;
  /** Ticks between two records. */
  readonly every: number;
  /** What is asked of the world, by tick. */
  readonly commands: readonly LoggedCommand[];
}

/** Runs a world for some ticks and sums it up. The kernel stays the caller's. */
export async function runWorld(
  kernel: LifeKernel,
  { seed, entities, ticks, every, commands }: RunPlan,
  hooks: RunHooks,
): Promise<RunResult> {
  const due = commands.filter(({ tick }) => tick >= kernel.tick);
  const durations = new Float64Array(ticks);
  const phaseSums = new Float64Array(PHASE_NAMES.length);
  let done = 0;
  let faults = 0;
  let record = decodeWorldRecord(kernel.stats());
  hooks.record?.(record);
  try {
    while (done < ticks) {
      // Hashing phases costs time, so that only the last tick, whose hashes are told, does it.
      const last = done === ticks - 1;
      if (last) kernel.hashPhases(true);
      while (due[0]?.tick === kernel.tick) kernel.enqueue((due.shift() as LoggedCommand).command);
      const before = performance.now();
      await kernel.step();
      durations[done] = performance.now() - before;
      kernel.phaseMilliseconds().forEach((milliseconds, phase) => {
        phaseSums[phase] = (phaseSums[phase] as number) + milliseconds;
      });
      done += 1;
      hooks.tick?.(done, kernel);
      if (last || done % every === 0) {
        record = decodeWorldRecord(kernel.stats());
        hooks.record?.(record);
      }
    }
  } catch (error) {
    if (error instanceof OutputError) throw error;
    faults = 1;
    hooks.fault?.(`the engine failed in tick ${done + 1}: ${describe(error)}`);
  }
  const hashes = faults === 0 ? kernel.phaseHashes() : [];
  const { total } = record;
  const byTribe: Record<string, number> = {};
  kernel.founding.tribes.forEach(({ name }, number) => {
    byTribe[name] = record.tribes[number]?.population ?? 0;
  });
  const hybrids = record.tribes[HYBRID_TRIBE]?.population ?? 0;
  if (hybrids > 0) byTribe.hybrids = hybrids;
  return {
    scene: kernel.founding.scene,
    seed,
    entities,
    ticks: done,
    tier: kernel.tier,
    workers: kernel.workers,
    hash: record.hash,
    phaseHashes: byPhase((phase) => hashes[phase] ?? ''),
    population: { total: record.population, byTribe },
    births: total.births,
    deaths: { ...total.deaths },
    msPerTick: { median: timeAt(0.5, durations.subarray(0, done)), p95: timeAt(0.95, durations.subarray(0, done)) },
    phases: byPhase((phase) => roundTime((phaseSums[phase] as number) / Math.max(1, done))),
    memoryBytes: kernel.memoryBytes,
    faults,
  };
}

function byPhase<T>(value: (phase: number) => T): Record<PhaseName, T> {
  return Object.fromEntries(PHASE_NAMES.map((name) => [name, value(Phase[name])])) as Record<PhaseName, T>;
}

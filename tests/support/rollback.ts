/**
 * The roll-back check: a world that is taken back to a snapshot and run again must do the same again,
 * phase by phase. It finds state that a snapshot leaves out, and results that depend on what ran before.
 */
import { Phase } from '../../web/generated/life-layout.js';
import type { LifeKernel } from '../../web/life/shared/kernel.js';
import type { PhaseName } from '../../web/life/shared/records.js';

/** Where two runs of the same ticks first differ. */
export interface RollbackDifference {
  /** Ticks done before the one that differs. */
  readonly tick: number;
  /** The first phase whose output differs, or null where only the state hash does. */
  readonly phase: PhaseName | null;
}

export interface RollbackPlan {
  /** Roll-backs to try. */
  readonly rounds: number;
  /** Ticks from one to the next. */
  readonly every: number;
  /** Ticks that are run, and run again. */
  readonly length: number;
  /** Makes the kernel that runs them again, of any tier. */
  restore(snapshot: ArrayBuffer): Promise<LifeKernel>;
}

const PHASES = Object.keys(Phase) as PhaseName[];

/** Runs `kernel` and takes it back, again and again. Gives the first difference, or null where there is none. */
export async function findRollbackDifference(kernel: LifeKernel, plan: RollbackPlan): Promise<RollbackDifference | null> {
  kernel.hashPhases(true);
  for (let round = 0; round < plan.rounds; round += 1) {
    for (let tick = 0; tick < plan.every; tick += 1) kernel.step();
    const again = await plan.restore(kernel.save());
    try {
      again.hashPhases(true);
      const difference = compareRuns(kernel, again, plan.length);
      if (difference !== null) return difference;
    } finally {
      again.destroy();
    }
  }
  return null;
}

function compareRuns(kernel: LifeKernel, again: LifeKernel, length: number): RollbackDifference | null {
  for (let tick = 0; tick < length; tick += 1) {
    const done = kernel.tick;
    if (again.tick !== done) return { tick: done, phase: null };
    kernel.step();
    again.step();
    const [first, second] = [kernel.phaseHashes(), again.phaseHashes()];
    const phase = PHASES.find((name) => first[Phase[name]] !== second[Phase[name]]);
    if (phase !== undefined) return { tick: done, phase };
    if (kernel.hash() !== again.hash()) return { tick: done, phase: null };
  }
  return null;
}

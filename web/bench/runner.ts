/** Runs a plan from its first world to its last, and says how far it is. */
import { describe } from '../engine/describe.js';
import { type BenchCase, casesOf, crewName, crews, nameOf, stressOf } from './cases.js';
import { conditionsOf, surroundings } from './conditions.js';
import { runLive } from './live-run.js';
import { Measure } from './measure.js';
import type { Founded, Round } from './measure-protocol.js';
import { type BenchPlan, worldOptions } from './plan.js';
import { climb } from './ramp.js';
import { type BenchReport, type CaseResult, type LiveResult, type RampResult, REPORT_FORMAT, REPORT_VERSION } from './report.js';
import { randomFrom, shuffled } from './statistics.js';

const HIDDEN_MEANWHILE = 'The tab was hidden for a part of the run: browsers slow such tabs down.';

export interface Progress {
  /** 0 to 1. */
  readonly share: number;
  readonly text: string;
}

export interface RunnerParts {
  readonly plan: BenchPlan;
  /** Where worlds are drawn. */
  readonly stage: HTMLElement;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** The report as far as it is, whenever a part of it is done. */
  readonly onReport: (report: BenchReport) => void;
}

/** A case that is being measured. */
interface Measured {
  readonly one: BenchCase;
  founded: Founded | null;
  readonly rounds: Round[];
  error: string | null;
}

/**
 * Runs a plan.
 * @throws the signal's reason when it is aborted; what fails in a single world is told in its result
 */
export async function runPlan({ plan, stage, signal, onProgress, onReport }: RunnerParts): Promise<BenchReport> {
  const cases = casesOf(plan);
  const stress = stressOf(plan);
  const climbers = plan.parts.includes('ramp') ? crews(plan) : [];
  const steps = cases.length * (plan.rounds + 1) + (stress === null ? 0 : 2) + climbers.length * plan.ramp.length;
  let done = 0;
  const tell = (text: string, at = done): void => onProgress({ share: steps === 0 ? 1 : at / steps, text });

  let hidden = document.hidden;
  const onVisibility = (): void => {
    hidden ||= document.hidden;
  };
  document.addEventListener('visibilitychange', onVisibility);
  const measure = new Measure();
  const stop = (): void => measure.stop();
  signal.addEventListener('abort', stop);
  try {
    tell('Looking at the machine');
    const around = await surroundings();
    signal.throwIfAborted();
    const { userAgent, processors, gpu, refreshRate, isolated } = around;
    const measured: CaseResult[] = [];
    const ramps: RampResult[] = [];
    const date = new Date().toISOString();
    const report = (): BenchReport => ({
      ...{ format: REPORT_FORMAT, version: REPORT_VERSION, date, plan },
      machine: { userAgent, processors, gpu, refreshRate, isolated },
      conditions: [...conditionsOf(around), ...(hidden && !around.hidden ? [HIDDEN_MEANWHILE] : [])],
      cases: measured,
      ramps,
    });
    onReport(report());

    const turns = cases.map((one): Measured => ({ one, founded: null, rounds: [], error: null }));
    await takeTurns(turns, plan, plan.rounds, measure, signal, (text) => tell(text, done++));
    measured.push(...turns.map(resultOf));
    onReport(report());

    for (const { tier, workers } of climbers) {
      const tellStep = (text: string, step: number): void => tell(text, done + Math.min(step, plan.ramp.length - 1));
      ramps.push(await rampOf({ plan, stage, signal, refreshRate, tier, workers, tell: tellStep }));
      done += plan.ramp.length;
      onReport(report());
    }

    if (stress !== null) {
      const turn: Measured = { one: stress, founded: null, rounds: [], error: null };
      await takeTurns([turn], plan, 1, measure, signal, (text) => tell(text, done++));
      measured.push(resultOf(turn));
    }
    tell('Done', steps);
    onReport(report());
    return report();
  } finally {
    signal.removeEventListener('abort', stop);
    document.removeEventListener('visibilitychange', onVisibility);
    measure.stop();
    stage.replaceChildren();
  }
}

/** Founds all worlds, then gives each a round, in random order, again and again: a slow minute hits all alike. */
async function takeTurns(
  turns: readonly Measured[],
  plan: BenchPlan,
  rounds: number,
  measure: Measure,
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<void> {
  const { scene, hashTick } = plan;
  const random = randomFrom(plan.order);
  const attempt = async (turn: Measured, act: () => Promise<void>): Promise<void> => {
    try {
      if (turn.error === null) await act();
    } catch (error) {
      turn.error = describe(error);
    }
    signal.throwIfAborted();
  };
  for (const turn of turns) {
    const { key, tier, workers, animals, strategy, warmUp } = turn.one;
    tell(`Warming up: ${nameOf(turn.one)}`);
    const options = worldOptions(plan, animals);
    const world = { key, scene, options, tier, workers, strategy, hashTick, warmUpTicks: warmUp };
    await attempt(turn, async () => {
      turn.founded = await measure.found(world);
    });
  }
  for (let round = 0; round < rounds; round++) {
    for (const turn of shuffled(turns, random)) {
      tell(`Round ${round + 1} of ${rounds}: ${nameOf(turn.one)}`);
      await attempt(turn, async () => {
        turn.rounds.push(await measure.round(turn.one.key, turn.one.ticks, false));
      });
    }
  }
  for (const turn of turns) if (turn.founded !== null) await attempt(turn, () => measure.drop(turn.one.key));
}

function resultOf({ one, founded, rounds, error }: Measured): CaseResult {
  const last = rounds.at(-1);
  return {
    ...one,
    foundingMs: founded?.milliseconds ?? 0,
    population: last?.population ?? one.animals,
    memoryBytes: last?.memoryBytes ?? 0,
    rounds: rounds.map(({ milliseconds, phases, workers, overheads }) => ({ milliseconds, phases, workers, overheads })),
    hashes: [founded, ...rounds].flatMap((one) => (one === null ? [] : [{ tick: one.tick, hash: one.hash }])),
    error,
  };
}

interface RampParts {
  readonly plan: BenchPlan;
  readonly stage: HTMLElement;
  readonly signal: AbortSignal;
  readonly refreshRate: number;
  readonly tier: RampResult['tier'];
  readonly workers: number;
  /** Takes how many steps came before. */
  readonly tell: (text: string, step: number) => void;
}

async function rampOf({ plan, stage, signal, refreshRate, tier, workers, tell }: RampParts): Promise<RampResult> {
  const { scene, seconds, hashTick } = plan;
  const key = ['ramp', tier, workers].join(' ');
  const steps: LiveResult[] = [];
  let drawnBy: string | null = null;
  const step = async (animals: number): Promise<LiveResult> => {
    tell(`At full speed: ${crewName(tier, workers)}, ${animals.toLocaleString('en')} animals`, steps.length);
    const options = worldOptions(plan, animals);
    const where = { stage: plan.draw ? stage : null, refreshRate, signal };
    const { result, renderer } = await runLive({ tier, workers, scene, options, animals, seconds, hashTick, ...where });
    drawnBy = renderer;
    steps.push(result);
    return result;
  };
  try {
    const { most } = await climb(plan.ramp, plan.refine, step);
    return { key, tier, workers, renderer: drawnBy, most, steps, error: null };
  } catch (error) {
    signal.throwIfAborted();
    const most = Math.max(0, ...steps.filter(({ held }) => held).map(({ animals }) => animals));
    return { key, tier, workers, renderer: drawnBy, most, steps, error: describe(error) };
  }
}

/** Reports as a run gives them, with chosen times and hashes. */

import { usualPlan } from '../../../web/bench/plan.js';
import type { BenchReport, CaseResult } from '../../../web/bench/report.js';

export function caseResult(key: string, milliseconds: readonly number[], hash: string, more: Partial<CaseResult> = {}): CaseResult {
  return {
    ...{ key, kind: 'case', tier: 'wasm', workers: 1, animals: 1000, strategy: null, ticks: milliseconds.length, warmUp: 10 },
    ...{ foundingMs: 4, population: 1000, memoryBytes: 1_000_000, error: null },
    rounds: [{ milliseconds, phases: [0, 1, 2, 3, 0, 0, 4], workers: [], overheads: [] }],
    hashes: [{ tick: 10, hash }],
    ...more,
  };
}

export function report(cases: readonly CaseResult[], more: Partial<BenchReport> = {}): BenchReport {
  return {
    ...{ format: 'skyflock-bench', version: 1, date: '2026-01-02T03:04:05.000Z' },
    plan: { ...usualPlan(['threads', 'wasm'], 4, 1), animals: [1000] },
    machine: { userAgent: 'a browser', processors: 4, gpu: null, refreshRate: 60, isolated: true },
    conditions: [],
    cases,
    ramps: [],
    ...more,
  };
}

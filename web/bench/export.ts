/** A report as a file, and back. */
import { Phase } from '../generated/life-layout.js';
import { type BenchReport, fixedHash, REPORT_FORMAT, REPORT_VERSION, verdicts } from './report.js';
import { summarise } from './summary.js';

const COLUMNS = [
  ...['kind', 'scene', 'seed', 'tier', 'workers', 'animals', 'strategy', 'verdict', 'hash_tick', 'hash'],
  ...['tick_ms', 'tick_ms_low', 'tick_ms_high', 'p95_ms', 'p99_ms', 'ticks_per_second', 'ns_per_animal', 'exchange_and_wait_share'],
  ...['memory_bytes', 'founding_ms', 'first_frame_ms', 'frames_per_second', 'held', 'error'],
  ...Object.keys(Phase).map((phase) => `${phase}_ms`),
];

/** The report as CSV: a line for each case and each step of a ramp; what a line has not stays empty. */
export function toCsv(report: BenchReport): string {
  const { plan } = report;
  const found = verdicts(report);
  const { scene, seed } = plan;
  const cases = report.cases.map((result): Record<string, unknown> => {
    const summary = summarise(result);
    const phases = Object.keys(Phase).map((name, phase) => [`${name}_ms`, summary?.phases[phase]]);
    return {
      ...{ kind: result.kind, scene, seed, tier: result.tier, workers: result.workers, animals: result.animals },
      ...{ strategy: result.strategy, verdict: found.get(result.key), hash_tick: plan.hashTick, hash: fixedHash(result, plan) },
      ...{ tick_ms: summary?.tick.mid, tick_ms_low: summary?.tick.low, tick_ms_high: summary?.tick.high },
      ...{ p95_ms: summary?.p95, p99_ms: summary?.p99, ticks_per_second: summary?.ticksPerSecond },
      ...{ ns_per_animal: summary?.nsPerAnimal, exchange_and_wait_share: summary?.overhead },
      ...{ memory_bytes: result.memoryBytes, founding_ms: result.foundingMs, error: result.error },
      ...Object.fromEntries(phases),
    };
  });
  const steps = report.ramps.flatMap(({ key, tier, workers, steps }) =>
    steps.map(
      (step): Record<string, unknown> => ({
        ...{ kind: 'ramp', scene, seed, tier, workers, animals: step.animals, verdict: found.get(key) },
        ...{ hash_tick: plan.hashTick, hash: fixedHash(step, plan), ticks_per_second: step.ticksPerSecond },
        ...{ memory_bytes: step.memoryBytes, first_frame_ms: step.firstFrameMs, frames_per_second: step.framesPerSecond, held: step.held },
      }),
    ),
  );
  const lines = [...cases, ...steps].map((row) => COLUMNS.map((column) => cell(row[column])).join(','));
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

function cell(value: unknown): string {
  const text = typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const HASHES = [{ tick: 'number', hash: 'string' }] as const;
const NUMBERS = 'numbers' as const;
/** What a report must have for this page to show it; the plan's parts that nobody reads back are left out. */
const REPORT = {
  date: 'string',
  plan: { scene: 'string', seed: 'number', hashTick: 'number' },
  machine: { userAgent: 'string', processors: 'number', refreshRate: 'number' },
  cases: [
    {
      ...{ key: 'string', kind: 'string', tier: 'string', workers: 'number', animals: 'number', error: 'text or null' },
      ...{ population: 'number', memoryBytes: 'number', hashes: HASHES },
      rounds: [
        {
          milliseconds: NUMBERS,
          phases: NUMBERS,
          overheads: NUMBERS,
          workers: [{ compute: 'number', exchange: 'number', wait: 'number' }],
        },
      ],
    },
  ],
  ramps: [
    {
      ...{ key: 'string', tier: 'string', workers: 'number', most: 'number', error: 'text or null' },
      steps: [{ animals: 'number', ticksPerSecond: 'number', framesPerSecond: 'number', frameMs: NUMBERS, hashes: HASHES }],
    },
  ],
} as const;

/**
 * Reads an exported report.
 * @throws Error that names what is missing or of another kind
 */
export function readReport(text: string): BenchReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('the file is not JSON; choose one that this page exported');
  }
  const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown };
  if (format !== REPORT_FORMAT) throw new Error(`the file is no report of this benchmark: its format is ${JSON.stringify(format)}`);
  if (version !== REPORT_VERSION) throw new Error(`the report's version is ${JSON.stringify(version)}; this page reads ${REPORT_VERSION}`);
  check(value, REPORT, 'report');
  return value as BenchReport;
}

function check(value: unknown, kind: unknown, where: string): void {
  const fail = (wanted: string): never => {
    throw new Error(`the report is damaged: ${where} is ${JSON.stringify(value)?.slice(0, 40)}; it must be ${wanted}`);
  };
  if (kind === NUMBERS) {
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'number')) fail('a list of numbers');
  } else if (kind === 'text or null') {
    if (value !== null && typeof value !== 'string') fail(kind);
  } else if (typeof kind === 'string') {
    if (typeof value !== kind) fail(`a ${kind}`);
  } else if (Array.isArray(kind)) {
    if (!Array.isArray(value)) return void fail('a list');
    value.forEach((item, index) => {
      check(item, kind[0], `${where}[${index}]`);
    });
  } else {
    if (typeof value !== 'object' || value === null) return void fail('an object');
    for (const [name, inner] of Object.entries(kind as object)) check((value as Record<string, unknown>)[name], inner, `${where}.${name}`);
  }
}

/** A report: what a user can send along with a complaint. docs/diagnostics.md says what each key means, and what is left out. */
import { SkyflockError } from './errors.js';
import type { Past } from './history.js';
import { plainWords, type Vocabulary } from './plain-words.js';
import { quantiles } from './quantiles.js';
import { BUILD, VERSION } from './version.js';

/** Counts up when a key changes its meaning or goes; keys may be added without that. */
export const REPORT_SCHEMA = 1;

/** What the browser, or the runtime in its place, can do. */
export interface BrowserReport {
  /** What it calls itself. */
  readonly agent: string;
  readonly isolated: boolean;
  readonly sharedMemory: boolean;
  readonly webAssembly: boolean;
  readonly simd: boolean;
  readonly workers: boolean;
  readonly offscreenCanvas: boolean;
  readonly webgl2: boolean;
  readonly gpu: string | null;
  /** Processors, as it tells. */
  readonly cores: number | null;
  readonly memoryGigabytes: number | null;
  readonly pixelRatio: number | null;
  readonly reducedMotion: boolean;
  readonly saveData: boolean;
}

/** A tier above the one that runs. */
export interface RefusedTierReport {
  readonly tier: string;
  readonly reason: string;
  readonly passes: boolean;
}

/** Times of many; what is not known is null. Unit: ms. */
export interface TimingReport {
  readonly samples: number;
  readonly mean: number;
  readonly median: number | null;
  readonly p95: number | null;
  readonly most: number | null;
}

/** Times are milliseconds since the page was opened. */
export interface RecoveryReport {
  readonly atMs: number;
  readonly step: string;
  readonly cause: string;
  /** The tick, or the frame, in which it was. */
  readonly tick: number;
  readonly worker: number;
  readonly stoodMs: number;
}

export interface ErrorReport {
  readonly atMs: number;
  /** Of docs/errors.md; null for an error of the browser's. */
  readonly code: string | null;
  readonly name: string;
  readonly sentence: string;
}

/** Something went on in another way. */
export interface ChangeReport {
  readonly atMs: number;
  readonly what: 'tier' | 'renderer' | 'quality' | 'memory';
  readonly to: string;
  readonly reason: string;
}

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly about: 'life' | 'meteor' | 'life-sim' | 'meteor-shower';
  /** In UTC. */
  readonly made: string;
  readonly atMs: number;
  readonly package: { readonly version: string; readonly build: string };
  readonly page: { readonly origin: string | null; readonly secure: boolean | null; readonly hidden: boolean | null };
  readonly browser: BrowserReport;
  readonly state: string;
  readonly tier: { readonly asked: string | null; readonly runs: string | null; readonly refused: readonly RefusedTierReport[] };
  readonly threads: { readonly runsOn: string | null; readonly workers: number | null; readonly note: string | null };
  readonly renderer: { readonly asked: string | null; readonly name: string; readonly reason: string } | null;
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
  readonly fault: string | null;
  readonly recoveries: readonly RecoveryReport[];
  readonly errors: readonly ErrorReport[];
  readonly changes: readonly ChangeReport[];
  readonly timings: { readonly tick: TimingReport | null; readonly frame: TimingReport | null; readonly draw: TimingReport | null };
  readonly memory: {
    /** Of the engine: now, and the most there was. Unit: B. */
    readonly engineBytes: number | null;
    readonly mostEngineBytes: number | null;
    /** Of the page's own thread, where the browser tells. Unit: B. */
    readonly pageBytes: number | null;
  };
  readonly counts: Readonly<Record<string, number>>;
}

/** What of a report is a system's own. */
export type OwnReport = Omit<
  Report,
  'schema' | 'made' | 'atMs' | 'package' | 'page' | 'browser' | 'recoveries' | 'errors' | 'changes' | 'memory'
> & { readonly memory: Omit<Report['memory'], 'pageBytes'> };

interface PageRealm {
  readonly location?: { readonly origin?: string };
  readonly isSecureContext?: boolean;
  readonly document?: { readonly hidden?: boolean };
  readonly performance: { readonly memory?: { readonly usedJSHeapSize: number } };
}

/** Quantiles of times; null where there are none. */
export function timingOf(values: readonly number[]): TimingReport | null {
  if (values.length === 0) return null;
  const [median = 0, p95 = 0, most = 0] = quantiles(values, [0.5, 0.95, 1]).map(rounded);
  return { samples: values.length, mean: rounded(values.reduce((sum, value) => sum + value, 0) / values.length), median, p95, most };
}

/** Of times that only the mean is known of. */
export function meanTiming(mean: number, samples: number): TimingReport | null {
  return samples === 0 ? null : { samples, mean: rounded(mean), median: null, p95: null, most: null };
}

/** Makes the report whole, and takes out of its sentences what nobody else needs to know. */
export function makeReport(own: OwnReport, past: Past, browser: BrowserReport, words: Vocabulary): Report {
  const realm = globalThis as unknown as PageRealm;
  const plain = (text: string): string => plainWords(text, words);
  const { memory, settings, ...rest } = own;
  const origin = realm.location?.origin;
  const inWords = {
    ...rest,
    recoveries: eventsOf(past, 'recovery').map(({ atMs, detail }) => recoveryOf(rounded(atMs), detail as RecoveryDetail)),
    errors: eventsOf(past, 'error').map(({ atMs, detail }) => errorOf(rounded(atMs), detail, words)),
    changes: changesOf(past),
  };
  return {
    schema: REPORT_SCHEMA,
    made: new Date().toISOString(),
    atMs: rounded(performance.now()),
    package: { version: VERSION, build: BUILD },
    page: {
      origin: origin === undefined || origin === 'null' ? null : origin,
      secure: realm.isSecureContext ?? null,
      hidden: realm.document?.hidden ?? null,
    },
    browser,
    ...mapStrings(inWords, plain),
    settings: Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, typeof value === 'string' && !words.own.has(value) ? null : value]),
    ),
    memory: { ...memory, pageBytes: realm.performance.memory?.usedJSHeapSize ?? null },
  };
}

/** An error's sentence. Of a setting that was refused the value is told only where it is a number or a word of Skyflock's. */
export function sentenceOf(error: unknown, words: Vocabulary): string {
  const { option, setting = option, value, range } = error as Record<string, unknown>;
  const plain = (text: string): string => plainWords(text, words);
  if (typeof setting === 'string' && typeof range === 'string') {
    const isTold = typeof value === 'number' || typeof value === 'boolean' || words.own.has(String(value));
    const name = setting.split(/[.[\]\d]+/).every((part) => part === '' || words.own.has(part)) ? setting : '…';
    return `${name} = ${isTold ? String(value) : '…'} is refused: ${plain(range)}`;
  }
  return plain(error instanceof Error ? error.message : String(error));
}

/** Those of one name. */
export function eventsOf(past: Past, name: string): Past {
  return past.filter((event) => event.name === name);
}

interface RecoveryDetail {
  readonly cause: string;
  readonly step: string;
  readonly tick: number;
  readonly worker: number;
  readonly ms: number;
}

function recoveryOf(atMs: number, { cause, step, tick, worker, ms }: RecoveryDetail): RecoveryReport {
  return { atMs, step, cause, tick, worker, stoodMs: rounded(ms) };
}

/** @param detail an element's, which holds the error, or the error itself */
function errorOf(atMs: number, detail: unknown, words: Vocabulary): ErrorReport {
  const error = detail instanceof Error ? detail : (detail as { readonly error: unknown }).error;
  const name = (error as Partial<Error> | null)?.name ?? '';
  return {
    atMs,
    code: error instanceof SkyflockError || /^[a-z]+\/[a-z-]+$/.test(String(codeOf(error))) ? String(codeOf(error)) : null,
    name: /^[A-Z][A-Za-z]{0,40}(?:Error|Fault|Exception)$/.test(name) ? name : 'Error',
    sentence: sentenceOf(error, words),
  };
}

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | null)?.code;

/** What changed, the oldest first. */
function changesOf(past: Past): ChangeReport[] {
  const of = (event: string, what: ChangeReport['what'], key: string): ChangeReport[] =>
    eventsOf(past, event).map(({ atMs, detail }) => {
      const fields = detail as Readonly<Record<string, unknown>>;
      return {
        atMs: rounded(atMs),
        what,
        to: String(fields[key]),
        reason: String(fields.reason ?? `${String(fields.bytes)} B were refused`),
      };
    });
  const all = [
    ...of('tierchange', 'tier', 'tier'),
    ...of('rendererchange', 'renderer', 'renderer'),
    ...of('qualitychange', 'quality', 'quality'),
    ...of('memorypressure', 'memory', 'grantedEntities'),
  ];
  return all.sort((a, b) => a.atMs - b.atMs);
}

function mapStrings<Value>(value: Value, map: (text: string) => string): Value {
  if (typeof value === 'string') return map(value) as Value;
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, map)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapStrings(one, map)])) as Value;
}

/** To a hundredth: what is finer is noise. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

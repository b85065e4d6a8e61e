/** `configure`: what a page says once, checked before it holds. */
import { show } from './describe.js';
import { SkyflockError } from './errors.js';
import { LOG_LEVELS, type LogLevel, setLogLevel } from './log.js';
import {
  absolute,
  isTrusted,
  type PageDefaults,
  type ScriptAddress,
  type SystemName,
  scriptAddress,
  setPageDefaults,
  type TrustedScriptAddress,
  type WasmBinary,
  type WasmFile,
  type WasmSource,
} from './page-defaults.js';
import type { PlatformUrl } from './platform.js';
import { isInRange } from './settings.js';
import { TIER_NAMES, type TierChoice } from './tier-names.js';

/** What {@link configure} takes. Addresses may be relative to the page. */
export interface Configuration {
  /**
   * The folder with the package's files, all that is in its `dist`. Browsers start workers only from scripts of the page's
   * own origin: where this is another one, what a worker would do is done on the page's thread.
   */
  readonly baseUrl?: string | PlatformUrl;
  /** Addresses of single .wasm files, before `baseUrl`; `lifeThreads` is the one of the tier `threads`. */
  readonly wasmUrl?: { readonly [File in WasmFile]?: string | PlatformUrl };
  /**
   * Addresses of single worker scripts, before `baseUrl`; `life` is coordinator.worker.js, `scene` the thread that draws a scene and
   * `script` the one that its script runs on. Under Trusted Types they may be
   * `TrustedScriptURL`s of a policy of the page's own.
   */
  readonly workerUrl?: { readonly [System in SystemName]?: string | PlatformUrl | TrustedScriptAddress };
  /** The bytes of .wasm files, or the modules made of them; these are not fetched. */
  readonly wasmBinary?: { readonly [File in WasmFile]?: WasmBinary };
  /** Threads of a world, 1 to 16; more are brought down to 16. */
  readonly workers?: number;
  /**
   * What runs where `auto` is asked for. Showers, scenes and stores have neither threads nor several workers: `threads` is `wasm` for them, and
   * `js-workers` is `js`. A world that can't run on the tier does not start, as if it had asked for it itself.
   */
  readonly tier?: TierChoice;
  /**
   * What is told in the console: `silent`, `error`, `warn` (unless given: what failed, and what runs worse than it could), `info` (what
   * goes on otherwise than before as well) or `debug` (every event of the elements as well).
   */
  readonly log?: LogLevel;
}

/** A part of a configuration that is refused, or one that comes too late. */
export class ConfigurationError extends SkyflockError {
  override get name(): string {
    return 'ConfigurationError';
  }
  override get code(): 'page/configuration' {
    return 'page/configuration';
  }
  /** The part, as `wasmUrl.meteor`. */
  readonly setting: string;
  readonly value: unknown;
  /** What it may be. */
  readonly range: string;
  readonly wayOut: string;

  constructor(setting: string, value: unknown, range: string, wayOut = 'Correct it or leave it out') {
    super(`${setting} = ${show(value)} is refused: ${range}. ${wayOut}`);
    this.setting = setting;
    this.value = value;
    this.range = range;
    this.wayOut = wayOut;
  }
}

let configured: Configuration | null = null;
let onConfigured: (() => void) | undefined;

/** Acts each time that something is configured, and now where something is. */
export function whenConfigured(action: () => void): void {
  onConfigured = action;
  if (configured !== null) action();
}

/**
 * Says what the elements, worlds and showers of this page take where they don't say it themselves: their own `urls`, `tier`
 * and `workers` go first. Calls add up; a part that is given again replaces the one before.
 *
 * Call it in the script that imports an element, before anything is awaited: the elements that are on the page already
 * start when that script has run.
 *
 * Where two copies of the package are on a page, the one that came first has defined the elements: its configuration rules
 * them, and that of the other one says so in the console.
 *
 * @throws ConfigurationError for an unknown part, for a value that it can't have, and once something has started;
 *   nothing of the argument holds then
 */
export function configure(configuration: Configuration): void {
  check(SHAPE, configuration, ROOT);
  const all = { ...configured, ...configuration };
  if (!setPageDefaults(defaultsOf(all))) {
    const wayOut = 'Call configure() in the script that imports the element, before any await';
    throw new ConfigurationError(ROOT, configuration, 'something has started already', wayOut);
  }
  configured = all;
  if (all.log !== undefined) setLogLevel(all.log);
  onConfigured?.();
}

function defaultsOf({ baseUrl, wasmUrl, workerUrl, wasmBinary, workers, tier }: Configuration): PageDefaults {
  const base = absolute(baseUrl)?.replace(/\/?$/, '/');
  const inBase = (file: string): string | undefined => base && base + file;
  // A file has the name of its part, but for capitals.
  const wasm = (name: WasmFile): WasmSource | undefined =>
    wasmBinary?.[name] ?? absolute(wasmUrl?.[name]) ?? inBase(`skyflock-${name.replace('T', '-t')}.wasm`);
  const worker = (name: SystemName): ScriptAddress | undefined =>
    scriptAddress(workerUrl?.[name]) ?? inBase(`workers/${name === 'life' ? 'coordinator' : name}.worker.js`);
  const single = tier === 'threads' ? 'wasm' : tier === 'js-workers' ? 'js' : tier;
  return {
    wasm: each(WASM_FILES, wasm),
    worker: each(SYSTEMS, worker),
    tier: { life: tier, meteor: single, scene: single, state: single },
    workers,
  };
}

const WASM_FILES: readonly WasmFile[] = ['life', 'lifeThreads', 'meteor', 'scene', 'state'];
const SYSTEMS: readonly SystemName[] = ['life', 'meteor', 'scene', 'script'];
/** What there is of each name. */
const each = <Name extends string, Value>(names: readonly Name[], make: (name: Name) => Value): { readonly [Key in Name]: Value } =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as { [Key in Name]: Value };

/** What a value may be: whether it is that (an error says no), and in words. */
type Leaf = readonly [isGood: (value: unknown) => boolean, range: string];
/** The parts that an object may have. */
interface Shape {
  readonly [name: string]: Shape | Leaf;
}

const ROOT = 'configuration';
/** One of some names. */
const oneOf = (names: readonly unknown[]): Leaf => [(value) => names.includes(value), `it must be one of ${names.join(', ')}`];
const ADDRESS: Leaf = [(value) => (typeof value === 'string' || value instanceof URL) && Boolean(absolute(value)), 'it must be an address'];
const SCRIPT: Leaf = [(value) => isTrusted(value) || ADDRESS[0](value), ADDRESS[1]];
const BINARY: Leaf = [
  (value) => value instanceof ArrayBuffer || value instanceof WebAssembly.Module,
  'it must be an ArrayBuffer or a WebAssembly.Module',
];
const SHAPE: Shape = {
  baseUrl: ADDRESS,
  wasmUrl: each(WASM_FILES, () => ADDRESS),
  workerUrl: each(SYSTEMS, () => SCRIPT),
  wasmBinary: each(WASM_FILES, () => BINARY),
  workers: [(value) => isInRange(value, { least: 1, most: Infinity, whole: true }), 'it must be a whole number from 1'],
  tier: oneOf(['auto', ...TIER_NAMES]),
  log: oneOf(LOG_LEVELS),
} satisfies Record<keyof Configuration, Shape | Leaf>;

/** @throws ConfigurationError for what is not as its shape says */
function check(shape: Shape | Leaf, value: unknown, setting: string): void {
  if (Array.isArray(shape)) {
    const [isGood, range] = shape as Leaf;
    try {
      if (isGood(value)) return;
    } catch {
      // As good as false.
    }
    throw new ConfigurationError(setting, value, range);
  }
  if (typeof value !== 'object' || value === null) throw new ConfigurationError(setting, value, 'it must be an object');
  for (const [name, part] of Object.entries(value)) {
    const path = setting === ROOT ? name : `${setting}.${name}`;
    if (!Object.hasOwn(shape, name)) throw new ConfigurationError(path, part, `there are ${Object.keys(shape).join(', ')}`);
    if (part !== undefined) check((shape as Shape)[name] as Shape, part, path);
  }
}

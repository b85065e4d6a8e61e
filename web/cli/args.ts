/** The arguments of `skyflock run`: parsed and checked, or refused in one line. */

import { isPooledTier, tierNamed } from '../engine/tier.js';
import { TIER_NAMES, type TierChoice } from '../engine/tier-names.js';
import { type LifeOptions, MAX_WORKERS, PartitionStrategy } from '../generated/life-layout.js';
import { DEFAULT_SCENE, SCENE_NAMES } from '../life/shared/founding.js';
import { PARTITION_STRATEGIES } from '../life/shared/settings.js';
import type { SceneName } from '../life/shared/types.js';
import { oneOf, readFlags, UsageError, whole } from './flags.js';
import { OPTION_FLAGS, OPTION_USAGE, optionFlag, readOptionFlags } from './option-flags.js';

export interface RunArguments {
  /** Undefined where none was named: a snapshot or a recording says it. */
  readonly scene: SceneName | undefined;
  /** Undefined where none were named: a recording says how many. */
  readonly ticks: number | undefined;
  readonly tier: TierChoice;
  /** Threads; more than one need the tier `threads` or `js-workers`. */
  readonly workers: number;
  /** How the world is cut among them. */
  readonly strategy: PartitionStrategy;
  /** Options that differ from the scene's. */
  readonly options: Partial<LifeOptions>;
  /** The snapshot to go on from, or null. */
  readonly snapshotIn: string | null;
  /** Where a snapshot of the end goes, or null. */
  readonly snapshotOut: string | null;
  /** The recording to play, or null. */
  readonly replay: string | null;
  /** Ticks between two lines of the CSV file. */
  readonly every: number;
  /** Where the statistics go, or null. */
  readonly csv: string | null;
  /** Whether the result is printed as JSON. */
  readonly json: boolean;
  /** Whether the workers' parts run one after the other on one thread, each timed. */
  readonly criticalPath: boolean;
}

export const USAGE = `Usage: skyflock run [flags]
  --scene NAME     ${SCENE_NAMES.join(', ')} (${DEFAULT_SCENE})
  --ticks N        ticks to run (600, or to the recording's end)
  --tier NAME      auto, ${TIER_NAMES.join(', ')} (auto: threads for two workers or more)
  --workers N      threads to use: 1 to ${MAX_WORKERS} (1)
  --partition-strategy NAME  ${PARTITION_STRATEGIES.join(', ')}: how the world is cut among them, which
                   changes no result (bisection)
  --every N        ticks between two lines of the CSV file (60)
  --csv FILE       writes the statistics there
  --snapshot-in FILE   goes on from this snapshot, in place of a scene; --ticks may be 0 then
  --snapshot-out FILE  writes a snapshot of the end there
  --replay FILE    plays this recording, in place of a scene; after as many ticks as it has the
                   hashes are compared
  --json           prints the result as JSON
  --critical-path  runs the parts of the N workers one after the other on one thread, and tells what
                   a tick would take if each had a thread of its own, beside a tick in one part

The options of the world, each with what it may be; a scene may have another default:
${OPTION_USAGE}`;

const MOST_TICKS = 1_000_000_000;

/**
 * Reads the arguments that follow `skyflock run`.
 * @throws UsageError for an unknown flag, a missing value, or a value out of range
 */
export function parseRunArguments(args: readonly string[]): RunArguments {
  const { given, set } = readFlags(args, VALUE_FLAGS, SWITCHES);
  const options = readOptionFlags(given);
  const tier = tierOf(given.get('--tier') ?? 'auto');
  const criticalPath = set.has('--critical-path');
  const [scene, ticks] = [given.get('--scene'), given.get('--ticks')];
  const parsed: RunArguments = {
    scene: scene === undefined ? undefined : oneOf('--scene', scene, SCENE_NAMES),
    ticks: ticks === undefined ? undefined : whole('--ticks', ticks, given.has('--snapshot-in') ? 0 : 1, MOST_TICKS),
    snapshotIn: given.get('--snapshot-in') ?? null,
    snapshotOut: given.get('--snapshot-out') ?? null,
    replay: given.get('--replay') ?? null,
    tier,
    workers: workersOf(given.get('--workers') ?? '1', tier, criticalPath),
    strategy: PartitionStrategy[oneOf('--partition-strategy', given.get('--partition-strategy') ?? 'bisection', PARTITION_STRATEGIES)],
    options,
    every: whole('--every', given.get('--every') ?? '60', 1, MOST_TICKS),
    csv: given.get('--csv') ?? null,
    json: set.has('--json'),
    criticalPath,
  };
  checkBeginning(parsed);
  if (criticalPath) checkCriticalPath(parsed);
  return parsed;
}

const VALUE_FLAGS: readonly string[] = [
  '--scene',
  '--ticks',
  '--tier',
  '--workers',
  '--partition-strategy',
  '--every',
  '--csv',
  '--snapshot-in',
  '--snapshot-out',
  '--replay',
  ...OPTION_FLAGS,
];
const SWITCHES: readonly string[] = ['--json', '--critical-path'];

function tierOf(text: string): TierChoice {
  const tier = tierNamed(text);
  if (tier !== null) return tier;
  throw new UsageError(`--tier ${text} is refused: it must be one of auto, ${TIER_NAMES.join(', ')}`);
}

function workersOf(text: string, tier: TierChoice, criticalPath: boolean): number {
  const workers = whole('--workers', text, 1, MAX_WORKERS);
  if (workers > 1 && tier !== 'auto' && !isPooledTier(tier) && !criticalPath) {
    throw new UsageError(
      `--workers ${text} is refused: the '${tier}' tier runs on 1 worker, 'threads' and 'js-workers' on 1 to ${MAX_WORKERS}`,
    );
  }
  return workers;
}

/** Refuses what a snapshot or a recording says already. */
function checkBeginning({ scene, options, snapshotIn, replay }: RunArguments): void {
  const by = snapshotIn !== null ? '--snapshot-in' : replay !== null ? '--replay' : null;
  if (by === null) return;
  const given = { scene, ...options };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) throw new UsageError(`${optionFlag(name)} is refused with ${by}, which says it already`);
  }
}

/** Refuses what makes no sense beside --critical-path. */
function checkCriticalPath({ workers, tier, ticks, snapshotIn, replay }: RunArguments): void {
  if (snapshotIn !== null || replay !== null)
    throw new UsageError('--critical-path founds its worlds: leave --snapshot-in and --replay out');
  if (workers < 2) throw new UsageError('--critical-path needs --workers from 2: a tick of one worker is all on its path');
  if (tier !== 'auto' && tier !== 'wasm') {
    throw new UsageError(`--critical-path is refused with --tier ${tier}: it runs all parts on one thread, in the tier 'wasm'`);
  }
  if (ticks !== undefined && ticks < 2)
    throw new UsageError('--critical-path needs --ticks from 2: the last tick, which hashes its phases, is not timed');
}

/** The arguments of `skyflock script`: parsed and checked, or refused in one line. */
import { SCENE_TIERS, type SceneTier } from '../scene/shared/kernel.js';
import { oneOf, readFlags, UsageError, whole } from './flags.js';

export interface ScriptArguments {
  /** The script's module. */
  readonly file: string;
  /** How often `update` is called. */
  readonly frames: number;
  /** Updates a second; dt is 1 / rate. */
  readonly rate: number;
  /** Of `scene.random`. */
  readonly seed: number;
  readonly tier: SceneTier;
  /** A file of input or a recording, or null. */
  readonly input: string | null;
  /** Milliseconds that the loading, the default export and each update may take. */
  readonly budget: number;
  /** Whether the result is printed as JSON. */
  readonly json: boolean;
}

export const SCRIPT_USAGE = `Usage: skyflock script FILE [flags]
  --frames N       calls of update(dt) (600)
  --rate N         updates a second, 1 to 1000: dt is 1 / rate (60)
  --seed N         of scene.random (1)
  --tier NAME      ${SCENE_TIERS.join(', ')} (wasm)
  --input FILE     what visitors do, as JSON: [{"frame": 3, "kind": "keyDown", "code": "KeyA"}, ...], told before that
                   call of update; or a recording, which is played, and whose hash must come out again
  --budget MS      what loading, the default export and each update may take (2000)
  --json           prints the result as JSON
`;

const VALUE_FLAGS: readonly string[] = ['--frames', '--rate', '--seed', '--tier', '--input', '--budget'];
const MOST_FRAMES = 1_000_000_000;
const MOST_BUDGET_MS = 600_000;

/**
 * Reads the arguments that follow `skyflock script`.
 * @throws UsageError for an unknown flag, a missing value, a value out of range, or where there is not exactly one file
 */
export function parseScriptArguments(args: readonly string[]): ScriptArguments {
  const isFile = (arg: string, at: number): boolean => !arg.startsWith('--') && !VALUE_FLAGS.includes(args[at - 1] ?? '');
  const files = args.filter(isFile);
  const { given, set } = readFlags(
    args.filter((arg, at) => !isFile(arg, at)),
    VALUE_FLAGS,
    ['--json'],
  );
  const [file] = files;
  if (file === undefined || file === '') throw new UsageError('the script is missing: skyflock script FILE');
  if (files.length > 1) throw new UsageError(`there are ${files.length} files; skyflock script takes one`);
  return {
    file,
    frames: whole('--frames', given.get('--frames') ?? '600', 1, MOST_FRAMES),
    rate: whole('--rate', given.get('--rate') ?? '60', 1, 1000),
    seed: whole('--seed', given.get('--seed') ?? '1', 0, 0xffffffff),
    tier: oneOf('--tier', given.get('--tier') ?? 'wasm', SCENE_TIERS),
    input: given.get('--input') ?? null,
    budget: whole('--budget', given.get('--budget') ?? '2000', 1, MOST_BUDGET_MS),
    json: set.has('--json'),
  };
}

/** The arguments of `skyflock mesh`: parsed and checked, or refused in one line. */
import { readFlags, UsageError } from './flags.js';

export interface MeshArguments {
  /** The OBJ file. */
  readonly file: string;
  /** Whether the result is printed as JSON. */
  readonly json: boolean;
}

export const MESH_USAGE = `Usage: skyflock mesh FILE.obj [flags]
  --json           prints the result as JSON
`;

/**
 * Reads the arguments that follow `skyflock mesh`.
 * @throws UsageError for an unknown flag, or where there is not exactly one file
 */
export function parseMeshArguments(args: readonly string[]): MeshArguments {
  const files = args.filter((arg) => !arg.startsWith('--'));
  const { set } = readFlags(
    args.filter((arg) => arg.startsWith('--')),
    [],
    ['--json'],
  );
  const [file] = files;
  if (file === undefined || file === '') throw new UsageError('the OBJ file is missing: skyflock mesh FILE.obj');
  if (files.length > 1) throw new UsageError(`there are ${files.length} files; skyflock mesh takes one`);
  return { file, json: set.has('--json') };
}

/** Flags of the command line: read and checked, or refused in one line. */
import { SkyflockError } from '../engine/errors.js';
import { isInRange, type Range, rangeText } from '../engine/settings.js';

/** Wrong arguments: the message is the one line that the user reads. */
export class UsageError extends SkyflockError {
  override get name(): string {
    return 'UsageError';
  }
  override get code(): 'cli/usage' {
    return 'cli/usage';
  }
}

/** What was given, by flag. */
export interface Flags {
  readonly given: ReadonlyMap<string, string>;
  /** The flags without a value that stood there. */
  readonly set: ReadonlySet<string>;
}

/**
 * Reads flags, `--name value` or `--name=value`.
 * @throws UsageError for an unknown flag, a flag given twice, or a missing value
 */
export function readFlags(args: readonly string[], valueFlags: readonly string[], switches: readonly string[]): Flags {
  const given = new Map<string, string>();
  const set = new Set<string>();
  for (let i = 0; i < args.length; i += 1) {
    const [flag, inline] = splitFlag(args[i] as string);
    if (switches.includes(flag)) {
      if (inline !== undefined) throw new UsageError(`${flag} takes no value`);
      set.add(flag);
      continue;
    }
    if (!valueFlags.includes(flag)) {
      throw new UsageError(`unknown argument '${flag}'; there are ${[...valueFlags, ...switches].join(', ')}`);
    }
    if (given.has(flag)) throw new UsageError(`${flag} is given twice`);
    const value = inline ?? args[i + 1];
    if (inline === undefined) i += 1;
    if (value === undefined || value === '' || (inline === undefined && value.startsWith('--'))) {
      throw new UsageError(`${flag} needs a value`);
    }
    given.set(flag, value);
  }
  return { given, set };
}

/** A number, written as people write them: 5, 0.25, -3. @throws UsageError with its range */
export function numberIn(flag: string, text: string, range: Range): number {
  const value = (range.whole ? /^\d+$/ : /^-?\d+(\.\d+)?$/).test(text) ? Number(text) : Number.NaN;
  if (isInRange(value, range)) return value;
  throw new UsageError(`${flag} ${text} is refused: ${rangeText(range)}`);
}

/** A whole number. @throws UsageError with its range */
export function whole(flag: string, text: string, least: number, most: number): number {
  return numberIn(flag, text, { least, most, whole: true });
}

/** One of some names. @throws UsageError that lists them */
export function oneOf<Name extends string>(flag: string, text: string, names: readonly Name[]): Name {
  const name = names.find((one) => one === text);
  if (name !== undefined) return name;
  throw new UsageError(`${flag} ${text} is refused: it must be one of ${names.join(', ')}`);
}

function splitFlag(text: string): [string, string | undefined] {
  const equals = text.startsWith('--') ? text.indexOf('=') : -1;
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}

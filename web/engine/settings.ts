/** Checks of numbers that users set: what is refused says what it may be, in one form of sentence. */

/** What a number may be. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly unit?: string;
  /** Whole numbers only. */
  readonly whole?: boolean;
}

/** The class of a system's errors for settings. */
export type RefusedSetting = new (option: string, value: unknown, range: string) => Error;

export function isInRange(value: unknown, { least, most, whole }: Range): value is number {
  return typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
}

/** What a number may be, as errors say it: "it must be a whole number from 1 to 16 threads". */
export function rangeText({ least, most, unit, whole }: Range): string {
  return `it must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}${unit ? ` ${unit}` : ''}`;
}

/** The value, when it is a number in range. @throws Refused otherwise */
export function checkNumber(name: string, value: unknown, range: Range, Refused: RefusedSetting): number {
  if (isInRange(value, range)) return value;
  throw new Refused(name, value, rangeText(range));
}

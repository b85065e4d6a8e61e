/** Checks of numbers that users set: what is refused says what it may be, in one form of sentence. */

/** What a number may be. */
export interface Range {
  /** -Infinity and Infinity for any finite number. */
  readonly least: number;
  readonly most: number;
  readonly unit?: string;
  /** Whole numbers only. */
  readonly whole?: boolean;
}

/** Any number but NaN and the infinite ones. */
export const FINITE: Range = { least: -Infinity, most: Infinity };

/** The class of a system's errors for settings. */
export type RefusedSetting = new (option: string, value: unknown, range: string) => Error;

export function isInRange(value: unknown, { least, most, whole = false }: Range): value is number {
  return Number.isFinite(value) && (value as number) >= least && (value as number) <= most && (!whole || Number.isInteger(value));
}

/** What a number may be, as errors say it: "it must be a whole number from 1 to 16 threads". */
export function rangeText({ least, most, unit = '', whole = false }: Range): string {
  const kind = whole ? 'whole ' : least === -Infinity ? 'finite ' : '';
  const from = least === -Infinity ? '' : ` from ${least}`;
  const to = most === Infinity ? '' : ` to ${most}`;
  return `it must be a ${kind}number${from}${to}${unit && ` ${unit}`}`;
}

/** The value, when it is a number in range. @throws Refused otherwise */
export function checkNumber(name: string, value: unknown, range: Range, Refused: RefusedSetting): number {
  if (isInRange(value, range)) return value;
  throw new Refused(name, value, rangeText(range));
}

/** The shortest decimal that rounds to this f32: 0.35 rather than 0.3499999940395355. */
export function shortestDecimal(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}

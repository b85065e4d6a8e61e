/**
 * The sentences in which the engine refuses something: the twin of src/core/status.h, word for word,
 * so that a user reads the same whichever tier runs.
 */

/** Characters a refusal has at most; what is longer is cut. */
const MOST_CHARACTERS = 199;

/** A refusal with its reason, or null when all is well. */
export type Status = string | null;

/** A sentence of its own. */
export function failure(sentence: string): string {
  return sentence.slice(0, MOST_CHARACTERS);
}

/** "`name` is `value`; it must be from `least` to `most` `unit`." */
export function outOfRange(name: string, value: number, least: number, most: number, unit: string): string {
  const range = `${numberText(least)} to ${numberText(most)}${unit === '' ? '' : ` ${unit}`}`;
  return failure(`${name} is ${numberText(value)}; it must be from ${range}.`);
}

/** A refusal when the value is out of range, or none at all. */
export function checkRange(name: string, value: number, least: number, most: number, unit = ''): Status {
  // Written so that a NaN is refused too.
  return value >= least && value <= most ? null : outOfRange(name, value, least, most, unit);
}

/** A number with up to six places after the point. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'not a number';
  const sign = value < 0 ? '-' : '';
  const size = value < 0 ? -value : value;
  if (size > 1e15) return `${sign}beyond 1e15`;
  let whole = wholePart(size);
  let millionths = wholePart((size - whole) * 1e6 + 0.5);
  if (millionths === 1e6) {
    whole += 1;
    millionths = 0;
  }
  if (millionths === 0) return sign + String(whole);
  return `${sign}${whole}.${String(millionths).padStart(6, '0').replace(/0+$/, '')}`;
}

function wholePart(size: number): number {
  return size - (size % 1);
}

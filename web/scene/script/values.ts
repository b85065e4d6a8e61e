/** Checks of what a script gives, each with an error that names the value and what it may be; and colours as words. */
import { checkNumber, type Range } from '../../engine/settings.js';
import { LARGEST_COORDINATE } from '../../generated/scene-layout.js';
import { SceneOptionError } from '../shared/errors.js';

/** x, y, z. */
export type Vector = readonly [x: number, y: number, z: number];
/** A quaternion x, y, z, w. */
export type Quaternion = readonly [x: number, y: number, z: number, w: number];
/** `'#rgb'`, `'#rgba'`, `'#rrggbb'`, `'#rrggbbaa'`, or red, green, blue and, where it is given, opacity from 0 to 1: sRGB. */
export type Color = string | readonly [red: number, green: number, blue: number, opacity?: number];

const COORDINATES = `it must be finite, from -${LARGEST_COORDINATE} to ${LARGEST_COORDINATE}`;

export function refuse(name: string, value: unknown, range: string): never {
  throw new SceneOptionError(name, value, range);
}

/** Whether the engine takes it: a number that is finite and not too large. */
export function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && value >= -LARGEST_COORDINATE && value <= LARGEST_COORDINATE;
}

export function checkCoordinate(name: string, value: unknown): number {
  return isCoordinate(value) ? value : refuse(name, value, COORDINATES);
}

/** A number in a range. */
export function checkWithin(name: string, value: unknown, range: Range): number {
  return checkNumber(name, value, range, SceneOptionError);
}

/** A number that is more than 0. */
export function checkPositive(name: string, value: unknown): number {
  return isCoordinate(value) && value > 0 ? value : refuse(name, value, `it must be more than 0 and at most ${LARGEST_COORDINATE}`);
}

/** So many coordinates, of any list. */
export function checkList(name: string, value: unknown, length: number): readonly number[] {
  const list = value as ArrayLike<unknown> | null | undefined;
  if (typeof value !== 'object' || list?.length !== length) refuse(name, value, `it must be a list of ${length} numbers`);
  for (let i = 0; i < length; i++) if (!isCoordinate(list?.[i])) refuse(`${name}[${i}]`, list?.[i], COORDINATES);
  return value as readonly number[];
}

/** Three coordinates. */
export function checkVector(name: string, value: unknown): Vector {
  return checkList(name, value, 3) as Vector;
}

const NO_LENGTH = 'its length must not be 0';

/** Whether the length of a vector or quaternion is one in f32, as the engine computes it. */
function hasLength(list: readonly number[]): boolean {
  let sum = 0;
  for (const number of list) sum = Math.fround(sum + Math.fround(Math.fround(number) * Math.fround(number)));
  return sum > 0 && sum < Number.POSITIVE_INFINITY;
}

/** A quaternion of any length but 0. */
export function checkQuaternion(name: string, value: unknown): Quaternion {
  const quaternion = checkList(name, value, 4) as Quaternion;
  return hasLength(quaternion) ? quaternion : refuse(name, value, NO_LENGTH);
}

/** A direction of any length but 0. */
export function checkDirection(name: string, value: unknown): Vector {
  const vector = checkVector(name, value);
  return hasLength(vector) ? vector : refuse(name, value, NO_LENGTH);
}

/** Whether four numbers are a quaternion that the engine takes. */
export function isQuaternion(x: number, y: number, z: number, w: number): boolean {
  if (!isCoordinate(x) || !isCoordinate(y) || !isCoordinate(z) || !isCoordinate(w)) return false;
  // What is larger or smaller may overflow or vanish in f32.
  const size = x * x + y * y + z * z + w * w;
  return (size > 1e-6 && size < 1e30) || hasLength([x, y, z, w]);
}

/** One number along all axes, or three. */
export function checkScale(name: string, value: unknown): Vector {
  return typeof value === 'number' ? [checkCoordinate(name, value), value, value] : checkVector(name, value);
}

export function checkBoolean(name: string, value: unknown): boolean {
  return typeof value === 'boolean' ? value : refuse(name, value, 'it must be true or false');
}

/** One of some names. */
export function checkName<Name extends string>(name: string, value: unknown, names: readonly Name[]): Name {
  return names.includes(value as Name) ? (value as Name) : refuse(name, value, `it must be one of ${names.join(', ')}`);
}

/** No fields but those that are known: a misspelt one would do nothing. */
export function checkFields(name: string, value: unknown, fields: readonly string[]): void {
  if (typeof value !== 'object' || value === null) refuse(name, value, `it must be an object with any of ${fields.join(', ')}`);
  for (const field of Object.keys(value as object)) {
    if (!fields.includes(field))
      refuse(`${name}.${field}`, (value as Record<string, unknown>)[field], `its fields are ${fields.join(', ')}`);
  }
}

const HEXADECIMAL = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;
const COLORS = "it must be '#rgb', '#rgba', '#rrggbb', '#rrggbbaa', or 3 or 4 numbers from 0 to 1";

/** A colour as the engine has it: red in the lowest byte, then green, blue, opacity. */
export function colorWord(name: string, value: unknown): number {
  if (typeof value === 'string') {
    if (!HEXADECIMAL.test(value)) refuse(name, value, COLORS);
    let digits = value.slice(1);
    if (digits.length < 6) digits = digits.replace(/./g, '$&$&');
    const number = Number.parseInt(digits.padEnd(8, 'f'), 16);
    return (((number & 0xff) << 24) | ((number & 0xff00) << 8) | ((number >>> 8) & 0xff00) | (number >>> 24)) >>> 0;
  }
  const list = value as ArrayLike<unknown> | null | undefined;
  const length = typeof value === 'object' ? list?.length : undefined;
  if (length !== 3 && length !== 4) refuse(name, value, COLORS);
  let word = 0;
  for (let i = 3; i >= 0; i--) {
    const share = i < (length as number) ? list?.[i] : 1;
    if (typeof share !== 'number' || !(share >= 0 && share <= 1)) refuse(`${name}[${i}]`, share, 'it must be from 0 to 1');
    word = (word << 8) | Math.floor((share as number) * 255 + 0.5);
  }
  return word >>> 0;
}

/** A colour's word as text: `'#rrggbb'`, with `aa` where it can be seen through. */
export function colorText(word: number): string {
  const bytes = [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];
  if (bytes[3] === 255) bytes.pop();
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

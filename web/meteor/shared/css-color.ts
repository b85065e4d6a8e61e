/** Colours that a user gives by name or by numbers, and how every machine knows them. */
import { MeteorOptionError } from './errors.js';
import type { Rgb } from './light.js';
import { paintedColor } from './painted-color.js';

/** A colour that needs nobody to paint it. */
const HEXADECIMAL = /^#([\da-f]{3}|[\da-f]{6})$/i;

/**
 * The light of a colour that a user gave.
 * @throws MeteorOptionError for what is no colour, or none that this machine can paint
 */
export function colorNamed(name: string, text: unknown): Rgb {
  const trimmed = typeof text === 'string' ? text.trim() : '';
  if (HEXADECIMAL.test(trimmed)) return fromHexadecimal(trimmed.slice(1));
  const color = trimmed === '' ? null : paintedColor(trimmed);
  if (color) return color;
  const forms = color === null ? "as 'tomato' or '#ff6347'" : "as '#ff6347': nothing paints colours here, so that other forms are unknown";
  throw new MeteorOptionError(name, text, `it must be a colour of CSS, ${forms}`);
}

function fromHexadecimal(digits: string): Rgb {
  const six = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const channel = (at: number): number => Number.parseInt(six.slice(at, at + 2), 16);
  return [channel(0), channel(2), channel(4)];
}

/** A colour as every machine knows it: `#rrggbb`. */
export function colorText(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

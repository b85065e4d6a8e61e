/**
 * Colours of tribes and of what a frame's tint shows.
 *
 * All mixing happens in OKLab, where equal steps look equal. Tribes differ in lightness as well as
 * in hue, and no ramp runs from red to green, so that they can be told apart by colour-blind eyes.
 */
import { ColorBy, HYBRID_TRIBE, MAX_TRIBES } from '../../generated/life-layout.js';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Ground of the night that everything glows on. */
export const NIGHT: Rgb = [6, 9, 19];

/** Hybrids stand apart from every hue by having none. */
const HYBRID_COLOR: Rgb = [236, 232, 244];

/**
 * Least lightness of a tribe, which deep blues would fall below. Beyond that hues keep their own:
 * lightness tells red from yellow where colour doesn't.
 */
const LEAST_TRIBE_LIGHTNESS = 0.65;

/** Colour stops of each tint, from byte 0 to byte 255. */
const RAMPS: Readonly<Record<Exclude<keyof typeof ColorBy, 'tribe'>, readonly string[]>> = {
  diet: ['#2fc6d6', '#9fd9e8', '#e9e3ef', '#ffb071', '#ff5a36'],
  energy: ['#5b2a6e', '#b03a6b', '#f0703f', '#ffc35c', '#fff7c9'],
  speed: ['#35478f', '#3287bd', '#37c2b5', '#b9ec9a', '#fffbd6'],
  age: ['#c9fbff', '#5fd0ff', '#6f86ff', '#9a58d6', '#70346f'],
};

/** Legend words for the two ends of a tint. */
export const RAMP_ENDS: Readonly<Record<keyof typeof RAMPS, readonly [string, string]>> = {
  diet: ['plants', 'meat'],
  energy: ['starving', 'full'],
  speed: ['standing', '100 u/s'],
  age: ['newborn', 'old'],
};

/** The colour of a tribe of this hue. */
export function tribeColor(hue: number): Rgb {
  const [lightness, a, b] = toOklab(hslToRgb(hue, 0.86, 0.6));
  return fromOklab([Math.max(LEAST_TRIBE_LIGHTNESS, lightness), a, b]);
}

/** Colours of all tribes by number, 3 bytes each; hybrids are the last. */
export function tribeTable(hues: readonly number[]): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(MAX_TRIBES * 3);
  for (let tribe = 0; tribe < MAX_TRIBES; tribe += 1) {
    const hue = hues[tribe];
    table.set(tribe === HYBRID_TRIBE || hue === undefined ? HYBRID_COLOR : tribeColor(hue), tribe * 3);
  }
  return table;
}

/** Colours of a tint by its byte, 3 bytes each; for `tribe`, whose tint is unused, all white. */
export function tintTable(colorBy: number): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(256 * 3).fill(255);
  const name = rampName(colorBy);
  if (name === null) return table;
  const stops = RAMPS[name].map((stop) => toOklab(parseHex(stop)));
  for (let tint = 0; tint < 256; tint += 1) {
    const at = (tint / 255) * (stops.length - 1);
    const left = Math.min(stops.length - 2, Math.floor(at));
    table.set(fromOklab(mix(stops[left] as Lab, stops[left + 1] as Lab, at - left)), tint * 3);
  }
  return table;
}

/** A ramp as a CSS gradient, for legends; null for `tribe`. */
export function rampGradient(name: keyof typeof ColorBy): string | null {
  return name === 'tribe' ? null : `linear-gradient(90deg in oklab, ${RAMPS[name].join(', ')})`;
}

export function cssColor([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`;
}

function rampName(colorBy: number): keyof typeof RAMPS | null {
  const names = Object.keys(RAMPS) as (keyof typeof RAMPS)[];
  return names.find((name) => ColorBy[name] === colorBy) ?? null;
}

function parseHex(text: string): Rgb {
  const word = Number.parseInt(text.slice(1), 16);
  return [word >> 16, (word >> 8) & 255, word & 255];
}

function hslToRgb(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const k = (offset + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

type Lab = readonly [lightness: number, a: number, b: number];

function mix(from: Lab, to: Lab, share: number): Lab {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share];
}

/** sRGB to OKLab (B. Ottosson). */
function toOklab(rgb: Rgb): Lab {
  const [r, g, b] = rgb.map((byte) => {
    const v = byte / 255;
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** OKLab to sRGB, clipped to what a screen shows. */
function fromOklab([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const byte = (v: number): number => {
    const clipped = Math.min(1, Math.max(0, v));
    return Math.round(255 * (clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055));
  };
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

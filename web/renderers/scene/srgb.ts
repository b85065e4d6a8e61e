/**
 * Colours. Whatever comes from a scene is sRGB; light is added up in linear space, 1 being white, and goes back to sRGB on
 * the canvas. What is seen through is blended there in sRGB, as pages are.
 */

/** Entries of the table from linear light to sRGB: no step of a byte is missed. */
const STEPS = 4095;

/** sRGB, 0 to 1, as linear light. */
export function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Linear light, 0 to 1, as sRGB. */
export function toSrgb(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}

/** The linear light of each byte. */
export const LINEAR_OF_BYTE: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => toLinear(byte / 255));
const BYTE_OF_LIGHT = Uint8Array.from({ length: STEPS + 1 }, (_, step) => Math.round(toSrgb(step / STEPS) * 255));

/** Linear light of any strength as a byte. */
export function byteOfLight(light: number): number {
  return BYTE_OF_LIGHT[light >= 1 ? STEPS : (light * STEPS + 0.5) | 0] as number;
}

/** Writes the linear light of a color's red, green and blue. */
export function writeLinear(color: number, into: Float32Array | Float64Array, at: number, factor = 1): void {
  into[at] = (LINEAR_OF_BYTE[color & 255] as number) * factor;
  into[at + 1] = (LINEAR_OF_BYTE[(color >>> 8) & 255] as number) * factor;
  into[at + 2] = (LINEAR_OF_BYTE[(color >>> 16) & 255] as number) * factor;
}

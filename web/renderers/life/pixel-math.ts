/**
 * Arithmetic on pixels as words, two channels at a time: red and blue share one number, sixteen bits
 * each, so that neither runs into the other.
 */

/** Red and blue of a pixel. */
export const RED_BLUE = 0x00ff00ff;
/** Set where red or blue ran over. */
const OVERFLOW = 0x01000100;
const OPAQUE = 0xff000000;

/** A pixel as a little-endian word of R, G, B, A bytes. */
export function packPixel(red: number, green: number, blue: number): number {
  return (OPAQUE | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

/** The pixel with a colour added, `weight` 256ths of it; channels stop at 255. */
export function addLight(pixel: number, redBlue: number, green: number, weight: number): number {
  let rb = (pixel & RED_BLUE) + ((Math.imul(redBlue, weight) >>> 8) & RED_BLUE);
  const over = rb & OVERFLOW;
  rb = (rb | (over - (over >>> 8))) & RED_BLUE;
  const g = ((pixel >>> 8) & 255) + ((green * weight) >> 8);
  return OPAQUE | rb | ((g > 255 ? 255 : g) << 8);
}

/** The pixel with a colour over it that covers `weight` 256ths. */
export function coverWith(pixel: number, redBlue: number, green: number, weight: number): number {
  const rest = 256 - weight;
  const rb = ((Math.imul(pixel & RED_BLUE, rest) >>> 8) & RED_BLUE) + ((Math.imul(redBlue, weight) >>> 8) & RED_BLUE);
  const g = (((pixel >>> 8) & 255) * rest + green * weight) >> 8;
  return OPAQUE | rb | (g << 8);
}

/** How large a picture is in device pixels. */

/** Device pixels per CSS pixel that a renderer draws at most: more costs time and shows nothing. */
export const MOST_PIXEL_RATIO = 2;

/** Device pixels of a canvas; never 0, which some browsers refuse to draw on. */
export function deviceSize(
  cssWidth: number,
  cssHeight: number,
  devicePixelRatio: number,
): { width: number; height: number; ratio: number } {
  const sane = Number.isFinite(devicePixelRatio) && devicePixelRatio > 0 ? devicePixelRatio : 1;
  const ratio = Math.min(MOST_PIXEL_RATIO, sane);
  return {
    width: Math.max(1, Math.round(cssWidth * ratio)),
    height: Math.max(1, Math.round(cssHeight * ratio)),
    ratio,
  };
}

/** The one place where a colour of CSS becomes light: what draws on this thread paints it. */
import type { Rgb } from './light.js';

type Painter = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

let painter: Painter | null | undefined;

function makePainter(): Painter | null {
  if (typeof OffscreenCanvas !== 'function' && typeof document === 'undefined') return null;
  const canvas = typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(1, 1) : document.createElement('canvas');
  try {
    return (canvas.getContext('2d', { willReadFrequently: true }) as Painter | null) ?? null;
  } catch {
    // A page that may draw on no canvas at all has its shower say so.
    return null;
  }
}

/** What any CSS colour looks like, as the browser paints it; null for what is none, undefined where nothing paints. */
export function paintedColor(text: string): Rgb | null | undefined {
  if (painter === undefined) painter = makePainter();
  if (painter === null) return;
  // What is no colour leaves the one before.
  const [dark, light] = ['#000', '#fff'].map((before) => {
    (painter as Painter).fillStyle = before;
    (painter as Painter).fillStyle = text;
    return (painter as Painter).fillStyle;
  });
  if (dark !== light) return null;
  painter.clearRect(0, 0, 1, 1);
  painter.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = painter.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

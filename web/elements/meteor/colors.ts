/** The colours that a page's style sheet gives a shower, by CSS custom properties. */
import { METEOR_TYPE_NAMES, STAR_COLOR_NAMES } from '../../generated/meteor-names.js';
import type { Rgb } from '../../meteor/shared/light.js';
import type { GivenColors } from '../../meteor/shared/palette.js';

/** `--meteor-shower-cool`, `--meteor-shower-cool-glow` and so on, and `--meteor-shower-star-white` and so on. */
const PREFIX = '--meteor-shower-';
const NAMES = [...METEOR_TYPE_NAMES.flatMap((name) => [name, `${name}-glow`]), ...STAR_COLOR_NAMES.map((name) => `star-${name}`)];

/** The colours that the style gives, by name; what is no colour is left out. */
export function colorsFrom(style: CSSStyleDeclaration): GivenColors {
  const given: Record<string, Rgb> = {};
  for (const name of NAMES) {
    const text = style.getPropertyValue(PREFIX + name).trim();
    const color = text === '' ? null : colorOf(text);
    if (color !== null) given[name] = color;
  }
  return given;
}

let painter: CanvasRenderingContext2D | null = null;

/** What any CSS colour looks like, as the browser paints it; null for an invalid one. */
function colorOf(text: string): Rgb | null {
  if (!globalThis.CSS?.supports('color', text)) return null;
  if (painter === null) {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    painter = canvas.getContext('2d', { willReadFrequently: true });
  }
  if (painter === null) return null;
  painter.clearRect(0, 0, 1, 1);
  painter.fillStyle = text;
  painter.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = painter.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

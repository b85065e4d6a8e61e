/** The colours that a page's style sheet gives a shower, by CSS custom properties. */
import { METEOR_TYPES, type PresetName, STAR_COLORS } from '../generated/meteor-layout.js';
import type { Rgb } from '../renderers/meteor/light.js';
import { type MeteorPalette, paletteOf } from '../renderers/meteor/palette.js';

/** `--meteor-shower-cool`, `--meteor-shower-cool-glow` and so on, and `--meteor-shower-star-white` and so on. */
const PREFIX = '--meteor-shower-';

/** The preset's palette with the colours that the style gives, or null when it gives none. */
export function paletteFrom(style: CSSStyleDeclaration, preset: PresetName): MeteorPalette | null {
  let given = false;
  const read = (name: string, otherwise: Rgb): Rgb => {
    const text = style.getPropertyValue(PREFIX + name).trim();
    const color = text === '' ? null : colorOf(text);
    if (color !== null) given = true;
    return color ?? otherwise;
  };
  const own = paletteOf(preset);
  const types = own.types.map(({ color, glow }, type) => {
    const name = METEOR_TYPES[type]?.name ?? '';
    return { color: read(name, color), glow: read(`${name}-glow`, glow) };
  });
  const stars = own.stars.map((color, star) => read(`star-${STAR_COLORS[star]?.name ?? ''}`, color));
  return given ? { types, stars } : null;
}

let painter: CanvasRenderingContext2D | null = null;

/** What any CSS colour looks like, as the browser paints it; null for what is none. */
function colorOf(text: string): Rgb | null {
  if (!CSS.supports('color', text)) return null;
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

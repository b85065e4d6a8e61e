/** The colours that a page's style sheet gives a shower, by CSS custom properties. */
import { METEOR_TYPE_NAMES, STAR_COLOR_NAMES } from '../../generated/meteor-names.js';
import type { Rgb } from '../../meteor/shared/light.js';
import { paintedColor } from '../../meteor/shared/painted-color.js';
import type { GivenColors } from '../../meteor/shared/palette.js';

/** `--meteor-shower-cool`, `--meteor-shower-cool-glow` and so on, and `--meteor-shower-star-white` and so on. */
const PREFIX = '--meteor-shower-';
const NAMES = [...METEOR_TYPE_NAMES.flatMap((name) => [name, `${name}-glow`]), ...STAR_COLOR_NAMES.map((name) => `star-${name}`)];

/** The colours that the style gives, by name; what is no colour is left out. */
export function colorsFrom(style: CSSStyleDeclaration): GivenColors {
  const given: Record<string, Rgb> = {};
  for (const name of NAMES) {
    const text = style.getPropertyValue(PREFIX + name).trim();
    const color = text && paintedColor(text);
    if (color) given[name] = color;
  }
  return given;
}

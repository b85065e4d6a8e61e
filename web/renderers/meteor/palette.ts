/** The colours of a shower. */
import { PRESETS, type PresetName, STAR_COLORS } from '../../generated/meteor-layout.js';
import type { Rgb } from './light.js';

/** The colours of one type of meteor. */
export interface TypeColors {
  /** Behind the white-hot head. */
  readonly color: Rgb;
  /** Around it, and in the middle of the trail. */
  readonly glow: Rgb;
}

export interface MeteorPalette {
  /** By MeteorType. */
  readonly types: readonly TypeColors[];
  /** By number in STAR_COLORS. */
  readonly stars: readonly Rgb[];
}

/** The colours of a preset. */
export function paletteOf(preset: PresetName): MeteorPalette {
  const looks = PRESETS.find(({ name }) => name === preset)?.looks ?? PRESETS[0].looks;
  return { types: looks, stars: STAR_COLORS.map(({ color }) => color) };
}

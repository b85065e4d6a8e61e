/** The colours of a shower. */
import { METEOR_TYPES, PRESETS, STAR_COLORS } from '../../generated/meteor-layout.js';
import type { PresetName } from '../../generated/meteor-names.js';
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

/** Colours in place of a preset's: by a type's name, by it and `-glow`, and by `star-` and a star's name. */
export type GivenColors = Readonly<Record<string, Rgb>>;

/** The colours of a preset, with those that are given. */
export function paletteOf(preset: PresetName, given: GivenColors = {}): MeteorPalette {
  const looks = PRESETS.find(({ name }) => name === preset)?.looks ?? PRESETS[0].looks;
  const types = looks.map(({ color, glow }, type) => {
    const name = METEOR_TYPES[type]?.name ?? '';
    return { color: given[name] ?? color, glow: given[`${name}-glow`] ?? glow };
  });
  return { types, stars: STAR_COLORS.map(({ name, color }) => given[`star-${name}`] ?? color) };
}

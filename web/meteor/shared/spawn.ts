/** What may be said of a meteor that is asked for: checked, and in the words that an engine takes. */
import { checkNumber } from '../../engine/settings.js';
import { OWN_LOOK, SpawnConfig } from '../../generated/meteor-layout.js';
import { METEOR_TYPE_NAMES } from '../../generated/meteor-names.js';
import { colorNamed, colorText } from './css-color.js';
import { MeteorOptionError } from './errors.js';
import type { SpawnMeteor } from './kernel.js';
import type { TypeColors } from './palette.js';

const ANYWHERE = 100_000;

/** Least and most of each number. */
const RANGES = {
  x: [-ANYWHERE, ANYWHERE, 'px'],
  y: [-ANYWHERE, ANYWHERE, 'px'],
  endX: [-ANYWHERE, ANYWHERE, 'px'],
  endY: [-ANYWHERE, ANYWHERE, 'px'],
  controlX: [-ANYWHERE, ANYWHERE, 'px'],
  controlY: [-ANYWHERE, ANYWHERE, 'px'],
  scale: [0.1, 4, ''],
  speed: [1, 4000, 'px/s'],
  lifetime: [0.1, 3600, 's'],
  glow: [0, 10, ''],
} as const;
const NAMES = [...Object.keys(RANGES), 'type', 'color', 'glowColor'].join(', ');

/** Word of a SpawnConfig that says in which colours. */
const LOOK = SpawnConfig.look / 4;

/** A meteor that may be spawned. */
export interface CheckedSpawn {
  /** A SpawnConfig: what is left out is NaN. */
  readonly words: Float32Array;
  /** Null for those of its type. */
  readonly colors: TypeColors | null;
  /** What was given, with its colours in a form that every machine knows. */
  readonly config: SpawnMeteor;
}

/**
 * Checks a meteor that is to be spawned.
 * @throws MeteorOptionError for an unknown name, a value out of range, a colour that is none, or a speed beside a lifetime
 */
export function checkSpawn(config: SpawnMeteor): CheckedSpawn {
  const words = new Float32Array(SpawnConfig.size / 4).fill(Number.NaN);
  words[LOOK] = OWN_LOOK;
  const given = Object.entries(config).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (name === 'color' || name === 'glowColor') continue;
    if (name === 'type') {
      const type = METEOR_TYPE_NAMES.indexOf(value as (typeof METEOR_TYPE_NAMES)[number]);
      if (type < 0) throw new MeteorOptionError('type', value, `it must be one of ${METEOR_TYPE_NAMES.join(', ')}`);
      words[SpawnConfig.type / 4] = type;
      continue;
    }
    if (!Object.hasOwn(RANGES, name)) throw new MeteorOptionError(name, value, `a meteor has no such thing; there are ${NAMES}`);
    const field = name as keyof typeof RANGES;
    const [least, most, unit] = RANGES[field];
    words[SpawnConfig[field] / 4] = checkNumber(name, value, { least, most, unit }, MeteorOptionError);
  }
  const { speed, lifetime, color, glowColor } = config;
  if (speed !== undefined && lifetime !== undefined) {
    const range = `a meteor has either a speed or a lifetime, and speed is ${speed} px/s; leave one of them out`;
    throw new MeteorOptionError('lifetime', lifetime, range);
  }
  const colors = checkColors(color, glowColor);
  const named = colors === null ? {} : { color: colorText(colors.color), glowColor: colorText(colors.glow) };
  return { words, colors, config: { ...Object.fromEntries(given), ...named } };
}

/** One of the two alone counts for both. */
function checkColors(color: unknown, glowColor: unknown): TypeColors | null {
  const own = color === undefined ? null : colorNamed('color', color);
  const glow = glowColor === undefined ? own : colorNamed('glowColor', glowColor);
  return glow === null ? null : { color: own ?? glow, glow };
}

/** The same words for a meteor of that look. */
export function withLook(words: Float32Array, look: number): Float32Array {
  const copy = words.slice();
  copy[LOOK] = look;
  return copy;
}

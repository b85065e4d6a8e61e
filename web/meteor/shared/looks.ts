/**
 * The pairs of colours that meteors were asked for in, besides those of the types. There is room for MAX_LOOKS at a time: a
 * pair whose last meteor is gone makes room for another one.
 */
import { MAX_LOOKS, Meteor, MeteorHeader } from '../../generated/meteor-layout.js';
import { colorText } from './css-color.js';
import { MeteorOptionError } from './errors.js';
import type { MeteorRenderData, SpawnMeteor } from './kernel.js';
import { FIRST_LOOK } from './look-sheets.js';
import type { TypeColors } from './palette.js';
import { checkSpawn, withLook } from './spawn.js';

const WORDS = Meteor.size / 4;

/** A shower in which meteors are spawned. */
export interface SpawnPlace {
  spawn(words: Float32Array): number;
  getRenderData(): MeteorRenderData;
}

export class Looks {
  #pairs: readonly TypeColors[];
  /** The frame before which each was last asked for: its meteor is told of from the next one on. */
  readonly #askedAt: number[];

  /** @param pairs of a shower that goes on */
  constructor(pairs: readonly TypeColors[] = []) {
    this.#pairs = pairs;
    this.#askedAt = pairs.map(() => 0);
  }

  /** The pairs; the n-th has the look n + 2, counted from 0. Another list whenever one of them changes. */
  get pairs(): readonly TypeColors[] {
    return this.#pairs;
  }

  /**
   * Spawns a meteor.
   * @returns its id, or 0 when there is no room for one, and what was asked for, with colours as every machine knows them
   * @throws MeteorOptionError for what a meteor can't be, and when there are too many pairs of colours
   */
  spawn(shower: SpawnPlace, asked: SpawnMeteor): { readonly id: number; readonly config: SpawnMeteor } {
    const { words, colors, config } = checkSpawn(asked);
    const id = shower.spawn(colors === null ? words : withLook(words, this.take(colors, shower.getRenderData())));
    return { id, config };
  }

  /**
   * The look of a pair, which is made one if it is none.
   * @param data the shower it is asked for in
   * @throws MeteorOptionError when all there is room for fly
   */
  take(colors: TypeColors, data: MeteorRenderData): number {
    const text = textOf(colors);
    const known = this.#pairs.findIndex((pair) => textOf(pair) === text);
    const at = known < 0 ? this.#freeIn(data) : known;
    if (at < 0) {
      const range = `meteors fly in ${MAX_LOOKS} pairs of colours, and more there are not; take one of those, or wait until one is gone`;
      throw new MeteorOptionError('color', text, range);
    }
    if (known < 0) this.#pairs = [...this.#pairs.slice(0, at), colors, ...this.#pairs.slice(at + 1)];
    this.#askedAt[at] = frameOf(data);
    return FIRST_LOOK + at;
  }

  /** Where another pair may stand, or -1. */
  #freeIn(data: MeteorRenderData): number {
    if (this.#pairs.length < MAX_LOOKS) return this.#pairs.length;
    const flying = new Set<number>();
    for (let meteor = 0; meteor < data.meteorCount; meteor += 1) flying.add(data.meteors[meteor * WORDS + Meteor.look / 4] as number);
    return this.#pairs.findIndex((_, at) => !flying.has(FIRST_LOOK + at) && this.#askedAt[at] !== frameOf(data));
  }
}

const frameOf = ({ header }: MeteorRenderData): number => header[MeteorHeader.frame / 4] as number;
const textOf = ({ color, glow }: TypeColors): string => `${colorText(color)} with ${colorText(glow)}`;

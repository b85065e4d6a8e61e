/** The random numbers of a script: its n-th draw is a function of the seed and n, in every browser and on every run. */
import { randomKey, randomUnit } from '../../engine/rng.js';
import { ScenePurpose } from '../../generated/scene-layout.js';

const WORDS = 2 ** 32;

export class ScriptRandom {
  readonly #seed: number;
  #key: number;
  #draws = 0;

  constructor(seed: number) {
    this.#seed = seed;
    this.#key = randomKey(seed, 0, ScenePurpose.script);
  }

  /** A multiple of 2^-24 from 0 to 1, without 1. */
  next(): number {
    const counter = this.#draws % WORDS;
    if (counter === 0) this.#key = randomKey(this.#seed, this.#draws / WORDS, ScenePurpose.script);
    this.#draws += 1;
    return randomUnit(this.#key, counter);
  }
}

/**
 * A recording is what a shower was founded with, and how it was stepped: whoever steps another one
 * like it sees the same to the bit, in every tier. Plain data that JSON can carry.
 */
import type { MeteorOptions } from '../generated/meteor-layout.js';
import { LAYOUT_ID, type PresetName } from '../generated/meteor-names.js';
import { MeteorOptionError } from './errors.js';
import type { SpawnMeteor } from './kernel.js';

/** What was done before a step. */
export interface RecordedAction {
  /** Number of the step. */
  readonly step: number;
  readonly spawn?: SpawnMeteor;
  readonly configure?: Partial<MeteorOptions>;
}

export interface MeteorRecording {
  /** The layout of the engine that made it; no other plays it. */
  readonly layout: number;
  /** For its colours. */
  readonly preset: PresetName;
  readonly options: MeteorOptions;
  /** Two numbers a step: its length in seconds, and the speed multiplier. */
  readonly steps: readonly number[];
  readonly actions: readonly RecordedAction[];
  /** Hash of the last frame. */
  readonly hash: string;
}

/** Steps that there is room for at first. */
const ROOM = 4096;

/** Takes down what is done to a shower. */
export class Recorder {
  readonly #preset: PresetName;
  readonly #options: MeteorOptions;
  #steps = new Float64Array(ROOM * 2);
  #count = 0;
  readonly #actions: RecordedAction[] = [];

  constructor(preset: PresetName, options: MeteorOptions) {
    this.#preset = preset;
    this.#options = options;
  }

  step(dt: number, speed: number): void {
    if (this.#count * 2 === this.#steps.length) {
      const longer = new Float64Array(this.#steps.length * 2);
      longer.set(this.#steps);
      this.#steps = longer;
    }
    this.#steps[this.#count * 2] = dt;
    this.#steps[this.#count * 2 + 1] = speed;
    this.#count += 1;
  }

  spawn(spawn: SpawnMeteor): void {
    this.#actions.push({ step: this.#count, spawn });
  }

  configure(configure: Partial<MeteorOptions>): void {
    this.#actions.push({ step: this.#count, configure });
  }

  end(hash: string): MeteorRecording {
    const steps = Array.from(this.#steps.subarray(0, this.#count * 2));
    return { layout: LAYOUT_ID, preset: this.#preset, options: this.#options, steps, actions: this.#actions, hash };
  }
}

/** Checks what should be a recording. @throws MeteorOptionError saying what is wrong with it */
export function checkRecording(value: unknown): MeteorRecording {
  const { layout, options, steps, actions } = (value ?? {}) as Partial<MeteorRecording>;
  const refuse = (range: string): never => {
    throw new MeteorOptionError('recording', value, range);
  };
  if (!Array.isArray(steps) || !Array.isArray(actions) || typeof options !== 'object') refuse('it must be what stopRecording gave');
  if (layout !== LAYOUT_ID) refuse(`it was made by another version: its layout is ${String(layout)}, not ${LAYOUT_ID}`);
  return value as MeteorRecording;
}

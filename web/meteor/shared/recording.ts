/**
 * A recording is what a shower was founded with, and how it was stepped: whoever steps another one
 * like it sees the same to the bit, in every tier. Plain data that JSON can carry.
 */
import { checkNumber, isInRange } from '../../engine/settings.js';
import { LONGEST_STEP, type MeteorOptions } from '../../generated/meteor-layout.js';
import { LAYOUT_ID, type PresetName } from '../../generated/meteor-names.js';
import { MeteorOptionError } from './errors.js';
import type { SpawnMeteor } from './kernel.js';
import { optionWords, presetNamed } from './settings.js';
import { checkSpawn } from './spawn.js';

/** What was done before a step. */
export interface RecordedAction {
  /** Number of the step. */
  readonly step: number;
  readonly spawn?: SpawnMeteor;
  /** What spawning gave: the id in the events of that meteor, here and in a replay. */
  readonly id?: number;
  readonly configure?: Partial<MeteorOptions>;
}

export interface MeteorRecording {
  /** Left out in version 1, whose actions have no ids. */
  readonly version?: 2;
  /** The layout of the engine that made it; no other plays it, but one whose showers are the same to the bit. */
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

/** What `stopRecording` makes. */
const VERSION = 2;
/** Layouts whose showers are this build's to the bit: its own, and that of version 1. */
const PLAYABLE: readonly unknown[] = [LAYOUT_ID, 1867477077];
const MOST_ID = 2 ** 32 - 1;

/** Times its speed that a shower is stepped with at most. */
const FASTEST = 100;
/** Seconds that a recording may last in all: a week. Timers of browsers end at 24 days. */
export const LONGEST_RECORDING = 604_800;

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

  step(seconds: number, multiplier: number): void {
    // As the engine takes them: a laptop's sleep is one step, and what it can't be is not recorded.
    const dt = seconds > 0 ? Math.min(seconds, LONGEST_STEP) : 0;
    const speed = multiplier > 0 ? Math.min(multiplier, FASTEST) : 0;
    if (this.#count * 2 === this.#steps.length) {
      const longer = new Float64Array(this.#steps.length * 2);
      longer.set(this.#steps);
      this.#steps = longer;
    }
    this.#steps[this.#count * 2] = dt;
    this.#steps[this.#count * 2 + 1] = speed;
    this.#count += 1;
  }

  spawn(spawn: SpawnMeteor, id: number): void {
    this.#actions.push({ step: this.#count, spawn, id });
  }

  configure(configure: Partial<MeteorOptions>): void {
    this.#actions.push({ step: this.#count, configure });
  }

  end(hash: string): MeteorRecording {
    const steps = Array.from(this.#steps.subarray(0, this.#count * 2));
    return { version: VERSION, layout: LAYOUT_ID, preset: this.#preset, options: this.#options, steps, actions: this.#actions, hash };
  }
}

/** Checks what should be a recording, in every part. @throws MeteorOptionError naming the part that is wrong */
export function checkRecording(value: unknown): MeteorRecording {
  const { version, layout, preset, options, steps, actions, hash } = (value ?? {}) as Partial<MeteorRecording>;
  const refuse = (range: string): never => {
    throw new MeteorOptionError('recording', value, range);
  };
  if (!Array.isArray(steps) || !Array.isArray(actions) || typeof options !== 'object' || options === null)
    refuse('it must be what stopRecording gave');
  if (version !== undefined && version !== VERSION)
    refuse(`it is of version ${String(version)}; this build plays 1, which has none, and 2`);
  if (!PLAYABLE.includes(layout)) refuse(`it was made by another version: its layout is ${String(layout)}, not ${LAYOUT_ID}`);
  if (typeof hash !== 'string') throw new MeteorOptionError('recording.hash', hash, 'it must be the hash that stopRecording gave');
  within('recording.', () => {
    presetNamed(preset);
    within('options.', () => optionWords(options as MeteorOptions));
  });
  checkSteps(steps as readonly unknown[]);
  checkActions(actions as readonly unknown[], (steps as readonly unknown[]).length / 2);
  return value as MeteorRecording;
}

function checkSteps(steps: readonly unknown[]): void {
  if (steps.length % 2 !== 0)
    throw new MeteorOptionError('recording.steps.length', steps.length, 'it must be even: a length in seconds and a speed each');
  let seconds = 0;
  steps.forEach((number, at) => {
    const [most, unit] = at % 2 === 0 ? [LONGEST_STEP, 'seconds'] : [FASTEST, 'times the speed'];
    const checked = checkNumber(`recording.steps[${at}]`, number, { least: 0, most, unit }, MeteorOptionError);
    if (at % 2 === 0) seconds += checked;
  });
  if (seconds > LONGEST_RECORDING)
    throw new MeteorOptionError('recording.steps', `${seconds} s`, `all together may last ${LONGEST_RECORDING} s, a week`);
}

function checkActions(actions: readonly unknown[], steps: number): void {
  let last = 0;
  actions.forEach((action, at) => {
    const where = `recording.actions[${at}]`;
    if (typeof action !== 'object' || action === null) throw new MeteorOptionError(where, action, 'it must be an object');
    const { step, spawn, id = 0, configure } = action as RecordedAction;
    // Between others of its own step, and after the last one.
    if (!isInRange(step, { least: last, most: steps, whole: true }))
      throw new MeteorOptionError(`${where}.step`, step, `it must be a whole number from ${last}, that of the action before, to ${steps}`);
    last = step;
    if (spawn !== undefined) within(`${where}.spawn.`, () => checkSpawn(spawn));
    checkNumber(`${where}.id`, id, { least: 0, most: MOST_ID, whole: true }, MeteorOptionError);
    if (configure !== undefined) within(`${where}.configure.`, () => optionWords(configure));
  });
}

/** Has what is refused named with the way to it. */
function within(where: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof MeteorOptionError)) throw new MeteorOptionError(where.replace(/\.$/, ''), null, 'it must be an object');
    throw new MeteorOptionError(where + error.option, error.value, error.range);
  }
}

/** Takes down what a script is told from outside, and tells another run of it the same. */
import { plainCopy } from '../../engine/plain-copy.js';
import { LAYOUT_ID, type SceneOptions } from '../../generated/scene-layout.js';
import { SceneOptionError } from '../shared/errors.js';
import { RECORDING_VERSION, type RecordedEvent, type SceneRecording } from '../shared/recording.js';
import type { ScriptPace, ScriptSource } from '../shared/script-types.js';

/** What an event is, without when. */
export type Told = RecordedEvent extends infer Event ? (Event extends unknown ? Omit<Event, 'update' | 'within'> : never) : never;

const plain = (name: string, value: unknown): unknown =>
  plainCopy(value, name, (option, refused, range) => new SceneOptionError(option, refused, `${range}, or a recording can't keep it`));

export class Recorder {
  readonly #of: { readonly source: ScriptSource; readonly pace: ScriptPace; readonly options: SceneOptions };
  readonly #steps: number[] = [];
  readonly #events: RecordedEvent[] = [];
  #state: { readonly value: unknown } | null = null;

  constructor(of: { readonly source: ScriptSource; readonly pace: ScriptPace; readonly options: SceneOptions }) {
    this.#of = of;
  }

  /** What `restore` is given. */
  restore(value: unknown): void {
    this.#state = { value: plain('state', value) };
  }

  /** Another update begins. @param dt unit: s */
  step(dt: number): void {
    this.#steps.push(dt);
  }

  /** The script is told something. @param within whether an update waits for it */
  note(update: number, within: boolean, told: Told): void {
    const kept = plain('message', told) as Told;
    this.#events.push({ update, ...(within ? { within: true as const } : {}), ...kept } as RecordedEvent);
  }

  /** All of it, but the hash. */
  end(): Omit<SceneRecording, 'hash'> {
    const { source, pace, options } = this.#of;
    const state = this.#state === null ? {} : { state: this.#state.value };
    return { version: RECORDING_VERSION, layout: LAYOUT_ID, options, pace, source, ...state, steps: this.#steps, events: this.#events };
  }
}

/** A recording that is played. */
export class Player {
  readonly recording: SceneRecording;
  #step = 0;
  #event = 0;

  constructor(recording: SceneRecording) {
    this.recording = recording;
  }

  /** dt of the next update, or null after the last one. Unit: s. */
  get nextStep(): number | null {
    return this.recording.steps[this.#step] ?? null;
  }

  takeStep(): void {
    this.#step += 1;
  }

  /** What the script hears before an update begins, in order. */
  before(update: number): readonly RecordedEvent[] {
    const events: RecordedEvent[] = [];
    for (let next = this.#next(update, false); next !== null; next = this.#next(update, false)) events.push(next);
    return events;
  }

  /** What it hears next while that update waits, or null. */
  within(update: number): RecordedEvent | null {
    return this.#next(update, true);
  }

  #next(update: number, within: boolean): RecordedEvent | null {
    const event = this.recording.events[this.#event];
    if (event === undefined || event.update !== update || (event.within === true) !== within) return null;
    this.#event += 1;
    return event;
  }
}

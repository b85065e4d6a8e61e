/**
 * A recording is a script, and all that it was told from outside, by the update in which it heard it: whoever runs it again
 * sees the same to the bit, in every tier. Plain data that JSON can carry.
 *
 * What a script gets by itself (the time, Math.random, its own fetch) is not in it: see `scene.time`, `scene.random` and
 * `resources`.
 */
import type { ErrorData } from '../../engine/errors.js';
import { checkNumber } from '../../engine/settings.js';
import { LAYOUT_ID, OPTIONS, type SceneOptions } from '../../generated/scene-layout.js';
import { SceneOptionError } from './errors.js';
import type { ScriptPace, ScriptSource } from './script-types.js';

export const RECORDING_VERSION = 1;
/** Longest step. Unit: s. */
export const LONGEST_STEP = 1;

/** Something that a script was told. */
export type RecordedEvent = {
  /** The update that was about to begin; 1: the default export was running. */
  readonly update: number;
  /** It came while that update was waiting for something, and not before it. */
  readonly within?: true;
} & (
  | { /** Input records, 16 words each. */ readonly input: readonly number[] }
  | {
      /** What was asked for, by number; the answer, where it is data, or the error. */ readonly reply: number;
      readonly value?: unknown;
      readonly error?: ErrorData;
    }
  | { /** A message of the page's, by name. */ readonly message: string; readonly detail?: unknown }
);

export interface SceneRecording {
  readonly version: typeof RECORDING_VERSION;
  /** The layout of the engine that made it; no other plays it. */
  readonly layout: number;
  readonly options: SceneOptions;
  readonly pace: ScriptPace;
  readonly source: ScriptSource;
  /** What `restore` was given; left out where it was not called. */
  readonly state?: unknown;
  /** dt of each update after the first. Unit: s. */
  readonly steps: readonly number[];
  readonly events: readonly RecordedEvent[];
  /** Hash of the scene after the last update. */
  readonly hash: string;
}

/** Options of which a scene that plays a recording has the recording's. */
const ROOMS = ['maxEntities', 'maxMeshes', 'maxTextures', 'maxLights', 'maxVertices'] as const;

/**
 * Checks what should be a recording.
 * @param own options of the scene that is to play it; left out: one begins with the recording's
 * @throws SceneOptionError naming the part that is wrong
 */
export function checkRecording(value: unknown, own?: SceneOptions): SceneRecording {
  const refuse = (part: string, what: unknown, range: string): never => {
    throw new SceneOptionError(part, what, range);
  };
  const { version, layout, options, source, steps, events, hash } = (value ?? {}) as Partial<SceneRecording>;
  if (!Array.isArray(steps) || !Array.isArray(events) || typeof options !== 'object' || options === null)
    refuse('recording', value, 'it must be what stopRecording gave');
  if (version !== RECORDING_VERSION) refuse('recording.version', version, `this build plays version ${RECORDING_VERSION}`);
  if (layout !== LAYOUT_ID) refuse('recording.layout', layout, `it was made by another version; this build's layout is ${LAYOUT_ID}`);
  if (typeof hash !== 'string') refuse('recording.hash', hash, 'it must be the hash that stopRecording gave');
  const from = source as Partial<{ url: string; text: string }> | undefined;
  if (typeof from?.url !== 'string' && typeof from?.text !== 'string') refuse('recording.source', source, 'it must have a url or a text');
  for (const { name, least, most } of OPTIONS)
    checkNumber(`recording.options.${name}`, options?.[name], { least, most, whole: true }, SceneOptionError);
  steps?.forEach((step, at) => {
    checkNumber(`recording.steps[${at}]`, step, { least: 0, most: LONGEST_STEP, unit: 's' }, SceneOptionError);
  });
  let last = 1;
  events?.forEach((event: Partial<RecordedEvent> | null, at) => {
    const range = { least: last, most: (steps?.length ?? 0) + 2, whole: true };
    last = checkNumber(`recording.events[${at}].update`, event?.update, range, SceneOptionError);
  });
  for (const name of own === undefined ? [] : ROOMS) {
    const wanted = options?.[name];
    if (wanted !== own?.[name])
      refuse(`recording.options.${name}`, wanted, `this scene has ${own?.[name]}: begin one with the recording's`);
  }
  return value as SceneRecording;
}

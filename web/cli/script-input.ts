/** The file of `skyflock script --input`: what visitors do, by the call of update before which it is told, or a recording. */
import { readFileSync } from 'node:fs';
import { describe } from '../engine/describe.js';
import { isInRange, type Range, rangeText } from '../engine/settings.js';
import { InputKind } from '../generated/scene-layout.js';
import { inputRecords, type SceneInput } from '../scene/shared/input-records.js';
import { checkRecording, type SceneRecording } from '../scene/shared/recording.js';
import { UsageError } from './flags.js';

/** What a run is told. */
export interface ScriptInput {
  /** Input records, 16 words each, by the call of update, from 1 on. */
  readonly records: ReadonlyMap<number, Uint32Array>;
  readonly recording: SceneRecording | null;
}

const PIXELS: Range = { least: -1_000_000, most: 1_000_000, unit: 'px' };
const NUMBERS: Readonly<Record<string, Range>> = {
  pointer: { least: 0, most: 0x7fffffff, whole: true },
  button: { least: -1, most: 31, whole: true },
  buttons: { least: 0, most: 0xffff, whole: true },
  x: PIXELS,
  y: PIXELS,
  dx: PIXELS,
  dy: PIXELS,
  dz: PIXELS,
  pressure: { least: 0, most: 1 },
  width: { least: 0, most: 1_000_000, unit: 'px' },
  height: { least: 0, most: 1_000_000, unit: 'px' },
  ratio: { least: 0, most: 16 },
};
const SWITCHES = ['shift', 'ctrl', 'alt', 'meta', 'repeats', 'isPrimary'];
const TEXTS = ['code', 'key', 'pointerType'];

/** Reads the file. @throws UsageError naming the record and the field that is wrong; SceneOptionError for a recording's */
export function readScriptInput(path: string, frames: number): ScriptInput {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--input ${path} can't be read: ${describe(error)}`);
  }
  if (!Array.isArray(json)) return { records: new Map(), recording: checkRecording(json) };
  const byFrame = new Map<number, SceneInput[]>();
  json.forEach((value: unknown, at) => {
    const { frame, ...input } = checked(`--input ${path}: [${at}]`, value, frames);
    byFrame.set(frame, [...(byFrame.get(frame) ?? []), input]);
  });
  return { records: new Map([...byFrame].map(([frame, inputs]) => [frame, inputRecords(inputs)])), recording: null };
}

function checked(name: string, value: unknown, frames: number): SceneInput & { readonly frame: number } {
  const refuse = (field: string, what: unknown, range: string): never => {
    throw new UsageError(`${name}${field} = ${JSON.stringify(what)} is refused: ${range}`);
  };
  if (typeof value !== 'object' || value === null) refuse('', value, 'it must be an object with frame and kind');
  const fields = value as Readonly<Record<string, unknown>>;
  const { frame, kind, ...rest } = fields;
  const number = (field: string, range: Range): void => {
    const given = fields[field];
    if (typeof given !== 'number' || !isInRange(given, range)) refuse(`.${field}`, given, rangeText(range));
  };
  number('frame', { least: 1, most: frames, whole: true });
  if (typeof kind !== 'string' || !Object.hasOwn(InputKind, kind))
    refuse('.kind', kind, `it must be one of ${Object.keys(InputKind).join(', ')}`);
  const isKey = kind === 'keyDown' || kind === 'keyUp';
  const needed = isKey
    ? ['code']
    : kind === 'resize'
      ? ['width', 'height', 'ratio']
      : kind === 'focus' || kind === 'blur'
        ? []
        : ['x', 'y'];
  for (const field of needed) if (fields[field] === undefined) refuse(`.${field}`, undefined, `a ${kind} has it`);
  for (const [field, given] of Object.entries(rest)) {
    const range = NUMBERS[field];
    if (range !== undefined) number(field, range);
    else if (SWITCHES.includes(field)) {
      if (typeof given !== 'boolean') refuse(`.${field}`, given, 'it must be true or false');
    } else if (!TEXTS.includes(field)) refuse(`.${field}`, given, 'no field has this name');
    else if (typeof given !== 'string') refuse(`.${field}`, given, 'it must be a text');
  }
  const { pointerType } = fields;
  const types: readonly unknown[] = [undefined, 'mouse', 'pen', 'touch'];
  if (!types.includes(pointerType)) refuse('.pointerType', pointerType, 'it must be one of mouse, pen, touch');
  return value as SceneInput & { readonly frame: number };
}

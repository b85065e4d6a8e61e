/** Input as records: what a page writes and a script reads. */
import { InputKind, KeyInput, NONE, PointerInput, RECORD_WORDS, ResizeInput } from '../../generated/scene-layout.js';

/** Shift, ctrl, alt and meta. */
export interface Modifiers {
  readonly shift?: boolean;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly meta?: boolean;
}

export type KeyInputKind = 'keyDown' | 'keyUp';
export type PointerInputKind = Exclude<keyof typeof InputKind, KeyInputKind | 'focus' | 'blur' | 'resize'>;

/** Something that a visitor did, as events of a page tell it. */
export type SceneInput =
  | ({ readonly kind: KeyInputKind; readonly code: string; readonly key?: string; readonly repeats?: boolean } & Modifiers)
  | ({
      readonly kind: PointerInputKind;
      /** `PointerEvent.pointerId`. */
      readonly pointer?: number;
      readonly pointerType?: 'mouse' | 'pen' | 'touch';
      readonly isPrimary?: boolean;
      /** `PointerEvent.button`: which one changed; -1: none. */
      readonly button?: number;
      /** `PointerEvent.buttons`: those that are down. */
      readonly buttons?: number;
      /** From the picture's upper left corner. Unit: px. */
      readonly x: number;
      readonly y: number;
      /** How far it has moved, or what a wheel turned. Unit: px. */
      readonly dx?: number;
      readonly dy?: number;
      readonly dz?: number;
      /** 0 to 1. */
      readonly pressure?: number;
    } & Modifiers)
  | { readonly kind: 'focus' | 'blur' }
  | { readonly kind: 'resize'; readonly width: number; readonly height: number; readonly ratio: number };

const POINTER_TYPES = ['mouse', 'pen', 'touch'] as const;
const MOST_CODE = 32;
const MOST_KEY = 16;

const encoder = /* @__PURE__ */ new TextEncoder();
const decoder = /* @__PURE__ */ new TextDecoder();

function modifierBits({ shift, ctrl, alt, meta }: Modifiers): number {
  return (shift ? 0x100 : 0) | (ctrl ? 0x200 : 0) | (alt ? 0x400 : 0) | (meta ? 0x800 : 0);
}

/** A number that is finite in f32, and 0 in place of one that isn't. */
const finite = (value: number | undefined): number => (Number.isFinite(Math.fround(value ?? 0)) ? (value ?? 0) : 0);

/** Text as bytes, cut after a whole character. */
function cut(text: string, most: number): Uint8Array {
  const into = new Uint8Array(most);
  return into.subarray(0, encoder.encodeInto(text, into).written);
}

/** Writes a record. @param at number of its first word */
export function writeInput(input: SceneInput, words: Uint32Array, floats: Float32Array, at: number): void {
  words.fill(0, at, at + RECORD_WORDS);
  const head = InputKind[input.kind];
  words[at] = head;
  switch (input.kind) {
    case 'focus':
    case 'blur':
      return;
    case 'resize':
      floats[at + ResizeInput.width / 4] = finite(input.width);
      floats[at + ResizeInput.height / 4] = finite(input.height);
      floats[at + ResizeInput.pixelRatio / 4] = finite(input.ratio);
      return;
    case 'keyDown':
    case 'keyUp': {
      const code = cut(input.code, MOST_CODE);
      const key = cut(input.key ?? '', MOST_KEY);
      words[at] = head | modifierBits(input) | (input.repeats ? 0x1000 : 0);
      words[at + KeyInput.lengths / 4] = code.length | (key.length << 8);
      const bytes = new Uint8Array(words.buffer, words.byteOffset + at * 4, RECORD_WORDS * 4);
      bytes.set(code, KeyInput.code);
      bytes.set(key, KeyInput.key);
      return;
    }
    default: {
      const type = Math.max(0, POINTER_TYPES.indexOf(input.pointerType ?? 'mouse'));
      words[at] = head | modifierBits(input) | (type << 16) | ((input.isPrimary ?? true) ? 0x40000 : 0);
      words[at + PointerInput.pointer / 4] = input.pointer ?? 0;
      words[at + PointerInput.button / 4] = (input.button ?? -1) < 0 ? NONE : (input.button as number);
      words[at + PointerInput.buttons / 4] = input.buttons ?? 0;
      floats[at + PointerInput.x / 4] = finite(input.x);
      floats[at + PointerInput.y / 4] = finite(input.y);
      floats[at + PointerInput.dx / 4] = finite(input.dx);
      floats[at + PointerInput.dy / 4] = finite(input.dy);
      floats[at + PointerInput.dz / 4] = finite(input.dz);
      floats[at + PointerInput.pressure / 4] = finite(input.pressure);
      words[at + PointerInput.index / 4] = NONE;
    }
  }
}

/** Input as records of their own. */
export function inputRecords(inputs: readonly SceneInput[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(inputs.length * RECORD_WORDS);
  const floats = new Float32Array(words.buffer);
  inputs.forEach((input, i) => {
    writeInput(input, words, floats, i * RECORD_WORDS);
  });
  return words;
}

/** Code and key of a key's record. */
export function readKey(words: Uint32Array, at: number): { readonly code: string; readonly key: string } {
  // A copy: nothing decodes shared memory.
  const bytes = new Uint8Array(words.slice(at, at + RECORD_WORDS).buffer);
  const lengths = words[at + KeyInput.lengths / 4] as number;
  const text = (first: number, length: number): string => decoder.decode(bytes.subarray(first, first + length));
  return {
    code: text(KeyInput.code, Math.min(lengths & 255, MOST_CODE)),
    key: text(KeyInput.key, Math.min((lengths >>> 8) & 255, MOST_KEY)),
  };
}

/** What a thread of the rings' page does, and what comes of it. */

/** Words of a record: its number, then words made of it (tests/native/core/ring_exports.cpp makes the same). */
export const WORDS = 8;
export const CAPACITY = 4096;
/** Where the ring or the triple buffer stands, behind the module's own data and the stack. */
export const PLACE = 2_097_152;

/** A word that says how many records there will be in all; 2^32 - 1 while nobody knows. */
export const END_PLACE = PLACE - 64;

const FNV_BASIS = 2166136261;
const FNV_PRIME = 16777619;

/** A word of the record of this number. */
export const wordOf = (number: number, word: number): number => (word === 0 ? number : (Math.imul(number, 2654435761) + word) >>> 0);

/** The checksum of no words. */
export const NO_WORDS = FNV_BASIS;
/** The checksum with another word. */
export const fold = (sum: number, word: number): number => Math.imul(sum ^ word, FNV_PRIME);

/** The checksum of the records up to number `end`. */
export function checksumOf(end: number): number {
  let sum = NO_WORDS;
  for (let number = 0; number < end; number += 1) {
    for (let w = 0; w < WORDS; w += 1) sum = fold(sum, wordOf(number, w));
  }
  return sum >>> 0;
}

export type RingJob =
  /** Calls an export of the C++ module. */
  | { readonly does: 'call'; readonly name: string; readonly args: readonly number[] }
  /** Writes the records from number `first` up to number `end`. */
  | { readonly does: 'write'; readonly first: number; readonly end: number }
  /** Writes records until it has `first` of them, fills half a batch, says so, and hangs. */
  | { readonly does: 'writeHalf'; readonly first: number }
  /** Reads all records there will be: see END_PLACE. */
  | { readonly does: 'read' }
  /** Publishes frames up to number `end`, of so many words. */
  | { readonly does: 'publish'; readonly end: number; readonly words: number }
  /** Takes frames until number `end` comes. */
  | { readonly does: 'take'; readonly end: number; readonly words: number };

export interface RingStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Where a stack begins for C++, which grows downwards. */
  readonly stackTop: number;
  readonly job: RingJob;
}

export type FromRingThread =
  /** It works from now on; its sign tells of its death. */
  | { readonly type: 'ready'; readonly sign: string | null }
  | { readonly type: 'halfway' }
  /** The checksum of the words, or the number of frames taken; 0 when a record or a frame was wrong. */
  | { readonly type: 'done'; readonly result: number }
  | { readonly type: 'failed'; readonly reason: string };

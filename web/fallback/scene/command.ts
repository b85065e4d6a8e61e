/** A command among records, as src/scene/decode.cpp reads it. */
import { areNumbers } from './numbers.js';

/** Words, the same as f32, and where the command's first one stands. */
export interface CommandAt {
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  at: number;
}

/** A field, by its byte in the record. */
export const wordOf = ({ words, at }: CommandAt, field: number): number => words[at + field / 4] as number;
export const numberOf = ({ floats, at }: CommandAt, field: number): number => floats[at + field / 4] as number;
/** Whether `count` numbers from a field on are as they may be. */
export const hasNumbers = ({ words, at }: CommandAt, field: number, count: number): boolean => areNumbers(words, at + field / 4, count);

/** Copies as many numbers as `to` has. */
export const copyNumbers = (to: Float32Array, { floats, at }: CommandAt, field: number): void => {
  for (let i = 0; i < to.length; i++) to[i] = floats[at + field / 4 + i] as number;
};

/** Which fields of a command count. */
export const fieldsOf = (head: number): number => head >>> 16;
/** Bit 8 of a head word: active, or see-through. */
export const activeOf = (head: number): boolean => ((head >>> 8) & 1) !== 0;

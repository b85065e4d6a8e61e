/** Command records, as a script's side writes them: each by the names and byte offsets of its layout. */
import { RECORD_WORDS } from '../../../web/generated/scene-layout.js';

/** A number that is an f32, in place of a word. */
export interface F32 {
  readonly f32: number;
}
export const f32 = (value: number): F32 => ({ f32: value });

type Value = number | F32 | readonly (number | F32)[];

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

export function wordOf(value: number | F32): number {
  if (typeof value === 'number') return value >>> 0;
  floats[0] = value.f32;
  return bits[0] as number;
}

/**
 * One record.
 * @param layout its layout in web/generated/scene-layout.ts
 * @param fields what is not 0
 */
export function record<Layout extends Readonly<Record<string, number>>>(
  layout: Layout,
  fields: { readonly [field in Exclude<keyof Layout, 'size' | 'reserved'>]?: Value },
): number[] {
  const words: number[] = Array(RECORD_WORDS).fill(0);
  for (const [name, value] of Object.entries(fields) as [string, Value][]) {
    [value].flat().forEach((one, at) => {
      words[(layout[name] as number) / 4 + at] = wordOf(one as number | F32);
    });
  }
  return words;
}

/** A head word. */
export const head = (op: number, fields = 0, bits = 0): number => (op | (bits << 8) | (fields << 16)) >>> 0;

/** Continuation records with these words, the last one filled up. */
export function part(words: readonly (number | F32)[]): number[] {
  const all = words.map(wordOf);
  while (all.length % RECORD_WORDS !== 0) all.push(0);
  return all;
}

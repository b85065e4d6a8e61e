/**
 * A hash of a set of records whose order does not show: the twin of `StateHash` of src/core/hash.h,
 * bit for bit. A hash is two words, the low half first, so that several can stand in one array.
 */

const FIRST_START = 0x2545f491;
const SECOND_START = 0x9e3779b9;
const SECOND_STEP = 0x7f4a7c15;

/** Folds a word into a hash: `mixWord`. */
export function mixWord(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Adds the record words[at .. at + count) to a hash: `StateHash::addRecord`.
 *
 * @param hash the hash's two words stand at hash[into] and hash[into + 1]
 */
export function addRecord(hash: Uint32Array, into: number, words: Uint32Array, at: number, count: number): void {
  let first = FIRST_START;
  let second = SECOND_START;
  for (let i = at; i < at + count; i++) {
    const word = words[i] as number;
    first = mixWord(first, word);
    second = mixWord((second + SECOND_STEP) | 0, word);
  }
  hash[into] = (hash[into] as number) + first;
  hash[into + 1] = (hash[into + 1] as number) + second;
}

/** Adds another hash's two words, from other[from] on: `StateHash::add`. */
export function addHash(hash: Uint32Array, into: number, other: Uint32Array, from: number): void {
  hash[into] = (hash[into] as number) + (other[from] as number);
  hash[into + 1] = (hash[into + 1] as number) + (other[from + 1] as number);
}

/** A 64-bit hash as everyone writes it: 16 hexadecimal digits. */
export function hashText(low: number, high: number): string {
  const half = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
  return half(high) + half(low);
}

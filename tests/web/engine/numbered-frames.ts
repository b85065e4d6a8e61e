import type { TripleBufferReader } from '../../../web/engine/triple-buffer.js';
import { wordOf } from './numbered-records.js';

/** Writes a frame that tells its number in every byte, as many as the number says; gives how many. */
export function writeFrame(data: Uint8Array, number: number): number {
  const bytes = 1 + (wordOf(number, 7) % data.length);
  data.fill(wordOf(number, 3), 0, bytes);
  return bytes;
}

/** Whether all bytes of the frame that was taken belong to the frame of that number. */
export function isWhole(reader: TripleBufferReader): boolean {
  const { data, bytes, sequence } = reader;
  const value = wordOf(sequence, 3) & 255;
  return bytes === 1 + (wordOf(sequence, 7) % data.length) && data.subarray(0, bytes).every((byte) => byte === value);
}

import type { RingBatch, RingReader, RingWriter } from '../../../web/engine/spsc-ring.js';

/** A word of the record of this number; no two are alike. */
export function wordOf(number: number, word: number): number {
  const hash = Math.imul(number ^ (word << 24), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Fills a batch with the records of the numbers that follow the writer's position. */
export function fill(writer: RingWriter, batch: RingBatch): void {
  const { records, recordWords } = writer.ring;
  for (let i = 0; i < batch.count; i += 1) {
    for (let word = 0; word < recordWords; word += 1) records[batch.at(i) + word] = wordOf((writer.position + i) >>> 0, word);
  }
}

/** Whether the batch holds the records of the numbers that follow the reader's position. */
export function holds(reader: RingReader, batch: RingBatch): boolean {
  const { records, recordWords } = reader.ring;
  for (let i = 0; i < batch.count; i += 1) {
    for (let word = 0; word < recordWords; word += 1) {
      if (records[batch.at(i) + word] !== wordOf((reader.position + i) >>> 0, word)) return false;
    }
  }
  return true;
}

/** Sizes of batches: 1 to most, as if at random. */
export function batchSizes(seed: number, most: number): () => number {
  let state = seed;
  return () => {
    state = wordOf(state, 1) + 0x9e3779b9;
    return 1 + ((state >>> 8) % most);
  };
}

/** Writes so many records, as fast as the reader lets it; some batches are thought better of. */
export async function writeRecords(writer: RingWriter, count: number): Promise<void> {
  const start = writer.position;
  const size = batchSizes(1, writer.ring.capacity);
  for (let left = count; left > 0; left = count - ((writer.position - start) >>> 0)) {
    const batch = writer.reserve(Math.min(left, size()));
    fill(writer, batch);
    writer.commit(size() === 1 && batch.count > 1 ? 0 : batch.count);
    if (batch.count === 0) await writer.waitForRoom(1, 30_000);
  }
}

/** Reads so many records; gives how many of them came whole and in order before the first that didn't. */
export async function readRecords(reader: RingReader, count: number): Promise<number> {
  const start = reader.position;
  const size = batchSizes(2, reader.ring.capacity);
  let sound = 0;
  for (let done = 0; done < count; done = (reader.position - start) >>> 0) {
    if (!(await reader.waitForRecords(30_000))) continue;
    const batch = reader.peek(size());
    if (sound === done && holds(reader, batch)) sound += batch.count;
    reader.release(batch.count);
  }
  return sound;
}

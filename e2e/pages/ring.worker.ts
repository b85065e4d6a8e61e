/** One side of a ring or a triple buffer: C++ or JavaScript, on a thread of its own. */
import { viewRing, viewTripleBuffer, viewWord } from '../../web/engine/memory-views.js';
import { signOfLife } from '../../web/engine/sign-of-life.js';
import { type RingBatch, RingReader, RingWriter } from '../../web/engine/spsc-ring.js';
import { TripleBufferReader, TripleBufferWriter } from '../../web/engine/triple-buffer.js';
import { END_PLACE, type FromRingThread, fold, NO_WORDS, PLACE, type RingJob, type RingStart, WORDS, wordOf } from './ring-job.js';

/** Records of a batch. */
const BATCH = 500;
/** Milliseconds of a wait, after which it is looked again. */
const PATIENCE = 100;

const post = (message: FromRingThread): void => globalThis.postMessage(message);

function call({ module, memory, stackTop }: RingStart, name: string, args: readonly number[]): number {
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name: what } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][what] =
      what === 'memory'
        ? memory
        : () => {
            throw new Error(`C++ called '${what}'`);
          };
  }
  const exports = new WebAssembly.Instance(module, imports).exports as Record<string, (...numbers: readonly number[]) => number>;
  exports._emscripten_stack_restore?.(stackTop);
  return (exports[name]?.(...args) ?? 0) >>> 0;
}

/** Fills records of a batch and gives the checksum with their words in it. */
function fill(writer: RingWriter, count: number, first: number, sum: number): number {
  const batch = writer.reserve(count);
  const { records } = writer.ring;
  let folded = sum;
  for (let i = 0; i < batch.count; i += batch.run(i)) {
    let at = batch.at(i);
    for (let left = batch.run(i), number = first + i; left > 0; left -= 1, number += 1) {
      for (let w = 0; w < WORDS; w += 1, at += 1) {
        const word = wordOf(number, w);
        records[at] = word;
        folded = fold(folded, word);
      }
    }
  }
  reserved = batch.count;
  return folded;
}
/** Records that `fill` had room for. */
let reserved = 0;

async function write(writer: RingWriter, first: number, end: number): Promise<number> {
  let sum = NO_WORDS;
  for (let next = first; next < end; next += reserved) {
    sum = fill(writer, Math.min(BATCH, end - next), next, sum);
    writer.commit(reserved);
    if (reserved === 0) await writer.waitForRoom(BATCH, PATIENCE);
  }
  return sum >>> 0;
}

async function writeHalf(writer: RingWriter, first: number): Promise<never> {
  await write(writer, 0, first);
  while (!(await writer.waitForRoom(BATCH, PATIENCE)));
  fill(writer, BATCH, first, 0);
  // The rest of the batch is rubbish that nobody may ever see.
  const { records } = writer.ring;
  const batch = writer.reserve(BATCH);
  for (let i = BATCH / 2; i < BATCH; i += 1) records.fill(0xdeadbeef, batch.at(i), batch.at(i) + WORDS);
  post({ type: 'halfway' });
  for (;;);
}

/** The checksum with the words of a batch in it, the first of whose records has this number; null when one is not what its number says. */
function readBatch(reader: RingReader, batch: RingBatch, first: number, sum: number): number | null {
  const { records } = reader.ring;
  let folded = sum;
  for (let i = 0; i < batch.count; i += batch.run(i)) {
    let at = batch.at(i);
    for (let left = batch.run(i), number = first + i; left > 0; left -= 1, number += 1) {
      for (let w = 0; w < WORDS; w += 1, at += 1) {
        const word = records[at] as number;
        if (word !== wordOf(number, w)) return null;
        folded = fold(folded, word);
      }
    }
  }
  return folded;
}

/** Gives the checksum; 0 when a record is not what its number says. */
async function read(reader: RingReader, end: Int32Array): Promise<number> {
  let sum = NO_WORDS;
  let next = 0;
  while (next < Atomics.load(end, 0) >>> 0) {
    const batch = reader.peek(BATCH);
    const folded = readBatch(reader, batch, next, sum);
    if (folded === null) return 0;
    sum = folded;
    next += batch.count;
    reader.release(batch.count);
    if (batch.count === 0) await reader.waitForRecords(PATIENCE);
  }
  return sum >>> 0;
}

function publish(writer: TripleBufferWriter, end: number, words: number): number {
  for (let frame = 1; frame <= end; frame += 1) {
    const { data } = writer;
    new Uint32Array(data.buffer, data.byteOffset, words).fill(frame);
    writer.publish(4 * words);
  }
  return end;
}

/** Gives the number of frames taken; 0 when one was torn, or not newer than the one before. */
function take(reader: TripleBufferReader, end: number, words: number): number {
  let taken = 0;
  for (let last = 0; last < end; taken += 1) {
    while (!reader.takeFrame());
    const { data, bytes, sequence } = reader;
    const view = new Uint32Array(data.buffer, data.byteOffset, words);
    const frame = view[0] as number;
    if (frame <= last || frame !== sequence || bytes !== 4 * words || view.some((word) => word !== frame)) return 0;
    last = frame;
  }
  return taken;
}

async function work(start: RingStart, job: RingJob): Promise<number> {
  const buffer = start.memory.buffer as unknown as SharedArrayBuffer;
  switch (job.does) {
    case 'call':
      return call(start, job.name, job.args);
    case 'write':
      return await write(new RingWriter(viewRing(buffer, PLACE)), job.first, job.end);
    case 'writeHalf':
      return await writeHalf(new RingWriter(viewRing(buffer, PLACE)), job.first);
    case 'read':
      return await read(new RingReader(viewRing(buffer, PLACE)), viewWord(start.memory, END_PLACE));
    case 'publish':
      return publish(new TripleBufferWriter(viewTripleBuffer(buffer, PLACE)), job.end, job.words);
    case 'take':
      return take(new TripleBufferReader(viewTripleBuffer(buffer, PLACE)), job.end, job.words);
  }
}

globalThis.onmessage = async ({ data }: MessageEvent<RingStart>) => {
  post({ type: 'ready', sign: signOfLife() });
  try {
    post({ type: 'done', result: await work(data, data.job) });
  } catch (error) {
    post({ type: 'failed', reason: String(error) });
  }
};

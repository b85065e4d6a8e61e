/** Rings and triple buffers between C++ on a thread of its own and JavaScript on this one. */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { makeRing, makeTripleBuffer, ringLength } from '../../../web/engine/memory-views.js';
import { RingReader, RingWriter } from '../../../web/engine/spsc-ring.js';
import { TripleBufferReader } from '../../../web/engine/triple-buffer.js';

const WORDS = 8;
const CAPACITY = 4096;
const STACK_TOP = 1_048_576;
/** Where the ring or the triple buffer stands, behind the module's own data and the stack. */
const PLACE = 2_097_152;

const module = new WebAssembly.Module(readFileSync(new URL('../../../build/wasm/core-rings.wasm', import.meta.url)));

function sharedMemory(): { memory: WebAssembly.Memory; buffer: SharedArrayBuffer } {
  const memory = new WebAssembly.Memory({ initial: 128, maximum: 32768, shared: true });
  return { memory, buffer: memory.buffer as unknown as SharedArrayBuffer };
}

/** Calls an export on another thread; resolves to what it returned, after `ready` was called. */
function onThread(memory: WebAssembly.Memory, call: string, args: number[], ready: () => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./ring-thread.mjs', import.meta.url), {
      workerData: { module, memory, stackTop: STACK_TOP, call, args },
    });
    const deadline = setTimeout(() => reject(new Error(`'${call}' did not end within 30 s`)), 30_000);
    worker.on('error', reject);
    worker.on('message', (message: { ready: true } | { result: number }) => {
      if ('ready' in message) {
        ready();
        return;
      }
      clearTimeout(deadline);
      resolve(message.result);
      void worker.terminate();
    });
  });
}

function fold(sum: number, word: number): number {
  return Math.imul(sum ^ word, 16777619) >>> 0;
}

describe('a ring between C++ and JavaScript', () => {
  it.each([0, 0xffffff00])('brings every record from JavaScript to C++, from index %i on', { timeout: 60_000 }, async (firstIndex) => {
    const COUNT = 200_000;
    const { memory, buffer } = sharedMemory();
    const writer = new RingWriter(makeRing(buffer, PLACE, WORDS, CAPACITY, firstIndex));
    expect(ringLength(WORDS, CAPACITY)).toBeLessThan(buffer.byteLength - PLACE);
    let sum = 2166136261;
    let next = 0;
    const result = onThread(memory, 'ring_consume', [PLACE, COUNT], () => {});
    while (next < COUNT) {
      const batch = writer.reserve(Math.min(1 + (next % 700), COUNT - next));
      const { records } = writer.ring;
      for (let i = 0; i < batch.count; i += 1, next += 1) {
        const at = batch.at(i);
        for (let w = 0; w < WORDS; w += 1) {
          const word = w === 0 ? next : (Math.imul(next, 40503) + w) >>> 0;
          records[at + w] = word;
          sum = fold(sum, word);
        }
      }
      writer.commit(batch.count);
      if (batch.count === 0) await writer.waitForRoom(1, 100);
    }
    expect(await result).toBe(sum);
  });

  it('brings every record from C++ to JavaScript', { timeout: 60_000 }, async () => {
    const COUNT = 200_000;
    const { memory, buffer } = sharedMemory();
    const reader = new RingReader(makeRing(buffer, PLACE, WORDS, CAPACITY));
    let sum = 2166136261;
    let next = 0;
    const result = onThread(memory, 'ring_produce', [PLACE, 0, COUNT, 100], () => {});
    while (next < COUNT) {
      const batch = reader.peek();
      const { records } = reader.ring;
      for (let i = 0; i < batch.count; i += 1, next += 1) {
        const at = batch.at(i);
        expect(records[at]).toBe(next);
        for (let w = 0; w < WORDS; w += 1) sum = fold(sum, records[at + w] as number);
      }
      reader.release(batch.count);
      if (batch.count === 0) await reader.waitForRecords(100);
    }
    expect(await result).toBe(sum);
  });
});

describe('a triple buffer between C++ and JavaScript', () => {
  it('never shows half a frame, nor an older one after a newer', { timeout: 60_000 }, async () => {
    const FRAMES = 20_000;
    const words = 2048;
    const { memory, buffer } = sharedMemory();
    const slots = [0, 1, 2].map((slot) => ({ address: PLACE + 65_536 * (slot + 1), capacity: 4 * words }));
    const reader = new TripleBufferReader(makeTripleBuffer(buffer, PLACE, slots));
    let ended = false;
    const result = onThread(memory, 'frames_publish', [PLACE, FRAMES, words], () => {}).then(() => {
      ended = true;
    });
    let last = 0;
    let torn = 0;
    let taken = 0;
    for (;;) {
      const over = ended;
      while (reader.takeFrame()) {
        const { data } = reader;
        const view = new Uint32Array(data.buffer, data.byteOffset, words);
        const first = view[0] as number;
        taken += 1;
        for (const word of view) if (word !== first) torn += 1;
        expect(first).toBeGreaterThan(last);
        expect(reader.sequence).toBe(first);
        last = first;
      }
      if (over) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await result;
    expect(torn).toBe(0);
    expect(last).toBe(FRAMES);
    expect(taken).toBeGreaterThan(1);
  });
});

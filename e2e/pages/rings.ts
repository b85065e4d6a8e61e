/** A page that lets C++ and JavaScript talk through rings and triple buffers, each on a worker of its own. */
/// <reference types="vite/client" />
import wasmUrl from '../../build/wasm/core-rings.wasm?url';
import { makeRing, makeTripleBuffer, viewRing, viewWord } from '../../web/engine/memory-views.js';
import { deathOf } from '../../web/engine/sign-of-life.js';
import { RingWriter } from '../../web/engine/spsc-ring.js';
import { CAPACITY, checksumOf, END_PLACE, type FromRingThread, PLACE, type RingJob, WORDS } from './ring-job.js';

/** A language of a side. */
export type Side = 'C++' | 'JavaScript';

const STACK_TOP = 1_048_576;
/** Bytes of a stack. */
const STACK = 131_072;
const DEADLINE_MS = 60_000;

const module = WebAssembly.compileStreaming(fetch(wasmUrl));

class Thread {
  readonly #worker = new Worker(new URL('./ring.worker.ts', import.meta.url), { type: 'module' });
  #sign: string | null = null;
  readonly #heard: FromRingThread[] = [];
  #wake: (() => void) | null = null;

  constructor(ready: WebAssembly.Module, memory: WebAssembly.Memory, number: number, job: RingJob) {
    this.#worker.onmessage = ({ data }: MessageEvent<FromRingThread>) => {
      if (data.type === 'ready') this.#sign = data.sign;
      this.#heard.push(data);
      this.#wake?.();
    };
    this.#worker.onerror = ({ message }) => {
      this.#heard.push({ type: 'failed', reason: message });
      this.#wake?.();
    };
    this.#worker.postMessage({ module: ready, memory, stackTop: STACK_TOP - number * STACK, job });
  }

  /** Waits for a message of this kind. */
  async hear<Type extends FromRingThread['type']>(type: Type): Promise<Extract<FromRingThread, { type: Type }>> {
    const late = performance.now() + DEADLINE_MS;
    for (;;) {
      for (const message of this.#heard) {
        if (message.type === 'failed') throw new Error(message.reason);
        if (message.type === type) return message as Extract<FromRingThread, { type: Type }>;
      }
      if (performance.now() > late) throw new Error(`no '${type}' within ${DEADLINE_MS} ms`);
      await new Promise<void>((done) => {
        this.#wake = done;
        setTimeout(done, 1000);
      });
    }
  }

  /** Ends the thread and waits until it can write no more. */
  async kill(): Promise<void> {
    await deathOf(this.#sign, () => this.#worker.terminate(), DEADLINE_MS);
  }
}

/** Memory with a ring in it, and threads over both. */
async function table(firstIndex: number): Promise<{ buffer: SharedArrayBuffer; end: Int32Array; start: (job: RingJob) => Thread }> {
  const memory = new WebAssembly.Memory({ initial: 128, maximum: 32768, shared: true });
  const buffer = memory.buffer as unknown as SharedArrayBuffer;
  makeRing(buffer, PLACE, WORDS, CAPACITY, firstIndex);
  const ready = await module;
  const end = viewWord(memory, END_PLACE);
  Atomics.store(end, 0, -1);
  let threads = 0;
  return { buffer, end, start: (job) => new Thread(ready, memory, threads++, job) };
}

const writes = (by: Side, first: number, end: number): RingJob =>
  by === 'JavaScript' ? { does: 'write', first, end } : { does: 'call', name: 'ring_produce', args: [PLACE, first, end, 500] };
const reads = (by: Side, end: number): RingJob =>
  by === 'JavaScript' ? { does: 'read' } : { does: 'call', name: 'ring_consume', args: [PLACE, end] };

export interface RingRun {
  /** The checksums of both sides. */
  readonly written: number;
  readonly read: number;
  readonly recordsPerSecond: number;
}

/** Sends records from one side to the other. */
async function sendRecords({ writer, count, firstIndex }: { writer: Side; count: number; firstIndex: number }): Promise<RingRun> {
  const { start, end } = await table(firstIndex);
  Atomics.store(end, 0, count);
  const reading = start(reads(writer === 'C++' ? 'JavaScript' : 'C++', count));
  await reading.hear('ready');
  const writing = start(writes(writer, 0, count));
  await writing.hear('ready');
  const begin = performance.now();
  const [{ result: written }, { result: read }] = await Promise.all([writing.hear('done'), reading.hear('done')]);
  const seconds = (performance.now() - begin) / 1000;
  await Promise.all([writing.kill(), reading.kill()]);
  return { written, read, recordsPerSecond: count / seconds };
}

export interface KillRun {
  /** The reader's checksum, and what it ought to be. */
  readonly read: number;
  readonly expected: number;
  /** Records that came from the dead. */
  readonly ofTheDead: number;
}

/** Kills a writer that has not committed all it wrote; the other language goes on with so many records. */
async function killWriter({ writer, more }: { writer: Side; more: number }): Promise<KillRun> {
  const firstIndex = 0xffffff00;
  const halfway = 20_000;
  const { buffer, end, start } = await table(firstIndex);
  const byCpp = writer === 'C++';
  const heir: Side = byCpp ? 'JavaScript' : 'C++';
  const reading = start(reads(heir, halfway + more));
  await reading.hear('ready');
  // JavaScript dies in a batch that it has filled by half; C++, which is never done, wherever it stands.
  const dying = start(byCpp ? writes('C++', 0, 0xfffffff0) : { does: 'writeHalf', first: halfway });
  await dying.hear(byCpp ? 'ready' : 'halfway');
  if (byCpp) await new Promise((done) => setTimeout(done, 20));
  await dying.kill();
  const ofTheDead = (new RingWriter(viewRing(buffer, PLACE)).position - firstIndex) >>> 0;
  const count = ofTheDead + more;
  Atomics.store(end, 0, count);
  const heirs = start(writes(heir, ofTheDead, count));
  const { result: read } = await reading.hear('done');
  await heirs.hear('done');
  await Promise.all([heirs.kill(), reading.kill()]);
  return { read, expected: checksumOf(count), ofTheDead };
}

/** Sends frames from one side to the other; gives how many were taken, 0 when one was torn or out of order. */
async function sendFrames({ writer, frames, words }: { writer: Side; frames: number; words: number }): Promise<number> {
  const { buffer, start } = await table(0);
  const slots = [0, 1, 2].map((slot) => ({ address: PLACE + 65_536 * (slot + 1), capacity: 4 * words }));
  makeTripleBuffer(buffer, PLACE, slots);
  const byCpp = writer === 'C++';
  const taking = start(byCpp ? { does: 'take', end: frames, words } : { does: 'call', name: 'frames_take', args: [PLACE, frames, words] });
  await taking.hear('ready');
  const writing = start(
    byCpp ? { does: 'call', name: 'frames_publish', args: [PLACE, frames, words] } : { does: 'publish', end: frames, words },
  );
  await writing.hear('done');
  const { result } = await taking.hear('done');
  await Promise.all([writing.kill(), taking.kill()]);
  return result;
}

const rings = { sendRecords, killWriter, sendFrames };
declare global {
  interface Window {
    rings: typeof rings;
  }
}
window.rings = rings;

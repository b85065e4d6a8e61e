import { parentPort, workerData } from 'node:worker_threads';
import { viewTripleBuffer } from '../../../web/engine/memory-views.js';
import { TripleBufferWriter } from '../../../web/engine/triple-buffer.js';
import { writeFrame } from './numbered-frames.js';

// The writing side of a triple buffer, on a thread of its own, until the first word of `stop` is set.

const { buffer, stop } = workerData as { buffer: SharedArrayBuffer; stop: Int32Array };
const writer = new TripleBufferWriter(viewTripleBuffer(buffer, 0));
while (Atomics.load(stop, 0) === 0) writer.publish(writeFrame(writer.data, (writer.sequence + 1) >>> 0));
parentPort?.postMessage(writer.sequence);

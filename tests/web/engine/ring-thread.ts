import { parentPort, workerData } from 'node:worker_threads';
import { viewRing } from '../../../web/engine/memory-views.js';
import { RingReader, RingWriter } from '../../../web/engine/spsc-ring.js';
import { readRecords, writeRecords } from './numbered-records.js';

// The other side of a ring, on a thread of its own.

const { buffer, side, count } = workerData as { buffer: SharedArrayBuffer; side: 'writer' | 'reader'; count: number };

async function work(): Promise<number> {
  const ring = viewRing(buffer, 0);
  if (side === 'reader') return await readRecords(new RingReader(ring), count);
  await writeRecords(new RingWriter(ring), count);
  return count;
}

// A promise that waits for shared memory does not keep Node alive; a port that is listened to does.
parentPort?.on('message', () => {});
void work().then((answer) => {
  parentPort?.postMessage(answer);
  parentPort?.close();
});

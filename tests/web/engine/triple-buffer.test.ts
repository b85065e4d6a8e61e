import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTripleBuffer, type TripleBufferViews, viewTripleBuffer } from '../../../web/engine/memory-views.js';
import { TripleBufferReader, TripleBufferWriter } from '../../../web/engine/triple-buffer.js';
import { TRIPLE_BUFFER_MAGIC, TripleBufferHeader, TripleBufferSlot } from '../../../web/generated/core-layout.js';
import { isWhole, writeFrame } from './numbered-frames.js';
import { answerOf, startThread } from './start-thread.js';

const SLOT_BYTES = 4096;

function newBuffer(): { buffer: SharedArrayBuffer; views: TripleBufferViews } {
  const buffer = new SharedArrayBuffer(TripleBufferHeader.size + 3 * SLOT_BYTES);
  const slots = [2, 0, 1].map((place) => ({ address: TripleBufferHeader.size + place * SLOT_BYTES, capacity: SLOT_BYTES }));
  return { buffer, views: makeTripleBuffer(buffer, 0, slots) };
}

describe('the layout of a triple buffer', () => {
  it('is that of version 1, whose magic it has', () => {
    expect(TripleBufferHeader).toEqual({ size: 320, magic: 0, control: 64, slots: 128 });
    expect(TripleBufferSlot).toEqual({ size: 64, offset: 0, capacity: 4, bytes: 8, sequence: 12 });
    expect(String.fromCharCode(...new Uint8Array(Uint32Array.of(TRIPLE_BUFFER_MAGIC).buffer))).toBe('SKT1');
  });

  it('is refused where there is no triple buffer', () => {
    const buffer = new SharedArrayBuffer(1024);
    expect(() => viewTripleBuffer(buffer, 0)).toThrow('no triple buffer of this version at address 0');
    const outside = [0, 1, 2].map(() => ({ address: 1000, capacity: 25 }));
    expect(() => makeTripleBuffer(buffer, 0, outside)).toThrow(RangeError);
  });

  it('has slots before and behind it, each of its own length', () => {
    const buffer = new SharedArrayBuffer(1024);
    const slots = [
      { address: 0, capacity: 10 },
      { address: 960, capacity: 20 },
      { address: 512, capacity: 30 },
    ];
    const views = makeTripleBuffer(buffer, 64, slots);
    expect(views.slots.map((slot) => ({ address: slot.byteOffset, capacity: slot.length }))).toEqual(slots);
  });
});

describe('a triple buffer', () => {
  it('has nothing to take before the first frame', () => {
    const reader = new TripleBufferReader(newBuffer().views);
    expect(reader.takeFrame()).toBe(false);
    expect(reader).toMatchObject({ bytes: 0, sequence: 0 });
  });

  it('gives the newest frame once, and keeps it for as long as its reader likes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('publish', 'take')), (operations) => {
        const { views } = newBuffer();
        const writer = new TripleBufferWriter(views);
        const reader = new TripleBufferReader(views);
        let taken = 0;
        for (const operation of operations) {
          const newest = writer.sequence;
          if (operation === 'publish') {
            expect(writer.data.byteOffset).not.toBe(reader.data.byteOffset);
            expect(writer.publish(writeFrame(writer.data, newest + 1))).toBe(taken === newest);
          } else {
            expect(reader.takeFrame()).toBe(taken < newest);
            taken = newest;
          }
          expect(reader.sequence).toBe(taken);
          if (taken > 0) expect(isWhole(reader)).toBe(true);
        }
      }),
    );
  });

  it('refuses a frame that is longer than its slot', () => {
    const writer = new TripleBufferWriter(newBuffer().views);
    expect(() => writer.publish(SLOT_BYTES + 1)).toThrow('a frame of 4097 bytes does not fit a slot of 4096');
    expect(writer.publish(SLOT_BYTES)).toBe(true);
  });
});

describe('a triple buffer between two threads', () => {
  it('tears no frame and never goes back to an older one', async () => {
    const { buffer, views } = newBuffer();
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const thread = await startThread('./frame-thread.ts', { buffer, stop });
    const published = answerOf<number>(thread);
    const reader = new TripleBufferReader(views);
    let torn = 0;
    let backwards = 0;
    for (let taken = 0; taken < 2000; ) {
      const last = reader.sequence;
      if (!reader.takeFrame()) {
        // A thread that could not start says so in a message.
        if (last === 0) await Promise.race([published, new Promise((resolve) => setTimeout(resolve, 1))]);
        continue;
      }
      taken += 1;
      if (reader.sequence <= last) backwards += 1;
      if (!isWhole(reader)) torn += 1;
    }
    Atomics.store(stop, 0, 1);
    expect({ torn, backwards }).toEqual({ torn: 0, backwards: 0 });
    expect(await published).toBeGreaterThanOrEqual(reader.sequence);
    await thread.terminate();
  });
});

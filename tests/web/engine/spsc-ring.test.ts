import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { makeRing, type RingViews, ringLength, viewRing } from '../../../web/engine/memory-views.js';
import { RingReader, RingWriter } from '../../../web/engine/spsc-ring.js';
import { RING_MAGIC, RingHeader } from '../../../web/generated/core-layout.js';
import { fill, holds, readRecords, wordOf, writeRecords } from './numbered-records.js';
import { answerOf, startThread } from './start-thread.js';

/** Where indices begin: usually, and where they are about to wrap. */
const STARTS = [0, 0xfffffffd, 0xffffffff];

function newRing(recordWords: number, capacity: number, start = 0): RingViews {
  return makeRing(new SharedArrayBuffer(ringLength(recordWords, capacity)), 0, recordWords, capacity, start);
}

describe('the layout of a ring', () => {
  it('is that of version 1, whose magic it has', () => {
    const lines = { written: 64, readerSleeps: 68, dropped: 72, read: 128, writerSleeps: 132 };
    expect(RingHeader).toEqual({ size: 192, magic: 0, recordWords: 4, capacity: 8, ...lines });
    expect(String.fromCharCode(...new Uint8Array(Uint32Array.of(RING_MAGIC).buffer))).toBe('SKR1');
  });

  it('is refused where there is no ring', () => {
    const buffer = new SharedArrayBuffer(1024);
    expect(() => viewRing(buffer, 0)).toThrow('no ring of this version at address 0');
    makeRing(buffer, 64, 2, 8);
    expect(viewRing(buffer, 64)).toMatchObject({ recordWords: 2, capacity: 8 });
    expect(() => makeRing(buffer, 0, 2, 7)).toThrow(RangeError);
    expect(() => makeRing(buffer, 0, 0, 8)).toThrow(RangeError);
    expect(() => makeRing(buffer, 0, 100, 8)).toThrow(RangeError);
    expect(() => makeRing(buffer, 32, 1, 8)).toThrow(RangeError);
  });
});

describe('a ring', () => {
  it.each(STARTS)('gives out in order what was put in, from index %d on', (start) => {
    const ring = newRing(2, 4, start);
    const writer = new RingWriter(ring);
    const reader = new RingReader(ring);
    expect(reader.peek().count).toBe(0);
    for (let round = 0; round < 50; round += 1) {
      const room = writer.reserve(1 + (round % 4));
      fill(writer, room);
      writer.commit(room.count);
      const batch = reader.peek();
      expect(batch.count).toBe(1 + (round % 4));
      expect(holds(reader, batch)).toBe(true);
      reader.release(batch.count);
    }
    expect(reader.position).toBe(writer.position);
  });

  it('refuses what it has no room for, and counts it', () => {
    const ring = newRing(1, 4, 0xfffffffe);
    const writer = new RingWriter(ring);
    const reader = new RingReader(ring);
    expect(writer.tryPush(Uint32Array.of(10, 11, 12))).toBe(3);
    expect(writer.tryPush(Uint32Array.of(13, 14, 15))).toBe(1);
    expect(writer.tryPush(Uint32Array.of(16))).toBe(0);
    expect(writer.reserve(1).count).toBe(0);
    expect(reader.dropped).toBe(3);
    const out = new Uint32Array(6);
    expect(reader.tryPop(out)).toBe(4);
    expect([...out]).toEqual([10, 11, 12, 13, 0, 0]);
    expect(reader.tryPop(out)).toBe(0);
  });

  it('shows nothing of a batch that its writer did not live to commit', () => {
    const ring = newRing(2, 4);
    const reader = new RingReader(ring);
    const writer = new RingWriter(ring);
    fill(writer, writer.reserve(1));
    writer.commit(1);
    ring.records.fill(7, writer.reserve(3).at(0));
    writer.commit(0);
    ring.records.fill(7, writer.reserve(3).at(0));
    const successor = new RingWriter(ring);
    expect(reader.peek().count).toBe(1);
    fill(successor, successor.reserve(2));
    successor.commit(2);
    expect(reader.peek().count).toBe(3);
    expect(holds(reader, reader.peek())).toBe(true);
  });

  it('holds f32 numbers in the same words', () => {
    const ring = newRing(1, 2);
    const writer = new RingWriter(ring);
    ring.floats[writer.reserve(1).at(0)] = 1.5;
    writer.commit(1);
    expect(ring.records[new RingReader(ring).peek().at(0)]).toBe(0x3fc00000);
  });

  it('refuses to commit or release what was not reserved or peeked at', () => {
    const ring = newRing(1, 4);
    const writer = new RingWriter(ring);
    const reader = new RingReader(ring);
    writer.reserve(2);
    expect(() => writer.commit(3)).toThrow('3 records committed of 2 reserved');
    expect(() => reader.release(1)).toThrow('1 records released of 0 peeked at');
  });

  it('says so when its memory was overwritten', () => {
    const ring = newRing(1, 4);
    const reader = new RingReader(ring);
    ring.words[RingHeader.written / 4] = 5;
    expect(() => reader.peek()).toThrow("a ring of 4 records can't hold 5");
  });
});

describe('a ring against a list', () => {
  const count = fc.integer({ min: 0, max: 20 });
  const operation = fc.oneof(
    fc.record({ kind: fc.constant('push' as const), count }),
    fc.record({ kind: fc.constant('reserve' as const), count, used: count }),
    fc.record({ kind: fc.constant('pop' as const), count }),
    fc.record({ kind: fc.constant('peek' as const), count, used: count }),
    fc.record({ kind: fc.constant('successors' as const), count }),
  );
  const shape = fc.record({
    recordWords: fc.integer({ min: 1, max: 5 }),
    capacity: fc.constantFrom(1, 2, 4, 16),
    start: fc.constantFrom(...STARTS),
    operations: fc.array(operation, { maxLength: 60 }),
  });

  it('does what the list does, in any series of operations', () => {
    fc.assert(
      fc.property(shape, ({ recordWords, capacity, start, operations }) => {
        const ring = newRing(recordWords, capacity, start);
        let writer = new RingWriter(ring);
        let reader = new RingReader(ring);
        const list: number[] = [];
        let dropped = 0;
        const check = (first: number): void => {
          const expected = Array.from({ length: recordWords }, (_, word) => wordOf(list[0] ?? 0, word));
          expect([...ring.records.subarray(first, first + recordWords)]).toEqual(expected);
        };
        for (const { kind, count: wanted, ...more } of operations) {
          const used = 'used' in more ? (more.used ?? 0) : 0;
          const fitting = Math.min(wanted, capacity - list.length);
          const there = Math.min(wanted, list.length);
          if (kind === 'push') {
            const numbers = Array.from({ length: wanted }, (_, i) => (writer.position + i) >>> 0);
            const words = numbers.flatMap((number) => Array.from({ length: recordWords }, (_, word) => wordOf(number, word)));
            expect(writer.tryPush(Uint32Array.from(words))).toBe(fitting);
            list.push(...numbers.slice(0, fitting));
            dropped += wanted - fitting;
          } else if (kind === 'reserve') {
            const batch = writer.reserve(wanted);
            expect(batch.count).toBe(fitting);
            fill(writer, batch);
            const first = writer.position;
            const committed = Math.min(used, fitting);
            writer.commit(committed);
            for (let i = 0; i < committed; i += 1) list.push((first + i) >>> 0);
          } else if (kind === 'pop') {
            const out = new Uint32Array(wanted * recordWords);
            expect(reader.tryPop(out)).toBe(there);
            for (let i = 0; i < there; i += 1) expect(out[i * recordWords]).toBe(wordOf(list.shift() ?? 0, 0));
          } else if (kind === 'peek') {
            const batch = reader.peek(wanted);
            expect(batch.count).toBe(there);
            for (let i = 0; i < Math.min(used, there); i += 1) {
              check(batch.at(i));
              list.shift();
            }
            reader.release(Math.min(used, there));
          } else {
            writer = new RingWriter(ring);
            reader = new RingReader(ring);
          }
          expect(reader.dropped).toBe(dropped);
          expect((writer.position - reader.position) >>> 0).toBe(list.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('waiting for a ring', () => {
  const waitAsync = Object.getOwnPropertyDescriptor(Atomics, 'waitAsync');
  const withoutWaitAsync = (): void => void Object.defineProperty(Atomics, 'waitAsync', { value: undefined, configurable: true });
  afterEach(() => {
    if (waitAsync !== undefined) Object.defineProperty(Atomics, 'waitAsync', waitAsync);
  });

  it.each([
    ['by promises that the engine wakes', () => {}],
    ['by looking again and again', withoutWaitAsync],
  ])('ends when there is something to do, %s', async (_, prepare) => {
    prepare();
    const ring = newRing(1, 2);
    const writer = new RingWriter(ring);
    const reader = new RingReader(ring);
    const records = reader.waitForRecords(30_000);
    expect(ring.words[RingHeader.readerSleeps / 4]).toBe(1);
    writer.tryPush(Uint32Array.of(1, 2));
    await expect(records).resolves.toBe(true);
    const room = writer.waitForRoom(1, 30_000);
    expect(ring.words[RingHeader.writerSleeps / 4]).toBe(1);
    reader.tryPop(new Uint32Array(1));
    await expect(room).resolves.toBe(true);
    expect(ring.words[RingHeader.readerSleeps / 4]).toBe(0);
    expect(ring.words[RingHeader.writerSleeps / 4]).toBe(0);
  });

  it.each([
    ['by promises that the engine wakes', () => {}],
    ['by looking again and again', withoutWaitAsync],
  ])('takes no longer than it may, %s', async (_, prepare) => {
    prepare();
    const ring = newRing(1, 2);
    await expect(new RingReader(ring).waitForRecords(5)).resolves.toBe(false);
    const writer = new RingWriter(ring);
    writer.tryPush(Uint32Array.of(1, 2));
    await expect(writer.waitForRoom(1, 5)).resolves.toBe(false);
  });

  it('ends when another writer takes over', async () => {
    const ring = newRing(1, 2);
    const waiting = new RingReader(ring).waitForRecords(30_000);
    ring.words[RingHeader.written / 4] = 1;
    new RingWriter(ring);
    await expect(waiting).resolves.toBe(true);
  });
});

describe('a ring between two threads', () => {
  const COUNT = 200_000;

  it.each([4, 256])('hands every record over, both ways, across the wrap of its indices, with room for %d', async (capacity) => {
    for (const side of ['writer', 'reader'] as const) {
      const count = capacity < 16 ? COUNT / 10 : COUNT;
      const buffer = new SharedArrayBuffer(ringLength(5, capacity));
      const ring = makeRing(buffer, 0, 5, capacity, (0x100000000 - count / 2) >>> 0);
      const thread = await startThread('./ring-thread.ts', { buffer, side, count });
      const answer = answerOf<number>(thread);
      if (side === 'writer') {
        expect(await readRecords(new RingReader(ring), count)).toBe(count);
      } else {
        await writeRecords(new RingWriter(ring), count);
      }
      expect(await answer).toBe(count);
      await thread.terminate();
    }
  });
});

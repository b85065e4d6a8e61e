import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRing, ringLength } from '../../../../web/engine/memory-views.js';
import { RingReader } from '../../../../web/engine/spsc-ring.js';
import {
  EndUpdate,
  EntityCommand,
  FIELD_COLOR,
  FIELD_POSITION,
  RECORD_WORDS,
  SceneOp,
  SetRun,
} from '../../../../web/generated/scene-layout.js';
import { type CommandCarrier, CommandQueue, MOST_WAITING } from '../../../../web/scene/script/commands.js';
import { SceneOverflowError } from '../../../../web/scene/shared/errors.js';

/** What comes out at the other side, and how far it has been read. */
interface Sink {
  readonly carrier: CommandCarrier;
  /** Reads at most so many records. */
  read(most: number): void;
  readonly records: Uint32Array[];
}

function ringSink(capacity: number): Sink {
  const ring = makeRing(new SharedArrayBuffer(ringLength(RECORD_WORDS, capacity)), 0, RECORD_WORDS, capacity, 0xffffffff - 5);
  const reader = new RingReader(ring);
  const records: Uint32Array[] = [];
  return {
    carrier: { ring, send: () => null },
    records,
    read(most) {
      const batch = reader.peek(most);
      for (let i = 0; i < batch.count; i++) records.push(ring.records.slice(batch.at(i), batch.at(i) + RECORD_WORDS));
      reader.release(batch.count);
    },
  };
}

function batchSink(): Sink {
  const records: Uint32Array[] = [];
  const held: { readonly memory: Uint32Array<ArrayBuffer>; readonly count: number }[] = [];
  return {
    carrier: {
      ring: null,
      send(memory, count) {
        if (held.length === 2) return null;
        held.push({ memory, count });
        return new Uint32Array(memory.length);
      },
    },
    records,
    read() {
      const batch = held.shift();
      for (let i = 0; i < (batch?.count ?? 0); i++)
        records.push((batch as { memory: Uint32Array }).memory.slice(i * RECORD_WORDS, (i + 1) * RECORD_WORDS));
    },
  };
}

const GENERATION = 3;
const first = (record: Uint32Array, offset: number): number => record[offset / 4] as number;

/** What records do to positions (their x) and colours of entities, as an engine has it. */
function carryOut(records: readonly Uint32Array[]): {
  readonly x: Map<number, number>;
  readonly colors: Map<number, number>;
  readonly ends: number[];
} {
  const x = new Map<number, number>();
  const colors = new Map<number, number>();
  const ends: number[] = [];
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as Uint32Array;
    const floats = new Float32Array(record.buffer);
    const op = (record[0] as number) & 255;
    if (op === SceneOp.endUpdate) ends.push(first(record, EndUpdate.update));
    else if (op === SceneOp.update) {
      const fields = (record[0] as number) >>> 16;
      const slot = first(record, EntityCommand.index);
      expect(first(record, EntityCommand.generation)).toBe(GENERATION);
      if ((fields & FIELD_POSITION) !== 0) x.set(slot, floats[EntityCommand.position / 4] as number);
      if ((fields & FIELD_COLOR) !== 0) colors.set(slot, first(record, EntityCommand.color));
    } else if (op === SceneOp.setRun) {
      const more = record[1] as number;
      const values = records.slice(i + 1, i + 1 + more).flatMap((one) => [...new Float32Array(one.buffer)]);
      const count = first(record, SetRun.count);
      for (let k = 0; k < count; k++) x.set(first(record, SetRun.first) + k, values[k * 3] as number);
      i += more;
    } else expect(op).toBe(SceneOp.create);
  }
  return { x, colors, ends };
}

function setX(queue: CommandQueue, slot: number, value: number): void {
  const at = queue.update(slot, GENERATION, FIELD_POSITION);
  queue.floats[at + EntityCommand.position / 4] = value;
}

function setColor(queue: CommandQueue, slot: number, value: number): void {
  const at = queue.update(slot, GENERATION, FIELD_COLOR);
  queue.words[at + EntityCommand.color / 4] = value;
}

function setRun(queue: CommandQueue, from: number, count: number, value: number): void {
  const values = new Float32Array(count * 3).fill(value);
  const waiting = queue.waitingRun(FIELD_POSITION, from, count, GENERATION);
  if (waiting >= 0) {
    queue.floats.set(values, waiting);
    return;
  }
  const at = queue.begin(SceneOp.setRun | (FIELD_POSITION << 16), Math.ceil((count * 3) / RECORD_WORDS));
  queue.words[at + SetRun.first / 4] = from;
  queue.words[at + SetRun.generation / 4] = GENERATION;
  queue.words[at + SetRun.count / 4] = count;
  queue.noteMany(at, FIELD_POSITION, from, count, GENERATION, false);
  queue.put(values, 0, values.length);
}

describe.each([
  ['a ring of 16 records', () => ringSink(16)],
  ['batches', batchSink],
] as const)('commands over %s', (_, makeSink) => {
  it('come to what they would without waiting, whatever waits and is replaced', () => {
    const slot = fc.nat(40);
    const action = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('x' as const), slot }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('color' as const), slot }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('run' as const), slot, count: fc.integer({ min: 1, max: 40 }) }) },
      // The same ones each time, as scripts do.
      { weight: 3, arbitrary: fc.record({ do: fc.constant('run' as const), slot: fc.constantFrom(0, 20), count: fc.constant(20) }) },
      { weight: 1, arbitrary: fc.constant({ do: 'create' as const }) },
      { weight: 2, arbitrary: fc.constant({ do: 'end' as const }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), count: fc.nat(20) }) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 150 }), (actions) => {
        const sink = makeSink();
        const queue = new CommandQueue(sink.carrier);
        const x = new Map<number, number>();
        const colors = new Map<number, number>();
        let update = 0;
        let created = 0;
        let value = 0;
        for (const one of actions) {
          value += 1;
          if (one.do === 'x') {
            setX(queue, one.slot, value);
            x.set(one.slot, value);
          } else if (one.do === 'color') {
            setColor(queue, one.slot, value);
            colors.set(one.slot, value);
          } else if (one.do === 'run') {
            setRun(queue, one.slot, one.count, value);
            for (let k = 0; k < one.count; k++) x.set(one.slot + k, value);
          } else if (one.do === 'create') {
            queue.command(SceneOp.create, true);
            created += 1;
          } else if (one.do === 'read') sink.read(one.count);
          else queue.endUpdate(++update);
        }
        queue.endUpdate(++update);
        for (let i = 0; i < 200; i++) {
          sink.read(1000);
          queue.publish();
        }
        sink.read(1000);
        expect(queue.waiting).toBe(0);
        const done = carryOut(sink.records);
        expect(new Map([...done.x].sort())).toEqual(new Map([...x].sort()));
        expect(new Map([...done.colors].sort())).toEqual(new Map([...colors].sort()));
        expect(sink.records.filter((record) => ((record[0] as number) & 255) === SceneOp.create).length).toBe(created);
        // Updates end in order, and the last one is the last record.
        expect(done.ends).toEqual([...done.ends].sort((a, b) => a - b));
        expect(done.ends.at(-1)).toBe(update);
      }),
      { numRuns: 300 },
    );
  });

  it('that wait are replaced by newer ones: a script that nobody reads gives no more memory away', () => {
    const sink = makeSink();
    const queue = new CommandQueue(sink.carrier);
    let most = 0;
    for (let update = 1; update <= 500; update++) {
      for (let slot = 0; slot < 30; slot++) setX(queue, slot, update + slot);
      setRun(queue, 100, 30, update);
      queue.endUpdate(update);
      if (update === 100) most = queue.waiting;
    }
    expect(queue.waiting).toBeLessThanOrEqual(most + 1);
    expect(queue.replaced).toBeGreaterThan(10_000);
    for (let i = 0; i < 50; i++) {
      sink.read(1000);
      queue.publish();
    }
    const { x } = carryOut(sink.records);
    expect([x.get(0), x.get(29), x.get(100), x.get(129)]).toEqual([500, 529, 500, 500]);
  });

  it('never drop what begins, and refuse changes once a million records wait', () => {
    const sink = makeSink();
    const queue = new CommandQueue(sink.carrier);
    for (let i = 0; queue.waiting < MOST_WAITING - 1; i++) {
      queue.command(SceneOp.create, true);
      if (i % 1000 === 0) queue.endUpdate(i);
    }
    while (queue.waiting < MOST_WAITING) setX(queue, 5, 1);
    const before = queue.waiting;
    expect(() => setX(queue, 7, 1)).toThrow(SceneOverflowError);
    expect(() => setX(queue, 7, 1)).toThrow('1000000 may');
    // One that waits is changed all the same, and what is vital is taken.
    expect(queue.waiting).toBe(before);
    for (let i = 0; i < 100; i++) queue.command(SceneOp.destroy, true);
    expect(queue.waiting).toBe(before + 100);
  });
});

describe('a ring of commands', () => {
  it('shows what was given at the end of an update, or when half of it is full', () => {
    const sink = ringSink(64);
    const queue = new CommandQueue(sink.carrier);
    setX(queue, 1, 1);
    sink.read(100);
    expect(sink.records).toHaveLength(0);
    queue.endUpdate(1);
    sink.read(100);
    expect(sink.records).toHaveLength(2);
    for (let slot = 0; slot < 33; slot++) setX(queue, slot, 2);
    sink.read(100);
    expect(sink.records).toHaveLength(2 + 32);
  });
});

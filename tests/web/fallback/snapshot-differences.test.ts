import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import createEngine from '../../../build/wasm/skyflock-life.js';
import { createJsKernel } from '../../../web/fallback/life/kernel.js';
import {
  MOST_IDS,
  MOST_TICKS,
  OLDEST_BIRTH,
  OPTIONS,
  SnapshotAnimal,
  SnapshotHeader,
  TribeSetup,
} from '../../../web/generated/life-layout.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { optionNumber } from '../../../web/life/shared/settings.js';
import { readParts, type SnapshotParts } from '../../../web/life/shared/snapshot.js';
import { found, instantiate, WasmKernel } from '../../../web/life/wasm/wasm-kernel.js';
import { type Sums, seal, storedSnapshot } from '../../support/snapshots.js';

const request = resolveRequest({ scene: 'pair' });
const MUTATIONS = 1000;
/** Worlds with room for more are as sound, but slow. */
const MOST_ENTITIES = 4096;
const LITTLE = true;

/** Words at and beyond the edges of what integers may be. */
const INTEGERS = [
  ...[0, 1, 2, 0xff, 0x100, 0x10f, 0xfff, 200, 201, 300, 301, 0x7fffffff, 0x80000000, 0xffffffff],
  ...[MOST_IDS, MOST_IDS + 1, MOST_TICKS, MOST_TICKS - 1, OLDEST_BIRTH >>> 0, (OLDEST_BIRTH - 1) >>> 0, 0xc0000000, 0xbfffffff],
];
/** The same of f32. */
const FLOATS = [
  ...[0x7fc00000, 0x7f800000, 0xff800000, 0x00000001, 0x007fffff, 0x447a0000, 0x447a0001, 0x437fffff, 0x43800000, 0x42c80000],
  ...[0x42c80001, 0xc2f00000, 0xc2f00001, 0x43978000, 0x43978001, 0xc3978000, 0x43b40000, 0x43b40001, 0x49742400, 0x3f800000],
];
const WORDS = [...INTEGERS, ...FLOATS];

/** The same numbers on every machine: mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof randomFrom>;

/** Where a word is changed: small parts as often as large ones. */
function placeIn(parts: SnapshotParts, random: Random): number {
  const animal = parts.animals + SnapshotAnimal.size * random(Math.max(1, parts.header.animalCount));
  const ranges: [number, number][] = [
    [SnapshotHeader.version, SnapshotHeader.size],
    [SnapshotHeader.tick, SnapshotHeader.hashLow],
    [parts.options, parts.tribes],
    [parts.tribes, parts.tribes + TribeSetup.size * parts.header.tribeCount],
    [parts.totals, parts.animals],
    [animal, animal + SnapshotAnimal.size],
    [animal, animal + SnapshotAnimal.size],
    [animal, animal + SnapshotAnimal.size],
    [parts.food, parts.labels],
    [Math.min(parts.labels, parts.end - 8), parts.end],
  ];
  const [begin, end] = ranges[random(ranges.length)] as [number, number];
  return begin + 4 * random((end - begin) / 4);
}

function mutateOption(view: DataView, parts: SnapshotParts, random: Random): void {
  const index = random(OPTIONS.length);
  const { least, most } = OPTIONS[index] as (typeof OPTIONS)[number];
  const share = random(1001) / 1000;
  const values = [
    least,
    most,
    least - 1,
    most + 1,
    least + 0.5,
    Math.round(least + (most - least) * share ** 3),
    Number.NaN,
    most * 1.0000001,
  ];
  view.setFloat64(parts.options + 8 * index, values[random(values.length)] as number, LITTLE);
}

/** Puts many animals on one line, as no run does. */
function crowd(view: DataView, { animals, header }: SnapshotParts, random: Random): void {
  const x = view.getFloat32(animals + SnapshotAnimal.x, LITTLE);
  const count = random(header.animalCount + 1);
  for (let n = 0; n < count; n += 1) view.setFloat32(animals + SnapshotAnimal.size * n + SnapshotAnimal.x, x, LITTLE);
}

/** Puts a tick, an id or a birth to one at an edge. */
function age(view: DataView, parts: SnapshotParts, random: Random): void {
  const animal = parts.animals + SnapshotAnimal.size * random(Math.max(1, parts.header.animalCount));
  const places = [SnapshotHeader.tick, SnapshotHeader.nextId, animal + SnapshotAnimal.birthTick];
  view.setUint32(places[random(places.length)] as number, INTEGERS[random(INTEGERS.length)] as number, LITTLE);
}

/** Changes a word to one at an edge, by a bit or by its least step, an option, or the places of a crowd. */
function mutate(view: DataView, parts: SnapshotParts, random: Random): void {
  const at = placeIn(parts, random);
  const word = view.getUint32(at, LITTLE);
  const kind = random(8);
  if (kind === 0) view.setUint32(at, (word ^ (1 << random(32))) >>> 0, LITTLE);
  else if (kind === 1) view.setUint32(at, word + random(3) - 1, LITTLE);
  else if (kind === 2) mutateOption(view, parts, random);
  else if (kind === 3) crowd(view, parts, random);
  else if (kind === 4) age(view, parts, random);
  else view.setUint32(at, WORDS[random(WORDS.length)] as number, LITTLE);
}

/** A mutation of a snapshot; the same for the same number. */
function mutation(snapshot: ArrayBuffer, seed: number): ArrayBuffer {
  const random = randomFrom(seed);
  const parts = readParts(snapshot);
  const bytes = snapshot.slice(0);
  const view = new DataView(bytes);
  // Mostly one: of several, the first that is refused hides the others.
  for (let changes = 1 + Math.floor(random(5) / 3) + Math.floor(random(5) / 4); changes > 0; changes -= 1) mutate(view, parts, random);
  const room = parts.options + 8 * optionNumber('maxEntities');
  if (view.getFloat64(room, LITTLE) > MOST_ENTITIES && view.getFloat64(room, LITTLE) <= 2 ** 20)
    view.setFloat64(room, MOST_ENTITIES, LITTLE);
  const sums: Sums[] = ['kept', 'checksum', 'checksum', 'all', 'all', 'all', 'all', 'all'];
  seal(bytes, parts, sums[random(sums.length)] as Sums);
  if (random(20) > 0) return bytes;
  const length = Math.max(0, bytes.byteLength + random(17) - 8);
  const other = new Uint8Array(length);
  other.set(new Uint8Array(bytes).subarray(0, length));
  return other.buffer;
}

/** What a kernel makes of a snapshot: its refusal, or the world, saved, and its hash some ticks later. */
function verdictOf(restore: () => LifeKernel): unknown[] {
  let kernel: LifeKernel;
  try {
    kernel = restore();
  } catch (error) {
    return [(error as Error).name, (error as Error).message];
  }
  const seen: unknown[] = ['loaded', kernel.hash(), Buffer.from(kernel.save()).toString('base64')];
  try {
    for (let tick = 0; tick < 2; tick += 1) kernel.step();
    seen.push(kernel.hash());
  } catch (error) {
    // A crowd at the border is the one thing that a sound world can fail at.
    seen.push((error as Error).message);
  }
  kernel.destroy();
  return seen;
}

describe('mutations of stored snapshots', () => {
  let wasm: (snapshot: ArrayBuffer) => LifeKernel;

  beforeAll(async () => {
    const module = await WebAssembly.compile(readFileSync(new URL('../../../build/wasm/skyflock-life.wasm', import.meta.url)));
    const { engine, memory } = await instantiate(createEngine, module);
    wasm = (snapshot) => {
      const host = new engine.LifeHost();
      return new WasmKernel('wasm', host, memory, found(engine, host, memory, request, snapshot));
    };
  });

  it.each([
    'savanna-version-2.skylife',
    'savanna-version-1.skylife',
    'flock-version-2.skylife',
    'islands-version-2.skylife',
    'pair-version-2.skylife',
  ])('come to the same in WebAssembly and in JavaScript: %s', { timeout: 120_000 }, (file) => {
    const snapshot = storedSnapshot(file);
    const counts = { loaded: 0, refused: 0 };
    const reasons = new Set<unknown>();
    for (let seed = 1; seed <= MUTATIONS; seed += 1) {
      const bytes = mutation(snapshot, seed);
      const expected = verdictOf(() => wasm(bytes));
      expect(
        verdictOf(() => createJsKernel(request, bytes)),
        `mutation ${seed}`,
      ).toEqual(expected);
      counts[expected[0] === 'loaded' ? 'loaded' : 'refused'] += 1;
      if (expected[0] !== 'loaded') reasons.add(expected[1]);
    }
    // Both ends are reached, and not by one check alone.
    expect(counts.loaded).toBeGreaterThan(MUTATIONS / 20);
    expect(counts.refused).toBeGreaterThan(MUTATIONS / 5);
    expect(reasons.size).toBeGreaterThan(10);
  });
});

/** Stored snapshots that tests change, and the table of what is owed to them (tests/snapshots/refusals.txt). */
import { readFileSync } from 'node:fs';
import { addRecord, mixWord } from '../../web/engine/hash.js';
import { cosTurns } from '../../web/fallback/core/math.js';
import { wordOf } from '../../web/fallback/life/genes.js';
import { GENES, SnapshotAnimal, SnapshotHeader } from '../../web/generated/life-layout.js';
import { readParts, type SnapshotParts, snapshotChecksum } from '../../web/life/shared/snapshot.js';

const f = Math.fround;
const LITTLE = true;
const VIEW_ANGLE = GENES.findIndex(({ name }) => name === 'viewAngle');

/** Which of a snapshot's sums are made right after a change. */
export type Sums = 'kept' | 'checksum' | 'all';

/** A line of the table. */
export interface RefusalCase {
  readonly what: string;
  readonly file: string;
  readonly sums: Sums;
  readonly changes: readonly string[];
  /** The whole sentence; null when it is loaded. */
  readonly owed: string | null;
}

export function storedSnapshot(name: string): ArrayBuffer {
  return new Uint8Array(readFileSync(new URL(`../snapshots/${name}`, import.meta.url))).buffer;
}

export function refusalCases(): RefusalCase[] {
  return readFileSync(new URL('../snapshots/refusals.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [what, file, sums, changes, owed] = line.split('|').map((cell) => cell.trim()) as [string, string, Sums, string, string];
      return { what, file, sums, changes: changes === '' ? [] : changes.split(', '), owed: owed === 'loaded' ? null : owed };
    });
}

/** The bytes of a case. */
export function changedSnapshot({ file, sums, changes }: RefusalCase): ArrayBuffer {
  const snapshot = storedSnapshot(file);
  const parts = readParts(snapshot);
  let length = snapshot.byteLength;
  for (const change of changes) {
    if (change.startsWith('length ')) length += Number(change.slice('length '.length));
    else write(new DataView(snapshot), parts, change);
  }
  seal(snapshot, parts, sums);
  const whole = new Uint8Array(length);
  whole.set(new Uint8Array(snapshot).subarray(0, length));
  return whole.buffer;
}

function write(view: DataView, parts: SnapshotParts, change: string): void {
  const [, part, bytes, type, value] = /^(\w+)([+-]\d+) (\w+) (\S+)$/.exec(change) ?? [];
  const at = (part === 'header' ? 0 : (parts[part as 'options'] as number)) + Number(bytes);
  const number = value === 'nan' ? Number.NaN : Number(value);
  if (type === 'u8') view.setUint8(at, number);
  else if (type === 'u32') view.setUint32(at, number, LITTLE);
  else if (type === 'i32') view.setInt32(at, number, LITTLE);
  else if (type === 'i64') view.setBigInt64(at, BigInt(value as string), LITTLE);
  else if (type === 'f32') view.setFloat32(at, number, LITTLE);
  else if (type === 'f64') view.setFloat64(at, number, LITTLE);
  else throw new Error(`a change that can't be read: ${change}`);
}

/** Makes sums right; the parts stand where they stood before the bytes were changed. */
export function seal(snapshot: ArrayBuffer, parts: SnapshotParts, sums: Sums): void {
  const view = new DataView(snapshot);
  if (sums === 'kept') return;
  if (sums === 'all') sealState(view, parts);
  // Bytes whose version there is not have no checksum.
  if (view.getUint32(SnapshotHeader.version, LITTLE) === parts.header.version) {
    view.setUint32(SnapshotHeader.checksum, snapshotChecksum(snapshot), LITTLE);
  }
}

function sealState(view: DataView, { header, animals, food }: SnapshotParts): void {
  const hash = new Uint32Array(2);
  const record = (...words: number[]): void => addRecord(hash, 0, Uint32Array.from(words), 0, words.length);
  const word = (at: number): number => view.getUint32(at, LITTLE);
  const float = (at: number): number => wordOf(view.getFloat32(at, LITTLE));
  record(word(SnapshotHeader.tick), word(SnapshotHeader.nextId));
  for (let n = 0; n < header.animalCount; n += 1) {
    const at = animals + n * SnapshotAnimal.size;
    complete(view, at);
    const { id, x, y, vx, vy, energy, info, foodCell, digest } = SnapshotAnimal;
    record(
      word(at + id),
      ...[x, y, vx, vy, energy].map((field) => float(at + field)),
      word(at + info),
      word(at + foodCell),
      word(at + digest),
    );
  }
  for (let cell = 0; cell < header.cellCount; cell += 1) record(cell, float(food + 4 * cell));
  view.setUint32(SnapshotHeader.hashLow, hash[0] as number, LITTLE);
  view.setUint32(SnapshotHeader.hashHigh, hash[1] as number, LITTLE);
}

/** What follows from an animal's genes, as far as they are any. */
function complete(view: DataView, at: number): void {
  const genes = GENES.map((_, gene) => view.getFloat32(at + SnapshotAnimal.genes + 4 * gene, LITTLE));
  if (genes.some((value, gene) => !(value >= f(GENES[gene]?.least ?? 0) && value <= f(GENES[gene]?.most ?? 0)))) return;
  let digest = 0;
  for (const value of genes) digest = mixWord(digest, wordOf(value));
  view.setUint32(at + SnapshotAnimal.digest, mixWord(digest, view.getUint32(at + SnapshotAnimal.birthTick, LITTLE)), LITTLE);
  const halfTurns = f(f((genes[VIEW_ANGLE] as number) * 0.5) * f(1 / 360));
  view.setFloat32(at + SnapshotAnimal.cosHalfView, cosTurns(halfTurns), LITTLE);
}

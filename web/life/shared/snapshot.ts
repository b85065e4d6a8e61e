/**
 * Snapshots: a world between two ticks as bytes (docs/snapshot-format.md). What every kernel and the
 * page need of them: where the parts stand, what the world was founded with, the checksum.
 *
 * A snapshot may come from anywhere. The checks here are those of src/life/snapshot.cpp, in the same
 * order and words; what they leave open (animals, food, state hash) is looked at by whoever loads it.
 */

import { mixWord } from '../../engine/hash.js';
import { shortestDecimal } from '../../engine/shortest-decimal.js';
import {
  GENES,
  MAX_COLUMNS,
  MAX_ENTITIES_LIMIT,
  MAX_LABEL_BYTES,
  MAX_TRIBES,
  OPTIONS,
  SNAPSHOT_LAYOUT_ID,
  SNAPSHOT_LAYOUT1,
  SNAPSHOT_MAGIC,
  SNAPSHOT_VERSION,
  SnapshotAnimal,
  SnapshotHeader,
  SnapshotTotals,
  TribeSetup,
} from '../../generated/life-layout.js';
import { LifeSnapshotError } from './errors.js';
import { DEFAULT_SCENE, LONGEST_NAME, SCENE_NAMES } from './founding.js';
import type { FoundingRequest, TribeRequest } from './messages.js';

type HeaderField = Exclude<keyof typeof SnapshotHeader, 'size'>;

/** A header, in the words of the newest version. */
export type SnapshotFields = Readonly<Record<HeaderField, number>>;

/** Where the parts of a snapshot stand, whatever its version; in bytes from its start. */
export interface SnapshotParts {
  readonly header: SnapshotFields;
  readonly options: number;
  readonly tribes: number;
  readonly totals: number;
  readonly animals: number;
  readonly food: number;
  readonly labels: number;
  readonly end: number;
  /** Whether the animals stand by ascending id. */
  readonly byId: boolean;
}

/** What a version differs in from the newest. A header that is shorter is filled up with zeros. */
const FORMATS = [
  { version: 1, headerBytes: 56, layoutId: SNAPSHOT_LAYOUT1, byId: false, checksumLanes: 4 },
  { version: SNAPSHOT_VERSION, headerBytes: SnapshotHeader.size, layoutId: SNAPSHOT_LAYOUT_ID, byId: true, checksumLanes: 16 },
] as const;

const FIELDS = (Object.keys(SnapshotHeader) as (keyof typeof SnapshotHeader)[]).filter((name): name is HeaderField => name !== 'size');
const LITTLE = true;
/** The checksum covers what follows it. */
const CHECKED = SnapshotHeader.checksum + 4;

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function refuse(why: string): never {
  throw new LifeSnapshotError(`The snapshot ${why}`);
}

/**
 * Finds the parts of a snapshot and checks magic, version, layout, counts and length.
 * @throws LifeSnapshotError saying what is wrong
 */
export function readParts(snapshot: ArrayBuffer): SnapshotParts {
  const bytes = snapshot.byteLength;
  if (bytes < 8) refuse('is cut off within its header.');
  const view = new DataView(snapshot);
  const version = view.getUint32(SnapshotHeader.version, LITTLE);
  if (view.getUint32(SnapshotHeader.magic, LITTLE) !== SNAPSHOT_MAGIC) refuse('is invalid: it begins with other bytes.');
  if (version > SNAPSHOT_VERSION) refuse('is of a later version of Skyflock; use that version to load it.');
  const format = FORMATS.find((one) => one.version === version);
  if (format === undefined) return refuse('is of a version that never was.');
  if (bytes < format.headerBytes) refuse('is cut off within its header.');
  const word = (at: number): number => (at < format.headerBytes ? view.getUint32(at, LITTLE) : 0);
  const header = Object.fromEntries(FIELDS.map((name) => [name, word(SnapshotHeader[name])])) as Record<HeaderField, number>;
  if (header.layoutId !== format.layoutId || header.optionCount !== OPTIONS.length) {
    refuse("is of another layout of Skyflock's records; use the version that saved it.");
  }
  if (
    header.tribeCount > MAX_TRIBES ||
    header.animalCount > MAX_ENTITIES_LIMIT ||
    header.cellCount > MAX_COLUMNS * MAX_COLUMNS ||
    header.labelBytes > MAX_LABEL_BYTES
  ) {
    refuse('is damaged: it counts more than a world can hold.');
  }
  const options = aligned(format.headerBytes);
  const tribes = options + 8 * OPTIONS.length;
  const totals = aligned(tribes + TribeSetup.size * header.tribeCount);
  const animals = totals + SnapshotTotals.size;
  const food = animals + SnapshotAnimal.size * header.animalCount;
  const labels = food + 8 * header.cellCount;
  const end = format.headerBytes === SnapshotHeader.size ? aligned(labels + header.labelBytes) : labels;
  if (bytes < end) refuse('is cut off, or damaged: it is shorter than it says.');
  if (bytes > end) refuse('is damaged: it is longer than it says.');
  if (header.bytes !== end) refuse('is damaged: its length is not what its counts come to.');
  return { header, options, tribes, totals, animals, food, labels, end, byId: format.byId };
}

/** The state hash that a snapshot's header tells: 16 hexadecimal digits. */
export function hashOfHeader({ hashHigh, hashLow }: SnapshotFields): string {
  return [hashHigh, hashLow].map((half) => half.toString(16).padStart(8, '0')).join('');
}

/**
 * What the world of a snapshot is founded with, as far as its header, options, tribes and labels tell.
 * Tribes without a name get one.
 * @param parts where they were found already
 * @throws LifeSnapshotError as readParts does, and for labels that can't be read
 */
export function foundingOfSnapshot(snapshot: ArrayBuffer, parts: SnapshotParts = readParts(snapshot)): FoundingRequest {
  const { header } = parts;
  const names = readLabels(new Uint8Array(snapshot, parts.labels, header.labelBytes));
  const view = new DataView(snapshot);
  const float = (at: number): number => shortestDecimal(view.getFloat32(at, LITTLE));
  const tribes = Array.from({ length: header.tribeCount }, (_, number): TribeRequest => {
    const at = parts.tribes + TribeSetup.size * number;
    return {
      name: names.tribes[number] ?? `Tribe ${number + 1}`,
      share: float(at + TribeSetup.share),
      pattern: view.getUint32(at + TribeSetup.pattern, LITTLE),
      hue: float(at + TribeSetup.hue),
      genes: GENES.map((_gene, gene) => float(at + TribeSetup.genes + 4 * gene)),
    };
  });
  return {
    // A scene that this version doesn't know founds nothing here: everything it means stands in the snapshot.
    scene: SCENE_NAMES.find((name) => name === names.scene) ?? DEFAULT_SCENE,
    options: Float64Array.from(OPTIONS, (_option, index) => view.getFloat64(parts.options + 8 * index, LITTLE)),
    tribes,
  };
}

/** The labels of a founding as a snapshot carries them; at most MAX_LABEL_BYTES of the layout. */
export function writeLabels({ scene, tribes }: FoundingRequest): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify({ scene, tribes: tribes.map(({ name }) => name) }));
  // Names are checked where a world is founded; without them a snapshot is as good.
  return bytes.byteLength <= MAX_LABEL_BYTES ? bytes : new Uint8Array(0);
}

function readLabels(bytes: Uint8Array): { readonly scene: string | null; readonly tribes: readonly string[] } {
  if (bytes.byteLength === 0) return { scene: null, tribes: [] };
  try {
    const { scene, tribes } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Record<string, unknown>;
    const isName = (name: unknown): name is string => typeof name === 'string' && name !== '' && name.length <= LONGEST_NAME;
    if (isName(scene) && Array.isArray(tribes) && tribes.every(isName) && new Set(tribes).size === tribes.length) return { scene, tribes };
  } catch {
    // No text, no JSON, or no object: refused like any other labels that aren't.
  }
  return refuse('is damaged: its labels are not the names of a scene and of tribes.');
}

/** The checksum that belongs into the header of these bytes, a whole snapshot of a version there is, and the beginning of a buffer. */
export function snapshotChecksum(snapshot: ArrayBuffer, bytes: number = snapshot.byteLength): number {
  const words = new Int32Array(snapshot, CHECKED, (bytes - CHECKED) / 4);
  const version = new DataView(snapshot).getUint32(SnapshotHeader.version, LITTLE);
  const count = (FORMATS.find((format) => format.version === version) ?? FORMATS[1]).checksumLanes;
  const lanes = new Int32Array(count).fill(0x9e3779b9);
  const whole = words.length - (words.length % count);
  for (let at = 0; at < whole; at += count) {
    for (let lane = 0; lane < count; lane += 1) {
      const mixed = Math.imul((lanes[lane] as number) ^ (words[at + lane] as number), 0x85ebca6b);
      lanes[lane] = mixed ^ (mixed >>> 15);
    }
  }
  let sum = words.byteLength;
  for (const lane of lanes) sum = mixWord(sum, lane);
  for (let at = whole; at < words.length; at += 1) sum = mixWord(sum, words[at] as number);
  return sum >>> 0;
}

/** @throws LifeSnapshotError unless the checksum of the snapshot's header is that of its bytes */
export function verifyChecksum(snapshot: ArrayBuffer, { header }: SnapshotParts): void {
  if (snapshotChecksum(snapshot) !== header.checksum) refuse('is damaged: its checksum is wrong.');
}

/**
 * The memory of a shower: one block, laid out as src/meteor/columns.h lays it out, byte for byte. A saved shower is
 * the block's first part, whichever kernel saved it.
 */
import {
  ARC_STEPS,
  MAX_EVENTS,
  Meteor,
  MeteorEvent,
  MeteorHeader,
  type MeteorOptions,
  MeteorPlaces,
  OPTIONS,
  Particle,
  ShowerState,
  SpawnConfig,
  Star,
  TrailPoint,
  TrailRange,
} from '../../generated/meteor-layout.js';
import { LAYOUT_ID } from '../../generated/meteor-names.js';

/** What there is room for: `Capacities`. */
export interface Capacities {
  meteors: number;
  /** A multiple of 4. */
  particles: number;
  /** Of one trail. */
  trailPoints: number;
  /** In and around the picture. */
  stars: number;
}

/** The fields of a record as numbers of words instead of bytes. */
function inWords<Record extends { readonly [field: string]: number }>(record: Record): { readonly [field in keyof Record]: number } {
  return Object.fromEntries(Object.entries(record).map(([name, bytes]) => [name, bytes / 4])) as { [field in keyof Record]: number };
}

/** Words of the header, of the places behind it, and of the state. */
export const H = inWords(MeteorHeader);
export const P = inWords(MeteorPlaces);
export const S = inWords(ShowerState);

/** Words of the options. */
export const O = Object.fromEntries(OPTIONS.map(({ name }, index) => [name, index])) as { readonly [name in keyof MeteorOptions]: number };

/** Elements of a path's table. */
export const TABLE = ARC_STEPS + 1;

const ALIGNMENT = 64;
const GUARD_BYTES = 64;
const GUARD = 0x5c;

/** Hands out parts of the block as core::Arena does; without one it counts. */
class Arena {
  readonly #block: ArrayBuffer | null;
  used = 0;

  constructor(block: ArrayBuffer | null) {
    this.#block = block;
  }

  words(count: number): Uint32Array {
    const at = this.#takeBytes(4 * count);
    return this.#block === null ? new Uint32Array(0) : new Uint32Array(this.#block, at, count);
  }

  floats(count: number): Float32Array {
    const at = this.#takeBytes(4 * count);
    return this.#block === null ? new Float32Array(0) : new Float32Array(this.#block, at, count);
  }

  #takeBytes(bytes: number): number {
    const at = Math.ceil(this.used / ALIGNMENT) * ALIGNMENT;
    const end = at + bytes;
    this.used = end + GUARD_BYTES;
    if (this.#block !== null) new Uint8Array(this.#block, end, GUARD_BYTES).fill(GUARD);
    return at;
  }
}

/** Every array of a shower: `Columns`, where each is described. */
export class Columns {
  readonly block: ArrayBuffer;
  readonly stateBytes: number;
  /** MeteorHeader and MeteorPlaces. */
  readonly header: Uint32Array;
  readonly state: Uint32Array;
  readonly stateFloats: Float32Array;
  readonly options: Uint32Array;
  readonly optionFloats: Float32Array;
  readonly config: Float32Array;
  readonly events: Uint32Array;
  readonly eventFloats: Float32Array;

  readonly id: Uint32Array;
  readonly type: Uint32Array;
  readonly shed: Uint32Array;
  readonly travelled: Float32Array;
  readonly speed: Float32Array;
  readonly length: Float32Array;
  readonly trail: Float32Array;
  readonly scale: Float32Array;
  readonly glow: Float32Array;
  readonly share: Float32Array;
  readonly owed: Float32Array;
  readonly startX: Float32Array;
  readonly startY: Float32Array;
  readonly leadX: Float32Array;
  readonly leadY: Float32Array;
  readonly bendX: Float32Array;
  readonly bendY: Float32Array;
  readonly table: Float32Array;
  readonly meteorFree: Uint32Array;

  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly vx: Float32Array;
  readonly vy: Float32Array;
  readonly birth: Uint32Array;
  readonly traits: Uint32Array;
  readonly owner: Uint32Array;
  readonly ownerId: Uint32Array;
  readonly particleFree: Uint32Array;

  readonly starDistance: Float32Array;
  readonly starAngle: Uint32Array;
  readonly starTraits: Uint32Array;
  readonly starPhase: Uint32Array;

  readonly meteors: Float32Array;
  readonly trailRanges: Uint32Array;
  readonly trailPoints: Float32Array;
  readonly particles: Float32Array;
  readonly stars: Float32Array;

  /** @throws RangeError when the memory is refused */
  constructor(room: Capacities, block: ArrayBuffer | null = new ArrayBuffer(blockBytes(room))) {
    const arena = new Arena(block);
    this.block = block ?? new ArrayBuffer(0);
    this.header = arena.words((MeteorHeader.size + MeteorPlaces.size) / 4);
    this.state = arena.words(ShowerState.size / 4);
    this.options = arena.words(OPTIONS.length);
    this.config = arena.floats(SpawnConfig.size / 4);
    this.events = arena.words((MAX_EVENTS * MeteorEvent.size) / 4);
    this.stateFloats = asFloats(this.state);
    this.optionFloats = asFloats(this.options);
    this.eventFloats = asFloats(this.events);
    const m = room.meteors;
    this.id = arena.words(m);
    this.type = arena.words(m);
    this.shed = arena.words(m);
    this.travelled = arena.floats(m);
    this.speed = arena.floats(m);
    this.length = arena.floats(m);
    this.trail = arena.floats(m);
    this.scale = arena.floats(m);
    this.glow = arena.floats(m);
    this.share = arena.floats(m);
    this.owed = arena.floats(m);
    this.startX = arena.floats(m);
    this.startY = arena.floats(m);
    this.leadX = arena.floats(m);
    this.leadY = arena.floats(m);
    this.bendX = arena.floats(m);
    this.bendY = arena.floats(m);
    this.table = arena.floats(m * TABLE);
    this.meteorFree = arena.words(m);
    const p = room.particles;
    this.x = arena.floats(p);
    this.y = arena.floats(p);
    this.vx = arena.floats(p);
    this.vy = arena.floats(p);
    this.birth = arena.words(p);
    this.traits = arena.words(p);
    this.owner = arena.words(p);
    this.ownerId = arena.words(p);
    this.particleFree = arena.words(p);
    this.stateBytes = arena.used;
    const s = room.stars;
    this.starDistance = arena.floats(s);
    this.starAngle = arena.words(s);
    this.starTraits = arena.words(s);
    this.starPhase = arena.words(s);
    this.meteors = arena.floats((m * Meteor.size) / 4);
    this.trailRanges = arena.words((m * TrailRange.size) / 4);
    this.trailPoints = arena.floats((m * (room.trailPoints + 1) * TrailPoint.size) / 4);
    this.particles = arena.floats(((p + 1) * Particle.size) / 4);
    this.stars = arena.floats((s * Star.size) / 4);
    if (block === null) this.header = new Uint32Array([arena.used]);
    else this.#writePlaces(room);
  }

  /** The arrays with an element for a meteor's slot, but for `table`, which has TABLE. */
  get meteorColumns(): (Uint32Array | Float32Array)[] {
    return [
      ...[this.id, this.type, this.shed, this.travelled, this.speed, this.length, this.trail, this.scale, this.glow],
      ...[this.share, this.owed, this.startX, this.startY, this.leadX, this.leadY, this.bendX, this.bendY],
    ];
  }

  /** The arrays with an element for a particle's slot. */
  get particleColumns(): (Uint32Array | Float32Array)[] {
    return [this.x, this.y, this.vx, this.vy, this.birth, this.traits, this.owner, this.ownerId];
  }

  #writePlaces(room: Capacities): void {
    const place = (field: number, value: number): void => {
      this.header[H.size + field / 4] = value;
    };
    place(MeteorPlaces.meteors, this.meteors.byteOffset);
    place(MeteorPlaces.trailRanges, this.trailRanges.byteOffset);
    place(MeteorPlaces.trailPoints, this.trailPoints.byteOffset);
    place(MeteorPlaces.particles, this.particles.byteOffset);
    place(MeteorPlaces.stars, this.stars.byteOffset);
    place(MeteorPlaces.events, this.events.byteOffset);
    place(MeteorPlaces.state, this.state.byteOffset);
    place(MeteorPlaces.options, this.options.byteOffset);
    place(MeteorPlaces.config, this.config.byteOffset);
    place(MeteorPlaces.stateBytes, this.stateBytes);
    place(MeteorPlaces.meteorCapacity, room.meteors);
    place(MeteorPlaces.particleCapacity, room.particles);
    place(MeteorPlaces.starCapacity, room.stars);
    place(MeteorPlaces.trailCapacity, room.trailPoints);
    place(MeteorPlaces.layoutId, LAYOUT_ID);
  }
}

/** The same words as f32. */
function asFloats(words: Uint32Array): Float32Array {
  return new Float32Array(words.buffer, words.byteOffset, words.length);
}

/** Bytes of a block with this room. */
function blockBytes(room: Capacities): number {
  const counted = new Columns(room, null).header[0] as number;
  return Math.ceil(counted / ALIGNMENT) * ALIGNMENT;
}

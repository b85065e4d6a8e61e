/**
 * The one place that makes typed arrays over a meteor engine's memory. Views are made anew when the engine says that
 * its block moved; between that, a frame makes none.
 */
import {
  MAX_EVENTS,
  Meteor,
  MeteorEvent,
  MeteorHeader,
  MeteorPlaces,
  OPTIONS,
  Particle,
  ShowerState,
  SpawnConfig,
  Star,
  TrailPoint,
  TrailRange,
} from '../../generated/meteor-layout.js';
import type { MeteorRenderData, MeteorRoom } from './kernel.js';

const FLOATS = new Float32Array(0);
const WORDS = new Uint32Array(0);

/** Words of the header that say what a frame took, which no two kernels agree on. */
const UPDATE_TIME = MeteorHeader.updateTime / 4;
const PACK_TIME = MeteorHeader.packTime / 4;

export class MeteorViews implements MeteorRenderData {
  meteors = FLOATS;
  meteorCount = 0;
  trailRanges = WORDS;
  trailPoints = FLOATS;
  trailPointCount = 0;
  particles = FLOATS;
  particleCount = 0;
  stars = FLOATS;
  starCount = 0;
  events = WORDS;
  eventCount = 0;
  header = WORDS;
  dirtyFlags = 0;
  epoch = 0;
  /** The options, a word each, and the same words as f32. */
  optionWords = WORDS;
  optionFloats = FLOATS;
  /** The SpawnConfig that spawning takes. */
  config = FLOATS;
  /** The ShowerState. */
  state = WORDS;
  #saved = new Uint8Array(0);

  /** Looks at a block that moved. */
  look(buffer: ArrayBuffer, base: number): void {
    const places = new Uint32Array(buffer, base + MeteorHeader.size, MeteorPlaces.size / 4);
    const place = (field: number): number => places[field / 4] as number;
    const floats = (field: number, count: number, bytes: number): Float32Array<ArrayBuffer> =>
      new Float32Array(buffer, base + place(field), (count * bytes) / 4);
    const words = (field: number, count: number, bytes: number): Uint32Array<ArrayBuffer> =>
      new Uint32Array(buffer, base + place(field), (count * bytes) / 4);
    const meteors = place(MeteorPlaces.meteorCapacity);
    this.header = new Uint32Array(buffer, base, MeteorHeader.size / 4);
    this.meteors = floats(MeteorPlaces.meteors, meteors, Meteor.size);
    this.trailRanges = words(MeteorPlaces.trailRanges, meteors, TrailRange.size);
    this.trailPoints = floats(MeteorPlaces.trailPoints, meteors * (place(MeteorPlaces.trailCapacity) + 1), TrailPoint.size);
    this.particles = floats(MeteorPlaces.particles, place(MeteorPlaces.particleCapacity), Particle.size);
    this.stars = floats(MeteorPlaces.stars, place(MeteorPlaces.starCapacity), Star.size);
    this.events = words(MeteorPlaces.events, MAX_EVENTS, MeteorEvent.size);
    this.optionWords = words(MeteorPlaces.options, OPTIONS.length, 4);
    this.optionFloats = floats(MeteorPlaces.options, OPTIONS.length, 4);
    this.config = floats(MeteorPlaces.config, 1, SpawnConfig.size);
    this.state = words(MeteorPlaces.state, 1, ShowerState.size);
    this.#saved = new Uint8Array(buffer, base, place(MeteorPlaces.stateBytes));
  }

  /** Takes over what a step changed. */
  update(flags: number): void {
    this.#count();
    this.eventCount = this.header[MeteorHeader.eventCount / 4] as number;
    this.dirtyFlags = flags;
  }

  /** Takes over what was packed outside of a step. Events stay those of the last step: the next one tells of newer ones. */
  show(): void {
    this.#count();
    this.dirtyFlags = this.header[MeteorHeader.dirtyFlags / 4] as number;
  }

  #count(): void {
    const { header } = this;
    this.meteorCount = header[MeteorHeader.meteorCount / 4] as number;
    this.trailPointCount = header[MeteorHeader.trailPoints / 4] as number;
    this.particleCount = header[MeteorHeader.particleCount / 4] as number;
    this.starCount = header[MeteorHeader.starCount / 4] as number;
    this.epoch = header[MeteorHeader.epoch / 4] as number;
  }

  /** Writes what a step took into the header. Unit: ms. */
  noteTimes(update: number, pack: number): void {
    this.header[UPDATE_TIME] = update * 1000;
    this.header[PACK_TIME] = pack * 1000;
  }

  /** Records that each array has room for. */
  get room(): MeteorRoom {
    const records = ({ byteLength }: Float32Array, bytes: number): number => byteLength / bytes;
    return {
      meteors: records(this.meteors, Meteor.size),
      trailPoints: records(this.trailPoints, TrailPoint.size),
      particles: records(this.particles, Particle.size),
      stars: records(this.stars, Star.size),
    };
  }

  /** A copy of what a saved shower is. */
  save(): ArrayBuffer {
    const copy = this.#saved.slice();
    // How long the last step took is no part of a shower.
    new Uint32Array(copy.buffer, 0, MeteorHeader.size / 4).fill(0, UPDATE_TIME, PACK_TIME + 1);
    return copy.buffer;
  }
}

/** The first bytes of a view, as words. */
export function wordsOf({ buffer, byteOffset }: Float32Array | Uint32Array, bytes: number): Uint32Array {
  return new Uint32Array(buffer, byteOffset, bytes / 4);
}

/** Writes the words of options into engine memory. */
export function writeOptionWords(buffer: ArrayBuffer, address: number, options: Uint32Array): void {
  new Uint32Array(buffer, address, options.length).set(options);
}

/** Writes a saved shower into engine memory. */
export function writeSaved(buffer: ArrayBuffer, address: number, saved: ArrayBuffer): void {
  new Uint8Array(buffer, address, saved.byteLength).set(new Uint8Array(saved));
}

/** The words of options, as the engine holds them, and the same as f32. */
export function optionRecord(): { readonly words: Uint32Array; readonly floats: Float32Array } {
  const words = new Uint32Array(OPTIONS.length);
  return { words, floats: new Float32Array(words.buffer) };
}

/** What two kernels must agree on, as a hash: everything a frame shows. For tests and the command line. */
import { addRecord } from '../../engine/hash.js';
import { Meteor, MeteorHeader, Particle, Star, TrailPoint, TrailRange } from '../../generated/meteor-layout.js';
import type { MeteorRenderData } from './kernel.js';
import { wordsOf } from './views.js';

/** The words of the header that follow from the shower alone, not from what a step took. */
const TOLD = [
  MeteorHeader.meteorCount,
  MeteorHeader.particleCount,
  MeteorHeader.frame,
  MeteorHeader.meanFrameTime,
  MeteorHeader.memory,
  MeteorHeader.highWater,
  MeteorHeader.cacheHits,
  MeteorHeader.cacheMisses,
  MeteorHeader.trailPoints,
  MeteorHeader.quality,
  MeteorHeader.starCount,
  MeteorHeader.eventCount,
] as const;

/** 16 hexadecimal digits: of the header's words, and of each meteor, trail, particle and star. */
export function hashFrame(data: MeteorRenderData): string {
  const hash = new Uint32Array(2);
  const header = Uint32Array.from(TOLD, (field) => data.header[field / 4] as number);
  addRecord(hash, 0, header, 0, header.length);
  const add = (array: Float32Array | Uint32Array, count: number, bytes: number): void => {
    const words = wordsOf(array, count * bytes);
    for (let at = 0; at < words.length; at += bytes / 4) addRecord(hash, 0, words, at, bytes / 4);
  };
  add(data.meteors, data.meteorCount, Meteor.size);
  add(data.trailRanges, data.meteorCount, TrailRange.size);
  add(data.trailPoints, data.trailPointCount, TrailPoint.size);
  add(data.particles, data.particleCount, Particle.size);
  add(data.stars, data.starCount, Star.size);
  return [...hash]
    .reverse()
    .map((half) => half.toString(16).padStart(8, '0'))
    .join('');
}

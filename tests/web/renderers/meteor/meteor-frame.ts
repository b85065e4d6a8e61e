import { DIRTY_ALL, Meteor, MeteorHeader, MeteorType, Particle, Star, TrailPoint } from '../../../../web/generated/meteor-layout.js';
import type { MeteorRenderData } from '../../../../web/meteor/shared/kernel.js';

/** A meteor to put into a frame, with a trail behind it. */
export interface TestMeteor {
  readonly x: number;
  readonly y: number;
  readonly scale?: number;
  /** Radians, clockwise from the right; the trail lies against it. */
  readonly angle?: number;
  readonly glow?: number;
  readonly life?: number;
  readonly type?: MeteorType;
  /** 1 in the colours of its type. */
  readonly look?: number;
  /** Pixels. */
  readonly trail?: number;
  readonly points?: number;
  /** Radians by which the trail bends. */
  readonly bend?: number;
}

export interface TestSpark {
  readonly x: number;
  readonly y: number;
  readonly scale?: number;
  readonly opacity?: number;
}

export interface TestStar {
  readonly x: number;
  readonly y: number;
  readonly radius?: number;
  readonly opacity?: number;
  readonly color?: number;
  readonly sparkle?: number;
}

export interface TestShower {
  readonly meteors?: readonly TestMeteor[];
  readonly sparks?: readonly TestSpark[];
  readonly stars?: readonly TestStar[];
  readonly quality?: number;
}

/** What a kernel would give for this shower, record for record. */
export function showerOf({ meteors = [], sparks = [], stars = [], quality = 2 }: TestShower): MeteorRenderData {
  const header = new Uint32Array(MeteorHeader.size / 4);
  header[MeteorHeader.quality / 4] = quality;
  const ranges: number[] = [];
  const points: number[] = [];
  for (const meteor of meteors) {
    const { trail = 160, points: count = 20 } = meteor;
    ranges.push(points.length / (TrailPoint.size / 4), trail > 0 ? count : 0);
    if (trail > 0) points.push(...trailPoints(meteor, trail, count));
  }
  return {
    meteors: records(meteors, Meteor, (meteor) => ({ scale: 1, angle: 0.9, glow: 1, life: 0.4, type: 0, look: 1, ...meteor })),
    meteorCount: meteors.length,
    trailRanges: Uint32Array.from(ranges),
    trailPoints: Float32Array.from(points),
    trailPointCount: points.length / (TrailPoint.size / 4),
    particles: records(sparks, Particle, (spark) => ({ vx: 0, vy: 0, scale: 0.24, opacity: 0.7, ...spark })),
    particleCount: sparks.length,
    stars: records(stars, Star, (star) => ({ radius: 1, opacity: 0.7, color: 0, sparkle: 0, ...star })),
    starCount: stars.length,
    events: new Uint32Array(0),
    eventCount: 0,
    header,
    dirtyFlags: DIRTY_ALL,
    epoch: 1,
  };
}

/** Points from the head on, on an arc. */
function trailPoints({ x, y, angle = 0.9, bend = 0 }: TestMeteor, length: number, count: number): number[] {
  const out: number[] = [];
  let [px, py] = [x, y];
  for (let index = 0; index < count; index += 1) {
    const share = index / (count - 1);
    out.push(px, py, 1 - share);
    const heading = angle + bend * share;
    px -= (Math.cos(heading) * length) / (count - 1);
    py -= (Math.sin(heading) * length) / (count - 1);
  }
  return out;
}

type Offsets = Readonly<Record<string, number>> & { readonly size: number };

function records<Value>(values: readonly Value[], layout: Offsets, fields: (value: Value) => object): Float32Array {
  const words = layout.size / 4;
  const out = new Float32Array(values.length * words);
  values.forEach((value, index) => {
    for (const [name, number] of Object.entries(fields(value))) {
      const at = layout[name];
      if (at !== undefined && name !== 'size') out[index * words + at / 4] = number;
    }
  });
  return out;
}

/** A shower with everything in it, the same each time: for pictures. */
export function richShower(width: number, height: number, quality = 2): MeteorRenderData {
  let seed = 7;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const stars = Array.from(
    { length: Math.round((width * height) / 2500) },
    (_, index): TestStar => ({
      x: random() * width,
      y: random() * height,
      radius: 0.4 + random() ** 3,
      opacity: 0.25 + 0.6 * random(),
      color: index % 4,
      sparkle: index % 40 === 0 ? 0.7 : 0,
    }),
  );
  const types = Object.values(MeteorType);
  const meteors = Array.from({ length: 12 }, (_, index): TestMeteor => {
    const type = types[index % 3] as MeteorType;
    const scale = (0.3 + 0.7 * random()) * (type === MeteorType.bright ? 1.8 : 1);
    return {
      ...{ x: (0.08 + 0.84 * random()) * width, y: (0.25 + 0.65 * random()) * height, type, scale },
      ...{ angle: 0.7 + random() * 1.6, bend: 0.25 * (random() - 0.5), trail: 60 + 160 * scale, points: 28 },
      glow: type === MeteorType.bright ? 2.2 : 1,
    };
  });
  const sparks = meteors.flatMap(({ x, y, angle = 0 }) =>
    Array.from(
      { length: 6 },
      (_, index): TestSpark => ({
        x: x - Math.cos(angle) * index * 9 + (random() - 0.5) * 30,
        y: y - Math.sin(angle) * index * 9 + (random() - 0.5) * 30,
        opacity: 0.75 * (1 - index / 6) ** 0.3,
      }),
    ),
  );
  return showerOf({ meteors, sparks, stars, quality });
}

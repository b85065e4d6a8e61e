/** Stars: the twin of src/meteor/stars.cpp, bit for bit. */
import {
  CLOCK_RATE,
  MeteorPurpose,
  SPARKLE_FROM,
  SPARKLE_ODDS,
  SPARKLE_RATE,
  SPARKLE_RATE_STEP,
  STAR_BRIGHT,
  STAR_COLORS,
  STAR_DIM,
  STAR_LEAST,
  STAR_SPREAD,
  TWINKLE_DEPTH,
  TWINKLE_RATE,
  TWINKLE_RATE_STEP,
} from '../../generated/meteor-layout.js';
import { sincosTurns } from '../core/math.js';
import { randomBits, randomKey, randomUnit } from '../core/rng.js';
import { type Columns, H, O, S } from './columns.js';

const f = Math.fround;
const PER_BYTE = f(1 / 255);
const PER_TURN = 1 / 4294967296;
const PER_PHASE = 1 / 2147483648;
const TURN_STEPS = f(4294967296 / CLOCK_RATE);
const LEAST = f(STAR_LEAST);
const SPREAD = f(STAR_SPREAD);
const DIM = f(STAR_DIM);
const BRIGHTER = f(f(STAR_BRIGHT) - DIM);
const DEPTH = f(TWINKLE_DEPTH);
const FROM = f(SPARKLE_FROM);
const PER_SPARKLE = f(1 / f(1 - FROM));
const SHARES = STAR_COLORS.map(({ share }) => f(share));
/** Colours by the byte they are drawn by. */
const COLORS = Uint8Array.from({ length: 256 }, (_, byte) => colorOf(f(byte * PER_BYTE)));

// What is worked out of all stars at once, since a function's number would have to be boxed.
let turns = new Float32Array(0);
let sines = new Float32Array(0);
let cosines = new Float32Array(0);

function colorOf(draw: number): number {
  let sum = 0;
  let color = 0;
  for (; color + 1 < SHARES.length; color++) {
    sum = f(sum + (SHARES[color] as number));
    if (draw < sum) break;
  }
  return color;
}

/** Places all stars: `placeStars`. */
export function placeStars(c: Columns): void {
  const w = c.optionFloats[O.width] as number;
  const h = c.optionFloats[O.height] as number;
  const key = randomKey(c.options[O.seed] as number, 0, MeteorPurpose.star);
  const reach = f(f(Math.sqrt(f(f(w * w) + f(h * h)))) * 0.5);
  for (let i = 0; i < c.starAngle.length; i++) {
    c.starDistance[i] = f(f(Math.sqrt(randomUnit(key, i * 4))) * reach);
    c.starAngle[i] = randomBits(key, i * 4 + 1);
    c.starTraits[i] = randomBits(key, i * 4 + 2);
    c.starPhase[i] = randomBits(key, i * 4 + 3);
  }
}

/** Packs the stars in the picture: `packStars`. */
export function packStars(c: Columns): void {
  const { stars, starAngle, starDistance, starTraits, starPhase } = c;
  const clock = c.state[S.clock] as number;
  c.state[S.starClock] = clock;
  const width = c.optionFloats[O.width] as number;
  const height = c.optionFloats[O.height] as number;
  const twinkle = c.optionFloats[O.twinkle] as number;
  const middleX = f(width * 0.5);
  const middleY = f(height * 0.5);
  const turned = Math.imul(clock, Math.trunc(f((c.optionFloats[O.starTurn] as number) * TURN_STEPS)));
  const count = starAngle.length;
  if (turns.length < count) [turns, sines, cosines] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i++) turns[i] = f(f(((starAngle[i] as number) + turned) | 0) * PER_TURN);
  sincosTurns(turns, count, sines, cosines);
  let out = 0;
  for (let i = 0; i < count; i++) {
    const distance = starDistance[i] as number;
    const x = f(middleX + f((cosines[i] as number) * distance));
    const y = f(middleY + f((sines[i] as number) * distance));
    if (!(x >= 0 && x <= width && y >= 0 && y <= height)) continue;
    const traits = starTraits[i] as number;
    const phase = starPhase[i] as number;
    const small = f((traits & 255) * PER_BYTE);
    const full = f(DIM + f(BRIGHTER * f(((traits >>> 8) & 255) * PER_BYTE)));
    // `waveOf`, from -1 to 1, of the phase of its twinkling, and below of its sparkling.
    const s = f(f((phase + Math.imul(clock, TWINKLE_RATE + (phase & 255) * TWINKLE_RATE_STEP)) | 0) * PER_PHASE);
    const low = f(f(f(f(s * f(1 - Math.abs(s))) * 4) + 1) * 0.5);
    let opacity = f(full * f(1 - f(f(twinkle * DEPTH) * low)));
    let sparkle = 0;
    if (((traits >>> 16) & 255) % SPARKLE_ODDS === 0) {
      const rate = SPARKLE_RATE + ((phase >>> 8) & 255) * SPARKLE_RATE_STEP;
      const r = f(f(((phase << 8) + Math.imul(clock, rate)) | 0) * PER_PHASE);
      const slow = f(f(r * f(1 - Math.abs(r))) * 4);
      if (slow > FROM) {
        sparkle = f(f(f(slow - FROM) * PER_SPARKLE) * twinkle);
        opacity = f(opacity + f(f(1 - opacity) * sparkle));
      }
    }
    stars[out] = x;
    stars[out + 1] = y;
    stars[out + 2] = f(LEAST + f(SPREAD * f(f(small * small) * small)));
    stars[out + 3] = opacity;
    stars[out + 4] = COLORS[traits >>> 24] as number;
    stars[out + 5] = sparkle;
    out += 6;
  }
  c.header[H.starCount] = out / 6;
}

/** How a meteor begins: the twin of src/meteor/launch.cpp, bit for bit. */
import {
  CONTROL_DOWN,
  CONTROL_FAR,
  CONTROL_NEAR,
  DEPTH_SPREAD,
  LARGE_SIZE,
  LARGEST,
  LOOK_STEP,
  MEDIUM_DEBRIS,
  MEDIUM_SIZE,
  METEOR_TYPES,
  MeteorDraw,
  MeteorEventKind,
  MeteorPurpose,
  MeteorType,
  NATURAL_SPREAD,
  OUTSIDE,
  Pattern,
  RADIANT_FROM,
  RADIANT_FROM_SPREAD,
  RADIANT_SPREAD,
  RADIANT_WAY,
  RADIANT_WAY_SPREAD,
  RADIANT_X,
  RADIANT_Y,
  RAIN_WANDER,
  SIDE_DEPTH,
  SMALL_DEBRIS,
  SMALLEST,
  SPEED_SPREAD,
  SpawnConfig,
  TOP_SHARE,
  TRAIL_BASE,
  TRAIL_PER_SIZE,
  TUNNEL_FROM,
  TUNNEL_FROM_SPREAD,
  TUNNEL_TO,
} from '../../generated/meteor-layout.js';
import { cosTurns, sinTurns } from '../core/math.js';
import { randomKey, randomUnit } from '../core/rng.js';
import { type Columns, O, S } from './columns.js';
import { shed } from './debris.js';
import { endMeteor, tellEvent } from './flight.js';
import { writePath } from './path.js';
import { NO_SLOT, type Pools } from './pools.js';

const f = Math.fround;
const SIDES_FROM = f(TOP_SHARE);
const RIGHT_FROM = f(SIDES_FROM + f(f(1 - SIDES_FROM) * 0.5));
const FAR = f(f(CONTROL_FAR) - 0.5);
const NEAR = f(f(CONTROL_NEAR) - 0.5);
const DOWN = f(f(CONTROL_DOWN) - 0.5);
const LEAST_SIZE = f(SMALLEST);
const SIZE_SPREAD = f(f(LARGEST) - LEAST_SIZE);
const PER_SIZE = f(2 / SIZE_SPREAD);
const GLOW_LEAST = METEOR_TYPES.map(({ glowLeast }) => f(glowLeast));
const GLOW_SPREAD = METEOR_TYPES.map(({ glowLeast, glowMost }) => f(f(glowMost) - f(glowLeast)));
const TYPE_SIZE = METEOR_TYPES.map(({ size }) => f(size));

/** The words of a SpawnConfig. */
export const CONFIG = {
  x: SpawnConfig.x / 4,
  y: SpawnConfig.y / 4,
  endX: SpawnConfig.endX / 4,
  endY: SpawnConfig.endY / 4,
  scale: SpawnConfig.scale / 4,
  speed: SpawnConfig.speed / 4,
  glow: SpawnConfig.glow / 4,
  type: SpawnConfig.type / 4,
  controlX: SpawnConfig.controlX / 4,
  controlY: SpawnConfig.controlY / 4,
  lifetime: SpawnConfig.lifetime / 4,
  look: SpawnConfig.look / 4,
} as const;

/** A config that leaves everything to chance. */
export const ANY = new Float32Array(SpawnConfig.size / 4).fill(Number.NaN);

interface Ends {
  startX: number;
  startY: number;
  endX: number;
  endY: number;
}

type Draw = (draw: MeteorDraw) => number;

function fromTheSky(w: number, h: number, slant: number, draw: Draw): Ends {
  const side = draw(MeteorDraw.side);
  const along = draw(MeteorDraw.start);
  const top = side < SIDES_FROM;
  const startX = top ? f(along * w) : side < RIGHT_FROM ? -OUTSIDE : f(w + OUTSIDE);
  const startY = top ? -OUTSIDE : f(f(along * h) * SIDE_DEPTH);
  const across = f(f(draw(MeteorDraw.end) * f(w + OUTSIDE * 2)) - OUTSIDE);
  const beyond = f(f(draw(MeteorDraw.depth) * h) * f(DEPTH_SPREAD));
  return { startX, startY, endX: f(across + f(slant * h)), endY: f(f(h + OUTSIDE) + beyond) };
}

function fromTheRadiant(w: number, h: number, draw: Draw): Ends {
  const originX = f(f(RADIANT_X) * w);
  const originY = f(f(RADIANT_Y) * h);
  const spread = f(f(f(draw(MeteorDraw.end) - 0.5) * f(RADIANT_SPREAD)) * w);
  const wayX = f(spread + f(f(0.5 * w) - originX));
  const wayY = f(f(h + OUTSIDE) - originY);
  const from = f(f(RADIANT_FROM) + f(f(RADIANT_FROM_SPREAD) * draw(MeteorDraw.start)));
  const to = f(f(from + f(RADIANT_WAY)) + f(f(RADIANT_WAY_SPREAD) * draw(MeteorDraw.depth)));
  return {
    startX: f(originX + f(wayX * from)),
    startY: f(originY + f(wayY * from)),
    endX: f(originX + f(wayX * to)),
    endY: f(originY + f(wayY * to)),
  };
}

function fromTheMiddle(w: number, h: number, draw: Draw): Ends {
  const diagonal = f(Math.sqrt(f(f(w * w) + f(h * h))));
  const turn = draw(MeteorDraw.end);
  const [cos, sin] = [cosTurns(turn), sinTurns(turn)];
  const from = f(f(f(TUNNEL_FROM) + f(f(TUNNEL_FROM_SPREAD) * draw(MeteorDraw.start))) * diagonal);
  const to = f(f(f(TUNNEL_TO) * diagonal) + OUTSIDE);
  const middleX = f(w * 0.5);
  const middleY = f(h * 0.5);
  return {
    startX: f(middleX + f(cos * from)),
    startY: f(middleY + f(sin * from)),
    endX: f(middleX + f(cos * to)),
    endY: f(middleY + f(sin * to)),
  };
}

function rain(w: number, h: number, slant: number, draw: Draw): Ends {
  const drift = f(slant * h);
  const startX = f(f(draw(MeteorDraw.start) * w) - f(drift * 0.5));
  const stray = f(f(f(draw(MeteorDraw.end) - 0.5) * f(RAIN_WANDER)) * w);
  const above = f(f(draw(MeteorDraw.depth) * h) * f(DEPTH_SPREAD));
  return { startX, startY: f(-OUTSIDE - above), endX: f(f(startX + drift) + stray), endY: f(h + OUTSIDE) };
}

function endsOf(c: Columns, draw: Draw): Ends {
  const w = c.optionFloats[O.width] as number;
  const h = c.optionFloats[O.height] as number;
  const slant = c.optionFloats[O.slant] as number;
  switch (c.options[O.pattern]) {
    case Pattern.radiant:
      return fromTheRadiant(w, h, draw);
    case Pattern.tunnel:
      return fromTheMiddle(w, h, draw);
    case Pattern.rain:
      return rain(w, h, slant, draw);
    default:
      return fromTheSky(w, h, slant, draw);
  }
}

function typeOf(c: Columns, draw: number): number {
  const cool = c.optionFloats[O.cool] as number;
  const warm = c.optionFloats[O.warm] as number;
  const bright = c.optionFloats[O.bright] as number;
  const at = f(draw * f(f(cool + warm) + bright));
  if (at < cool) return MeteorType.cool;
  if (at < f(cool + warm)) return MeteorType.warm;
  return bright > 0 ? MeteorType.bright : MeteorType.cool;
}

function debrisShare(size: number): number {
  if (size < f(MEDIUM_SIZE)) return f(SMALL_DEBRIS);
  return size < f(LARGE_SIZE) ? f(MEDIUM_DEBRIS) : 1;
}

/** Begins a meteor `ago` seconds ago: `launch`. Returns its slot, or NO_SLOT. */
export function launch(pools: Pools, config: Float32Array, ago: number, speedMultiplier: number): number {
  const slot = pools.takeMeteor();
  if (slot === NO_SLOT) return NO_SLOT;
  const { c } = pools;
  const option = c.optionFloats;
  c.state[S.meteorSerial] = (c.state[S.meteorSerial] as number) + 1;
  if (c.state[S.meteorSerial] === 0) c.state[S.meteorSerial] = 1;
  const serial = c.state[S.meteorSerial] as number;
  const key = randomKey(c.options[O.seed] as number, serial, MeteorPurpose.meteor);
  const draw: Draw = (what) => randomUnit(key, what);
  const given = (field: number, otherwise: number): number => {
    const value = config[field] as number;
    return Number.isNaN(value) ? otherwise : value;
  };

  const ends = endsOf(c, draw);
  const startX = given(CONFIG.x, ends.startX);
  const startY = given(CONFIG.y, ends.startY);
  const endX = given(CONFIG.endX, ends.endX);
  const endY = given(CONFIG.endY, ends.endY);
  const dx = f(endX - startX);
  const dy = f(endY - startY);
  const curve = option[O.curve] as number;
  const across = f(0.5 + f((dx < 0 ? NEAR : FAR) * curve));
  const down = f(0.5 + f(DOWN * curve));
  const controlX = given(CONFIG.controlX, f(startX + f(dx * across)));
  const controlY = given(CONFIG.controlY, f(startY + f(dy * down)));
  writePath(c, slot, startX, startY, controlX, controlY, endX, endY);

  const type = given(CONFIG.type, typeOf(c, draw(MeteorDraw.type)));
  const size = given(CONFIG.scale, f(LEAST_SIZE + f(SIZE_SPREAD * draw(MeteorDraw.size))));
  const scale = f(f(size * (option[O.size] as number)) * (TYPE_SIZE[type] as number));
  const strays = f(f(draw(MeteorDraw.speed) * 2) - 1);
  const usual = f((option[O.speed] as number) * f(1 + f(f(SPEED_SPREAD) * strays)));
  const larger = f(f(f(size - LEAST_SIZE) * PER_SIZE) - 1);
  const natural = f(f((option[O.natural] as number) * f(NATURAL_SPREAD)) * larger);
  const shine = f((GLOW_LEAST[type] as number) + f((GLOW_SPREAD[type] as number) * draw(MeteorDraw.glow)));
  c.id[slot] = serial;
  c.type[slot] = type + LOOK_STEP * given(CONFIG.look, 0);
  c.shed[slot] = 0;
  c.scale[slot] = scale;
  const lifetime = given(CONFIG.lifetime, 0);
  const speed = given(CONFIG.speed, lifetime > 0 ? f((c.length[slot] as number) / lifetime) : f(usual * f(1 + natural)));
  c.speed[slot] = speed;
  c.glow[slot] = given(CONFIG.glow, f(shine * (option[O.glow] as number)));
  c.trail[slot] = f(f(f(TRAIL_BASE) + f(f(TRAIL_PER_SIZE) * scale)) * (option[O.trailLength] as number));
  c.share[slot] = debrisShare(size);
  c.owed[slot] = 0;
  c.travelled[slot] = f(f(speed * speedMultiplier) * ago);
  c.state[S.meteorHighWater] = Math.max(c.state[S.meteorHighWater] as number, pools.liveMeteors);
  tellEvent(c, MeteorEventKind.spawned, slot);
  if ((c.travelled[slot] as number) >= f((c.length[slot] as number) + (c.trail[slot] as number))) {
    endMeteor(c, slot);
    return NO_SLOT;
  }
  shed(pools, slot, ago, speedMultiplier);
  return slot;
}

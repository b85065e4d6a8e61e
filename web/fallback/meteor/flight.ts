/** Meteors on their way: the twin of src/meteor/flight.cpp, bit for bit. */
import {
  ARC_STEPS,
  GLOW_FADE,
  GLOW_RISE,
  LOOK_STEP,
  MAX_EVENTS,
  MeteorEvent,
  MeteorEventKind,
  OWN_LOOK,
} from '../../generated/meteor-layout.js';
import { directionAngle } from '../core/math.js';
import { type Columns, H, O, S, TABLE } from './columns.js';
import { shed } from './debris.js';
import { pathDirection, pathParameter, pathPoint, place } from './path.js';
import type { Pools } from './pools.js';

const f = Math.fround;
const FADING_FROM = f(1 - f(GLOW_FADE));
const PER_RISE = f(1 / f(GLOW_RISE));
const PER_FADE = f(1 / f(GLOW_FADE));

/** Takes note of what happened to a meteor: `tellEvent`. */
export function tellEvent(c: Columns, kind: MeteorEventKind, slot: number): void {
  const { header, state } = c;
  let at = header[H.eventCount] as number;
  if (at < MAX_EVENTS) {
    header[H.eventCount] = at + 1;
  } else {
    if ((c.type[slot] as number) < LOOK_STEP) return;
    const displaced = state[S.displaced] as number;
    state[S.displaced] = displaced + 1;
    at = MAX_EVENTS - 1 - (displaced % MAX_EVENTS);
    if (at < (state[S.eventsTold] as number)) state[S.eventsTold] = at;
  }
  const length = c.length[slot] as number;
  const travelled = c.travelled[slot] as number;
  pathPoint(c, slot, pathParameter(c, slot, travelled < length ? travelled : length));
  const event = (at * MeteorEvent.size) / 4;
  c.events[event] = kind;
  c.events[event + 1] = c.id[slot] as number;
  c.eventFloats[event + 2] = place.x;
  c.eventFloats[event + 3] = place.y;
}

/** Ends a meteor: `endMeteor`. */
export function endMeteor(c: Columns, slot: number): void {
  tellEvent(c, MeteorEventKind.gone, slot);
  c.id[slot] = 0;
  const free = c.state[S.meteorFree] as number;
  c.meteorFree[free] = slot;
  c.state[S.meteorFree] = free + 1;
}

/** Moves all meteors: `fly`. */
export function fly(pools: Pools, seconds: number, speedMultiplier: number): void {
  const slots = pools.c.state[S.meteorSlots] as number;
  for (let slot = 0; slot < slots; slot++) {
    // What is shed may lay the columns out anew.
    const { c } = pools;
    if (c.id[slot] === 0) continue;
    const before = c.travelled[slot] as number;
    const after = f(before + f(f((c.speed[slot] as number) * speedMultiplier) * seconds));
    c.travelled[slot] = after;
    const length = c.length[slot] as number;
    const fading = f(length * FADING_FROM);
    if (before < fading && after >= fading) tellEvent(c, MeteorEventKind.dying, slot);
    shed(pools, slot, seconds, speedMultiplier);
    if (after >= f(length + (c.trail[slot] as number))) endMeteor(pools.c, slot);
  }
}

/** Packs meteors and their trails: `packMeteors`. */
export function packMeteors(c: Columns): void {
  const { id, meteors, trailPoints, trailRanges } = c;
  const slots = c.state[S.meteorSlots] as number;
  const most = c.options[O.trailPoints] as number;
  let count = 0;
  let points = 0;
  for (let slot = 0; slot < slots; slot++) {
    if (id[slot] === 0) continue;
    const travelled = c.travelled[slot] as number;
    const length = c.length[slot] as number;
    const head = travelled < length ? travelled : length;
    const t = pathParameter(c, slot, head);
    const life = f(head / length);
    const rising = f(life * PER_RISE);
    const fading = f(f(1 - life) * PER_FADE);
    const glow = rising < fading ? rising : fading;
    const out = count * 8;
    pathDirection(c, slot, t);
    meteors[out + 3] = directionAngle(place.y, place.x);
    pathPoint(c, slot, t);
    meteors[out] = place.x;
    meteors[out + 1] = place.y;
    meteors[out + 2] = c.scale[slot] as number;
    meteors[out + 4] = f((glow < 1 ? glow : 1) * (c.glow[slot] as number));
    meteors[out + 5] = life;
    const type = c.type[slot] as number;
    meteors[out + 6] = type % LOOK_STEP;
    meteors[out + 7] = type < LOOK_STEP ? OWN_LOOK : Math.trunc(type / LOOK_STEP);

    const trail = c.trail[slot] as number;
    const spacing = f(trail / (most - 1));
    const perTrail = f(1 / trail);
    const first = points;
    if (travelled > 0) {
      trailPoints[points * 3] = place.x;
      trailPoints[points * 3 + 1] = place.y;
      trailPoints[points * 3 + 2] = f(1 - f(f(travelled - head) * perTrail));
      points++;
      const startX = c.startX[slot] as number;
      const startY = c.startY[slot] as number;
      const leadX = c.leadX[slot] as number;
      const leadY = c.leadY[slot] as number;
      const bendX = c.bendX[slot] as number;
      const bendY = c.bendY[slot] as number;
      const perLength = f(ARC_STEPS / length);
      const table = slot * TABLE;
      let k = travelled > length ? Math.trunc(f(f(travelled - length) / spacing)) + 1 : 1;
      for (; k < most; k++) {
        const behind = f(travelled - f(spacing * k));
        const distance = behind < 0 ? 0 : behind;
        // pathParameter and pathPoint: most of a shower's time, so nothing is called.
        const along = f(distance * perLength);
        let step = along >>> 0;
        if (step > ARC_STEPS - 1) step = ARC_STEPS - 1;
        const from = c.table[table + step] as number;
        const at = f(from + f(f((c.table[table + step + 1] as number) - from) * f(along - step)));
        const opacity = f(1 - f(f(travelled - distance) * perTrail));
        trailPoints[points * 3] = f(f(f(f(bendX * at) + leadX) * at) + startX);
        trailPoints[points * 3 + 1] = f(f(f(f(bendY * at) + leadY) * at) + startY);
        trailPoints[points * 3 + 2] = opacity < 0 ? 0 : opacity;
        points++;
        if (distance === 0) break;
      }
      if (points - first < 2) points = first;
    }
    trailRanges[count * 2] = first;
    trailRanges[count * 2 + 1] = points - first;
    count++;
  }
  c.header[H.meteorCount] = count;
  c.header[H.trailPoints] = points;
}

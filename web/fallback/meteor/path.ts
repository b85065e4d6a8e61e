/**
 * Paths: the twin of src/meteor/path.h, bit for bit. What C++ returns as a pair is written to `place` here, since a
 * pair would have to be allocated.
 */
import { ARC_STEPS } from '../../generated/meteor-layout.js';
import { type Columns, TABLE } from './columns.js';

const f = Math.fround;
const STEP = 1 / ARC_STEPS;
const HALF_STEP = STEP / 2;
const SIMPSON = f(STEP / 6);

/** Where the last look at a path led to. */
export const place = { x: 0, y: 0 };

const reached = new Float32Array(TABLE);

/** Speed along the parameter. */
function pace(c: Columns, slot: number, t: number): number {
  pathDirection(c, slot, t);
  const { x, y } = place;
  return f(Math.sqrt(f(f(x * x) + f(y * y))));
}

/** Writes a path and its table into a slot: `writePath`. */
export function writePath(
  c: Columns,
  slot: number,
  ...[startX, startY, controlX, controlY, endX, endY]: [number, number, number, number, number, number]
): void {
  c.startX[slot] = startX;
  c.startY[slot] = startY;
  c.leadX[slot] = f(f(controlX - startX) * 2);
  c.leadY[slot] = f(f(controlY - startY) * 2);
  c.bendX[slot] = f(f(startX - f(controlX * 2)) + endX);
  c.bendY[slot] = f(f(startY - f(controlY * 2)) + endY);

  reached[0] = 0;
  let before = pace(c, slot, 0);
  for (let i = 0; i < ARC_STEPS; i++) {
    const t = f(i * STEP);
    const middle = pace(c, slot, f(t + HALF_STEP));
    const after = pace(c, slot, f(t + STEP));
    const sum = f(f(before + f(middle * 4)) + after);
    reached[i + 1] = f((reached[i] as number) + f(sum * SIMPSON));
    before = after;
  }
  const whole = reached[ARC_STEPS] as number;
  c.length[slot] = whole < 1 ? 1 : whole;

  const table = slot * TABLE;
  c.table[table] = 0;
  c.table[table + ARC_STEPS] = 1;
  let i = 0;
  for (let k = 1; k < ARC_STEPS; k++) {
    const target = f(whole * f(k * STEP));
    while (i < ARC_STEPS - 1 && (reached[i + 1] as number) < target) i++;
    const from = reached[i] as number;
    const width = f((reached[i + 1] as number) - from);
    const part = width > 0 ? f(f(target - from) / width) : 0;
    c.table[table + k] = f(f(i + part) * STEP);
  }
}

/** The parameter at a distance from the start: `pathParameter`. */
export function pathParameter(c: Columns, slot: number, distance: number): number {
  const at = f(distance * f(ARC_STEPS / (c.length[slot] as number)));
  let step = at >>> 0;
  if (step > ARC_STEPS - 1) step = ARC_STEPS - 1;
  const first = slot * TABLE + step;
  const from = c.table[first] as number;
  return f(from + f(f((c.table[first + 1] as number) - from) * f(at - step)));
}

/** Writes the point at a parameter to `place`: `pathPoint`. */
export function pathPoint(c: Columns, slot: number, t: number): void {
  place.x = f(f(f(f((c.bendX[slot] as number) * t) + (c.leadX[slot] as number)) * t) + (c.startX[slot] as number));
  place.y = f(f(f(f((c.bendY[slot] as number) * t) + (c.leadY[slot] as number)) * t) + (c.startY[slot] as number));
}

/** Writes the direction at a parameter to `place`: `pathDirection`. */
export function pathDirection(c: Columns, slot: number, t: number): void {
  const twice = f(t + t);
  place.x = f(f((c.bendX[slot] as number) * twice) + (c.leadX[slot] as number));
  place.y = f(f((c.bendY[slot] as number) * twice) + (c.leadY[slot] as number));
}

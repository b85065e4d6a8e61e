/** What the default camera frames: that part of src/scene/draw_list.cpp, bit for bit. */
import { squareRoot } from '../core/math.js';
import { SceneBounds } from './camera-view.js';
import { type Drawables, type DrawInput, OWN_CAMERA } from './drawables.js';
import type { Spheres } from './spheres.js';

const f = Math.fround;

const bounds = new SceneBounds();
const least = new Float32Array(3);
const most = new Float32Array(3);

/** The middle of the box around all spheres that every camera draws, and the sphere around that which holds them: `findBounds`. */
export function findBounds(input: DrawInput, drawables: Drawables, spheres: Spheres): SceneBounds {
  bounds.middle.fill(0);
  bounds.radius = 0;
  if (drawables.shared === 0) return bounds;
  const tags = drawables.tags();
  const { sphere } = spheres;
  least.fill(3e38);
  most.fill(-3e38);
  for (let slot = 0; slot < input.slots; slot++) {
    const tag = tags[slot] as number;
    // What isn't drawn has all bits.
    if ((tag & OWN_CAMERA) !== 0) continue;
    spheres.look(slot, tag);
    const radius = sphere[3] as number;
    for (let k = 0; k < 3; k++) {
      const middle = sphere[k] as number;
      const low = f(middle - radius);
      const high = f(middle + radius);
      if (low < (least[k] as number)) least[k] = low;
      if (high > (most[k] as number)) most[k] = high;
    }
  }
  // + 0: a zero of either sign is one place.
  for (let k = 0; k < 3; k++) bounds.middle[k] = f(f((least[k] as number) + (most[k] as number)) * 0.5) + 0;
  const middleX = bounds.middle[0] as number;
  const middleY = bounds.middle[1] as number;
  const middleZ = bounds.middle[2] as number;
  let largest = 0;
  for (let slot = 0; slot < input.slots; slot++) {
    const tag = tags[slot] as number;
    if ((tag & OWN_CAMERA) !== 0) continue;
    spheres.look(slot, tag);
    const x = f((sphere[0] as number) - middleX);
    const y = f((sphere[1] as number) - middleY);
    const z = f((sphere[2] as number) - middleZ);
    const reach = f(squareRoot(f(f(f(x * x) + f(y * y)) + f(z * z))) + (sphere[3] as number));
    if (reach > largest) largest = reach;
  }
  bounds.radius = largest;
  return bounds;
}

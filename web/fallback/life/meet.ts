/** The search for neighbours and what is added up over them: `lookAround` and `meet` of src/life/sense.cpp. */
import { BODY_RADIUS, CELL_SIZE, GHOST_CELLS, LEAST_DISTANCE } from '../../generated/life-layout.js';
import { pmax } from '../core/math.js';
import { ANIMAL_WORDS, COS_HALF_VIEW, COUNTED, INFO, PREDATOR, TRAIT_WORDS, TRIBE_MASK, VX, VY } from './columns.js';
import type { Partition } from './partition.js';
import { search } from './search.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const TOUCH = 2 * BODY_RADIUS;
const TOUCH2 = TOUCH * TOUCH;
const FAR = f(1e9);
const LEAST_AWAY = f(LEAST_DISTANCE);
/** u: how much farther than its sight an animal looks for cells, so that rounding never hides a neighbour. */
const CELL_SLACK = 1 / 16;
const PER_CELL = 1 / CELL_SIZE;
/** Cells that keep a coordinate positive, so that truncation rounds down. */
const CELL_OFFSET = 8;
/**
 * More than rounding to f32 can add to or take from a squared distance, as a factor: what is that much
 * too far is known to be so without any rounding.
 */
const ROUNDING = 1 + 1 / 1048576;

/** Adds up the neighbours of the `count` animals from a slot and own index on, which stand in a local row. */
export function lookAround(world: WorldState, p: Partition, ownLocalRow: number, firstSlot: number, firstOwn: number, count: number): void {
  const { store, rules, mind } = world;
  const { inSight } = mind;
  const { sightX, sightY } = store;
  const animals = store.sight.numbers;
  const infos = store.sight.words;
  const traits = store.traitsNext.numbers;
  const { cellStart } = p;
  const stride = p.stride | 0;
  const firstColumn = p.rect.x0 - GHOST_CELLS + CELL_OFFSET;
  const topRow = p.rect.y0 - GHOST_CELLS + CELL_OFFSET;
  const { personalSpace } = rules.options;
  const maxNeighbours = rules.options.maxNeighbours | 0;
  const inverseSpace = rules.inversePersonalSpace;
  const space2 = personalSpace * personalSpace * ROUNDING;
  const living = rules.options.movementOnly === 0;

  for (let k = 0; k < count; k++) {
    const slot = firstSlot + k;
    const at = slot * ANIMAL_WORDS;
    const x = sightX[slot] as number;
    const y = sightY[slot] as number;
    const vx = animals[at + VX] as number;
    const vy = animals[at + VY] as number;
    const tribe = (infos[at + INFO] as number) & TRIBE_MASK;
    const sight = mind.sight[k] as number;
    const sight2 = mind.sight2[k] as number;
    const surely2 = sight2 * ROUNDING;
    const cone = f((traits[(firstOwn + k) * TRAIT_WORDS + COS_HALF_VIEW] as number) * (mind.velocity[k] as number));

    const reach = sight + CELL_SLACK;
    let firstCell = (((x - reach) * PER_CELL + CELL_OFFSET) | 0) - firstColumn;
    let lastCell = (((x + reach) * PER_CELL + CELL_OFFSET) | 0) - firstColumn;
    let firstRow = (((y - reach) * PER_CELL + CELL_OFFSET) | 0) - topRow;
    let lastRow = (((y + reach) * PER_CELL + CELL_OFFSET) | 0) - topRow;
    if (firstCell < 0) firstCell = 0;
    if (lastCell >= stride) lastCell = stride - 1;
    if (firstRow < 0) firstRow = 0;
    if (lastRow >= p.localRows) lastRow = p.localRows - 1;
    const above = ownLocalRow - firstRow;
    const below = lastRow - ownLocalRow;
    const lastStep = 2 * (above > below ? above : below);

    let counts = 0;
    let predators = 0;
    let looked = 0;
    let allyX = 0;
    let allyY = 0;
    let allyVx = 0;
    let allyVy = 0;
    let apartX = 0;
    let apartY = 0;
    let pushX = 0;
    let pushY = 0;
    let fleeX = 0;
    let fleeY = 0;
    let predator2 = FAR;

    let row = ownLocalRow;
    let seen = 0;
    around: for (let step = 0; step <= lastStep; step++) {
      row = (row + ((step & 1) !== 0 ? 0 - step : step)) | 0; // 0, -1, +1, -2, +2 ... from the own row
      if (row < firstRow || row > lastRow) continue;
      const start = Math.imul(row, stride);
      const end = cellStart[start + lastCell + 1] as number;
      for (let other = cellStart[start + firstCell] as number; other < end; other++) {
        const wayX = (sightX[other] as number) - x;
        const wayY = (sightY[other] as number) - y;
        if (wayX * wayX + wayY * wayY >= surely2) continue;
        if (looked === maxNeighbours) break around;
        const dx = f(wayX);
        const dy = f(wayY);
        const d2 = f(f(dx * dx) + f(dy * dy));
        if (d2 >= sight2) continue;
        looked++;
        // Bodies that touch are felt from all sides. Only the animal itself is at no distance.
        const d = f(Math.sqrt(d2));
        if (d2 === 0 || (d2 >= TOUCH2 && f(f(dx * vx) + f(dy * vy)) < f(cone * d))) continue;
        inSight[seen++] = other;
        const there = other * ANIMAL_WORDS;
        const info = infos[there + INFO] as number;
        if ((info & TRIBE_MASK) === tribe) {
          counts += 1 + (info & COUNTED);
          allyX = f(allyX + dx);
          allyY = f(allyY + dy);
          allyVx = f(allyVx + (animals[there + VX] as number));
          allyVy = f(allyVy + (animals[there + VY] as number));
        } else {
          counts++;
          if (living && (info & PREDATOR) !== 0) {
            predators++;
            const inverse = f(1 / pmax(d, LEAST_AWAY));
            const fear = f(inverse * inverse);
            fleeX = f(fleeX - f(dx * fear));
            fleeY = f(fleeY - f(dy * fear));
            if (d2 < predator2) predator2 = d2;
          }
        }
        if (d2 >= space2) continue;
        // (1 - d / space) / d, 0 from its rim on.
        const inverse = f(1 / pmax(d, LEAST_AWAY));
        const apart = pmax(0, f(inverse - inverseSpace));
        apartX = f(apartX - f(dx * apart));
        apartY = f(apartY - f(dy * apart));
        if (d2 >= TOUCH2) continue;
        const push = pmax(0, f(f(TOUCH * inverse) - 1));
        pushX = f(pushX - f(dx * push));
        pushY = f(pushY - f(dy * push));
      }
    }
    if ((mind.seeks[k] as number) !== 0) search(world, slot, firstOwn + k, k, seen);
    mind.counts[k] = counts;
    mind.predators[k] = predators;
    mind.looked[k] = looked;
    mind.allyX[k] = allyX;
    mind.allyY[k] = allyY;
    mind.allyVx[k] = allyVx;
    mind.allyVy[k] = allyVy;
    mind.apartX[k] = apartX;
    mind.apartY[k] = apartY;
    mind.pushX[k] = pushX;
    mind.pushY[k] = pushY;
    mind.fleeX[k] = fleeX;
    mind.fleeY[k] = fleeY;
    mind.predator2[k] = predator2;
  }
}

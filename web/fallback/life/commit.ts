/**
 * The end of a tick: what the partitions left becomes the state.
 *
 * The twin of src/life/world.cpp.
 */
import { MAX_TRIBES } from '../../generated/life-layout.js';
import { failure, type Status } from '../core/status.js';
import { Count, type Partition } from './partition.js';
import { addSums } from './statistics.js';
import type { WorldState } from './world-state.js';

/** Ends the tick; says why the world must not go on, or null. */
export function commit(world: WorldState): Status {
  const { store, totals } = world;
  totals.counts[Count.sightCutOff] = 0;
  totals.counts[Count.invalid] = 0;
  let population = 0;
  for (let i = 0; i < world.plan.length; i++) {
    const p = world.partitions[i] as Partition;
    p.previousBegin = p.ownBegin;
    p.previousEnd = p.ownBegin + p.ownCount;
    p.aliveCount = p.ownCount;
    for (let k = 0; k < 3 * MAX_TRIBES; k++) p.aliveCount -= p.counts[Count.deaths + k] as number;
    population += p.aliveCount;
    addSums(world, p);
  }
  world.animalEnd = world.newbornBegin + world.birthCount;
  world.population = population + world.birthCount;
  world.slicesMatchPlan = true;
  [store.traits, store.traitsNext] = [store.traitsNext, store.traits];
  if (world.rules.options.movementOnly === 0) [store.food, store.foodNext] = [store.foodNext, store.food];
  world.tick++;
  return totals.counts[Count.invalid] === 0 ? null : failure("An animal's next state is not a finite number.");
}

/** Where a partition finds its animals at the beginning of a tick: the twin of src/life/migration.h. */
import type { Partition } from './partition.js';
import type { WorldState } from './world-state.js';

/** Does something with the entries begin .. end - 1 of `animals` for a partition. */
export type SourceRange = (world: WorldState, p: Partition, begin: number, end: number) => void;

/**
 * Calls `range` for the entries among which partition p finds its own: its own slice, what left the
 * other partitions, and the newborn; or all of them when the partitions changed since the last tick.
 */
export function forEachSource(world: WorldState, p: Partition, range: SourceRange): void {
  if (!world.slicesMatchPlan) {
    range(world, p, 0, world.animalEnd);
    return;
  }
  range(world, p, p.previousBegin, p.previousEnd);
  const { outbox } = world.store;
  for (let i = 0; i < world.plan.length; i++) {
    if (i === p.index) continue;
    const other = world.partitions[i] as Partition;
    for (let k = 0; k < other.outboxCount; k++) {
      const migrant = outbox[other.previousBegin + k] as number;
      range(world, p, migrant, migrant + 1);
    }
  }
  range(world, p, world.newbornBegin, world.animalEnd);
}

/** The food of a partition's cells in a packet; a world that only moves has none. */
import type { Partition } from '../../partition.js';
import type { WorldState } from '../../world-state.js';
import type { Packet } from './packet.js';

export function putFood(world: WorldState, packet: Packet, p: Partition): void {
  forEachRow(world, p, (first) => packet.putColumn(world.store.foodNext, first, p.width));
}

export function takeFood(world: WorldState, packet: Packet, p: Partition): void {
  forEachRow(world, p, (first) => packet.takeColumn(world.store.foodNext, first, p.width));
}

function forEachRow(world: WorldState, p: Partition, row: (first: number) => void): void {
  if (world.rules.options.movementOnly !== 0) return;
  for (let y = p.rect.y0; y < p.rect.y1; y++) row(y * world.columns + p.rect.x0);
}

/**
 * The last round: what everybody has to know of a partition before the next tick begins. Its sums, the
 * animals that stay in its cells, its food; and its movers, the animals that left it and the newborn
 * outside of it, of whom the new owner gets all there is.
 */
import { ANIMAL_WORDS, NOWHERE, TRAIT_WORDS } from '../../columns.js';
import { tally } from '../../grid.js';
import { COUNTS, type Partition } from '../../partition.js';
import { partitionOf, type WorldState } from '../../world-state.js';
import { putFood, takeFood } from './food-rows.js';
import { type Mesh, Round } from './mesh.js';
import type { Packet } from './packet.js';

/** Own indices of p's movers; its outbox and the cells of its newborn are complete. */
export function moversOf(world: WorldState, p: Partition, newborn: readonly number[]): number[] {
  const { outbox } = world.store;
  const movers = Array.from(outbox.subarray(p.ownBegin, p.ownBegin + p.outboxCount));
  for (const own of newborn) if (ownerOf(world, own) !== p) movers.push(own);
  return movers;
}

function ownerOf(world: WorldState, own: number): Partition {
  const cell = world.store.cells[own] as number;
  const y = (cell / world.columns) | 0;
  return world.partitions[partitionOf(world, cell - y * world.columns, y)] as Partition;
}

/**
 * Counts the animals of p that stay: p.cellCounts is then the next exchange's, but for the movers.
 * Returns how many there are.
 */
export function countStayers(world: WorldState, p: Partition): number {
  p.cellCounts.fill(0);
  const end = world.newbornBegin + world.birthCount;
  return tally(world, p, p.ownBegin, p.ownBegin + p.ownCount) + tally(world, p, world.newbornBegin, end);
}

/** @param stayers what countStayers returned */
export function packMigration(
  world: WorldState,
  mesh: Mesh,
  p: Partition,
  receiver: Partition,
  movers: readonly number[],
  stayers: number,
): Packet {
  const { animals, traitsNext, cells } = world.store;
  const most = movers.length * (2 + ANIMAL_WORDS + TRAIT_WORDS);
  const packet = mesh.packet(world.tick, Round.migration, 2 + COUNTS + 2 * p.cellCounts.length + most);
  packet.put(stayers);
  packet.put(movers.length);
  packet.putColumn(p.counts, 0, COUNTS);
  packet.putColumn(p.cellCounts, 0, p.cellCounts.length);
  putFood(world, packet, p);
  for (const own of movers) {
    packet.put(own);
    packet.put(cells[own] as number);
    if (ownerOf(world, own) !== receiver) continue;
    packet.putColumn(animals.words, own * ANIMAL_WORDS, ANIMAL_WORDS);
    packet.putColumn(traitsNext.words, own * TRAIT_WORDS, TRAIT_WORDS);
  }
  return packet;
}

/**
 * Takes what another partition says; its outbox is then what it has sent to p.
 *
 * @param movers own indices; the sender's are added
 * @returns the sender's stayers
 */
export function unpackMigration(world: WorldState, packet: Packet, p: Partition, sender: Partition, movers: number[]): number {
  const { animals, traitsNext, cells, outbox } = world.store;
  const stayers = packet.takeWord();
  const count = packet.takeWord();
  packet.takeColumn(sender.counts, 0, COUNTS);
  packet.takeColumn(sender.cellCounts, 0, sender.cellCounts.length);
  takeFood(world, packet, sender);
  sender.outboxCount = 0;
  for (let k = 0; k < count; k++) {
    const own = packet.takeWord();
    cells[own] = packet.takeWord();
    movers.push(own);
    if (ownerOf(world, own) !== p) continue;
    packet.takeColumn(animals.words, own * ANIMAL_WORDS, ANIMAL_WORDS);
    packet.takeColumn(traitsNext.words, own * TRAIT_WORDS, TRAIT_WORDS);
    if (own < world.newbornBegin) outbox[sender.ownBegin + sender.outboxCount++] = own;
  }
  return stayers;
}

/** Forgets where the newborn of the tick before stood: those that this worker is not told about are not its own. */
export function forgetNewborn(world: WorldState): void {
  world.store.cells.fill(NOWHERE, world.newbornBegin, world.newbornBegin + world.birthCount);
}

/** Adds the movers to the counts of the cells they go to. @param animals by partition, its animals */
export function countMovers(world: WorldState, movers: readonly number[], animals: number[]): void {
  for (const own of movers) {
    const owner = ownerOf(world, own);
    const cell = world.store.cells[own] as number;
    const y = (cell / world.columns) | 0;
    const x = cell - y * world.columns;
    const at = (y - owner.rect.y0) * owner.width + (x - owner.rect.x0);
    owner.cellCounts[at] = (owner.cellCounts[at] as number) + 1;
    animals[owner.index] = (animals[owner.index] as number) + 1;
  }
}

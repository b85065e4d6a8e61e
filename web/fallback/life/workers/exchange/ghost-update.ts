/**
 * The first round: every worker sends its neighbours the animals that stand in their ghost zones. They
 * are written to the slots of their owner, where fillGhosts finds them.
 */
import { GHOST_CELLS } from '../../../../generated/life-layout.js';
import { ANIMAL_WORDS } from '../../columns.js';
import { SEGMENT_WORDS } from '../../ghost-zone.js';
import type { Partition } from '../../partition.js';
import type { WorldState } from '../../world-state.js';
import { type Mesh, Round } from './mesh.js';
import type { Packet } from './packet.js';

/** Calls `run` for the slots begin .. end - 1 of `owner` that each segment of p's ghost zone copies. */
function forEachRun(p: Partition, owner: Partition, run: (begin: number, end: number) => void): void {
  const { segments } = p;
  for (let s = 0; s < segments.length; s += SEGMENT_WORDS) {
    if (segments[s] !== owner.index) continue;
    const first = ((segments[s + 2] as number) + GHOST_CELLS) * owner.stride + (segments[s + 1] as number) + GHOST_CELLS;
    const begin = owner.cellStart[first] as number;
    const end = owner.cellStart[first + (segments[s + 4] as number)] as number;
    if (begin < end) run(begin, end);
  }
}

/** The partitions other than p that have cells in p's ghost zone; p has some in theirs. */
export function neighboursOf(p: Partition): number[] {
  const neighbours = new Set<number>();
  for (let s = 0; s < p.segments.length; s += SEGMENT_WORDS) neighbours.add(p.segments[s] as number);
  neighbours.delete(p.index);
  return [...neighbours].sort((a, b) => a - b);
}

/** What `p` knows of its animals that a neighbour needs. */
export function packGhosts(world: WorldState, mesh: Mesh, p: Partition, neighbour: Partition): Packet {
  let slots = 0;
  forEachRun(neighbour, p, (begin, end) => {
    slots += end - begin;
  });
  const packet = mesh.packet(world.tick, Round.ghosts, slots * ANIMAL_WORDS);
  const { words } = world.store.sight;
  forEachRun(neighbour, p, (begin, end) => packet.putColumn(words, begin * ANIMAL_WORDS, (end - begin) * ANIMAL_WORDS));
  return packet;
}

export function unpackGhosts(world: WorldState, packet: Packet, p: Partition, neighbour: Partition): void {
  const { words } = world.store.sight;
  forEachRun(p, neighbour, (begin, end) => packet.takeColumn(words, begin * ANIMAL_WORDS, (end - begin) * ANIMAL_WORDS));
}

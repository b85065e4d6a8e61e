/** The fourth round: who asks for a birth. Every worker then admits all of them, with the same result. */
import { ANIMAL_WORDS, ID } from '../../columns.js';
import { type Partition, slotOfOwn } from '../../partition.js';
import type { WorldState } from '../../world-state.js';
import { type Mesh, Round } from './mesh.js';
import type { Packet } from './packet.js';

export function packRequests(world: WorldState, mesh: Mesh, p: Partition): Packet {
  const { requests, sight } = world.store;
  const packet = mesh.packet(world.tick, Round.births, 1 + 2 * p.requestCount);
  packet.put(p.requestCount);
  for (let k = 0; k < p.requestCount; k++) {
    const parent = requests[p.ownBegin + k] as number;
    packet.put(parent);
    packet.put(sight.words[slotOfOwn(p, parent) * ANIMAL_WORDS + ID] as number);
  }
  return packet;
}

export function unpackRequests(world: WorldState, packet: Packet, sender: Partition): void {
  const { requests, sight } = world.store;
  sender.requestCount = packet.takeWord();
  for (let k = 0; k < sender.requestCount; k++) {
    const parent = packet.takeWord();
    requests[sender.ownBegin + k] = parent;
    sight.words[slotOfOwn(sender, parent) * ANIMAL_WORDS + ID] = packet.takeWord();
  }
}

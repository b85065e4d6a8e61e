/**
 * What a worker tells the coordinator at the end of a tick: its slice of everything that frames,
 * statistics, snapshots, queries and the next plan are made of, and what the tick was like.
 */

import { addHash } from '../../../../engine/hash.js';
import { Phase } from '../../../../generated/life-layout.js';
import { ANIMAL_WORDS, SLICE_GAP, TRAIT_WORDS } from '../../columns.js';
import { AMOUNTS, COUNTS, type Partition } from '../../partition.js';
import { TICK_WORK } from '../../steps.js';
import type { WorldState } from '../../world-state.js';
import { putFood, takeFood } from './food-rows.js';
import type { Packet, PacketPool } from './packet.js';

/** The phases that workers hash their parts of. */
export const PART_PHASES = [Phase.exchange, Phase.sense, Phase.interact, Phase.settle] as const;

/** Milliseconds of a worker's tick by step, and the hashes of its parts of the phases. */
export interface TickRecord {
  readonly times: Float32Array;
  readonly hashes: Uint32Array;
}

export function makeTickRecord(): TickRecord {
  return { times: new Float32Array(TICK_WORK.length), hashes: new Uint32Array(2 * PART_PHASES.length) };
}

const HEADER_WORDS = 12;
const NEWBORN_WORDS = 2 + ANIMAL_WORDS + TRAIT_WORDS;

/** @param newborn own indices of the children of p's animals */
export function packSync(world: WorldState, pool: PacketPool, p: Partition, newborn: readonly number[], record: TickRecord): Packet {
  const { animals, traitsNext, cells } = world.store;
  const entries = p.ownCount + SLICE_GAP;
  const fixed = HEADER_WORDS + record.times.length + record.hashes.length + 2 * AMOUNTS + COUNTS;
  const all = entries * (ANIMAL_WORDS + TRAIT_WORDS + 1) + p.height + 1 + p.cellCounts.length + newborn.length * NEWBORN_WORDS;
  const packet = pool.takePacket(fixed + all);
  packet.put(world.tick);
  packet.put(p.ownBegin);
  packet.put(p.ownCount);
  packet.put(p.slotCount);
  packet.put(p.actorCount);
  packet.put(p.outboxCount);
  packet.put(world.newbornBegin);
  packet.put(world.birthCount);
  packet.put(world.firstNewbornId);
  packet.put(world.nextId);
  packet.put(world.birthsRefused);
  packet.put(newborn.length);
  packet.putColumn(record.times, 0, record.times.length);
  packet.putColumn(record.hashes, 0, record.hashes.length);
  packet.putColumn(new Uint32Array(p.amounts.buffer), 0, 2 * AMOUNTS);
  packet.putColumn(p.counts, 0, COUNTS);
  packet.putColumn(animals.words, p.ownBegin * ANIMAL_WORDS, entries * ANIMAL_WORDS);
  packet.putColumn(cells, p.ownBegin, entries);
  packet.putColumn(traitsNext.words, p.ownBegin * TRAIT_WORDS, p.ownCount * TRAIT_WORDS);
  packet.putColumn(p.ownRowStart, 0, p.height + 1);
  putFood(world, packet, p);
  for (const own of newborn) {
    packet.put(own);
    packet.put(cells[own] as number);
    packet.putColumn(animals.words, own * ANIMAL_WORDS, ANIMAL_WORDS);
    packet.putColumn(traitsNext.words, own * TRAIT_WORDS, TRAIT_WORDS);
  }
  return packet;
}

/**
 * Takes what the worker of partition p says.
 *
 * @param hashes the hashes of its parts are added to these, two words a phase
 */
export function unpackSync(world: WorldState, packet: Packet, p: Partition, times: Float32Array, hashes: Uint32Array): void {
  const { animals, traitsNext, cells } = world.store;
  const tick = packet.takeWord();
  if (tick !== world.tick) throw new Error(`worker ${p.index} ended tick ${tick}; tick ${world.tick} is being run`);
  p.ownBegin = packet.takeWord();
  p.ownCount = packet.takeWord();
  p.slotCount = packet.takeWord();
  p.actorCount = packet.takeWord();
  p.outboxCount = packet.takeWord();
  world.newbornBegin = packet.takeWord();
  world.birthCount = packet.takeWord();
  world.firstNewbornId = packet.takeWord();
  world.nextId = packet.takeWord();
  world.birthsRefused = packet.takeWord();
  const newborn = packet.takeWord();
  packet.takeColumn(times, 0, times.length);
  for (const phase of PART_PHASES) {
    addHash(hashes, 2 * phase, packet.words, packet.at);
    packet.at += 2;
  }
  packet.takeColumn(new Uint32Array(p.amounts.buffer), 0, 2 * AMOUNTS);
  packet.takeColumn(p.counts, 0, COUNTS);
  const entries = p.ownCount + SLICE_GAP;
  packet.takeColumn(animals.words, p.ownBegin * ANIMAL_WORDS, entries * ANIMAL_WORDS);
  packet.takeColumn(cells, p.ownBegin, entries);
  packet.takeColumn(traitsNext.words, p.ownBegin * TRAIT_WORDS, p.ownCount * TRAIT_WORDS);
  packet.takeColumn(p.ownRowStart, 0, p.height + 1);
  takeFood(world, packet, p);
  for (let k = 0; k < newborn; k++) {
    const own = packet.takeWord();
    cells[own] = packet.takeWord();
    packet.takeColumn(animals.words, own * ANIMAL_WORDS, ANIMAL_WORDS);
    packet.takeColumn(traitsNext.words, own * TRAIT_WORDS, TRAIT_WORDS);
  }
}

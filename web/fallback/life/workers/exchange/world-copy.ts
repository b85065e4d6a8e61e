/** The whole state for a worker that knows nothing of it yet, or whose own part of it is no longer right. */

import type { CellRect } from '../../../runtime/partitioner.js';
import { ANIMAL_WORDS, TRAIT_WORDS } from '../../columns.js';
import { setPlan } from '../../plan.js';
import type { WorldState } from '../../world-state.js';
import { Packet } from './packet.js';

const HEADER_WORDS = 7;
const RECT_WORDS = 4;

/** Writes all that the next tick depends on, but for the options. */
export function packWorld(world: WorldState): ArrayBuffer {
  const { store, plan, animalEnd } = world;
  const cells = world.columns * world.rows;
  const words = HEADER_WORDS + RECT_WORDS * plan.length + animalEnd * (ANIMAL_WORDS + TRAIT_WORDS + 1) + 2 * cells;
  const packet = new Packet(new ArrayBuffer(4 * words));
  packet.put(world.tick);
  packet.put(world.nextId);
  packet.put(world.population);
  packet.put(world.birthsRefused);
  packet.put(world.newbornBegin);
  packet.put(animalEnd);
  packet.put(plan.length);
  for (const { x0, y0, x1, y1 } of plan) for (const side of [x0, y0, x1, y1]) packet.put(side);
  packet.putColumn(store.animals.words, 0, animalEnd * ANIMAL_WORDS);
  packet.putColumn(store.traits.words, 0, animalEnd * TRAIT_WORDS);
  packet.putColumn(store.cells, 0, animalEnd);
  packet.putColumn(store.food, 0, cells);
  packet.putColumn(store.foodCapacity, 0, cells);
  return packet.buffer;
}

export function unpackWorld(world: WorldState, buffer: ArrayBuffer): void {
  const { store } = world;
  const cells = world.columns * world.rows;
  const packet = new Packet(buffer);
  world.tick = packet.takeWord();
  world.nextId = packet.takeWord();
  world.population = packet.takeWord();
  world.birthsRefused = packet.takeWord();
  world.newbornBegin = packet.takeWord();
  world.animalEnd = packet.takeWord();
  const count = packet.takeWord();
  const plan = Array.from({ length: count }, (): CellRect => {
    const [x0, y0, x1, y1] = [packet.takeWord(), packet.takeWord(), packet.takeWord(), packet.takeWord()];
    return { x0, y0, x1, y1 };
  });
  setPlan(world, plan);
  packet.takeColumn(store.animals.words, 0, world.animalEnd * ANIMAL_WORDS);
  packet.takeColumn(store.traits.words, 0, world.animalEnd * TRAIT_WORDS);
  packet.takeColumn(store.cells, 0, world.animalEnd);
  packet.takeColumn(store.food, 0, cells);
  packet.takeColumn(store.foodCapacity, 0, cells);
}

/** Frames of the present state, byte for byte as src/life/frame.cpp writes them. */
import {
  ColorBy,
  FOOD_LEAST_CAPACITY,
  FRAME_DISPLACEMENT_SCALE,
  FrameAnimal,
  FrameHeader,
  LAYOUT_ID,
  MAX_ENERGY,
} from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import {
  ALIVE,
  ANIMAL_WORDS,
  BIRTH_TICK,
  ENERGY,
  ID,
  INFO,
  TRAIT_WORDS,
  TRIBE_MASK,
  VX,
  VY,
  WANT_BITS,
  WANT_SHIFT,
  X,
  Y,
} from './columns.js';
import type { Partition } from './partition.js';
import { GENE_MOST, Gene, TICK } from './rules.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const STEPS = f(TICK * FRAME_DISPLACEMENT_SCALE);
const MOST_STEPS = 32767;
const ENERGY_BYTES = f(255 / MAX_ENERGY);
const PER_MAX_ENERGY = f(1 / MAX_ENERGY);
const LEAST_CAPACITY = f(FOOD_LEAST_CAPACITY);
const FASTEST = GENE_MOST[Gene.speed] as number;
const WORDS = FrameAnimal.size / 4;

/** Views over the buffer that a frame is written to. */
interface FrameViews {
  readonly numbers: Float32Array;
  readonly words: Uint32Array;
}

/**
 * Writes a frame to the start of a buffer that has room for it.
 *
 * @param selected the animal whose position it carries, or 0
 * @returns its length in bytes
 */
export function writeFrame(world: WorldState, colorBy: number, withFood: boolean, selected: number, into: ArrayBuffer): number {
  const foodOffset = FrameHeader.size + world.population * FrameAnimal.size;
  const cells = world.columns * world.rows;
  const bytes = foodOffset + (withFood ? cells : 0);
  const numbers = new Float32Array(into, 0, foodOffset / 4);
  const words = new Uint32Array(into, 0, foodOffset / 4);
  words.fill(0, 0, FrameHeader.size / 4);
  words[FrameHeader.layoutId / 4] = LAYOUT_ID;
  words[FrameHeader.tick / 4] = world.tick;
  words[FrameHeader.count / 4] = world.population;
  words[FrameHeader.bytes / 4] = bytes;
  words[FrameHeader.columns / 4] = world.columns;
  words[FrameHeader.rows / 4] = world.rows;
  numbers[FrameHeader.worldWidth / 4] = world.rules.worldWidth;
  numbers[FrameHeader.worldHeight / 4] = world.rules.worldHeight;
  words[FrameHeader.colorBy / 4] = colorBy;
  words[FrameHeader.foodOffset / 4] = withFood ? foodOffset : 0;
  packAnimals(world, colorBy, selected, { numbers, words });
  if (withFood) packFood(world, new Uint8Array(into, foodOffset, cells));
  return bytes;
}

/** Packs the living, partition by partition where they stand in slices. */
function packAnimals(world: WorldState, colorBy: number, selected: number, views: FrameViews): void {
  let to = FrameHeader.size / 4;
  if (!world.slicesMatchPlan) {
    packRange(world, colorBy, selected, 0, world.animalEnd, views, to);
    return;
  }
  for (let i = 0; i < world.plan.length; i++) {
    const p = world.partitions[i] as Partition;
    to = packRange(world, colorBy, selected, p.previousBegin, p.previousEnd, views, to);
  }
  packRange(world, colorBy, selected, world.newbornBegin, world.animalEnd, views, to);
}

/** Packs the living of animals begin .. end - 1 from word `first` on and returns where the next one goes. */
function packRange(
  world: WorldState,
  colorBy: number,
  selected: number,
  begin: number,
  end: number,
  views: FrameViews,
  first: number,
): number {
  const animals = world.store.animals.numbers;
  const infos = world.store.animals.words;
  const { numbers, words } = views;
  let to = first;
  for (let own = begin; own < end; own++) {
    const at = own * ANIMAL_WORDS;
    const info = infos[at + INFO] as number;
    if ((info & ALIVE) === 0) continue;
    const vx = animals[at + VX] as number;
    const vy = animals[at + VY] as number;
    const tint = byteOf(f(tintOf(world, colorBy, own) * 255));
    const energy = byteOf(f((animals[at + ENERGY] as number) * ENERGY_BYTES));
    numbers[to] = animals[at + X] as number;
    numbers[to + 1] = animals[at + Y] as number;
    words[to + 2] = (displacement(vx) & 0xffff) | (displacement(vy) << 16);
    words[to + 3] = (info & TRIBE_MASK) | (tint << 8) | (energy << 16) | (((info >>> WANT_SHIFT) & WANT_BITS) << 24);
    to += WORDS;
    if (infos[at + ID] === selected) packSelected(world, own, views);
  }
  return to;
}

/** Steps an animal goes in a tick. Bodies that push each other are left out: that is too little to see. */
function displacement(speed: number): number {
  return pmin(MOST_STEPS, pmax(-MOST_STEPS, f(speed * STEPS))) | 0;
}

/** A number of 0 to 255 as a byte, rounded. */
function byteOf(scaled: number): number {
  return pmin(255, pmax(0, f(scaled + 0.5))) | 0;
}

function packSelected(world: WorldState, own: number, { numbers, words }: FrameViews): void {
  const at = own * ANIMAL_WORDS;
  const animals = world.store.animals.numbers;
  words[FrameHeader.selectedId / 4] = world.store.animals.words[at + ID] as number;
  numbers[FrameHeader.selectedX / 4] = animals[at + X] as number;
  numbers[FrameHeader.selectedY / 4] = animals[at + Y] as number;
  numbers[FrameHeader.selectedDx / 4] = (animals[at + VX] as number) * TICK;
  numbers[FrameHeader.selectedDy / 4] = (animals[at + VY] as number) * TICK;
}

/** What the tint shows, 0 to 1. */
function tintOf(world: WorldState, colorBy: number, own: number): number {
  const animals = world.store.animals.numbers;
  const { traits } = world.store;
  const at = own * ANIMAL_WORDS;
  if (colorBy === ColorBy.diet) return f(f((traits.numbers[own * TRAIT_WORDS + Gene.diet] as number) + 1) * 0.5);
  if (colorBy === ColorBy.energy) return f((animals[at + ENERGY] as number) * PER_MAX_ENERGY);
  if (colorBy === ColorBy.speed) {
    const vx = animals[at + VX] as number;
    const vy = animals[at + VY] as number;
    return f(f(Math.sqrt(f(f(vx * vx) + f(vy * vy)))) / FASTEST);
  }
  if (colorBy === ColorBy.age) {
    const ticks = (world.tick - (traits.words[own * TRAIT_WORDS + BIRTH_TICK] as number)) | 0;
    return f(f(f(ticks) * TICK) / world.founding.options.deathAge);
  }
  return 0;
}

function packFood(world: WorldState, bytes: Uint8Array): void {
  const { food } = world.store;
  const share = f(1 / pmax(LEAST_CAPACITY, world.founding.options.foodCapacity));
  for (let c = 0; c < bytes.length; c++) {
    const full = pmin(1, pmax(0, f((food[c] as number) * share)));
    bytes[c] = f(f(full * 255) + 0.5) | 0;
  }
}

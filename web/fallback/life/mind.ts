/**
 * What the animals of a block see and want, where C++ has SelfGroup, SeenGroup, Situation and Course for
 * four of them. A block is animals that follow each other in a row of cells; each step of the sense phase
 * loops over it, and what the steps hand on stands here by number in the block.
 *
 * The twin of src/life/sense.h.
 */

/** Most animals of a block: enough to spread the cost of a step's beginning, few enough for a cache. */
export const BLOCK = 128;
/** Most animals that count as neighbours, whatever the options say. */
const MOST_NEIGHBOURS = 256;

const floats = (): Float32Array => new Float32Array(BLOCK);
const words = (): Uint32Array => new Uint32Array(BLOCK);

export class Mind {
  /** Slots of those that the animal at hand sees. */
  readonly inSight = new Uint32Array(MOST_NEIGHBOURS);
  /** u, how far it sees, and the square of that. */
  readonly sight = floats();
  readonly sight2 = floats();
  /** u/s, length of the velocity. */
  readonly velocity = floats();
  /** What it looks for (search.ts). */
  readonly seeks = words();
  /** 1: a hunter that is hungry. */
  readonly hungryHunter = words();

  /** Four counts: in sight, allies << 8, hunting << 16, satiated << 24. */
  readonly counts = words();
  readonly predators = words();
  /** Animals within its sight radius, itself included: maxNeighbours means a cut-off. */
  readonly looked = words();
  /** u, sum of the allies' offsets. */
  readonly allyX = floats();
  readonly allyY = floats();
  /** u/s, sum of their velocities. */
  readonly allyVx = floats();
  readonly allyVy = floats();
  /** Separation, sum of unit vectors weighted 1 .. 0. */
  readonly apartX = floats();
  readonly apartY = floats();
  /** u, what overlapping bodies do. */
  readonly pushX = floats();
  readonly pushY = floats();
  /** 1/u, sum of offsets from predators / d^2. */
  readonly fleeX = floats();
  readonly fleeY = floats();
  /** u^2, to the nearest predator. */
  readonly predator2 = floats();
  /** The best prey and the nearest mate so far: slot and id, or 0. */
  readonly preySlot = words();
  readonly preyId = words();
  readonly preyScore = floats();
  readonly mateSlot = words();
  readonly mateId = words();
  readonly mate2 = floats();

  /** A held random direction, in turns and as a vector. */
  readonly turns = floats();
  readonly headingX = floats();
  readonly headingY = floats();
  /** u, mean offset of the allies. */
  readonly herdX = floats();
  readonly herdY = floats();
  /** 0 to 1. */
  readonly hunger = floats();
  readonly stress = floats();
  /** u/s. */
  readonly cruise = floats();
  /** 1: in a pack that hunts. */
  readonly inPack = words();

  /** Where it wants to go, how fast (u/s), and what for (a Want). */
  readonly wantX = floats();
  readonly wantY = floats();
  readonly speed = floats();
  readonly aim = words();
  /** Food below which it does not eat a cell. */
  readonly least = floats();
  /** 1: eats from its cell, runs after prey, can attack it, would breed with a stranger, runs from a predator. */
  readonly grazes = words();
  readonly chases = words();
  readonly inReach = words();
  readonly mates = words();
  readonly runs = words();
}

/** Adds a pull in a direction to where an animal wants to go. */
export function head(mind: Mind, k: number, x: number, y: number, pull: number): void {
  mind.wantX[k] = (mind.wantX[k] as number) + Math.fround(x * pull);
  mind.wantY[k] = (mind.wantY[k] as number) + Math.fround(y * pull);
}

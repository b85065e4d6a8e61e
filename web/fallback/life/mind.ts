/**
 * What the animal at hand sees and wants, where C++ has SelfGroup, SeenGroup, Situation and Course:
 * numbers between the functions of the sense phase, in arrays so that none of them is boxed. It holds
 * for one animal at a time.
 */

/** f32 numbers: itself. */
export const SIGHT = 0; // u
export const SIGHT2 = 1; // u^2
export const VELOCITY = 2; // u/s, length
export const CARNIVORE = 3;
export const HERBIVORE = 4;
/** Sums over its neighbours. */
export const ALLY_X = 5;
export const ALLY_Y = 6;
export const ALLY_VX = 7;
export const ALLY_VY = 8;
export const APART_X = 9;
export const APART_Y = 10;
export const PUSH_X = 11;
export const PUSH_Y = 12;
export const FLEE_X = 13;
export const FLEE_Y = 14;
export const PREDATOR2 = 15; // u^2, to the nearest predator
/** How it stands. */
export const HERD_X = 16; // u, mean offset of allies
export const HERD_Y = 17;
export const HUNGER = 18; // 0 to 1
export const STRESS = 19; // 0 to 1
export const CRUISE = 20; // u/s
export const HEADING_X = 21; // a held random direction
export const HEADING_Y = 22;
/** Where it wants to go, and how fast. */
export const WANT_X = 23;
export const WANT_Y = 24;
export const SPEED = 25; // u/s
/** What it has found so far. */
export const INVERSE_SIGHT = 26; // 1/u, halved
export const PREY_REACH2 = 27; // u^2
export const PREY_SCORE = 28;
export const MATE2 = 29; // u^2
const NUMBERS = 30;

/** u32 words: counts of neighbours (in sight, allies << 8, hunting << 16, satiated << 24), and predators. */
export const COUNTS = 0;
export const PREDATORS = 1;
/** Slots of the best prey and the nearest mate, or 0. */
export const PREY_SLOT = 2;
export const MATE_SLOT = 3;
/** Animals looked at, itself included: maxNeighbours means a cut-off. */
export const LOOKED = 4;
/** 1: hungry, and a hunter. */
export const HUNGRY_HUNTER = 5;
/** A Want. */
export const AIM = 6;
/** 1: in a pack that hunts. */
export const IN_PACK = 7;
/** 1: runs after prey, or from a predator. */
export const CHASES = 8;
export const RUNS = 9;
/** 1: the prey can be attacked. */
export const IN_REACH = 10;
/** 1 + the cell it goes to for food, or 0. */
export const TARGET_CELL = 11;
/** Ids of the best prey and the nearest mate, or 0. */
export const PREY_ID = 12;
export const MATE_ID = 13;
const WORDS = 14;

export class Mind {
  readonly numbers = new Float32Array(NUMBERS);
  readonly words = new Uint32Array(WORDS);
}

/** Adds a pull in a direction to where the animal wants to go. */
export function head(numbers: Float32Array, x: number, y: number, pull: number): void {
  numbers[WANT_X] = (numbers[WANT_X] as number) + Math.fround(x * pull);
  numbers[WANT_Y] = (numbers[WANT_Y] as number) + Math.fround(y * pull);
}

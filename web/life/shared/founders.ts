/** Founders come into a world in spells; between two of them somebody can hear how far it is. */

/** Founders of a spell: some ten milliseconds of work in WebAssembly, fifty in JavaScript. */
const FOUNDERS_OF_A_SPELL = 32_768;

/** Puts up to so many of the founders who are still to come into a world; gives how many are still to come then. */
export type SpawnFounders = (most: number) => number;

/**
 * Puts all founders into a world that has none yet.
 * @param animals all of them
 * @param tell told after every spell but the last what share of them stands
 */
export function spawnAll(spawn: SpawnFounders, animals: number, tell: (share: number) => void): void {
  for (const share of spells(spawn, animals)) tell(share);
}

/**
 * The same on a thread that others need meanwhile.
 * @param breathe lets them have their turn, after every spell but the last
 */
export async function spawnGently(
  spawn: SpawnFounders,
  animals: number,
  tell: (share: number) => void,
  breathe: () => Promise<void>,
): Promise<void> {
  for (const share of spells(spawn, animals)) {
    tell(share);
    await breathe();
  }
}

function* spells(spawn: SpawnFounders, animals: number): Generator<number> {
  for (let left = spawn(FOUNDERS_OF_A_SPELL); left > 0; left = spawn(FOUNDERS_OF_A_SPELL)) yield 1 - left / animals;
}

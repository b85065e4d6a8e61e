/** Ids of entities: a slot and which of its entities it is, as one number that every language writes alike. */

/** Slots that an id can name; maxEntities is at most as many. */
export const ID_SLOTS = 2 ** 20;

/** @param index 0 to ID_SLOTS - 1 @param generation 1 to 2^32 - 1 @returns a whole number that is exact, below 2^52 */
export function entityId(index: number, generation: number): number {
  return generation * ID_SLOTS + index;
}

/** The slot of an id. */
export function entityIndex(id: number): number {
  return id % ID_SLOTS;
}

/** Which of its slot's entities it is. */
export function entityGeneration(id: number): number {
  return Math.floor(id / ID_SLOTS);
}

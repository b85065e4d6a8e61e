/** The gaps of Ciura (2001), as src/core/sort.h has them. */
const GAPS = [510774, 227011, 100894, 44842, 19930, 8858, 3937, 1750, 701, 301, 132, 57, 23, 10, 4, 1] as const;

/** Words of an Intent: the target's id, the actor's id, and the actor's own index. */
export const INTENT_WORDS = 3;

/**
 * Sorts `count` intents from number `first` on in place, by target and then by actor: `sortRecords`
 * with `comesBefore`. No two are equal, so every sort ends in the same sequence.
 */
export function sortIntents(intents: Uint32Array, first: number, count: number): void {
  const base = first * INTENT_WORDS;
  for (const gap of GAPS) {
    const step = gap * INTENT_WORDS;
    for (let i = gap; i < count; i++) {
      const at = base + i * INTENT_WORDS;
      const target = intents[at] as number;
      const actor = intents[at + 1] as number;
      const own = intents[at + 2] as number;
      let hole = at;
      while (hole - step >= base && comesBefore(target, actor, intents, hole - step)) {
        // Word by word: a call for three words takes longer than they do.
        intents[hole] = intents[hole - step] as number;
        intents[hole + 1] = intents[hole - step + 1] as number;
        intents[hole + 2] = intents[hole - step + 2] as number;
        hole -= step;
      }
      intents[hole] = target;
      intents[hole + 1] = actor;
      intents[hole + 2] = own;
    }
  }
}

function comesBefore(target: number, actor: number, intents: Uint32Array, at: number): boolean {
  const otherTarget = intents[at] as number;
  return target !== otherTarget ? target < otherTarget : actor < (intents[at + 1] as number);
}

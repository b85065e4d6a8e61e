/** How much of the processor a thread gets, which says how much another one may have got meanwhile. */

/** ms of processor time that whoever is silent has had as well, where this thread had them. */
export const TRIAL_MS = 200;
/** ms after which such a trial ends, whatever it has got: a coarse clock tells nothing of processor time. */
export const LONGEST_TRIAL_MS = 10_000;
/** ms for which a spell computes. */
const SPELL_MS = 12;
/** ms between two readings of the clock up to which there was a processor. */
const OWN_MS = 2;

/** Computes for a moment; gives the milliseconds of it for which there was a processor. */
export function computeSpell(now: () => number = () => performance.now()): number {
  const begin = now();
  let got = 0;
  let last = begin;
  while (last - begin < SPELL_MS) {
    const time = now();
    // A clock that jumps back would keep this from ending.
    if (time < last) break;
    if (time - last <= OWN_MS) got += time - last;
    last = time;
  }
  return got;
}

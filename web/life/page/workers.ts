/** How many threads a world gets. */

import { MAX_WORKERS } from '../../generated/life-layout.js';
import type { Workers } from '../shared/messages.js';

/** Processors to count with where the browser doesn't tell. */
const UNKNOWN_PROCESSORS = 4;

/**
 * The threads for a wish: one for every processor but one, which is left to the page, where there is
 * none; otherwise the wish, brought into 1 to MAX_WORKERS, with a note that says so.
 */
export function chooseWorkers(
  wish: number | undefined,
  hardwareConcurrency: number | undefined = globalThis.navigator?.hardwareConcurrency,
): { readonly workers: Workers; readonly note: string | null } {
  const known = hardwareConcurrency !== undefined && hardwareConcurrency >= 1;
  const processors = known ? Math.floor(hardwareConcurrency) : UNKNOWN_PROCESSORS;
  const usual = Math.min(MAX_WORKERS, Math.max(1, processors - 1));
  const count = wish === undefined || Number.isNaN(wish) ? usual : Math.min(MAX_WORKERS, Math.max(1, Math.round(wish)));
  const note =
    wish === undefined || count === wish ? null : `workers is ${wish}; it must be a whole number from 1 to ${MAX_WORKERS}, so ${count} run`;
  // Room for a partition more costs little, so that the number can be changed to any while the world runs.
  return { workers: { count, most: MAX_WORKERS, processors }, note };
}

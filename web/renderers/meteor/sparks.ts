/** How a piece of debris is drawn: a soft dot that cools as it fades. */
import { DEBRIS_DRAWN, DEBRIS_OPACITY_LEAST, DEBRIS_OPACITY_SPREAD } from '../../generated/meteor-layout.js';
import { SPARK_STEPS } from './sprite-sheet.js';

/** Radius of a spark's sprite for debris of size 1, in CSS pixels: the dot's, with room for its veil. */
export const SPARK_RADIUS = DEBRIS_DRAWN * 1.6;
/** Opacity at which debris is as hot as it gets. */
export const HOTTEST = DEBRIS_OPACITY_LEAST + DEBRIS_OPACITY_SPREAD;

/** Number of the cell of the sheet's sparks. */
export function sparkStep(opacity: number): number {
  return Math.min(SPARK_STEPS - 1, Math.floor((opacity / HOTTEST) * SPARK_STEPS));
}

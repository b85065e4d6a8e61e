/** Times as results tell them. */
import { quantiles } from '../engine/quantiles.js';

/** Milliseconds with four digits after the point. */
export function roundTime(milliseconds: number): number {
  return Math.round(milliseconds * 10_000) / 10_000;
}

/** The value of which so large a share is smaller, rounded; 0 of no values. */
export function timeAt(share: number, milliseconds: Iterable<number>): number {
  const [value = 0] = quantiles([...milliseconds], [share]);
  return roundTime(value);
}

/** The showers that every kernel runs alike: shared by the tests in Node, in browsers, and of the native engine. */

/** Steps of odd lengths that stand between those of a sixtieth of a second. Unit: s. */
const ODD = [0, 0.001, 0.1, 5, 1 / 144, 1 / 30, 0, 0.25] as const;

/** The length of step number `frame`, from 1 on: every 50th is an odd one. Unit: s. */
export function stepSeconds(frame: number): number {
  if (frame % 50 !== 0) return 1 / 60;
  return ODD[(frame / 50) % ODD.length] as number;
}

/** The speed multiplier of a step: faster for half a second every ten seconds, as interaction makes it. */
export function speedAt(frame: number): number {
  return frame % 600 < 30 ? 1.4 : 1;
}

/** Frames that every preset is run for where all of them are asked for. */
export const ALL_FRAMES = 10_000;

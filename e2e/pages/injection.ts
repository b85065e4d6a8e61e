/** Faults that tests ask for. */

/** The kinds of fault by their number in the engine. */
export const FAULTS = { trap: 1, outOfBounds: 2, hang: 3, zombie: 4, notANumber: 5, wildWrite: 6, stackOverflow: 7 } as const;
export type FaultName = keyof typeof FAULTS;

/** A fault in a tick, in one step of it and one partition, so many times. */
export interface Injection {
  readonly kind: FaultName;
  readonly tick: number;
  readonly step: number;
  readonly partition: number;
  readonly times: number;
}

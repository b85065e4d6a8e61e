/** What tests do to the threads of a world. */

/** It ends and nobody is told; it never comes back; its next tick fails within the engine. */
export type Harm = 'ends' | 'hangs' | 'traps';

/** Where coordinators hear what befalls them. */
export const HARM_CHANNEL = 'skyflock-harm';

/** What snapshots have taken a coordinator since it was asked last. */
export interface SnapshotCost {
  readonly snapshots: number;
  readonly milliseconds: number;
}

/**
 * What a meteor engine is before anybody checks what it is told: both kernels are this, and `kernel-over.ts` makes
 * of either what users get.
 */
export interface MeteorEngine {
  /** The memory that holds the engine's block, which begins at byte `base`. Either may change when a step says so. */
  readonly buffer: ArrayBuffer;
  readonly base: number;
  /** @returns dirty flags, and STEPPED_MOVED when the block moved since the last step */
  step(dt: number, speedMultiplier: number): number;
  /** The two halves of a step. */
  advance(dt: number, speedMultiplier: number): void;
  pack(): number;
  /** Begins the meteor of the block's SpawnConfig; its id, or 0. The block may move. */
  spawn(): number;
  /** Takes over the words of checked options; false when memory is refused. The block may move. */
  configure(options: Uint32Array): boolean;
  destroy(): void;
}

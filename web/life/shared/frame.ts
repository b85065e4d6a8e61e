/**
 * A picture of the world after a tick: views over one buffer, no copies.
 *
 * It holds until the next frame is delivered; then the buffer goes back to the worker and the views
 * are empty.
 */
export interface LifeFrame {
  readonly tick: number;
  /** Animals in the frame. */
  readonly count: number;
  /** Food cells in a row and in a column. */
  readonly columns: number;
  readonly rows: number;
  /** Size of the torus in world units. */
  readonly worldWidth: number;
  readonly worldHeight: number;
  /** A ColorBy: what the animals' tint shows. */
  readonly colorBy: number;
  /** The whole frame, as it came. */
  readonly buffer: ArrayBufferLike;
  /** The frame's bytes, header included. */
  readonly bytesView: Uint8Array;
  /** `count` FrameAnimal records of 16 bytes: what a vertex buffer takes. */
  readonly animals: Uint8Array;
  /** The same bytes as words: x, y, and two words that aren't floats, for each animal. */
  readonly positions: Float32Array;
  /** `columns * rows` cells row by row, 0 empty to 255 richest, or null when not asked for. */
  readonly food: Uint8Array | null;
  /** The selected animal and its displacement in this tick, or null. */
  readonly selected: {
    readonly id: number;
    readonly x: number;
    readonly y: number;
    readonly dx: number;
    readonly dy: number;
  } | null;
  /** `performance.now()` of its arrival. */
  readonly arrival: number;
  /** Milliseconds a tick takes, measured over the last half second. */
  readonly tickMilliseconds: number;
  /** Ticks a second, measured over the last half second; 0 while the world stands. */
  readonly ticksPerSecond: number;
}

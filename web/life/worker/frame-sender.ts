/**
 * The coordinator's side of frames. Without shared memory they travel in a ring of FRAME_BUFFERS transferred
 * buffers, which the page gives back; when none is free the frame stays owed, and the next one shows a later
 * tick. Tier `threads` publishes them in its triple buffer, and only a message travels.
 */

import type { LifeKernel } from '../shared/kernel.js';
import { FRAME_BUFFERS, FRAME_INTERVAL_MS, type FromCoordinator, type ViewRequest } from '../shared/messages.js';

/** What a frame says of the pace. */
export interface FrameRates {
  readonly ticksPerSecond: number;
  readonly tickMilliseconds: number;
}

/** What it needs of the coordinator. */
export interface FrameSenderHost {
  post(message: FromCoordinator, transfer?: ArrayBuffer[]): void;
  now(): number;
  rates(): FrameRates;
}

export class FrameSender {
  /** What frames carry. */
  view: ViewRequest = { colorBy: 0, showFood: false };
  /** Whether the page is to get one as soon as that can be. */
  owed = false;
  readonly #host: FrameSenderHost;
  readonly #free: ArrayBuffer[] = [];
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(host: FrameSenderHost) {
    this.#host = host;
  }

  /** Whether the last one is long enough ago. */
  isDue(now: number): boolean {
    return now - this.#sentAt >= FRAME_INTERVAL_MS;
  }

  /** Makes the buffers for frames of this kernel. @throws RangeError when their memory is refused */
  fit(kernel: LifeKernel): void {
    const count = kernel.publisher === null ? FRAME_BUFFERS : 0;
    const buffers = Array.from({ length: count }, () => new ArrayBuffer(kernel.maxFrameBytes));
    this.#free.splice(0, this.#free.length, ...buffers);
  }

  /** A buffer is back. What belonged to a kernel before this one may be too small. */
  takeBack(buffer: ArrayBuffer, kernel: LifeKernel | null): void {
    if (buffer.byteLength === kernel?.maxFrameBytes && this.#free.length < FRAME_BUFFERS) this.#free.push(buffer);
  }

  /** Sends a frame of the present state, if there is a buffer for it. */
  send(kernel: LifeKernel): void {
    if (kernel.publisher !== null) {
      kernel.publisher.publishFrame(this.view.colorBy, this.view.showFood);
      this.#tellFrame(null);
      return;
    }
    const buffer = this.#free.pop();
    if (buffer === undefined) return;
    kernel.writeFrame(this.view.colorBy, this.view.showFood, buffer);
    this.#tellFrame(buffer);
  }

  #tellFrame(buffer: ArrayBuffer | null): void {
    this.owed = false;
    this.#sentAt = this.#host.now();
    this.#host.post({ type: 'frame', buffer, ...this.#host.rates() }, buffer === null ? [] : [buffer]);
  }
}

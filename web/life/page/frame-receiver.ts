/** The page's side of frames: from buffers that travel, or out of a triple buffer in shared memory. */
import { viewTripleBuffer } from '../../engine/memory-views.js';
import { TripleBufferReader } from '../../engine/triple-buffer.js';
import type { LifeFrame } from '../shared/frame.js';
import type { FrameMessage, SharedFrames } from '../shared/messages.js';
import { viewFrame } from '../shared/views.js';

export class FrameReceiver {
  /** Where frames of shared memory are taken from; null where they come as buffers. */
  #shared: TripleBufferReader | null = null;

  /** Frames come through this triple buffer from now on; or, with null, as buffers. */
  use(shared: SharedFrames | null): void {
    this.#shared = shared === null ? null : new TripleBufferReader(viewTripleBuffer(shared.buffer, shared.address));
  }

  /** The frame of a message, or null where it was taken already, with the message of one before it. */
  takeFrame({ buffer, tickMilliseconds, ticksPerSecond }: FrameMessage): LifeFrame | null {
    const times = { arrival: performance.now(), tickMilliseconds, ticksPerSecond };
    if (buffer !== null) return viewFrame(buffer, times);
    if (this.#shared?.takeFrame() !== true) return null;
    const { data } = this.#shared;
    return viewFrame(data.buffer, times, data.byteOffset);
  }
}

/** When the next picture is due, on any thread. */

/** Milliseconds between pictures where the browser has no frames for workers. */
const FRAME_MS = 16;
/** Milliseconds after which a frame that does not come is one that never will: a hidden page has none, though its picture may be in a pop-up. */
const LATE_FRAME_MS = 250;

export interface PictureFrames {
  /** Has `next` called with the next frame, or a while after where none comes. @returns a number that is not 0 */
  requestFrame(next: () => void): number;
  cancelFrame(): void;
}

/** One frame is waited for at a time; each takes the same function, so that none allocates another. */
export function pictureFrames(): PictureFrames {
  const hasFrames = typeof requestAnimationFrame === 'function';
  const wait = hasFrames ? LATE_FRAME_MS : FRAME_MS;
  let action = (): void => {};
  let frame = 0;
  let timer = 0;
  const cancelFrame = (): void => {
    clearTimeout(timer);
    if (hasFrames) cancelAnimationFrame(frame);
  };
  const act = (): void => {
    cancelFrame();
    action();
  };
  return {
    requestFrame(next) {
      action = next;
      timer = Number(setTimeout(act, wait));
      if (hasFrames) frame = requestAnimationFrame(act);
      return timer;
    },
    cancelFrame,
  };
}

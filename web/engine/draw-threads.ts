/** The threads that what is drawn may run on. */

export const THREAD_NAMES = ['worker', 'page'] as const;
export type ThreadName = (typeof THREAD_NAMES)[number];
/** Where something is drawn; `auto` is a worker where one can draw. */
export type ThreadChoice = ThreadName | 'auto';

/** Why no worker can draw here, or null. */
export function whyNoWorker(): string | null {
  if (typeof Worker !== 'function') return 'workers are missing';
  if (typeof OffscreenCanvas !== 'function') return 'OffscreenCanvas is missing';
  const { HTMLCanvasElement: Canvas } = globalThis as { HTMLCanvasElement?: { readonly prototype: object } };
  if (Canvas === undefined || !('transferControlToOffscreen' in Canvas.prototype)) return 'canvases can not be handed to workers here';
  return null;
}

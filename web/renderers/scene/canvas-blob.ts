/** A canvas as a PNG. */
import { REQUEST_DEADLINE_MS, withDeadline } from '../../engine/deadline.js';

/** @throws Error when the browser makes none of it, or takes too long */
export async function canvasBlob(canvas: HTMLCanvasElement | OffscreenCanvas): Promise<Blob> {
  // Firefox's OffscreenCanvas has toBlob, too.
  const made =
    'convertToBlob' in canvas
      ? canvas.convertToBlob()
      : new Promise<Blob>((resolve, reject) => {
          canvas.toBlob((blob) => (blob === null ? reject(new Error('the browser made no PNG of the picture')) : resolve(blob)));
        });
  return await withDeadline(
    made,
    REQUEST_DEADLINE_MS,
    () => new Error(`the browser made no PNG of the picture within ${REQUEST_DEADLINE_MS} ms`),
  );
}

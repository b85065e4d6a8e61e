/** Loads files for a script in a browser's worker. */
import { START_DEADLINE_MS, withDeadline } from '../web/engine/deadline.js';
import { describe } from '../web/engine/describe.js';
import type { ResourceHost } from '../web/scene/script/resource-host.js';
import type { Picture } from '../web/scene/script/textures.js';
import { SceneLoadError } from '../web/scene/shared/errors.js';

async function load(url: string): Promise<Blob> {
  const late = (): Error => new SceneLoadError(url, `it did not come within ${START_DEADLINE_MS / 1000} s`);
  let response: Response;
  try {
    response = await withDeadline(fetch(url), START_DEADLINE_MS, late);
  } catch (error) {
    throw error instanceof SceneLoadError ? error : new SceneLoadError(url, describe(error));
  }
  if (!response.ok) throw new SceneLoadError(url, `its server answered ${response.status}`);
  return await withDeadline(response.blob(), START_DEADLINE_MS, late);
}

export const scriptFiles: ResourceHost = {
  async bytes(url) {
    return new Uint8Array(await (await load(url)).arrayBuffer());
  },
  async picture(source) {
    const what = typeof source === 'string' ? source : 'the picture';
    const image = typeof source === 'string' ? await load(source) : source;
    let bitmap: ImageBitmap;
    try {
      const late = (): Error => new Error(`it was not decoded within ${START_DEADLINE_MS / 1000} s`);
      bitmap = image instanceof ImageBitmap ? image : await withDeadline(createImageBitmap(image), START_DEADLINE_MS, late);
    } catch (error) {
      throw new SceneLoadError(what, `it is no image that this browser can decode (${describe(error)})`, 'Give a PNG, JPEG or WebP file');
    }
    const isOpaque = image instanceof Blob && /^image\/jpe?g$/.test(image.type);
    return { width: bitmap.width, height: bitmap.height, seeThrough: !isOpaque && isSeeThrough(bitmap), bitmap };
  },
} satisfies { bytes(url: string): Promise<Uint8Array>; picture(source: string | Blob | ImageBitmap): Promise<Picture> };

/** Pixels along a side that are looked at: each is the mean of those it stands for. */
const SAMPLES = 256;
const OPAQUE = 255;

/** Whether any part of a picture can be seen through; where nothing can tell, none. */
function isSeeThrough(bitmap: ImageBitmap): boolean {
  if (typeof OffscreenCanvas !== 'function') return false;
  const canvas = new OffscreenCanvas(Math.min(SAMPLES, bitmap.width), Math.min(SAMPLES, bitmap.height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return false;
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 3; at < data.length; at += 4) if ((data[at] as number) < OPAQUE) return true;
  return false;
}

import type { Picture } from './textures.js';

/** Loads files for a script, on whichever thread it is. */
export interface ResourceHost {
  /** A picture, decoded; a bitmap is taken as it is. */
  picture(source: string | Blob | ImageBitmap): Promise<Picture>;
  /** The bytes of a file. */
  bytes(url: string): Promise<Uint8Array>;
}

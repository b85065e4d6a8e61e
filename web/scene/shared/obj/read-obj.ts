/** Reads OBJ files; docs/obj.md says how each statement is taken. */
import { buildModel } from './build.js';
import { bytesFrom, limitsFrom } from './limits.js';
import { Statements } from './statements.js';
import type { ObjLimits, ObjModel } from './types.js';

/**
 * Reads an OBJ file. What a reader can't take is refused alone, or skipped, and stands in the notes; the time is in proportion
 * to the file's length. No number of the result is NaN or infinite, and coordinates are f32.
 * @param text the whole file, as text or as its bytes: UTF-8 or ASCII
 * @throws SceneMeshError for what is no OBJ file, a file beyond a limit, or a limit out of range
 */
export function readObj(text: string | Uint8Array, options: Partial<ObjLimits> = {}): ObjModel {
  const limits = limitsFrom(options);
  return buildModel(new Statements(bytesFrom(text, limits.maxBytes), limits));
}

/** The errors of the scene system. */
import { OptionError } from '../../engine/errors.js';

/** A file that is no mesh, or a mesh beyond a limit: what it has, what it may have, and the way out. */
export class SceneMeshError extends OptionError {
  override get name(): string {
    return 'SceneMeshError';
  }
  override get code(): 'scene/mesh' {
    return 'scene/mesh';
  }
}

/** A scene that carries out commands. The twin of src/scene/scene.h. */
import { INBOX_RECORDS } from '../../generated/scene-layout.js';
import { decode } from './decode.js';
import { SceneState } from './scene-state.js';

export class Scene extends SceneState {
  /**
   * Carries out the first of `count` records of the inbox. It stops behind an EndUpdate, whose update is then published, before a
   * command whose continuation records are not all there, and where so much has been done that a picture could wait for it.
   * @returns how many records are done with; 0 when the first command is not whole
   */
  decode(count: number): number {
    const done = decode(this, Math.min(count, INBOX_RECORDS));
    this.tellFigures();
    return done;
  }
}

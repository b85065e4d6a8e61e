/** A scene: what a script's commands make, and what of it is to be drawn. The twin of src/scene/scene.h. */
import { hashText } from '../../engine/hash.js';
import { INBOX_RECORDS } from '../../generated/scene-layout.js';
import { decode } from './decode.js';
import { draw, pick } from './draw.js';
import type { PickHit } from './pick.js';
import { SceneState } from './scene-state.js';

export class Scene extends SceneState {
  readonly #hash = new Uint32Array(2);

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

  /** The hash of the published state. */
  hash(): string {
    const hash = this.#hash.fill(0);
    this.entities.addTo(hash, 0);
    this.views.addTo(hash, 0);
    this.meshes.addTo(hash, 0);
    this.textures.addTo(hash, 0);
    return hashText(hash[0] as number, hash[1] as number);
  }

  /**
   * Makes the draw list of the published state for `view`. Where its memory is refused the last one stays.
   * @returns dirty flags: what changed since the last draw list; 0: the list is the last one
   */
  draw(): number {
    return draw(this);
  }

  /** What is seen at a place of the picture, in shares of its width and height from the upper left corner. False: nothing. */
  pick(x: number, y: number, hit: PickHit): boolean {
    return pick(this, x, y, hit);
  }
}

/** Where the default camera stands around the middle of a scene: what visitors turn while no camera of the script is active. */
import { DrawView } from '../../generated/scene-layout.js';
import type { OrbitMove, SceneSize } from '../shared/messages.js';

const TURN = 2 * Math.PI;
const STEEPEST = 1.5;
const LEAST_ZOOM = 0.05;
const MOST_ZOOM = 100;
const MOST_PAN = 20;
/** From a corner, a little from above. */
const FIRST = { yaw: 0.6, pitch: 0.45, zoom: 1, panX: 0, panY: 0 };

const finite = (value: number | undefined, usual: number): number => (Number.isFinite(value) ? (value as number) : usual);
const within = (value: number, most: number): number => Math.min(most, Math.max(-most, value));

export class Orbit {
  #place = { ...FIRST };

  /** Moves it by so much; null: back to where it began. */
  move(move: OrbitMove | null): void {
    if (move === null) {
      this.#place = { ...FIRST };
      return;
    }
    const { yaw, pitch, zoom, panX, panY } = this.#place;
    this.#place = {
      yaw: (yaw + finite(move.yaw, 0)) % TURN,
      pitch: within(pitch + finite(move.pitch, 0), STEEPEST),
      zoom: Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom * Math.abs(finite(move.zoom, 1)))),
      panX: within(panX + finite(move.panX, 0), MOST_PAN),
      panY: within(panY + finite(move.panY, 0), MOST_PAN),
    };
  }

  /** Writes the DrawView. */
  write(view: Float32Array, { width, height }: SceneSize): void {
    const { yaw, pitch, zoom, panX, panY } = this.#place;
    // Where there is no picture a list is made all the same.
    view[DrawView.width / 4] = Math.max(1, width);
    view[DrawView.height / 4] = Math.max(1, height);
    view[DrawView.yaw / 4] = yaw;
    view[DrawView.pitch / 4] = pitch;
    view[DrawView.zoom / 4] = zoom;
    view[DrawView.panX / 4] = panX;
    view[DrawView.panY / 4] = panY;
  }
}

/** What a world's picture shows besides its animals: food, crowds, how far the selected one sees, and the workers' partitions. */

import type { LifeStats } from '../../life/shared/records.js';
import type { Life, LifeInspection } from '../../life.js';
import { PartitionLayer } from './partition-layer.js';
import type { Picture } from './picture.js';

/** What of them is to be seen. */
export interface ShownOverlays {
  readonly showFood: boolean;
  readonly showDensity: boolean;
  readonly showSight: boolean;
  readonly showPartitions: boolean;
}

export class WorldOverlays {
  readonly #picture: Picture;
  readonly #stage: HTMLElement;
  /** Null while partitions aren't shown. */
  #partitions: PartitionLayer | null = null;

  constructor(picture: Picture, stage: HTMLElement) {
    this.#picture = picture;
    this.#stage = stage;
  }

  apply({ showFood, showDensity, showSight, showPartitions }: ShownOverlays, life: Life | null, selected: LifeInspection | null): void {
    if (life !== null && life.showFood !== showFood) life.showFood = showFood;
    const sight = selected === null || !showSight ? null : { radius: selected.sight, angle: selected.genes.viewAngle };
    this.#picture.overlays = { ...this.#picture.overlays, food: showFood, density: showDensity, sight };
    if (showPartitions !== (this.#partitions !== null)) this.#turnPartitions(showPartitions);
    this.setWorkers(life?.stats?.workers ?? []);
  }

  setWorkers(workers: LifeStats['workers']): void {
    this.#partitions?.setWorkers(workers);
  }

  /** The picture has another canvas, the only thing on the stage but for the layer over it. */
  putOn(canvas: HTMLCanvasElement): void {
    this.#stage.replaceChildren(canvas, ...(this.#partitions === null ? [] : [this.#partitions.canvas]));
  }

  #turnPartitions(show: boolean): void {
    this.#partitions?.canvas.remove();
    this.#partitions = show ? new PartitionLayer() : null;
    if (this.#partitions !== null) this.#stage.append(this.#partitions.canvas);
    this.#picture.layer = this.#partitions;
  }
}

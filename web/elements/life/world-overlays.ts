/** What a world's picture shows besides its animals: food, crowds, how far the selected one sees, and the workers' partitions. */
import type { LifeStats } from '../../life/shared/records.js';
import type { LifeHost } from './host.js';
import { PartitionLayer } from './partition-layer.js';
import type { Picture } from './picture.js';

export class WorldOverlays {
  readonly #host: LifeHost;
  readonly #picture: Picture;
  /** Null while partitions aren't shown. */
  #partitions: PartitionLayer | null = null;

  constructor(host: LifeHost, picture: Picture) {
    this.#host = host;
    this.#picture = picture;
  }

  /** Shows what the element says is to be seen. */
  apply(): void {
    const { showFood, showDensity, showSight, showPartitions, life, selection } = this.#host;
    if (life !== null && life.showFood !== showFood) life.showFood = showFood;
    const sight = selection === null || !showSight ? null : { radius: selection.sight, angle: selection.genes.viewAngle };
    this.#picture.overlays = { ...this.#picture.overlays, food: showFood, density: showDensity, sight };
    if (showPartitions !== (this.#partitions !== null)) {
      this.#partitions = showPartitions ? new PartitionLayer() : null;
      this.#picture.layer = this.#partitions;
    }
    this.setWorkers(life?.stats?.workers ?? []);
  }

  setWorkers(workers: LifeStats['workers']): void {
    this.#partitions?.setWorkers(workers);
  }
}

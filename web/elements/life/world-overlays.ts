/** What a world's picture shows besides its animals: food, crowds, how far the selected one sees, and the workers' partitions. */
import { loadPart } from '../../engine/load-part.js';
import type { LifeStats } from '../../life/shared/records.js';
import type { LifeHost } from './host.js';
import type { PartitionLayer } from './partition-layer.js';
import type { Picture } from './picture.js';
import { report } from './report.js';

export class WorldOverlays {
  readonly #host: LifeHost;
  readonly #picture: Picture;
  /** Null while partitions aren't shown. */
  #partitions: PartitionLayer | null = null;
  /** They were asked for: one that could not be loaded is tried again when they are asked for anew. */
  #wantsPartitions = false;

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
    if (showPartitions !== this.#wantsPartitions) {
      this.#wantsPartitions = showPartitions;
      if (showPartitions) void this.#showPartitions();
      else this.#setPartitions(null);
    }
    this.setWorkers(life?.stats?.workers ?? []);
  }

  setWorkers(workers: LifeStats['workers']): void {
    this.#partitions?.setWorkers(workers);
  }

  /** The script that draws them is loaded when they are to be seen for the first time. */
  async #showPartitions(): Promise<void> {
    try {
      const { PartitionLayer: Layer } = await loadPart(() => import('./partition-layer.js'), "'show-partitions'");
      // They may have been turned off, or off and on, meanwhile.
      if (!this.#wantsPartitions || this.#partitions !== null) return;
      this.#setPartitions(new Layer());
      this.setWorkers(this.#host.life?.stats?.workers ?? []);
    } catch (error) {
      report(this.#host, error as Error);
    }
  }

  #setPartitions(layer: PartitionLayer | null): void {
    if (layer === this.#partitions) return;
    this.#partitions = layer;
    this.#picture.layer = layer;
  }
}

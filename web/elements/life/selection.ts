/** The animal a user looks at: chosen by a click, looked at again with every statistics. */
import type { Life, LifeInspection } from '../../life.js';
import type { Point } from '../../renderers/life/camera.js';
import type { Part } from '../base/part.js';
import { emit } from './events.js';
import type { LifeHost } from './host.js';
import { reportUnknown } from './report.js';
import type { WorldOverlays } from './world-overlays.js';

export class Selection implements Part {
  readonly #host: LifeHost;
  readonly #overlays: WorldOverlays;
  #inspection: LifeInspection | null = null;
  #id = 0;
  #looking = false;

  constructor(host: LifeHost, overlays: WorldOverlays) {
    this.#host = host;
    this.#overlays = overlays;
  }

  disconnected(): void {
    this.clear();
  }

  get inspection(): LifeInspection | null {
    return this.#inspection;
  }

  /** Selects the animal nearest to a world point, or none. */
  async pick(at: Point, reach: number): Promise<void> {
    await this.#guard(async (life) => this.select(await life.pick({ ...at, radius: reach })));
  }

  /** Selects an animal by its id; 0 for none. */
  async select(id: number): Promise<void> {
    this.#id = id;
    await this.#guard(async (life) => {
      await life.select(id);
      if (id === 0) this.#tell(null, false);
      else await this.#look(life);
    });
  }

  /** Looks again, unless the last look is still under way. */
  async refresh(): Promise<void> {
    if (this.#id === 0 || this.#looking) return;
    await this.#guard((life) => this.#look(life));
  }

  /** Forgets everything: the world is gone. */
  clear(): void {
    this.#id = 0;
    if (this.#inspection !== null) this.#tell(null, false);
  }

  async #look(life: Life): Promise<void> {
    const id = this.#id;
    this.#looking = true;
    try {
      const inspection = await life.inspect(id);
      if (id !== this.#id) return;
      if (inspection === null) {
        this.#id = 0;
        await life.select(0);
      }
      this.#tell(inspection, inspection === null);
    } finally {
      this.#looking = false;
    }
  }

  /** @param died it was selected and is no longer alive */
  #tell(inspection: LifeInspection | null, died: boolean): void {
    this.#inspection = inspection;
    if (inspection === null) this.#host.follow = false;
    this.#overlays.apply();
    emit(this.#host, 'selection', { inspection, died });
  }

  async #guard(act: (life: Life) => Promise<void>): Promise<void> {
    const { life } = this.#host;
    if (life === null) return;
    try {
      await act(life);
    } catch (error) {
      reportUnknown(this.#host, error);
    }
  }
}

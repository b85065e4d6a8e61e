/** `<life-sim>` as its parts see it: what any script may read, set and call. */

import type { Report } from '../../engine/diagnostics.js';
import type { CreateLifeOptions, Life, LifeInspection, RecordedCommand, TribeFounding } from '../../life.js';
import type { LifeRenderer } from '../../renderers/life/renderer.js';
import type { Settings, Switches } from './attributes.js';
import type { Brush } from './brush.js';
import type { PictureTiming } from './picture-timing.js';

export interface LifeHost extends HTMLElement, Settings, Switches {
  readonly options: NonNullable<CreateLifeOptions['options']>;
  readonly tribes: readonly TribeFounding[] | null;
  readonly commands: readonly RecordedCommand[] | null;
  readonly urls: CreateLifeOptions['urls'];
  readonly brush: Brush;
  readonly life: Life | null;
  readonly timing: PictureTiming;
  readonly drawnBy: Pick<LifeRenderer, 'name' | 'reason'> | null;
  readonly selection: LifeInspection | null;
  follow: boolean;
  restart(): void;
  report(): Promise<Report>;
  step(): void;
}

/** What a world is founded with by the element's settings. */
export function foundingOf(host: LifeHost): CreateLifeOptions {
  const { scene, entities, seed, speed, tier, workers, partitionStrategy, colorBy, paused, showFood, tribes, commands, urls } = host;
  const own = { ...(entities === null ? {} : { entities }), ...(seed === null ? {} : { seed }) };
  return {
    ...{ scene, speed, tier, partitionStrategy, colorBy, paused, showFood },
    ...(workers === null ? {} : { workers }),
    options: { ...host.options, ...own },
    ...(tribes === null ? {} : { tribes }),
    ...(commands === null ? {} : { commands }),
    ...(urls === undefined ? {} : { urls }),
  };
}

/** A world in words, for those who don't see the picture. */
import { HYBRID_TRIBE, TICKS_PER_SECOND } from '../../generated/life-layout.js';
import type { LifeFounding, LifeStats } from '../../life.js';

/** Milliseconds between two changes of the picture's label. */
const LABEL_INTERVAL_MS = 1000;

/** Name of a tribe by its number; hybrids have one too. */
export function tribeName(founding: Pick<LifeFounding, 'tribes'>, tribe: number): string {
  if (tribe === HYBRID_TRIBE) return 'Hybrids';
  return founding.tribes[tribe]?.name ?? `Tribe ${tribe}`;
}

/** Says what lives in a world: the label of its picture. */
export function summarise(founding: LifeFounding, stats: LifeStats): string {
  const seconds = Math.round(stats.tick / TICKS_PER_SECOND);
  const world = `A living world, scene ${founding.scene}, after ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  if (stats.population === 0) return `${world}: nobody is alive.`;
  const tribes = stats.tribes
    .map(({ population }, tribe) => ({ population, name: tribeName(founding, tribe) }))
    .filter(({ population }) => population > 0)
    .map(({ population, name }) => `${name} ${population}`);
  const animals = stats.population === 1 ? '1 animal' : `${stats.population} animals`;
  return `${world}: ${animals} (${tribes.join(', ')}).`;
}

/** Keeps the picture's label true, and says aloud what happens. */
export class Narrator {
  readonly #parts: { readonly stage: HTMLElement; readonly status: HTMLElement };
  #labelledAt = Number.NEGATIVE_INFINITY;

  constructor(parts: { readonly stage: HTMLElement; readonly status: HTMLElement }) {
    this.#parts = parts;
  }

  describe(founding: LifeFounding, stats: LifeStats): void {
    const now = performance.now();
    if (now - this.#labelledAt < LABEL_INTERVAL_MS) return;
    this.#labelledAt = now;
    this.#parts.stage.setAttribute('aria-label', summarise(founding, stats));
  }

  announce(text: string): void {
    this.#parts.status.textContent = text;
  }
}

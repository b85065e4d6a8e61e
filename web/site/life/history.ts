/**
 * What the charts show: the world's statistics over time, in a fixed number of samples. When it is
 * full every second sample goes, and from then on samples are taken half as often.
 */
import { GENES, MAX_TRIBES, TICKS_PER_SECOND } from '../../generated/life-layout.js';
import type { GeneName, LifeStats } from '../../life.js';

/** Most samples; an even number. */
const MOST_SAMPLES = 600;
/** Ticks between the first samples. */
const FIRST_STRIDE = 15;

export class History {
  /** Seconds of the world. */
  seconds: number[] = [];
  /** Animals, by tribe number and sample. */
  readonly population: number[][] = Array.from({ length: MAX_TRIBES }, () => []);
  /** Mean of each gene, by tribe number and sample; null where the tribe has nobody. */
  readonly means: Readonly<Record<GeneName, (number | null)[][]>>;
  #stride = FIRST_STRIDE;
  #lastTick = Number.NEGATIVE_INFINITY;

  constructor() {
    const table = GENES.map(({ name }) => [name, Array.from({ length: MAX_TRIBES }, () => [])]);
    this.means = Object.fromEntries(table) as unknown as Record<GeneName, (number | null)[][]>;
  }

  /** Takes a sample if one is due; says whether it did. */
  add(stats: LifeStats): boolean {
    if (stats.tick < this.#lastTick + this.#stride) return false;
    this.#lastTick = stats.tick;
    this.seconds.push(stats.tick / TICKS_PER_SECOND);
    stats.tribes.forEach((tribe, number) => {
      this.population[number]?.push(tribe.population);
      for (const { name } of GENES) this.means[name][number]?.push(tribe.population === 0 ? null : tribe.genes[name].mean);
    });
    if (this.seconds.length >= MOST_SAMPLES) this.#thin();
    return true;
  }

  clear(): void {
    for (const column of this.#columns()) column.length = 0;
    this.#stride = FIRST_STRIDE;
    this.#lastTick = Number.NEGATIVE_INFINITY;
  }

  /** All samples as CSV: a row a sample, a column a tribe and a gene of a tribe. */
  toCsv(tribes: readonly { readonly number: number; readonly name: string }[]): string {
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const names = tribes.flatMap(({ name }) => [name, ...GENES.map((gene) => `${name} ${gene.name}`)]);
    const rows = this.seconds.map((seconds, sample) => {
      const cells = tribes.flatMap(({ number }) => [
        this.population[number]?.[sample] ?? 0,
        ...GENES.map(({ name }) => this.means[name][number]?.[sample] ?? ''),
      ]);
      return [seconds.toFixed(2), ...cells].join(',');
    });
    return `${[['seconds', ...names].map(quote).join(','), ...rows].join('\n')}\n`;
  }

  #columns(): (number | null)[][] {
    return [this.seconds, ...this.population, ...Object.values(this.means).flat()];
  }

  #thin(): void {
    for (const column of this.#columns()) {
      const kept = column.filter((_, sample) => sample % 2 === 0);
      column.splice(0, column.length, ...kept);
    }
    this.#stride *= 2;
  }
}

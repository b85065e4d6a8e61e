/** Statistics as lines of comma-separated values. */
import { GENES, HYBRID_TRIBE } from '../generated/life-layout.js';
import type { WorldRecord } from '../life/shared/records.js';

/** The head line for a world with tribes of these names. */
export function csvHead(tribes: readonly string[]): string {
  return [
    'tick,population,births,starved,killed,old,kills,mean_energy,mean_age,food_now,food_most,births_refused,sight_cut_off,hash',
    ...tribes.map((name) => quote(`population_${name}`)),
    'population_hybrids',
    ...GENES.map(({ name }) => `mean_${name}`),
  ].join(',');
}

/** One line of statistics; `tribes` as in the head line. */
export function csvLine(record: WorldRecord, tribes: readonly string[]): string {
  const { total } = record;
  return [
    record.tick,
    record.population,
    total.births,
    total.deaths.starved,
    total.deaths.killed,
    total.deaths.old,
    total.kills,
    total.meanEnergy,
    total.meanAge,
    record.food.now,
    record.food.most,
    record.birthsRefused,
    record.sightCutOff,
    record.hash,
    ...tribes.map((_, number) => record.tribes[number]?.population ?? 0),
    record.tribes[HYBRID_TRIBE]?.population ?? 0,
    ...GENES.map(({ name }) => total.genes[name].mean),
  ].join(',');
}

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

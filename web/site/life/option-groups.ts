/** Which option stands in which folder. An option that is in none stands in the last. */
import { FOUNDING_OPTIONS, OPTIONS } from '../../generated/life-layout.js';
import type { OptionName } from './world-choice.js';

export type Option = (typeof OPTIONS)[number];

const GROUPS: readonly { readonly title: string; readonly names: readonly OptionName[] }[] = [
  {
    title: 'Movement',
    names: ['personalSpace', 'separationWeight', 'alignmentWeight', 'cohesionWeight', 'wanderWeight', 'turnRate', 'acceleration'],
  },
  { title: 'Hunting and flight', names: ['huntWeight', 'fleeWeight', 'attackRange', 'attackChance'] },
  {
    title: 'Food',
    names: ['foodCapacity', 'foodEnergy', 'foodRegrowth', 'foodCooldown', 'biteSize', 'foodWeight'],
  },
  {
    title: 'Breeding and age',
    names: ['breedEnergy', 'breedAge', 'breedCost', 'birthEnergy', 'mutation', 'hybrids', 'hybridChance', 'deathAge', 'metabolicScale'],
  },
];

/** Options that have a place of their own in the panel. */
const APART: readonly OptionName[] = ['seed', 'entities'];

/** Folders of options that act at once. */
export function liveGroups(): { readonly title: string; readonly options: readonly Option[] }[] {
  const live: readonly Option[] = OPTIONS.slice(FOUNDING_OPTIONS);
  const groups = GROUPS.map(({ title, names }) => ({ title, options: live.filter(({ name }) => names.includes(name)) }));
  const placed = new Set(GROUPS.flatMap(({ names }) => names));
  const rest = live.filter(({ name }) => !placed.has(name));
  return [...groups, { title: 'More', options: rest }].filter(({ options }) => options.length > 0);
}

/** Options that only a new world can have. */
export function foundingOptions(): readonly Option[] {
  const founding: readonly Option[] = OPTIONS.slice(0, FOUNDING_OPTIONS);
  return founding.filter(({ name }) => !APART.includes(name));
}

/** A switch rather than a number. */
export function isSwitch({ type, least, most }: Option): boolean {
  return type === 'u32' && least === 0 && most === 1;
}

/**
 * The range of an option's slider. A range much wider than its default would leave all that is
 * usual on the first pixels; what lies beyond can still be set by link or script.
 */
export function sliderRange({ type, least, most, byDefault }: Option): { min: number; max: number; step: number } {
  const usual = byDefault === 0 ? most : Math.max(least + 4, byDefault * 10);
  const max = Math.min(most, usual);
  if (type === 'u32') return { min: least, max, step: 1 };
  return { min: least, max, step: 10 ** Math.floor(Math.log10((max - least) / 200)) };
}

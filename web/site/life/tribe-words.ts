/** Tribes as words of a link: `Meadow~1~adaptive~140~25~22~...` is name, share, pattern, hue, then the genes in their order. */
import { checkNumber } from '../../engine/settings.js';
import { GENES, LEAST_SHARE, MAX_TRIBES, MOST_HUE, MOST_SHARE, SpawnPattern } from '../../generated/life-layout.js';
import { LifeOptionError } from '../../life/shared/errors.js';
import { LONGEST_NAME } from '../../life/shared/founding.js';
import { checkGene } from '../../life/shared/settings.js';
import type { GeneName, TribeFounding } from '../../life.js';

/** Reads something; null where it can't be read, which is told. */
export type Attempt = <Value>(read: () => Value) => Value | null;

const PATTERNS = Object.keys(SpawnPattern) as (keyof typeof SpawnPattern)[];

export function writeTribe({ name, share = 1, pattern = 'adaptive', hue = 0, genes = {} }: TribeFounding): string {
  const values = GENES.map((gene) => genes[gene.name] ?? gene.byDefault);
  return [name.replaceAll('~', '-'), share, pattern, hue, ...values].join('~');
}

/** The tribes that can be founded together, without what is wrong about them. */
export function readTribes(words: readonly string[], attempt: Attempt): TribeFounding[] {
  const tribes: TribeFounding[] = [];
  for (const word of words) {
    const tribe = attempt(() => {
      const read = readTribe(word, attempt);
      if (tribes.some(({ name }) => name === read.name)) throw new LifeOptionError('tribe', word, 'another tribe has its name');
      // The hybrids' number is taken.
      if (tribes.length === MAX_TRIBES - 1) throw new LifeOptionError('tribe', word, `a world has at most ${MAX_TRIBES - 1} tribes`);
      return read;
    });
    if (tribe !== null) tribes.push(tribe);
  }
  return tribes;
}

/** @throws LifeOptionError for a word that is no tribe at all */
function readTribe(text: string, attempt: Attempt): TribeFounding {
  const [name = '', share = '', pattern = '', hue = '', ...values] = text.split('~');
  const known = PATTERNS.find((one) => one === pattern);
  if (known === undefined || values.length !== GENES.length) {
    throw new LifeOptionError('tribe', text, `it must be name~share~pattern~hue and ${GENES.length} genes, divided by ~`);
  }
  if (name === '' || name.length > LONGEST_NAME) {
    throw new LifeOptionError('tribe', text, `its name must have 1 to ${LONGEST_NAME} characters`);
  }
  const of = `tribe ${name}: `;
  const genes: Partial<Record<GeneName, number>> = {};
  GENES.forEach(({ name: gene }, index) => {
    const value = attempt(() => checkGene(gene, numberFrom(values[index] as string), of));
    if (value !== null) genes[gene] = value;
  });
  const ownShare = attempt(() => checkNumber(`${of}share`, numberFrom(share), { least: LEAST_SHARE, most: MOST_SHARE }, LifeOptionError));
  const ownHue = attempt(() => checkNumber(`${of}hue`, numberFrom(hue), { least: 0, most: MOST_HUE, unit: 'deg' }, LifeOptionError));
  return {
    ...{ name, pattern: known, genes },
    ...(ownShare === null ? {} : { share: ownShare }),
    ...(ownHue === null ? {} : { hue: ownHue }),
  };
}

/** The number that a word says; not a number where it says none. */
export function numberFrom(word: string): number {
  return word === '' ? Number.NaN : Number(word);
}

/**
 * Commands, checked as far as they can be without the world: the engine looks at the ranges that depend on it.
 *
 * Every function takes `where`, which stands before the name of what is wrong in an error.
 */

import { checkNumber } from '../../engine/settings.js';
import { CommandKind, type LifeOptions, MOST_NEARBY, MOST_RADIUS } from '../../generated/life-layout.js';
import { LifeOptionError } from './errors.js';
import type { CommandFields, NearbyFields } from './messages.js';
import type { GeneName } from './records.js';
import { checkFinite, checkGene, checkLiveOption, checkWhole, engineValue, geneNumber, optionNumber } from './settings.js';
import type { Disc, LifeFounding, NearbyQuery } from './types.js';

const NO_COMMAND: CommandFields = { kind: 0, index: 0, count: 0, x: 0, y: 0, radius: 0, value: 0 };

export function optionCommand(name: keyof LifeOptions, value: number): CommandFields {
  const checked = checkLiveOption(name, value);
  const index = optionNumber(name);
  return { ...NO_COMMAND, kind: CommandKind.setOption, index, value: engineValue(index, checked) };
}

export function foodCommand(disc: Disc & { readonly amount: number }, where = ''): CommandFields {
  const { paintFood } = CommandKind;
  return { ...NO_COMMAND, kind: paintFood, ...checkDisc(disc, where), value: checkFinite(`${where}amount`, disc.amount) };
}

/** @param tribe its number */
export function spawnCommand(tribe: number, group: Disc & { readonly count: number }, where = ''): CommandFields {
  const index = checkWhole(`${where}tribe`, tribe);
  const count = checkWhole(`${where}count`, group.count, 1);
  return { ...NO_COMMAND, kind: CommandKind.spawn, index, count, ...checkDisc(group, where) };
}

export function killCommand(area: Disc, where = ''): CommandFields {
  return { ...NO_COMMAND, kind: CommandKind.kill, ...checkDisc(area, where) };
}

/** @param tribe its number */
export function geneCommand(tribe: number, gene: GeneName, value: number, where = ''): CommandFields {
  const index = checkWhole(`${where}tribe`, tribe);
  const checked = checkGene(gene, value, where);
  return { ...NO_COMMAND, kind: CommandKind.setGene, index, count: geneNumber(gene), value: Math.fround(checked) };
}

/** The numbers of a disc. @throws LifeOptionError for NaN and what is no number */
export function checkDisc({ x, y, radius }: Disc, where = ''): Disc {
  return { x: checkFinite(`${where}x`, x), y: checkFinite(`${where}y`, y), radius: checkFinite(`${where}radius`, radius) };
}

/** Animals that a query gives at most, unless it says how many. */
const USUAL_NEARBY = 100;

/** Where animals are asked for. @throws LifeOptionError for what is out of range */
export function checkQuery({ x, y, radius, most = USUAL_NEARBY }: NearbyQuery, { worldWidth, worldHeight }: LifeFounding): NearbyFields {
  const length = (name: string, value: number, longest: number): number =>
    checkNumber(name, value, { least: 0, most: longest, unit: 'u' }, LifeOptionError);
  return {
    x: length('x', x, worldWidth),
    y: length('y', y, worldHeight),
    radius: length('radius', radius, MOST_RADIUS),
    most: checkNumber('most', most, { least: 1, most: MOST_NEARBY, unit: 'animals', whole: true }, LifeOptionError),
  };
}

/** Foundings, filled in and checked as src/life/founding.h does it, with the same refusals. */

import {
  CELL_SIZE,
  GENE_COUNT,
  GENES,
  LEAST_SHARE,
  MAX_COLUMNS,
  MAX_ENTITIES_LIMIT,
  MAX_TRIBES,
  MIN_COLUMNS,
  MOST_SHARE,
  OPTIONS,
  SpawnPattern,
} from '../../generated/life-layout.js';
import type { FoundingRequest } from '../../life/shared/messages.js';
import { engineValue } from '../../life/shared/settings.js';
import { checkRange, outOfRange, type Status } from '../core/status.js';
import { emptyOptions, type Founding, GENE_LEAST, GENE_MOST, type Options, optionName, type Tribe } from './rules.js';

/** Checks a value of an option against its range as the engine holds it. */
export function checkOption(index: number, value: number): Status {
  const { name, least, most } = OPTIONS[index] as (typeof OPTIONS)[number];
  return checkRange(name, value, engineValue(index, least), engineValue(index, most));
}

/** Writes a value in range over an option, as the engine holds it. */
export function writeOption(options: Options, index: number, value: number): void {
  options[optionName(index)] = engineValue(index, value);
}

/** Every option in option order. */
export function readOptions(options: Options): Float64Array {
  return Float64Array.from(OPTIONS, ({ name }) => options[name]);
}

/**
 * Options from numbers in option order; a refusal when one is out of range.
 * @param check what else a number in range is asked
 */
export function optionsFrom(values: Float64Array, check: (index: number, value: number) => Status = () => null): Options | string {
  const options = emptyOptions();
  for (let i = 0; i < OPTIONS.length; i++) {
    const value = values[i] ?? Number.NaN;
    const status = checkOption(i, value) ?? check(i, value);
    if (status !== null) return status;
    writeOption(options, i, value);
  }
  return options;
}

/** The tribes of a request, rounded as the engine's records are. */
export function tribesFrom(request: FoundingRequest): Tribe[] {
  return request.tribes.map(({ share, pattern, hue, genes }) => ({
    share: Math.fround(share),
    pattern: pattern >>> 0,
    hue: Math.fround(hue),
    genes: Float32Array.from(genes),
  }));
}

/**
 * Fills in what an option of 0 leaves open (maxEntities, columns, rows) and checks the rest. Options
 * are within their ranges already.
 */
export function resolveFounding({ options: o, tribes }: Founding): Status {
  const status = checkRange('tribes', tribes.length, 1, MAX_TRIBES - 1) ?? firstRefusal(tribes, checkTribe);
  if (status !== null) return status;
  if (o.maxEntities === 0) {
    const room = o.movementOnly !== 0 ? 0 : o.entities >>> 2;
    o.maxEntities = o.entities + room < MAX_ENTITIES_LIMIT ? o.entities + room : MAX_ENTITIES_LIMIT;
  }
  if (o.maxEntities < o.entities) return outOfRange('maxEntities', o.maxEntities, o.entities, MAX_ENTITIES_LIMIT, 'animals');
  const area = o.entities * o.areaPerAnimal;
  if (o.columns === 0) o.columns = cellsOfArea(area);
  if (o.rows === 0) o.rows = cellsOfArea(area);
  return (
    checkRange('columns', o.columns, MIN_COLUMNS, MAX_COLUMNS, 'cells') ?? checkRange('rows', o.rows, MIN_COLUMNS, MAX_COLUMNS, 'cells')
  );
}

function firstRefusal<Item>(items: readonly Item[], check: (item: Item) => Status): Status {
  for (const item of items) {
    const status = check(item);
    if (status !== null) return status;
  }
  return null;
}

function checkTribe({ share, pattern, genes }: Tribe): Status {
  const status =
    checkRange('share of a tribe', share, Math.fround(LEAST_SHARE), MOST_SHARE) ??
    checkRange('pattern of a tribe', pattern, 0, SpawnPattern.adaptive);
  if (status !== null) return status;
  for (let gene = 0; gene < GENE_COUNT; gene++) {
    const refusal = checkGene(gene, genes[gene] as number);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Checks a value of a gene against its range. */
export function checkGene(gene: number, value: number): Status {
  return checkRange((GENES[gene] as (typeof GENES)[number]).name, value, GENE_LEAST[gene] as number, GENE_MOST[gene] as number);
}

/** Cells along one side of a square world with this area in u^2. */
function cellsOfArea(area: number): number {
  const cells = (Math.sqrt(area) / CELL_SIZE + 0.5) | 0;
  return cells < MIN_COLUMNS ? MIN_COLUMNS : cells > MAX_COLUMNS ? MAX_COLUMNS : cells;
}

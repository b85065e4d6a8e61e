// Two sides of a benchmark side by side: a row for each world, shower and bar, their ratios, and whether their hashes agree.

import { ALL_WORLDS, BARS, WORLDS } from './bars.mjs';
import { figuresOf, roundMs } from './bench-figures.mjs';
import { fastest, geometricMean, median } from './bench-order.mjs';

/** What kind of world it is: rows of a kind have a geometric mean. */
function groupOf({ workers, tier = 'wasm' }) {
  if (tier.startsWith('js')) return 'in JavaScript';
  return workers === undefined ? 'one thread' : 'threads';
}

/** Today's share of the other: null where one is missing. */
export function ratioOf(today, other) {
  if (today === null || other === null) return null;
  return today === other ? 1 : today / other;
}

/** The middle of the ratios of rounds that were run next to each other, or null. */
export function pairedRatio(rounds, others) {
  if (rounds === undefined || others === undefined) return null;
  return median(rounds.map((round, i) => roundMs(round) / roundMs(others[i])));
}

/** Whether all rounds came to the same hashes as those of the other side: 'same', 'differ', or null where one has none. */
export function hashesOf(rounds, others) {
  if (rounds === undefined || others === undefined) return null;
  return rounds.every(({ hash }, i) => hash === others[i].hash) ? 'same' : 'differ';
}

/** What a bar says of a side's figures, or null where they lack something it needs. */
function barValue(value, figures) {
  try {
    const number = value(figures);
    return Number.isFinite(number) ? number : null;
  } catch {
    return null;
  }
}

/**
 * @typedef {object} Row
 * @property {string | null} group rows of a group have a geometric mean
 * @property {string} name
 * @property {string} unit
 * @property {number | null} today null where there is none
 * @property {number | null} other
 * @property {number | null} ratio of the fastest rounds
 * @property {number | null} paired the middle of the ratios of pairs of rounds
 * @property {'same' | 'differ' | null} hashes
 */

/**
 * @param {Record<string, Record<string, unknown[]>>} today results by kind and key
 * @param {Record<string, Record<string, unknown[]>>} other
 * @returns {Row[]}
 */
export function compare(today, other) {
  const figures = [today, other].map((raw) => figuresOf(raw, fastest));
  const timed = (group, kind, key, name, unit) => {
    const [mine, theirs] = [today, other].map((raw) => raw[kind]?.[key]);
    const [a, b] = [mine, theirs].map((rounds) => (rounds === undefined ? null : fastest(rounds.map(roundMs))));
    const hashes = kind === 'meteor' ? null : hashesOf(mine, theirs);
    return { group, name, unit, today: a, other: b, ratio: ratioOf(a, b), paired: pairedRatio(mine, theirs), hashes };
  };
  const showers = new Set([today, other].flatMap((raw) => Object.keys(raw.meteor ?? {})).filter((key) => key !== 'tsparticles'));
  return [
    ...Object.entries(ALL_WORLDS).map(([key, world]) => timed(groupOf(world), 'wasm', key, key, 'ms a tick')),
    ...Object.keys(WORLDS).map((key) => timed('native', 'native', key, `${key}, native`, 'ms a tick')),
    ...[...showers].map((key) => timed('showers', 'meteor', key, key, 'ms a frame')),
    ...BARS.map(([name, unit, , , value]) => {
      const [a, b] = figures.map((side) => barValue(value, side));
      return { group: null, name, unit, today: a, other: b, ratio: ratioOf(a, b), paired: null, hashes: null };
    }),
  ];
}

/** The geometric mean of each group's ratios and the worst of them; groups without a ratio are left out. */
export function summarize(rows) {
  const groups = [...new Set(rows.map(({ group }) => group))].filter((group) => group !== null);
  return groups.flatMap((group) => {
    const rated = rows.filter((row) => row.group === group && row.ratio !== null);
    if (rated.length === 0) return [];
    const worst = rated.reduce((most, row) => (row.ratio > most.ratio ? row : most));
    return [{ group, rows: rated.length, mean: geometricMean(rated.map(({ ratio }) => ratio)), worst: worst.ratio, worstName: worst.name }];
  });
}

const shown = (number, digits = 4) => {
  if (number === null) return '-';
  if (!Number.isFinite(number)) return '∞';
  return Number.isInteger(number) ? String(number) : String(Number(number.toPrecision(digits)));
};
const shownRatio = (ratio) => (ratio === null || !Number.isFinite(ratio) ? shown(ratio) : ratio.toFixed(3));

/** The rows as lines of text. */
export function tableOf(rows, otherName) {
  const cells = [
    ['', 'today', otherName, 'ratio', 'paired', 'hashes'],
    ...rows.map((row) => [
      `${row.name}, ${row.unit}`,
      shown(row.today),
      shown(row.other),
      shownRatio(row.ratio),
      shownRatio(row.paired),
      row.hashes ?? '-',
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '));
}

/** What a side lacks, a line for each reason. */
export function lackLines(name, lacks) {
  const parts = new Map();
  for (const [part, reason] of lacks) parts.set(reason, [...(parts.get(reason) ?? []), part]);
  return [...parts].map(([reason, names]) => `- ${name} can't give ${names.join('; ')}: ${reason}`);
}

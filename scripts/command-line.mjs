// What the scripts' own command lines have in common: --help, and a refusal of what they don't know.

import { main, PlainError } from './steps.mjs';

/**
 * @typedef {object} About
 * @property {string} command how it is called
 * @property {string} does in one sentence
 * @property {Readonly<Record<string, { does: string, value?: string }>>} [options] by name without its dashes; `value` names
 *   what follows one that takes something
 */

/** Runs a script with the options it was called with: `--name` is true, `--name VALUE` and `--name=VALUE` the value. */
export async function command(about, action) {
  await main(async () => {
    const options = readOptions(about, process.argv.slice(2));
    if (options.help !== true) return await action(options);
    console.log(helpOf(about));
  });
}

/**
 * @param {About} about
 * @param {readonly string[]} words
 * @returns {Record<string, string | true>} only those that were given
 * @throws PlainError for what the script doesn't know
 */
export function readOptions(about, words) {
  const known = optionsOf(about);
  const options = {};
  for (let at = 0; at < words.length; at++) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/s.exec(words[at]) ?? [];
    if (name === undefined || !Object.hasOwn(known, name)) {
      const names = Object.keys(known).map((one) => `--${one}`);
      throw new PlainError(`'${words[at]}' is no option of '${about.command}'; it has ${names.join(', ')}.`);
    }
    const { value } = known[name];
    if (value === undefined) {
      if (inline !== undefined) throw new PlainError(`--${name} takes no value; it was given '${inline}'.`);
      options[name] = true;
      continue;
    }
    const given = inline ?? words[++at];
    if (given === undefined || given === '' || given.startsWith('--')) throw new PlainError(`--${name} takes a value: --${name} ${value}.`);
    options[name] = given;
  }
  return options;
}

/** What --help prints. */
export function helpOf(about) {
  const rows = Object.entries(optionsOf(about)).map(([name, { value, does }]) => [
    `--${name}${value === undefined ? '' : ` ${value}`}`,
    does,
  ]);
  const width = Math.max(...rows.map(([left]) => left.length));
  return [`${about.command}: ${about.does}`, '', ...rows.map(([left, does]) => `  ${left.padEnd(width)}  ${does}`)].join('\n');
}

function optionsOf({ options }) {
  return { ...options, help: { does: 'prints this' } };
}

/** The flags of `skyflock run` that are a world's options: one for each, made from the table of options. */
import { rangeText } from '../engine/settings.js';
import { type LifeOptions, OPTION_DOCS, OPTIONS } from '../generated/life-layout.js';
import { optionRange } from '../life/shared/settings.js';
import { numberIn } from './flags.js';

/** Columns of a terminal that help is written for. */
const WIDTH = 100;
const INDENT = '      ';

/** The flag of an option: `--area-per-animal` of `areaPerAnimal`. */
export function optionFlag(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The flags of all options. */
export const OPTION_FLAGS: readonly string[] = OPTIONS.map(({ name }) => optionFlag(name));

/** What `--help` says of them: what each may be, its unit, and what it is where neither a flag nor the scene says it. */
export const OPTION_USAGE: string = OPTIONS.map(({ name, byDefault }, index) => {
  const range = rangeText(optionRange(index)).replace('it must be ', '');
  return [`  ${optionFlag(name)} N   ${range} (${byDefault})`, ...wrapped(OPTION_DOCS[name]), ''].join('\n');
}).join('');

/**
 * The options that flags give.
 * @throws UsageError for a value out of range
 */
export function readOptionFlags(given: ReadonlyMap<string, string>): Partial<LifeOptions> {
  const options: { -readonly [name in keyof LifeOptions]?: LifeOptions[name] } = {};
  OPTIONS.forEach(({ name }, index) => {
    const flag = optionFlag(name);
    const text = given.get(flag);
    if (text !== undefined) options[name] = numberIn(flag, text, optionRange(index));
  });
  return options;
}

/** A text as indented lines. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = INDENT;
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = INDENT;
    }
    line += line === INDENT ? word : ` ${word}`;
  }
  return [...lines, line];
}

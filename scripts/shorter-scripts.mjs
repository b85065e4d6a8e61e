// What makes the scripts of the package shorter than their sources say: numbers in place of names, rows in place of records,
// texts without what is there for people. Each of them changes how a script says a thing and nothing of what it does, and
// ends the build where a source is not as it knows it.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PlainError, ROOT } from './steps.mjs';

/** @typedef {import('vite').Plugin} Plugin */

/** A plugin that rewrites the sources, each for itself. @returns {Plugin} */
const rewriting = (name, rewrite) => ({
  name,
  enforce: 'pre',
  transform(code, id) {
    if (!/\/(?:web|workers)\/.*\.ts$/.test(id)) return null;
    const changed = rewrite(code, id);
    return changed === code ? null : { code: changed, map: null };
  },
});

/** Numbers of the layouts stand where they are used: a page that needs one of them loads no list of all. */
export const optimization = { inlineConst: { mode: /** @type {'all'} */ ('all'), pass: 2 } };

/**
 * The same for a number in a record: `MeteorHeader.frame` is written as 12, and records that are only asked for numbers stay
 * out of the package.
 */
export const plainNumbers = rewriting('plain-numbers', (code, id) => {
  const records = recordsSeenBy(code, id);
  if (records.size === 0) return code;
  return code.replace(
    /(?<!typeof )(?<![\w.$])([A-Z]\w*)\.([A-Za-z]\w*)\b(?![.(])/g,
    (whole, record, field) => records.get(record)?.get(field) ?? whole,
  );
});

/** The records of numbers that a source may name: its own, and those that it imports. */
function recordsSeenBy(code, id) {
  const seen = recordsIn(code, id);
  for (const [, clause, path] of code.matchAll(/^import \{([^}]*)\} from '(\.[^']+)\.js';$/gm)) {
    const file = `${resolve(dirname(id), path)}.ts`;
    if (!existsSync(file)) continue;
    const records = recordsOf(file);
    for (const part of clause.split(',')) {
      const [, name, own = name] = /^\s*(\w+)(?: as (\w+))?\s*$/.exec(part) ?? [];
      if (records.has(name)) seen.set(own, records.get(name));
    }
  }
  return seen;
}

/** @type {Map<string, Map<string, Map<string, string>>>} */
const known = new Map();

function recordsOf(file) {
  let records = known.get(file);
  if (records === undefined) {
    records = recordsIn(readFileSync(file, 'utf8'), file);
    known.set(file, records);
  }
  return records;
}

/** The constant records of a source that hold numbers and nothing else, with what they hold, by name. */
function recordsIn(code, id) {
  const text = code.replace(/^ *\/\*\*.*\*\/\n/gm, '');
  const records = new Map();
  for (const [, name, fields] of text.matchAll(/^(?:export )?const (\w+) = \{((?:\s+\w+: -?[\d.]+,?)+)\s+\} as const;$/gm)) {
    records.set(name, new Map([...fields.matchAll(/(\w+): (-?[\d.]+)/g)].map(([, field, value]) => [field, value])));
  }
  // What the kernels in JavaScript make of the layouts: words in place of bytes, and the places of the options.
  for (const [, name, from] of text.matchAll(/^export const (\w+) = (?:\/\* @__PURE__ \*\/ )?inWords\((\w+)\);$/gm)) {
    const bytes = recordsSeenBy(withoutWords(text), id).get(from);
    if (bytes === undefined) throw new PlainError(`${id} counts the words of ${from}, which is no record of numbers`);
    records.set(name, new Map([...bytes].map(([field, value]) => [field, String(Number(value) / 4)])));
  }
  for (const [, name] of text.matchAll(
    /^export const (\w+) = Object\.fromEntries\(OPTIONS\.map\(\(\{ name \}, index\) => \[name, index\]\)\)/gm,
  )) {
    const layout = /from '(\.[^']+\/generated\/\w+-layout)\.js'/.exec(text)?.[1];
    if (layout === undefined) throw new PlainError(`${id} has the places of options that it does not import`);
    const options = /^export const OPTIONS = \[\n([\s\S]*?)^\] as const;$/m.exec(
      readFileSync(`${resolve(dirname(id), layout)}.ts`, 'utf8'),
    );
    const names = [...(options?.[1] ?? '').matchAll(/\bname: '(\w+)'/g)].map(([, option]) => option);
    if (names.length === 0) throw new PlainError(`${layout} has no options as this build knows them`);
    records.set(name, new Map(names.map((option, index) => [option, String(index)])));
  }
  return records;
}

const withoutWords = (text) => text.replace(/^export const \w+ = (?:\/\* @__PURE__ \*\/ )?inWords\(\w+\);$/gm, '');

/** The constants of WebGL2, as the types of browsers have them. */
let glConstants;
function glConstant(name, id) {
  if (glConstants === undefined) {
    const types = readFileSync(join(ROOT, 'node_modules', 'typescript-embind', 'lib', 'lib.dom.d.ts'), 'utf8');
    const interfaces = [...types.matchAll(/^interface WebGL2?RenderingContext(?:Base|Overloads) \{\n([\s\S]*?)^\}/gm)].map(
      ([, body]) => body,
    );
    glConstants = new Map(
      [...interfaces.join('').matchAll(/readonly ([A-Z][A-Z0-9_]*): (-?\w+);/g)].map(([, constant, value]) => [constant, Number(value)]),
    );
  }
  const value = glConstants.get(name);
  if (value === undefined || !Number.isInteger(value)) throw new PlainError(`${id} names gl.${name}, which WebGL2 does not have`);
  return String(value);
}

/** `gl.TEXTURE_2D` is written as the number that it is in every browser. */
export const plainGl = rewriting('plain-gl', (code, id) => code.replace(/\bgl\.([A-Z][A-Z0-9_]*)\b/g, (_, name) => glConstant(name, id)));

/** Rows of a table from which it is shorter to name its columns once. */
const LEAST_ROWS = 8;

/** Tables of generated files say the names of their columns once. */
export const plainTables = rewriting('plain-tables', (code, id) => {
  if (!/\/web\/generated\/\w+-layout\.ts$/.test(id)) return code;
  return code.replace(/= \[\n((?: {2}\{ .* \},\n)+)\] as const;/g, (whole, rows) => {
    const lines = rows
      .trimEnd()
      .split('\n')
      .map((line) => [...line.matchAll(/(\w+): ('[^']*'|-?[\d.e-]+)(?=,| \})/g)]);
    const columns = lines[0].map(([, column]) => column).join(', ');
    const isPlain = lines.every((fields, index) => {
      const rebuilt = `  { ${fields.map(([, column, value]) => `${column}: ${value}`).join(', ')} },`;
      return rebuilt === rows.split('\n')[index] && fields.map(([, column]) => column).join(', ') === columns;
    });
    if (lines.length < LEAST_ROWS || !isPlain) return whole;
    const table = lines.map((fields) => `[${fields.map(([, , value]) => value).join(', ')}]`).join(',\n');
    return `= /* @__PURE__ */ [\n${table}\n].map(([${columns}]) => ({ ${columns} }));`;
  });
});

/** Shaders and style sheets without what is there for people. */
export const plainTexts = rewriting('plain-texts', (code, id) => {
  const shorten = /-shaders\.ts$/.test(id) ? shortShader : /\/elements\/.*\.ts$/.test(id) ? shortStyle : null;
  if (shorten === null) return code;
  const isStyle = shorten === shortStyle;
  return code.replace(isStyle ? /(?<=new ShadowStyle\()`[^`]*`(?=\))/g : /`[^`]*`/g, (text) => {
    if (/\/\/|\/\*/.test(text)) throw new PlainError(`${id} has a comment in a text: write it beside it`);
    // What is put in stays as it is.
    return text
      .split(/(\$\{[^}]*\})/)
      .map((part) => (part.startsWith('${') ? part : shorten(part)))
      .join('');
  });
});

/** GLSL: a line ends where a directive does. Signs keep their spaces, since `- -1` and `--1` differ. */
function shortShader(text) {
  return text
    .split(/(?<=^|`)(#.*\n)/m)
    .map((part, index, { [index - 1]: before }) => {
      if (!part.startsWith('#')) return part.replace(/\s+/g, ' ').replace(/ ?([=*/(){}[\],;<>]) ?/g, '$1');
      return before === '`' ? part : `\n${part}`;
    })
    .join('');
}

/** CSS: spaces stay in values and selectors. */
function shortStyle(text) {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/(?<=[\w-]): /g, ':')
    .replaceAll(';}', '}');
}

/** All of them, for every build of the package's sources. */
export const shorterSources = [plainNumbers, plainGl, plainTables, plainTexts];

/** How sources import a script later. */
const LATER_IMPORT = /(const \{ ([\w, ]+) \} = await (?:loadLater\(\(\) => )?)?(?<!typeof )\bimport\('(\.[^']+\.js)'\)/g;

/**
 * In a script that is one file, what is imported later is there already: imported at once it needs none of the code by which
 * a script puts off its own modules. Such modules do nothing when they are imported.
 *
 * @param {(id: string) => boolean} [isSource] in which sources
 * @param {(path: string) => boolean} [isHeld] which of the modules that these import
 */
export const importedAtOnce = (isSource = () => true, isHeld = () => true) =>
  rewriting('imported-at-once', (code, id) => {
    if (!isSource(id)) return code;
    const imports = [];
    const changed = code.replace(LATER_IMPORT, (whole, before = '', names, path) => {
      if (!isHeld(path)) return whole;
      const held = `held${imports.length}`;
      if (names === undefined) {
        imports.push(`import * as ${held} from '${path}';`);
        return `Promise.resolve(${held})`;
      }
      // What is taken of it goes by another name, which the one that takes it does not hide.
      const parts = names.split(', ').map((name) => ({ name, own: `${held}_${name}` }));
      imports.push(`import { ${parts.map(({ name, own }) => `${name} as ${own}`).join(', ')} } from '${path}';`);
      return `${before}Promise.resolve({ ${parts.map(({ name, own }) => `${name}: ${own}`).join(', ')} })`;
    });
    return imports.length === 0 ? code : `${imports.join('\n')}\n${changed}`;
  });

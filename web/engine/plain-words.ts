/**
 * Sentences without what they say of a page and its user: addresses end at their origin, and what is neither a number nor a word of
 * Skyflock's own becomes an ellipsis. Reports are made of such sentences, so that they can be sent to anybody.
 */

const GONE = '…';

/** What a sentence may keep, and what it may not. */
export interface Vocabulary {
  /** Words of Skyflock's that sentences quote: names of tiers, options, attributes. */
  readonly own: ReadonlySet<string>;
  /** Words of the page's or its user's, as names of tribes: they go wherever they stand. */
  readonly foreign: readonly string[];
}

/** A text in quotation marks: an apostrophe in a word opens none, and one within the text does not close it. */
const QUOTED = /(?<![\p{L}\p{N}])(['"`])(.*?)\1(?![\p{L}\p{N}])/gsu;
const ADDRESS = /\b[a-z][a-z\d+.-]*:\/\/\S+/gi;
/** What has no authority: all of it is content, or the name of a file. */
const CONTENT = /\b(data|blob|file|javascript|mailto|about|webpack|vscode)[\w-]*:(?!\s)\S+/gi;
/** From a slash at the beginning of a word, or with a dot or a drive before it, to the word's end. */
const ABSOLUTE_PATH = /(?<![\p{L}\p{N}…/])(?:\.{1,2}|~|[a-z]:)?[\\/]{1,2}[^\s\\/]\S*/giu;
/** Words with two slashes, or with one and an ending. */
const RELATIVE_PATH = /[^\s(]*[^\s(/]\/(?:[^\s/]*\/\S*|[^\s/]*\.[a-z]\w*)[^\s),;]*/gi;
const QUERY = /\?[^\s=]*=\S*/g;
const MAIL = /\S+@\S+/g;
/** Names of files but those of the package. */
const FILE =
  /(?<![\w.-])(?!skyflock-|(?:coordinator|meteor|pool|sim)\.worker\.js)[\w.-]+\.(?:wasm|[cm]?jsx?|[cm]?tsx?|html?|json|css|csv|map)\b/gi;
/** What ends a sentence or closes a bracket, and belongs to no address. */
const TAIL = /[.,;:!?)\]}>'"`]*$/;

/** The origin of an address, and what follows it in the sentence. */
function originOf(address: string): string {
  const tail = TAIL.exec(address)?.[0] ?? '';
  try {
    const { origin, protocol } = new URL(address.slice(0, address.length - tail.length));
    return `${origin === 'null' ? `${protocol}${GONE}` : origin}${tail}`;
  } catch {
    return `${GONE}${tail}`;
  }
}

const withoutTail = (text: string): string => `${GONE}${TAIL.exec(text)?.[0] ?? ''}`;

/** The sentence in words that may be sent. */
export function plainWords(sentence: string, { own, foreign }: Vocabulary): string {
  let plain = sentence;
  // The longest first: one may be a part of another.
  for (const word of [...foreign].sort((a, b) => b.length - a.length)) {
    if (word.trim() === '' || own.has(word)) continue;
    const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    plain = plain.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu'), GONE);
  }
  plain = plain
    .replace(QUOTED, (whole, mark: string, text: string) => (own.has(text) ? whole : `${mark}${GONE}${mark}`))
    .replace(ADDRESS, originOf)
    .replace(CONTENT, (_, scheme: string) => `${scheme}:${GONE}`);
  // Origins are done with; the rest has no slash that could be an address's.
  return plain
    .split(/(\b[a-z][a-z\d+.-]*:\/\/[^\s/)]+)/i)
    .map((part, index) => (index % 2 === 1 ? part : withoutPaths(part)))
    .join('');
}

function withoutPaths(text: string): string {
  return [ABSOLUTE_PATH, RELATIVE_PATH, QUERY, MAIL, FILE].reduce((rest, pattern) => rest.replace(pattern, withoutTail), text);
}

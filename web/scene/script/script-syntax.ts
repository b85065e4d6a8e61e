/**
 * A module as a script that browsers say the place of a wrong token of: `import` rejects with a SyntaxError that has none in
 * Chromium, while the error of a worker's script has. Lines stay where they are, but for one more before them, and so do columns.
 *
 * Nothing of it runs: it is inside of a function that nobody calls, and does not parse as a whole.
 */

/** Lines before the module's first. */
export const LINES_BEFORE = 1;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
const padded = (text: string, like: string): string => text + blank(like.slice(text.length));

/** What only modules have, in words of the same length that scripts have as well. */
export function asScript(module: string): string {
  const text = module
    .replace(/^([ \t]*)(import\b(?!\s*[(.])[^;'"]*(?:'[^']*'|"[^"]*");?)/gm, (_, before: string, all: string) => before + blank(all))
    .replace(/^([ \t]*)(export\s*(?:\*|\{)[^;'"\n]*(?:(?:'[^']*'|"[^"]*"));?)/gm, (_, before: string, all: string) => before + blank(all))
    .replace(/^([ \t]*)(export\s*\{[^}]*\};?)/gm, (_, before: string, all: string) => before + blank(all))
    .replace(/\bexport\s+default\b/g, (all) => padded('_ =', all))
    .replace(/\bexport(?=\s+(?:const|let|var|function|class|async)\b)/g, blank)
    .replace(/\bimport\.meta\b/g, (all) => padded('_', all));
  return `'use strict'; let _; async () => {\n${text}\n}; )`;
}

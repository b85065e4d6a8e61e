/** What the statements of an OBJ file are to the reader. */

/** A word of one byte or two as `Scanner.shortWord` gives it. */
function short(word: string): number {
  return [...word].reduce((code, letter) => (code << 8) | letter.charCodeAt(0), 0);
}

export const V = short('v');
export const VT = short('vt');
export const VN = short('vn');
export const F = short('f');
/** What a face was called before version 2.11 of the format. */
export const FO = short('fo');
export const L = short('l');
export const P = short('p');
export const O = short('o');
export const G = short('g');
export const S = short('s');

/** Curves and surfaces, and what describes them: skipped, with a note. */
const FREE_FORM = new Set('vp deg bmat step cstype curv curv2 surf parm trim hole scrv sp end con bsp bzp cdc cdp res'.split(' '));
/** What only other programs can use: skipped without a note. */
const DISPLAY = new Set('bevel c_interp d_interp lod mg shadow_obj trace_obj ctech stech'.split(' '));
/** What another file or program would be needed for: skipped, with a note. */
const OUTSIDE = new Set(['maplib', 'usemap', 'call', 'csh']);

export type Skipped = 'free-form' | 'display' | 'outside' | 'unknown';

/** Why a statement that is not read is skipped. */
export function skippedKind(keyword: string): Skipped {
  if (FREE_FORM.has(keyword)) return 'free-form';
  if (DISPLAY.has(keyword)) return 'display';
  return OUTSIDE.has(keyword) ? 'outside' : 'unknown';
}

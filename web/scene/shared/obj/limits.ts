/** What a file may have at most, and what its bytes must look like. */
import { show } from '../../../engine/describe.js';
import { SceneMeshError } from '../errors.js';
import type { ObjLimits } from './types.js';

const USUAL: ObjLimits = { maxVertices: 10_000_000, maxTriangles: 20_000_000, maxBytes: 2 ** 30 };
const MOST: ObjLimits = { maxVertices: 100_000_000, maxTriangles: 100_000_000, maxBytes: 2 ** 31 - 1 };

/** How many bytes are looked at for what no text has. */
const LOOKED_AT = 4096;
const ENCODER = new TextEncoder();

/** What is wrong with a file, and what it may be. */
export const meshRefusal = (what: string, value: unknown, range: string): SceneMeshError =>
  new SceneMeshError(`${what} = ${show(value)} is refused`, range, '');

/** The limits, with the usual ones where none are given. @throws SceneMeshError for one that is out of range */
export function limitsFrom(given: Partial<ObjLimits>): ObjLimits {
  const limits = { ...USUAL };
  for (const name of Object.keys(USUAL) as (keyof ObjLimits)[]) {
    const value = given[name] ?? USUAL[name];
    if (!Number.isInteger(value) || value < 1 || value > MOST[name]) {
      throw meshRefusal(name, value, `it must be a whole number from 1 to ${MOST[name]}`);
    }
    limits[name] = value;
  }
  return limits;
}

/** The bytes of a file. @throws SceneMeshError for too many, or for those of no text */
export function bytesFrom(text: string | Uint8Array, maxBytes: number): Uint8Array {
  if (typeof text === 'string') {
    // A character is a byte at least.
    checkBytes(text.length, maxBytes);
    const bytes = ENCODER.encode(text);
    checkBytes(bytes.length, maxBytes);
    return textBytes(bytes);
  }
  if (!(text instanceof Uint8Array)) throw meshRefusal('text', text, 'it must be a string or a Uint8Array');
  checkBytes(text.length, maxBytes);
  // A plain view: what derives from Uint8Array has methods of its own.
  return textBytes(new Uint8Array(text.buffer, text.byteOffset, text.length));
}

/** @throws SceneMeshError for more bytes than a file may have */
export function checkBytes(length: number, maxBytes: number): void {
  if (length <= maxBytes) return;
  throw meshRefusal('bytes', length, `a file may have ${maxBytes}; raise maxBytes, or split the file`);
}

function textBytes(bytes: Uint8Array): Uint8Array {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw meshRefusal('encoding', 'UTF-16', 'the text must be UTF-8 or ASCII; save it anew as UTF-8');
  }
  const zero = bytes.subarray(0, LOOKED_AT).indexOf(0);
  if (zero >= 0) throw meshRefusal('format', 'binary', `byte ${zero} is 0, which no text has; give a Wavefront file in text`);
  // The mark of UTF-8, which many editors of Windows put first.
  return first === 0xef && second === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** @throws SceneMeshError for a file without a single line of its format */
export function refuseFormat(format: string, word: string): never {
  throw meshRefusal('format', word, `it begins the first line, and no line is one of ${format}; give a Wavefront file in text`);
}

/** A name or word of the file for a note. */
export const quoted = (text: string): string => `'${show(text)}'`;

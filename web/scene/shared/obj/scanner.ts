/**
 * Statements of OBJ and MTL files: lines of words, read from bytes.
 *
 * 1. A line ends with LF, CR or both.
 * 2. A `\` at the very end of a line joins the next one, with a blank between them.
 * 3. `#` begins a comment, up to the end of its own line: a `\` in it joins nothing, since it is as likely the end of a path.
 * 4. In a name `#` is a letter, unless it begins a word: `usemtl wood#2` is one, `usemtl wood # old` is another.
 * 5. Blanks are all bytes up to 32 that end no line.
 *
 * Every byte is looked at a fixed number of times, whatever a line holds. Numbers of up to 15 digits are made here: such a
 * mantissa and a power of ten up to 22 are both exact, so that one multiplication or division rounds as `Number` does, which
 * has the others.
 */
const TAB_TO_BLANK = 0x20;
const LF = 0x0a;
const CR = 0x0d;
const HASH = 0x23;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const LOWER_E = 0x65;
const TO_LOWER = 0x20;

const MOST_EXACT_DIGITS = 15;
const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);
/** Indices are cut off here: it is more than any list has. */
const LARGEST_INDEX = 0x7fffffff;
/** An index that is left out of a corner. */
export const ABSENT = 0;

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

export class Scanner {
  /** The line on which the statement begins, from 1. */
  line = 0;
  /** The corner that was read last: `v/vt/vn` as written, or ABSENT. */
  v = ABSENT;
  vt = ABSENT;
  vn = ABSENT;

  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at = 0;
  /** The line that `#at` is on. */
  #lines = 1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  /** Goes to the next statement, from wherever the one before was left. False at the end of the file. */
  next(): boolean {
    if (this.line > 0) this.#skipLine();
    for (;;) {
      this.#skipBlanks();
      const byte = this.#byte();
      if (this.#at >= this.#end) return false;
      if (byte === HASH) this.#skipComment();
      else if (byte === LF || byte === CR) this.#skipLineEnd();
      else break;
    }
    this.line = this.#lines;
    return true;
  }

  /** Goes to the statement's next word. False where there is none. */
  hasWord(): boolean {
    this.#skipBlanks();
    const byte = this.#byte();
    return byte !== LF && byte !== CR && byte !== HASH;
  }

  /** The next word as a number where it has one byte or two, the first one in front; else 0, and the word is still to come. */
  shortWord(): number {
    const start = this.#at;
    let code = 0;
    for (; !this.#isWordEnd(); this.#at++) {
      if (this.#at === start + 2) {
        this.#at = start;
        return 0;
      }
      code = (code << 8) | (this.#bytes[this.#at] as number);
    }
    return code;
  }

  /** The next word, or '' where there is none. */
  word(): string {
    if (!this.hasWord()) return '';
    const start = this.#at;
    this.#skipWord();
    return this.#text(start, this.#at);
  }

  /** The next word as a number: NaN where it is none, or where there is none. */
  number(): number {
    this.#skipBlanks();
    const bytes = this.#bytes;
    const end = this.#end;
    const start = this.#at;
    let at = start;
    const negative = at < end && bytes[at] === MINUS;
    if (negative || (at < end && bytes[at] === PLUS)) at += 1;
    const first = at;
    let mantissa = 0;
    let digits = 0;
    let power = 0;
    let byte = at < end ? (bytes[at] as number) : LF;
    for (; byte >= ZERO && byte <= NINE; byte = ++at < end ? (bytes[at] as number) : LF) {
      mantissa = mantissa * 10 + (byte - ZERO);
      if (mantissa !== 0) digits += 1;
    }
    let length = at - first;
    if (byte === DOT) {
      const dot = at;
      byte = ++at < end ? (bytes[at] as number) : LF;
      for (; byte >= ZERO && byte <= NINE; byte = ++at < end ? (bytes[at] as number) : LF) {
        mantissa = mantissa * 10 + (byte - ZERO);
        if (mantissa !== 0) digits += 1;
      }
      power = dot + 1 - at;
      length += at - dot - 1;
    }
    if (length > 0 && (byte | TO_LOWER) === LOWER_E) {
      let exponent = 0;
      byte = ++at < end ? (bytes[at] as number) : LF;
      const smaller = byte === MINUS;
      if (smaller || byte === PLUS) byte = ++at < end ? (bytes[at] as number) : LF;
      const begin = at;
      for (; byte >= ZERO && byte <= NINE; byte = ++at < end ? (bytes[at] as number) : LF) {
        exponent = Math.min(exponent * 10 + (byte - ZERO), 9999);
      }
      if (at === begin) length = 0;
      power += smaller ? -exponent : exponent;
    }
    this.#at = at;
    if (length === 0 || !this.#isWordEnd()) {
      this.#skipWord();
      return Number.NaN;
    }
    if (digits > MOST_EXACT_DIGITS || power > 22 || power < -22) return Number(this.#text(start, at));
    const value = power < 0 ? mantissa / (POWERS[-power] as number) : mantissa * (POWERS[power] as number);
    return negative ? -value : value;
  }

  /** Reads the next word as a corner, `v`, `v/vt`, `v//vn` or `v/vt/vn`. False where it is none: also an index of 0. */
  corner(): boolean {
    this.#skipBlanks();
    this.v = this.#index();
    this.vt = ABSENT;
    this.vn = ABSENT;
    let isRight = this.v !== ABSENT;
    if (this.#byte() === SLASH) {
      this.#at += 1;
      if (!this.#isCornerEnd()) {
        this.vt = this.#index();
        isRight = isRight && this.vt !== ABSENT;
      }
      if (this.#byte() === SLASH) {
        this.#at += 1;
        if (!this.#isCornerEnd()) {
          this.vn = this.#index();
          isRight = isRight && this.vn !== ABSENT;
        }
      }
    }
    if (this.#isWordEnd()) return isRight;
    this.#skipWord();
    return false;
  }

  /** The rest of the statement, as a name: as written, without blanks around it. */
  rest(): string {
    let name = '';
    let isWordStart = true;
    this.#skipBlanks();
    let start = this.#at;
    for (; this.#at < this.#end; this.#at++) {
      const byte = this.#bytes[this.#at] as number;
      if (byte === LF || byte === CR || (byte === HASH && isWordStart)) break;
      isWordStart = byte <= TAB_TO_BLANK;
      if (byte !== BACKSLASH || !this.#isLineEnd(this.#at + 1)) continue;
      name += `${this.#text(start, this.#at).trim()} `;
      this.#skipBlanks();
      start = this.#at;
      this.#at -= 1;
      isWordStart = true;
    }
    return (name + this.#text(start, this.#at)).trim();
  }

  /** A whole number other than 0 with or without a sign, or ABSENT. */
  #index(): number {
    const bytes = this.#bytes;
    const end = this.#end;
    const sign = this.#byte();
    if (sign === MINUS || sign === PLUS) this.#at += 1;
    let value = 0;
    for (; this.#at < end; this.#at++) {
      const byte = bytes[this.#at] as number;
      if (byte < ZERO || byte > NINE) break;
      value = Math.min(value * 10 + (byte - ZERO), LARGEST_INDEX);
    }
    return sign === MINUS ? -value | 0 : value;
  }

  /** The byte at hand; a line end at the end of the file. */
  #byte(): number {
    return this.#at < this.#end ? (this.#bytes[this.#at] as number) : LF;
  }

  #isLineEnd(at: number): boolean {
    return at >= this.#end || this.#bytes[at] === LF || this.#bytes[at] === CR;
  }

  #isWordEnd(): boolean {
    const byte = this.#byte();
    return byte <= TAB_TO_BLANK || byte === HASH || (byte === BACKSLASH && this.#isLineEnd(this.#at + 1));
  }

  #isCornerEnd(): boolean {
    return this.#byte() === SLASH || this.#isWordEnd();
  }

  #skipWord(): void {
    while (!this.#isWordEnd()) this.#at += 1;
  }

  #skipBlanks(): void {
    const bytes = this.#bytes;
    const end = this.#end;
    while (this.#at < end) {
      const byte = bytes[this.#at] as number;
      if (byte <= TAB_TO_BLANK && byte !== LF && byte !== CR) this.#at += 1;
      else if (byte === BACKSLASH && this.#isLineEnd(this.#at + 1)) {
        this.#at += 1;
        this.#skipLineEnd();
      } else return;
    }
  }

  #skipLineEnd(): void {
    this.#at += this.#bytes[this.#at] === CR && this.#bytes[this.#at + 1] === LF ? 2 : 1;
    this.#lines += 1;
  }

  #skipComment(): void {
    while (!this.#isLineEnd(this.#at)) this.#at += 1;
  }

  /** Goes to the end of the statement, over the lines that it joins. */
  #skipLine(): void {
    for (;;) {
      this.#skipBlanks();
      const byte = this.#byte();
      if (byte === HASH) this.#skipComment();
      if (byte === HASH || byte === LF || byte === CR) return;
      this.#at += 1;
    }
  }

  #text(start: number, end: number): string {
    // A copy: a decoder takes no bytes of shared memory.
    return DECODER.decode(this.#bytes.slice(start, end));
  }
}

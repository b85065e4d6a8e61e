/** What goes wrong in a script: where, by its own name and lines, and how often. */
import { describe } from '../../engine/describe.js';
import { errorToData } from '../../engine/error-to-data.js';
import type { ErrorData } from '../../engine/errors.js';
import { SceneScriptError, type ScriptPlace } from '../shared/errors.js';

/** The addresses of a script, and what users call it. */
export interface ScriptName {
  readonly address: string;
  readonly name: string;
}

/** A line of a stack: `at f (address:line:column)`, or `f@address:line:column`. */
const FRAME = /((?:blob|data|https?|file|node):[^\s()@]*):(\d+):(\d+)/;
const NO_PLACE: ScriptPlace = { file: '', line: 0, column: 0, trace: '' };

/** What browsers' errors have besides: Firefox names the place of a SyntaxError so. */
interface PlacedError {
  readonly stack?: unknown;
  readonly fileName?: unknown;
  readonly lineNumber?: unknown;
  readonly columnNumber?: unknown;
}

/** Where something was thrown, as the script calls it. @param own beginning of the addresses of the package's scripts; empty: unknown */
export function placeOf(error: unknown, script: ScriptName | null, own = ''): ScriptPlace {
  const { stack, fileName, lineNumber, columnNumber } = (typeof error === 'object' && error !== null ? error : {}) as PlacedError;
  const named = (text: string): string => (script === null ? text : text.replaceAll(script.address, script.name));
  const frames = (typeof stack === 'string' ? stack.split('\n') : []).filter((line) => FRAME.test(line));
  // What of it is the package's is nothing that users can mend.
  const isTheirs = (line: string): boolean =>
    (script !== null && line.includes(script.address)) || (own !== '' && !line.includes(own) && !line.includes('node:internal/'));
  const first = frames.findIndex(isTheirs);
  const theirs = first < 0 ? [] : frames.slice(first, frames.length - [...frames].reverse().findIndex(isTheirs));
  const [, file = '', line = '0', column = '0'] = FRAME.exec(theirs[0] ?? '') ?? [];
  if (first < 0 && typeof fileName === 'string' && fileName !== '' && typeof lineNumber === 'number') {
    return { ...NO_PLACE, file: named(fileName), line: lineNumber, column: typeof columnNumber === 'number' ? columnNumber : 0 };
  }
  const trace = theirs.map((text) => named(text.trim())).join('\n');
  return { file: named(file), line: Number(line), column: Number(column), trace };
}

/** The error of a script that the page is told. @param during a noun, as `update` */
export function scriptError(error: unknown, during: string, script: ScriptName | null, own = ''): SceneScriptError {
  const kind = error instanceof Error && error.name !== 'Error' && !describe(error).includes(error.name) ? `${error.name}: ` : '';
  const reason = `${kind}${describe(error)}`;
  return new SceneScriptError(
    during,
    script === null ? reason : reason.replaceAll(script.address, script.name),
    placeOf(error, script, own),
  );
}

/** Milliseconds between two tellings of the same fault. */
export const STORM_MS = 1000;
/** Faults that are told apart. */
const MOST_KINDS = 100;

interface Kind {
  error: ErrorData;
  /** Since it was told last. */
  times: number;
  toldAt: number;
}

/** Faults on their way to the page: the first of a kind at once, those that follow once a second with their number. */
export class FaultLog {
  readonly #kinds = new Map<string, Kind>();
  readonly #tell: (error: ErrorData, times: number, fatal: boolean) => void;
  readonly #now: () => number;
  /** All there ever were. */
  total = 0;

  constructor(tell: (error: ErrorData, times: number, fatal: boolean) => void, now: () => number) {
    this.#tell = tell;
    this.#now = now;
  }

  add(error: SceneScriptError, fatal = false): void {
    this.total += 1;
    const data = errorToData(error);
    if (fatal) {
      this.#tell(data, 1, true);
      return;
    }
    // With a message that differs each time a place is the same fault all the same.
    const key = error.line > 0 ? `${error.during} ${error.file}:${error.line}:${error.column}` : `${error.during} ${error.reason}`;
    const known = this.#kinds.get(key);
    if (known === undefined) {
      if (this.#kinds.size === MOST_KINDS) this.#kinds.delete(this.#kinds.keys().next().value as string);
      this.#kinds.set(key, { error: data, times: 0, toldAt: this.#now() });
      this.#tell(data, 1, false);
      return;
    }
    known.times += 1;
    known.error = data;
    this.#tellLate(known);
  }

  /** Tells what is due. */
  flush(): void {
    for (const kind of this.#kinds.values()) this.#tellLate(kind);
  }

  #tellLate(kind: Kind): void {
    const now = this.#now();
    if (kind.times === 0 || now - kind.toldAt < STORM_MS) return;
    this.#tell(kind.error, kind.times, false);
    kind.times = 0;
    kind.toldAt = now;
  }
}

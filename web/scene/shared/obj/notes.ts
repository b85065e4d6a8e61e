/** Notes on a file, so few that a file of faults makes no second file of notes. */
import type { ObjNote } from './types.js';

/** Notes of one kind; the rest of them are counted. */
const MOST_OF_A_KIND = 100;

/** What a kind has besides its notes. */
interface Rest {
  made: number;
  /** The first line whose note is left out. */
  line: number;
}

export class NoteList {
  readonly #notes: ObjNote[] = [];
  readonly #kinds = new Map<string, Rest>();
  readonly #seen = new Set<string>();

  /** @param kind what the notes that are left out are told as: several words */
  add(line: number, kind: string, text: string): void {
    const rest = this.#kinds.get(kind) ?? { made: 0, line: 0 };
    this.#kinds.set(kind, rest);
    rest.made += 1;
    if (rest.made <= MOST_OF_A_KIND) this.#notes.push({ line, text });
    else if (rest.made === MOST_OF_A_KIND + 1) rest.line = line;
  }

  /** The same once for each word. */
  once(line: number, kind: string, word: string, text: () => string): void {
    const key = `${kind}\n${word}`;
    if (this.#seen.has(key)) return;
    if (this.#seen.size < 10 * MOST_OF_A_KIND) this.#seen.add(key);
    this.add(line, kind, text());
  }

  /** All notes, by line. */
  list(): ObjNote[] {
    const rests = [...this.#kinds]
      .filter(([, { made }]) => made > MOST_OF_A_KIND)
      .map(([kind, { made, line }]) => ({ line, text: `${made - MOST_OF_A_KIND} more from here on: ${kind}` }));
    return [...this.#notes, ...rests].sort((one, other) => one.line - other.line);
  }
}

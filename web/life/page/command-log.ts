/** What is asked of a world from its beginning on, on the page's side: what a recording holds, and a revived world is asked again. */
import type { CommandFields, LoggedCommand, Resumption } from '../shared/messages.js';
import { mergeLogs } from '../shared/recording.js';
import { hashOfHeader, readParts } from '../shared/snapshot.js';
import type { Recording } from '../shared/types.js';

export class CommandLog {
  /** The snapshot that the world began with, or null. */
  #from: Recording['from'];
  /** What a recording that is played asks of it. */
  #replay: readonly LoggedCommand[];
  /** What else was asked of it, and taken. */
  #asked: LoggedCommand[] = [];
  /** Commands that have no outcome yet. */
  readonly #pending = new Set<Promise<void>>();

  /** @param resume what the world began with, where that is no founding of its own */
  constructor(resume: Resumption | null) {
    const header = resume === null || resume.snapshot === null ? null : readParts(resume.snapshot).header;
    this.#from = header === null ? null : { tick: header.tick, hash: hashOfHeader(header) };
    this.#replay = resume?.commands ?? [];
  }

  /** The snapshot that the world began with, or null. */
  get from(): Recording['from'] {
    return this.#from;
  }

  /** Everything asked of it from this tick on, by tick. */
  since(tick: number): LoggedCommand[] {
    const later = (commands: readonly LoggedCommand[]): LoggedCommand[] => commands.filter((command) => command.tick >= tick);
    return mergeLogs(later(this.#asked), later(this.#replay));
  }

  /** Logs a command once it was taken; `asked` resolves to the ticks done then. */
  async add(command: CommandFields, asked: Promise<number>): Promise<void> {
    const logged = asked.then((tick) => {
      this.#asked.push({ tick, command });
    });
    this.#pending.add(logged);
    try {
      await logged;
    } finally {
      this.#pending.delete(logged);
    }
  }

  /** Resolves when everything asked for until now has its outcome. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }

  /** Another world goes on, that of a snapshot. */
  restart(from: NonNullable<Recording['from']>): void {
    this.#from = from;
    this.#asked = [];
    this.#replay = [];
  }
}

/** What the command writes besides its messages: files and pipes that may be full, or broken by whoever reads them. */
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { describe } from '../engine/describe.js';
import { SkyflockError } from '../engine/errors.js';
import { UsageError } from './flags.js';

/** An output can't be written on: its fault, not the engine's. The message is the one line that the user reads. */
export class OutputError extends SkyflockError {
  override get name(): string {
    return 'OutputError';
  }
  override get code(): 'cli/output' {
    return 'cli/output';
  }
}

/** Whoever read standard output has enough of it: the command ends, and nothing went wrong. */
export class ReaderGone extends OutputError {
  override get name(): string {
    return 'ReaderGone';
  }
}

const STDOUT = 1;
/** Milliseconds between two tries to write into a pipe that doesn't wait while it is full. */
const FULL_PAUSE_MS = 5;

/** A file, or a pipe with a name, that is written as the run goes on. */
export class OutputFile {
  readonly #name: string;
  readonly #file: number;

  /** @throws UsageError when it can't be opened */
  constructor(flag: string, path: string) {
    this.#name = `${flag} ${path}`;
    try {
      this.#file = openSync(path, 'w');
    } catch (error) {
      throw new UsageError(`${this.#name} can't be written: ${describe(error)}`);
    }
  }

  /** @throws OutputError when not all of it could be written */
  write(content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.#attempt(() => {
      for (let at = 0; at < bytes.length; ) at += this.#writeSome(bytes.subarray(at));
    });
  }

  /** @throws OutputError when what was written got lost */
  close(): void {
    this.#attempt(() => closeSync(this.#file));
  }

  #writeSome(bytes: Uint8Array): number {
    try {
      return writeSync(this.#file, bytes);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PAUSE_MS);
      return 0;
    }
  }

  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      const message = `${this.#name} can't be written: ${describe(error)}`;
      throw codeOf(error) === 'EPIPE' && isStdout(this.#file) ? new ReaderGone(message) : new OutputError(message);
    }
  }
}

/** Whether a file is what standard output goes to, by whatever name it was opened. */
function isStdout(file: number): boolean {
  const [one, other] = [fstatSync(file), fstatSync(STDOUT)];
  return one.dev === other.dev && one.ino === other.ino;
}

/**
 * Ends the process when standard output can't be written on: quietly when its reader has gone, as `head` does, else
 * with one line and exit code 1. What can't be said on standard error is said nowhere.
 */
export function watchStandardOutput(): void {
  process.stdout.on('error', (error) => {
    // The exit code is set once the command is through; its result may still be one of a fault.
    if (codeOf(error) === 'EPIPE') setImmediate(() => process.exit());
    else {
      process.stderr.write(`skyflock: standard output can't be written: ${describe(error)}\n`);
      process.exit(1);
    }
  });
  process.stderr.on('error', () => {});
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}

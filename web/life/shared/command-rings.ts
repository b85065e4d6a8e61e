/**
 * Commands go to the coordinator and their outcomes come back through two rings of records in shared
 * memory, where there is such: no message waits in a queue behind a long tick, and order is kept.
 *
 * A command's record is the Command of the generated layout. An outcome's is four words (ticks done
 * when it was queued, 1 when it was taken or 0 when it was refused, and the bytes of the reason) and
 * the reason in UTF-8. Outcomes come in the order of the commands, so neither needs a number.
 */
import { makeRing, ringLength, viewRing } from '../../engine/memory-views.js';
import { RingReader, RingWriter } from '../../engine/spsc-ring.js';
import { Command, MAX_COMMANDS } from '../../generated/life-layout.js';
import type { CommandFields, CommandRings } from './messages.js';
import { readCommand, writeCommandWords } from './views.js';

/** Commands that may wait. */
export const COMMAND_RING_RECORDS = MAX_COMMANDS;
const COMMAND_WORDS = Command.size / 4;
const OUTCOME_WORDS = 64;
const HEAD_WORDS = 3;
const TEXT_BYTES = (OUTCOME_WORDS - HEAD_WORDS) * 4;
/** Milliseconds between two looks at a ring that stays empty. */
const LOOK_MS = 1000;
/** Milliseconds until commands that could not be taken are tried again. */
const RETRY_MS = 20;

/** What became of a command. */
export interface Outcome {
  /** Ticks done when it was queued. */
  readonly tick: number;
  /** Why it was refused, or null. */
  readonly refusal: string | null;
}

/** Makes both rings, empty. */
export function makeCommandRings(): CommandRings {
  const commands = new SharedArrayBuffer(ringLength(COMMAND_WORDS, COMMAND_RING_RECORDS));
  const outcomes = new SharedArrayBuffer(ringLength(OUTCOME_WORDS, COMMAND_RING_RECORDS));
  makeRing(commands, 0, COMMAND_WORDS, COMMAND_RING_RECORDS);
  makeRing(outcomes, 0, OUTCOME_WORDS, COMMAND_RING_RECORDS);
  return { commands, outcomes };
}

/** The page's ends. */
export class CommandSender {
  readonly #commands: RingWriter;
  readonly #outcomes: RingReader;
  readonly #hear: (outcome: Outcome) => void;
  #waiting = 0;
  #listening = false;
  #closed = false;

  /** @param hear gets the outcomes, in the order of the commands */
  constructor(rings: CommandRings, hear: (outcome: Outcome) => void) {
    this.#commands = new RingWriter(viewRing(rings.commands, 0));
    this.#outcomes = new RingReader(viewRing(rings.outcomes, 0));
    this.#hear = hear;
  }

  /** Sends a command; false when too many wait already. */
  send(command: CommandFields): boolean {
    const batch = this.#commands.reserve(1);
    if (batch.count === 0) {
      this.#commands.drop(1);
      return false;
    }
    writeCommandWords(this.#commands.ring.records, batch.at(0), command);
    this.#commands.commit(1);
    this.#waiting += 1;
    void this.#listen();
    return true;
  }

  /** Hears nothing more. */
  close(): void {
    this.#closed = true;
  }

  async #listen(): Promise<void> {
    if (this.#listening) return;
    this.#listening = true;
    while (this.#waiting > 0 && !this.#closed) {
      await this.#outcomes.waitForRecords(LOOK_MS);
      const batch = this.#outcomes.peek();
      const heard: Outcome[] = [];
      for (let i = 0; i < batch.count; i += 1) heard.push(readOutcome(this.#outcomes.ring.records, batch.at(i)));
      this.#outcomes.release(batch.count);
      this.#waiting -= heard.length;
      if (!this.#closed) for (const outcome of heard) this.#hear(outcome);
    }
    this.#listening = false;
  }
}

/** The coordinator's ends. */
export class CommandReceiver {
  readonly #commands: RingReader;
  readonly #outcomes: RingWriter;
  readonly #take: (command: CommandFields) => Outcome;

  /** @param take queues a command, and says what became of it */
  constructor(rings: CommandRings, take: (command: CommandFields) => Outcome) {
    this.#commands = new RingReader(viewRing(rings.commands, 0));
    this.#outcomes = new RingWriter(viewRing(rings.outcomes, 0));
    this.#take = take;
  }

  /** Takes what waits; to be called before every tick. */
  drain(): void {
    // A page that does not read its outcomes makes its commands wait.
    const room = this.#outcomes.reserve(COMMAND_RING_RECORDS).count;
    const batch = this.#commands.peek(room);
    const answers = this.#outcomes.reserve(batch.count);
    for (let i = 0; i < batch.count; i += 1) {
      const outcome = this.#take(readCommand(this.#commands.ring.records, batch.at(i)));
      writeOutcome(this.#outcomes.ring.records, answers.at(i), outcome);
    }
    this.#outcomes.commit(batch.count);
    this.#commands.release(batch.count);
  }

  /** Drains whenever something comes, for as long as `goesOn` says so: a world that stands has no ticks. */
  async listen(goesOn: () => boolean, drain: () => void): Promise<void> {
    while (goesOn()) {
      if (!(await this.#commands.waitForRecords(LOOK_MS))) continue;
      const before = this.#commands.position;
      drain();
      // Nothing is taken during a recovery, or while the page reads no outcomes.
      if (this.#commands.position === before) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function writeOutcome(words: Uint32Array, at: number, { tick, refusal }: Outcome): void {
  const text = new TextEncoder().encode(refusal ?? '').subarray(0, TEXT_BYTES);
  words[at] = tick;
  words[at + 1] = refusal === null ? 1 : 0;
  words[at + 2] = text.length;
  const padded = new Uint8Array(TEXT_BYTES);
  padded.set(text);
  words.set(new Uint32Array(padded.buffer), at + HEAD_WORDS);
}

function readOutcome(words: Uint32Array, at: number): Outcome {
  const tick = words[at] as number;
  if (words[at + 1] === 1) return { tick, refusal: null };
  // A copy: TextDecoder refuses shared memory.
  const text = new Uint8Array(words.slice(at + HEAD_WORDS, at + OUTCOME_WORDS).buffer, 0, Math.min(TEXT_BYTES, words[at + 2] as number));
  return { tick, refusal: new TextDecoder().decode(text) };
}

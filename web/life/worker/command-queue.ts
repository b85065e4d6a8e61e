/** Commands on the coordinator's side: those that wait in the kernel for its next tick, and those that wait for a later one. */
import { LifeCommandError } from '../shared/errors.js';
import type { LifeKernel } from '../shared/kernel.js';
import type { CommandFields, LoggedCommand } from '../shared/messages.js';
import { type ReplayHost, replay } from './replay.js';

export class CommandQueue {
  readonly #log: (command: LoggedCommand) => void;
  readonly #onRefusal: (tick: number, error: LifeCommandError) => void;
  /** Of a world that goes on: by tick. */
  readonly #due: LoggedCommand[] = [];
  #queued: CommandFields[] = [];

  /**
   * @param log is told of every command that a kernel took
   * @param onRefusal is told of one that waited for its tick and was refused then
   */
  constructor(log: (command: LoggedCommand) => void, onRefusal: (tick: number, error: LifeCommandError) => void) {
    this.#log = log;
    this.#onRefusal = onRefusal;
  }

  /** Those that wait in the kernel for its next tick: no snapshot holds them. */
  get queued(): readonly CommandFields[] {
    return this.#queued;
  }

  /** Queues a command; gives the ticks done. @throws LifeCommandError with the engine's reason */
  enqueue(kernel: LifeKernel, command: CommandFields): number {
    kernel.enqueue(command);
    this.#queued.push(command);
    const { tick } = kernel;
    this.#log({ tick, command });
    return tick;
  }

  /** Commands, by tick, that wait for theirs from now on. */
  await(commands: readonly LoggedCommand[]): void {
    this.#due.push(...commands);
  }

  /** Queues those whose tick has come; one that is refused changes nothing. */
  enqueueDue(kernel: LifeKernel): void {
    while (this.#due[0]?.tick === kernel.tick) {
      const { tick, command } = this.#due.shift() as LoggedCommand;
      try {
        this.enqueue(kernel, command);
      } catch (error) {
        if (!(error instanceof LifeCommandError)) throw error;
        this.#onRefusal(tick, error);
      }
    }
  }

  /** A tick has ended: those that waited for it have acted. */
  acted(): void {
    this.#queued = [];
  }

  /** Another kernel goes on from the present tick: what waits in the old one waits in that. */
  carryTo(kernel: LifeKernel): void {
    for (const command of this.#queued) kernel.enqueue(command);
  }

  /** These wait in the kernel, and no others. */
  replaceQueued(commands: readonly CommandFields[]): void {
    this.#queued = [...commands];
  }

  clear(): void {
    this.#due.length = 0;
    this.#queued = [];
  }

  /** Brings a kernel to a tick that was seen of its world: nobody may see it before. */
  async catchUp(kernel: LifeKernel, seen: number, host: ReplayHost): Promise<void> {
    const enqueueDue = (): void => {
      this.acted();
      this.enqueueDue(kernel);
    };
    await replay(kernel, seen, enqueueDue, host);
  }
}

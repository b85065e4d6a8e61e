import { describe } from '../../engine/describe.js';
import { CommandReceiver } from '../shared/command-rings.js';
import type { CommandFields, CommandRings } from '../shared/messages.js';

/** What it needs of the coordinator. */
export interface IntakeHost {
  /** Queues a command for the next tick; gives the ticks done. @throws LifeCommandError with the engine's reason */
  enqueue(command: CommandFields): number;
  /** The last tick that ended. */
  lastTick(): number;
  /** Whether the world goes on, and commands may come. */
  goesOn(): boolean;
  /** Whether a command may reach the kernel now. */
  isFree(): boolean;
}

/** Commands that come through rings, for worlds that share memory with their page. */
export class RingIntake {
  readonly #host: IntakeHost;
  #receiver: CommandReceiver | null = null;

  constructor(host: IntakeHost) {
    this.#host = host;
  }

  /** Commands come through these rings from now on. */
  listen(rings: CommandRings): void {
    const host = this.#host;
    this.#receiver = new CommandReceiver(rings, (command) => {
      try {
        return { tick: host.enqueue(command), refusal: null };
      } catch (error) {
        return { tick: host.lastTick(), refusal: describe(error) };
      }
    });
    void this.#receiver.listen(
      () => host.goesOn(),
      () => this.drain(),
    );
  }

  /** Takes what has come, if that may be now. */
  drain(): void {
    if (this.#host.isFree()) this.#receiver?.drain();
  }
}

/** A worker of tier `js-workers`: hears the coordinator, and says what came of it. */
import { describe } from '../../../engine/describe.js';
import { allocateStore } from '../columns.js';
import { optionsFrom } from '../founding.js';
import { WorldState } from '../world-state.js';
import { Mesh, PeerError } from './exchange/mesh.js';
import type { ToSimWorker } from './exchange/messages.js';
import { PartitionRunner, type PostToCoordinator } from './partition-runner.js';

export class LifeWorker {
  readonly #post: PostToCoordinator;
  #part: PartitionRunner | null = null;
  /** Messages are taken one after the other, each when what the last one asked for is done. */
  #turn: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(post: PostToCoordinator) {
    this.#post = post;
  }

  receive(message: ToSimWorker): void {
    if (message.type === 'ping') {
      this.#post({ type: 'alive' }, []);
      return;
    }
    this.#turn = this.#turn.then(async () => {
      if (this.#failed) return;
      try {
        await this.#takeMessage(message);
      } catch (error) {
        this.#failed = true;
        const peer = error instanceof PeerError ? error.peer : -1;
        const place = this.#part === null || message.type !== 'tick' ? '' : `${this.#part.place}: `;
        this.#post({ type: 'failed', reason: place + describe(error), peer, outOfMemory: error instanceof RangeError }, []);
      }
    });
  }

  async #takeMessage(message: ToSimWorker): Promise<void> {
    if (message.type === 'found') {
      this.#part = new PartitionRunner(message.worker, foundEmpty(message.options, message.mostWorkers), this.#post);
      return;
    }
    const part = this.#part;
    if (part === null) throw new Error(`'${message.type}' came before the founding`);
    if (message.type === 'join') {
      part.join(message.ports.length, new Mesh(message.ports));
      this.#post({ type: 'ready' }, []);
    } else if (message.type === 'rest') this.#post({ type: 'ready' }, []);
    else if (message.type === 'tick') await part.tick(message);
    else if (message.type === 'hang') for (;;);
  }
}

/** A world with room for everything and nothing in it. @throws RangeError when the memory is refused */
function foundEmpty(values: Float64Array, mostWorkers: number): WorldState {
  const options = optionsFrom(values);
  if (typeof options === 'string') throw new Error(options);
  return new WorldState({ options, tribes: [], labels: new Uint8Array(0) }, allocateStore(options, mostWorkers));
}

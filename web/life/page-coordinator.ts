/**
 * A coordinator on the page's own thread, for pages that get no worker: behind the interface of one, with
 * the kernel of the tier `js`. Messages arrive later, as between threads.
 */
import { Alarm } from '../engine/alarm.js';
import { LifeStartError } from '../engine/errors.js';
import type { FromCoordinator, ToCoordinator } from '../engine/protocol.js';
import type { WorkerLike } from '../engine/start-worker.js';
import { createJsKernel } from '../fallback/life-kernel.js';
import { Coordinator } from './coordinator.js';

export class PageCoordinator implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  onerror: WorkerLike['onerror'] = null;
  readonly #alarm = new Alarm();
  readonly #coordinator: Coordinator;
  #terminated = false;

  constructor() {
    this.#coordinator = new Coordinator({
      post: (message) => this.#later(() => this.onmessage?.({ data: message } as MessageEvent<FromCoordinator>)),
      now: () => performance.now(),
      wake: (milliseconds, action) => this.#alarm.set(milliseconds, action),
      prepare: async ({ tier }) => this.#check(tier),
      makeKernel: async ({ tier, founding }, progress, snapshot) => {
        this.#check(tier);
        progress('founding');
        return createJsKernel(founding, snapshot);
      },
    });
    this.#later(() => this.#coordinator.greet());
  }

  postMessage(message: ToCoordinator): void {
    this.#later(() => this.#coordinator.receive(message));
  }

  terminate(): void {
    this.#terminated = true;
    this.#alarm.close();
  }

  #check(tier: string): void {
    if (tier === 'js') return;
    throw new LifeStartError('tier', `tier '${tier}' can't run on the page's own thread`, "Use 'js', or a page that may start workers");
  }

  #later(action: () => void): void {
    queueMicrotask(() => {
      if (!this.#terminated) action();
    });
  }
}

/**
 * A coordinator on the page's own thread, for pages that get no worker: behind the interface of one, with
 * the kernel of the tier `js`. Messages arrive later, as between threads.
 */
import { Alarm } from '../../engine/alarm.js';
import { LifeStartError } from '../shared/errors.js';
import type { LifeKernel } from '../shared/kernel.js';
import type { FoundingRequest, FromCoordinator, TellProgress, ToCoordinator } from '../shared/messages.js';
import { Coordinator } from '../worker/coordinator.js';
import type { WorkerLike } from './start-worker.js';

/**
 * Makes a kernel of the tier `js`.
 * @param breathe lets the page have its turn
 */
export type MakePageKernel = (
  founding: FoundingRequest,
  snapshot: ArrayBuffer | null,
  progress: TellProgress,
  breathe: () => Promise<void>,
) => Promise<LifeKernel>;

export class PageCoordinator implements WorkerLike {
  onmessageerror: WorkerLike['onmessageerror'] = null;
  onerror: WorkerLike['onerror'] = null;
  #hear: WorkerLike['onmessage'] = null;
  /** What came while nobody listened: a start hands the coordinator over between two messages. */
  readonly #unheard: MessageEvent<FromCoordinator>[] = [];
  readonly #alarm = new Alarm();
  readonly #coordinator: Coordinator;
  #terminated = false;

  /** @param makeKernel makes a kernel of the tier `js`, and lets the page breathe meanwhile */
  constructor(makeKernel: MakePageKernel) {
    this.#coordinator = new Coordinator({
      post: (message) => this.#later(() => this.#deliver({ data: message } as MessageEvent<FromCoordinator>)),
      now: () => performance.now(),
      isOutlived: false,
      wake: (milliseconds, action) => this.#alarm.set(milliseconds, action),
      prepare: async ({ tier }) => this.#check(tier),
      makeKernel: async ({ tier, founding }, progress, snapshot) => {
        this.#check(tier);
        return await makeKernel(founding, snapshot, progress, () => this.#breathe());
      },
    });
    this.#later(() => this.#coordinator.greet());
  }

  get onmessage(): WorkerLike['onmessage'] {
    return this.#hear;
  }
  set onmessage(hear: WorkerLike['onmessage']) {
    this.#hear = hear;
    if (hear !== null) this.#later(() => this.#drain());
  }

  postMessage(message: ToCoordinator): void {
    this.#later(() => this.#coordinator.receive(message));
  }

  terminate(): void {
    this.#terminated = true;
    this.#alarm.close();
  }

  #deliver(event: MessageEvent<FromCoordinator>): void {
    this.#unheard.push(event);
    this.#drain();
  }

  #drain(): void {
    while (this.#hear !== null && !this.#terminated) {
      const event = this.#unheard.shift();
      if (event === undefined) return;
      this.#hear(event);
    }
  }

  /** Goes on once the page has drawn and heard its user, and never once this one is terminated. */
  #breathe(): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(() => {
        if (!this.#terminated) resolve();
      });
    });
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

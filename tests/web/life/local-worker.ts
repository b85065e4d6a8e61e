/**
 * A coordinator on the thread of the test, behind the interface of a Worker: messages are cloned,
 * buffers transferred, and everything arrives later, as between threads. The kernel is the real one.
 */

import { Alarm } from '../../../web/engine/alarm.js';
import type { Timers } from '../../../web/engine/deadline.js';
import type { TierName } from '../../../web/engine/tier-names.js';
import { LAYOUT_ID } from '../../../web/generated/life-layout.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { type BeginningChoice, beginningOf } from '../../../web/life/page/beginning.js';
import type { Revive } from '../../../web/life/page/revival.js';
import { startWorker, type WorkerLike } from '../../../web/life/page/start-worker.js';
import { World } from '../../../web/life/page/world.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { type FromCoordinator, PROTOCOL_VERSION, type StartMessage, type ToCoordinator } from '../../../web/life/shared/messages.js';
import { Coordinator } from '../../../web/life/worker/coordinator.js';
import type { CoordinatorHost } from '../../../web/life/worker/host.js';

export class LocalWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  onerror: WorkerLike['onerror'] = null;
  /** What the coordinator sent, in order. */
  readonly sent: FromCoordinator[] = [];
  kernel: LifeKernel | null = null;
  readonly #alarm = new Alarm();
  readonly #coordinator: Coordinator;
  #terminated = false;
  #closed = false;

  /** Makes kernels. */
  makes: CoordinatorHost['makeKernel'] = ({ tier, founding, workers }, progress, snapshot) =>
    loadKernel(tier, founding, workers.count, {}, snapshot, undefined, progress);

  /**
   * @param wrap may change the kernel before the coordinator gets it
   * @param prepare what another tier waits for before it is changed to
   */
  constructor(
    wrap: (kernel: LifeKernel) => LifeKernel = (kernel) => kernel,
    prepare: (arrived: () => void) => Promise<void> = async () => {},
  ) {
    this.#coordinator = new Coordinator({
      post: (message, transfer = []) => {
        this.sent.push(message);
        const data = structuredClone(message, { transfer });
        setImmediate(() => {
          if (!this.#terminated) this.onmessage?.({ data } as MessageEvent<FromCoordinator>);
        });
      },
      isOutlived: true,
      now: () => performance.now(),
      wake: (milliseconds, action) => this.#alarm.set(milliseconds, action),
      prepare: (_, arrived) => prepare(arrived),
      makeKernel: async (start, progress, snapshot) => {
        this.kernel = wrap(await this.makes(start, progress, snapshot));
        return this.kernel;
      },
    });
    this.#coordinator.greet();
  }

  postMessage(message: ToCoordinator, transfer: Transferable[] = []): void {
    const data = structuredClone(message, { transfer: transfer as ArrayBuffer[] });
    setImmediate(() => {
      if (!this.#terminated) this.#coordinator.receive(data);
    });
  }

  /** Makes it as deaf and mute as a worker in an endless loop. */
  hang(): void {
    this.#terminated = true;
  }

  get terminated(): boolean {
    return this.#closed;
  }

  terminate(): void {
    this.#terminated = true;
    this.#closed = true;
    this.#alarm.close();
  }
}

export interface LocalWorldSetup {
  readonly paused?: boolean;
  readonly speed?: number;
  readonly wrap?: (kernel: LifeKernel) => LifeKernel;
  readonly prepare?: (arrived: () => void) => Promise<void>;
  /** The page's timers. */
  readonly timers?: Timers;
  /** Whether another coordinator takes over when the first one dies. */
  readonly revives?: boolean;
  /** 'wasm' unless given. */
  readonly tier?: TierName;
  /** Told of every coordinator that is started. */
  readonly onCoordinator?: (worker: LocalWorker) => void;
}

/** A started world on a local worker, paused unless told otherwise. */
export async function localWorld(
  choice: BeginningChoice,
  { paused = true, speed = 1, wrap, prepare, timers, revives = false, tier = 'wasm', onCoordinator = () => {} }: LocalWorldSetup = {},
): Promise<{ world: World; worker: LocalWorker }> {
  const pace = { speed, paused, hidden: false };
  const view = { colorBy: 0, showFood: false };
  const { request, resume } = beginningOf(choice);
  const start: StartMessage = {
    type: 'start',
    protocol: PROTOCOL_VERSION,
    layoutId: LAYOUT_ID,
    tier,
    workers: { count: 1, most: 1, processors: 1 },
    wasm: {},
    founding: request,
    pace,
    view,
    resume,
    rings: null,
  };
  const spawn = (): LocalWorker => {
    const worker = new LocalWorker(wrap, prepare);
    onCoordinator(worker);
    return worker;
  };
  const { worker, founding } = await startWorker(spawn, start);
  const revive: Revive = async (state, { count, ...now }, onProgress) => {
    const again = { ...start, ...now, workers: { ...start.workers, count }, resume: state };
    return { ...(await startWorker(spawn, again, { onProgress })), rings: null };
  };
  return {
    world: new World({
      worker,
      founding,
      tier,
      asked: { tier },
      refused: [],
      pace,
      view,
      workers: 1,
      workersNote: null,
      resume,
      rings: null,
      revive: revives ? revive : null,
      means: (tier) => ({ tier, workers: start.workers, wasm: {} }),
      ...(timers && { timers }),
    }),
    worker,
  };
}

/** The next time this event is told. */
export function nextEvent<Name extends Parameters<World['on']>[0]>(world: World, name: Name): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = world.on(name, (detail) => {
      stop();
      resolve(detail);
    });
  });
}

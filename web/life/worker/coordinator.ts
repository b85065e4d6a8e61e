/**
 * The coordinator: takes the page's messages, answers its requests, and makes the kernels that a world
 * runs on (runner.ts). It lives on a worker, but knows neither `self` nor timers: a host gives it both, so
 * that a test can run it in Node by a clock of its own.
 *
 *   page ── pace, view, step, request, release ──▶ coordinator ── step, enqueue ──▶ kernel
 *   page ◀── frame (buffer), stats, answer, fault ──┘
 */
import { describe } from '../../engine/describe.js';
import { ASKED_FOR } from '../../engine/features.js';
import { setLogLevel } from '../../engine/log.js';
import type { TierName } from '../../engine/tier-names.js';
import { WAY_OUT_MIXED } from '../../engine/ways-out.js';
import { LAYOUT_ID } from '../../generated/life-layout.js';
import { errorToData, LifeCommandError, LifeStartError } from '../shared/errors.js';
import { type LifeKernel, WAY_OUT_SMALLER } from '../shared/kernel.js';
import {
  type Answer,
  type KeepMessage,
  PROTOCOL_VERSION,
  type Request,
  type RequestOf,
  type StartMessage,
  type ToCoordinator,
} from '../shared/messages.js';
import type { CoordinatorHost, Living } from './host.js';
import { firstToStand, MOST_REBUILDS, startIn } from './recovery.js';
import { WorldRunner } from './runner.js';

/** A kernel that is to take the place of the one that runs. */
interface Successor {
  /** What it is made with, and from. */
  readonly start: StartMessage;
  readonly snapshot: ArrayBuffer;
  /** It stands beside the old one: says so to the page. */
  stands(kernel: LifeKernel): void;
  /** What the page is answered. */
  answer(milliseconds: number): Answer;
}

/** Requests that run the kernel, or change it or its threads. */
type Change = 'step' | 'workers' | 'load' | 'tier';

export class Coordinator {
  readonly #host: CoordinatorHost;
  readonly #runner: WorldRunner;
  #starting = false;

  /** @param mostRebuilds rebuilds within a minute beyond which the world goes on in the next tier */
  constructor(host: CoordinatorHost, mostRebuilds = MOST_REBUILDS) {
    this.#host = host;
    this.#runner = new WorldRunner(host, mostRebuilds);
  }

  /** Greets the page: the script is loaded and is the right one. */
  greet(): void {
    this.#host.post({ type: 'hello', protocol: PROTOCOL_VERSION, layoutId: LAYOUT_ID });
  }

  /** Takes a message of the page. */
  receive(message: ToCoordinator): void {
    if (message.type === 'ping') this.#host.post({ type: 'alive', holds: this.#runner.holds });
    else if (message.type !== 'release' && message.type !== 'backupkept') this.#runner.whenFree(() => this.#takeMessage(message));
    else this.#takeMessage(message);
  }

  #takeMessage(message: Exclude<ToCoordinator, { readonly type: 'ping' }>): void {
    switch (message.type) {
      case 'greet':
        this.greet();
        break;
      case 'keep':
        void this.#keep(message);
        break;
      case 'start':
        void this.#beginWorld(message);
        break;
      case 'pace':
        this.#runner.setPace(message.pace);
        break;
      case 'view':
        this.#runner.setView(message.view);
        break;
      case 'release':
        this.#runner.takeBack(message.buffer);
        break;
      case 'backupkept':
        this.#runner.snapshotTaken(message.spent);
        break;
      case 'request':
        this.#answer(message.id, message.request);
        break;
    }
  }

  async #beginWorld(start: StartMessage): Promise<void> {
    try {
      if (this.#starting) throw new LifeStartError('founding', 'this worker has a world already', 'Use one worker a world');
      this.#starting = true;
      if (start.layoutId !== LAYOUT_ID || start.protocol !== PROTOCOL_VERSION) {
        throw new LifeStartError(
          'layout',
          `the page speaks protocol ${start.protocol} and layout ${hex(start.layoutId)}, the worker ${PROTOCOL_VERSION} and ${hex(LAYOUT_ID)}`,
          WAY_OUT_MIXED,
        );
      }
      if (start.log !== undefined) setLogLevel(start.log);
      const snapshot = start.resume?.snapshot ?? null;
      const make = (tier: TierName): Promise<LifeKernel> => this.#runner.makeKernel({ ...start, tier }, snapshot);
      const { kernel, reason } = await firstToStand([start.tier, ...(start.next ?? [])], make, '');
      await this.#runner.beginWorld(kernel, start, reason);
    } catch (error) {
      this.#host.post({ type: 'refused', error: errorToData(asStartError(error)) });
    }
  }

  async #keep(message: KeepMessage): Promise<void> {
    const kept = await this.#host.keep?.(this.#runner.start, message);
    if (kept !== undefined) this.#host.post(kept);
  }

  #answer(id: number, request: Request): void {
    switch (request.ask) {
      case 'step':
        this.#step(id);
        break;
      case 'workers':
        void this.#changeWorkers(id, request);
        break;
      case 'load':
        void this.#load(id, request.snapshot);
        break;
      case 'tier':
        void this.#askForTier(id, request);
        break;
      default:
        this.#answerAtOnce(id, request);
    }
  }

  /** Answers once the tick has ended, be it after a recovery. */
  #step(id: number): void {
    this.#runner.step();
    this.#runner.whenFree(() => {
      try {
        this.#host.post({ type: 'answer', id, value: this.#runner.living.kernel.tick });
      } catch (error) {
        this.#fail(id, error);
      }
    });
  }

  /** @param isAgain whether the world was rebuilt since it was asked first */
  #answerAtOnce(id: number, request: Exclude<Request, { ask: Change }>, isAgain = false): void {
    let living: Living | null = null;
    try {
      ({ living } = this.#runner);
      const value = this.#ask(living.kernel, request);
      this.#host.post({ type: 'answer', id, value }, value instanceof ArrayBuffer ? [value] : []);
    } catch (error) {
      if (living === null || !isTrap(error)) {
        this.#fail(id, this.#runner.fault ?? error);
        return;
      }
      this.#runner.recover(living.kernel, error);
      this.#runner.whenFree(() => {
        if (isAgain) this.#fail(id, this.#runner.fault ?? error);
        else this.#answerAtOnce(id, request, true);
      });
    }
  }

  #ask(kernel: LifeKernel, request: Exclude<Request, { ask: Change }>): Answer {
    switch (request.ask) {
      case 'command':
        return this.#runner.enqueue(kernel, request.command);
      case 'pick':
        return kernel.pick(request.x, request.y, request.radius);
      case 'query':
        return kernel.query(request.x, request.y, request.radius, request.most);
      case 'inspect':
        return kernel.inspect(request.id);
      case 'select':
        this.#runner.select(kernel, request.id);
        return null;
      case 'hash':
        return { tick: kernel.tick, hash: kernel.hash() };
      case 'save':
        return kernel.save();
      case 'harm':
        this.#harm(kernel, request);
        return null;
    }
  }

  #harm(kernel: LifeKernel, { worker, how }: RequestOf<'harm'>): void {
    if (kernel.pool !== null) {
      kernel.pool.harmWorker(worker, how);
      return;
    }
    if (worker !== 0) throw new RangeError(`worker is ${worker}; it must be 0, since tier '${kernel.tier}' runs on one thread`);
    const { harm } = this.#host;
    if (harm === undefined)
      throw new LifeCommandError("the world runs on the page's own thread, which nobody could mend; ask for a tier on workers");
    // The answer goes first.
    this.#host.wake(0, () => harm(how));
  }

  #fail(id: number, error: unknown): void {
    this.#host.post({ type: 'failure', id, error: errorToData(error) });
  }

  /** Goes on with the world of a snapshot. */
  async #load(id: number, snapshot: ArrayBuffer): Promise<void> {
    await this.#handOver(id, ({ kernel: old, start }) => ({
      start: startIn(old.tier, old, start),
      snapshot,
      stands: (kernel) => {
        this.#host.post({ type: 'loaded', founding: kernel.founding, tick: kernel.tick, hash: kernel.hash() });
        this.#runner.forget();
      },
      answer: () => null,
    }));
  }

  /** Gets another tier ready while the world goes on, and then changes to it between two ticks. */
  async #askForTier(id: number, { tier, workers, wasm }: RequestOf<'tier'>): Promise<void> {
    try {
      const start = { ...this.#runner.living.start, tier, workers, wasm };
      await this.#host.prepare(start, () => this.#runner.tellProgress('wasm', null));
      this.#runner.whenFree(() => void this.#changeTier(id, start));
    } catch (error) {
      this.#fail(id, asStartError(error));
    }
  }

  async #changeTier(id: number, start: StartMessage): Promise<void> {
    await this.#handOver(id, ({ kernel: old }) => ({
      start,
      snapshot: old.save(),
      stands: (kernel) => {
        this.#runner.carryCommandsTo(kernel);
        this.#host.post({ type: 'tierchange', tier: kernel.tier, workers: kernel.workers, reason: ASKED_FOR });
      },
      answer: (milliseconds) => milliseconds,
    }));
  }

  /** Goes on with another kernel, which is made beside the one that runs; where that can't be, that one goes on. */
  async #handOver(id: number, plan: (living: Living) => Successor): Promise<void> {
    const since = this.#host.now();
    await this.#alone(id, async (living) => {
      try {
        const { start, snapshot, stands, answer } = plan(living);
        const kernel = await this.#runner.makeKernel(start, snapshot);
        this.#runner.change(kernel, start, () => stands(kernel));
        return answer(this.#host.now() - since);
      } catch (error) {
        throw asStartError(error);
      }
    });
    this.#runner.show();
  }

  /** Goes on with another number of threads, or with the world cut another way among them. */
  async #changeWorkers(id: number, { count, strategy }: RequestOf<'workers'>): Promise<void> {
    const change = async ({ kernel }: Living): Promise<number> => {
      const { pool, workers: before } = kernel;
      if (pool === null) throw new LifeCommandError('this tier runs on one thread');
      const { strategy: cutBefore } = pool;
      try {
        await pool.changeWorkers(count, strategy);
      } catch (error) {
        // Threads that were to begin and did not would be waited for in every tick: those before go on.
        await pool.changeWorkers(before, cutBefore).catch((again: unknown) => {
          this.#runner.whenFree(() => this.#runner.recover(kernel, again));
        });
        throw error;
      }
      return kernel.workers;
    };
    await this.#alone(id, change);
  }

  /** Answers what is done between two ticks, while everything else waits. */
  async #alone(id: number, action: (living: Living) => Promise<Answer>): Promise<void> {
    let living: Living;
    try {
      ({ living } = this.#runner);
    } catch (error) {
      this.#fail(id, error);
      return;
    }
    this.#runner.hold();
    try {
      this.#host.post({ type: 'answer', id, value: await action(living) });
    } catch (error) {
      this.#fail(id, error);
    } finally {
      this.#runner.goOn();
    }
  }
}

function isTrap(error: unknown): boolean {
  return typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;
}

function asStartError(error: unknown): unknown {
  if (error instanceof RangeError) {
    return new LifeStartError('memory', describe(error), WAY_OUT_SMALLER);
  }
  return error;
}

function hex(id: number): string {
  return (id >>> 0).toString(16).padStart(8, '0');
}

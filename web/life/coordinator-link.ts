/**
 * The page's end of a world's coordinator: its thread, what is asked of it, and whether it lives.
 */
import { HEARTBEAT_MS, type Timers } from '../engine/deadline.js';
import { type ErrorData, errorFromData, LifeCommandError, LifeTimeoutError } from '../engine/errors.js';
import type { Answer, Answers, CommandRings, FromCoordinator, Request, RequestOf, ToCoordinator } from '../engine/protocol.js';
import { Requests } from '../engine/requests.js';
import type { WorkerLike } from '../engine/start-worker.js';
import { COMMAND_RING_RECORDS, CommandSender } from './command-rings.js';

/** A coordinator's thread, and the rings it reads; null where commands go to it as messages. */
export interface CoordinatorThread {
  readonly worker: WorkerLike;
  readonly rings: CommandRings | null;
}

/** What the link tells. */
export interface LinkHost {
  hear(message: FromCoordinator): void;
  /** The coordinator is dead or deaf. */
  lose(reason: string): void;
  /** It said what can't be read. */
  misread(): void;
}

export class CoordinatorLink {
  readonly #host: LinkHost;
  readonly #timers: Timers;
  readonly #requests: Requests;
  #worker: WorkerLike;
  /** The page's ends of the rings, and the requests of the commands sent, in order. */
  #sender: CommandSender | null = null;
  #sent: number[] = [];
  #heartbeat: unknown;
  /** Whether the coordinator was heard since the last heartbeat. */
  #heard = true;

  constructor(thread: CoordinatorThread, host: LinkHost, timers: Timers) {
    this.#host = host;
    this.#timers = timers;
    this.#requests = new Requests(
      (id, request) => this.#send(id, request),
      (what, milliseconds) => new LifeTimeoutError(what, milliseconds),
      timers,
    );
    this.#worker = thread.worker;
    this.#connect(thread);
  }

  post(message: ToCoordinator, transfer?: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Asks, and waits no longer than the deadline. @throws LifeTimeoutError, or what the coordinator answers */
  ask<Ask extends Request['ask']>(request: RequestOf<Ask>, milliseconds?: number): Promise<Answers[Ask]> {
    return this.#requests.ask<Ask>(request, milliseconds);
  }

  /** An answer came. */
  answer(id: number, value: Answer): void {
    this.#requests.answer(id, value);
  }

  /** An answer came that is none. */
  fail(id: number, error: ErrorData): void {
    this.#requests.reject(id, errorFromData(error));
  }

  /** Another coordinator is heard from now on. */
  replace(thread: CoordinatorThread): void {
    this.#worker = thread.worker;
    this.#connect(thread);
  }

  /** Asks again for what has no answer yet. */
  resend(): void {
    this.#requests.resend();
  }

  /** Nothing will be answered any more, and nobody listens for it. */
  giveUp(error: Error): void {
    this.#timers.clear(this.#heartbeat);
    this.#requests.rejectAll(error);
  }

  /** Ends the thread; nothing of it is heard any more. */
  silence(): void {
    this.#worker.onmessage = null;
    this.#worker.onmessageerror = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    this.#timers.clear(this.#heartbeat);
    this.#sender?.close();
  }

  #connect({ worker, rings }: CoordinatorThread): void {
    this.#useRings(rings);
    worker.onmessage = ({ data }) => {
      this.#heard = true;
      this.#host.hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#host.lose(event.message || 'the worker ended');
    };
    worker.onmessageerror = () => this.#host.misread();
    this.#heard = true;
    this.#listen();
  }

  #useRings(rings: CommandRings | null): void {
    this.#sender?.close();
    this.#sent = [];
    this.#sender = rings === null ? null : new CommandSender(rings, ({ tick, refusal }) => this.#hearOutcome(tick, refusal));
  }

  #hearOutcome(tick: number, refusal: string | null): void {
    const id = this.#sent.shift() as number;
    if (refusal === null) this.#requests.answer(id, tick);
    else this.#requests.reject(id, new LifeCommandError(refusal));
  }

  #send(id: number, request: Request): void {
    if (request.ask !== 'command' || this.#sender === null) {
      this.post({ type: 'request', id, request });
      return;
    }
    this.#sent.push(id);
    if (this.#sender.send(request.command)) return;
    this.#sent.pop();
    const full = new LifeCommandError(`${COMMAND_RING_RECORDS} commands wait already; let the world run first`);
    queueMicrotask(() => this.#requests.reject(id, full));
  }

  /**
   * Makes sure that the coordinator lives. One that was silent for a heartbeat is asked something, and
   * is given up when it doesn't answer: a late timer alone (a sleeping machine, a debugger) proves
   * nothing, because the page was late itself.
   */
  #listen(): void {
    this.#timers.clear(this.#heartbeat);
    this.#heartbeat = this.#timers.set(() => {
      const silent = !this.#heard;
      this.#heard = false;
      if (!silent) {
        this.#listen();
        return;
      }
      this.#requests.ask({ ask: 'hash' }).then(
        () => this.#listen(),
        (error: unknown) => {
          if (error instanceof LifeTimeoutError) this.#host.lose('it no longer answers');
        },
      );
    }, HEARTBEAT_MS);
  }
}

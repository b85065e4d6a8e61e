/**
 * The page's end of a world's coordinator: its thread, what is asked of it, and whether it lives.
 */
import { FOUNDING_DEADLINE_MS, REQUEST_DEADLINE_MS, type Timers } from '../../engine/deadline.js';
import { Heartbeat, SILENCE_MS } from '../../engine/heartbeat.js';
import { viewWord } from '../../engine/memory-views.js';
import { Requests } from '../../engine/requests.js';
import { COMMAND_RING_RECORDS, CommandSender } from '../shared/command-rings.js';
import { type ErrorData, errorFromData, LifeCommandError, LifeTimeoutError } from '../shared/errors.js';
import type {
  Answer,
  Answers,
  CommandRings,
  FromCoordinator,
  Request,
  RequestOf,
  SharedFrames,
  ToCoordinator,
} from '../shared/messages.js';
import type { WorkerLike } from './start-worker.js';

/** A coordinator's thread, and the rings it reads; null where commands go to it as messages. */
export interface CoordinatorThread {
  readonly worker: WorkerLike;
  readonly rings: CommandRings | null;
}

/** What is used of a page's window; other threads, and Node, have neither. */
interface PageWindow {
  addEventListener?(name: 'pageshow', listener: (event: PageTransition) => void): void;
  removeEventListener?(name: 'pageshow', listener: (event: PageTransition) => void): void;
}
/** A page is shown; one that is `persisted` comes back as it was left. */
interface PageTransition {
  readonly persisted: boolean;
}
const page = globalThis as PageWindow;

/** Ticks for which a coordinator may be silent: it runs them at a stretch. */
const TICKS_OF_SILENCE = 10;

/** What the link tells. */
export interface LinkHost {
  hear(message: FromCoordinator): void;
  /** Whether the world stands still until something is asked of it. */
  stands(): boolean;
  /** The coordinator is dead or deaf. */
  lose(reason: string): void;
}

export class CoordinatorLink {
  readonly #host: LinkHost;
  readonly #timers: Timers;
  readonly #requests: Requests<Request, Answers>;
  #worker: WorkerLike;
  /** The page's ends of the rings, and the requests of the commands sent, in order. */
  #sender: CommandSender | null = null;
  #sent: number[] = [];
  readonly #heartbeat: Heartbeat;
  /** A word that changes while the coordinator waits for its threads, and what it was when it was looked at. */
  #beat: Int32Array | null = null;
  #lastBeat = 0;
  /** Whether the coordinator makes another kernel. */
  #holds = false;
  /** When the page came back from the browser's back/forward cache. */
  #returnedAt = Number.NEGATIVE_INFINITY;
  /** Milliseconds of the world's ticks of late; null before the first one. */
  #tickMilliseconds: number | null = null;

  constructor(thread: CoordinatorThread, host: LinkHost, timers: Timers) {
    this.#host = host;
    this.#timers = timers;
    this.#requests = new Requests(
      (id, request) => this.#send(id, request),
      (what, milliseconds) => new LifeTimeoutError(what, milliseconds),
      timers,
    );
    this.#heartbeat = new Heartbeat(
      {
        ask: () => this.post({ type: 'ping' }),
        patience: () => this.#patience(),
        sign: () => this.#hasBeaten(),
        lost: () => this.#host.lose('it no longer answers'),
      },
      timers,
    );
    this.#worker = thread.worker;
    this.#connect(thread);
    page.addEventListener?.('pageshow', this.#onShow);
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

  /** An answer came that is an error. */
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

  /** What is known of the world's threads and pace: a coordinator is silent for as long as a tick takes. */
  expect(milliseconds: number): void {
    if (milliseconds > 0) this.#tickMilliseconds = milliseconds;
  }

  /** Where there is a sign of life while the coordinator waits for its threads, or null. */
  watch(shared: SharedFrames | null): void {
    this.#beat = shared === null ? null : viewWord(shared, shared.beat);
  }

  /** The coordinator said whether it makes another kernel. */
  hold(holds: boolean): void {
    this.#holds = holds;
  }

  /** Nothing will be answered any more, and nobody listens for it. */
  giveUp(error: Error): void {
    page.removeEventListener?.('pageshow', this.#onShow);
    this.#heartbeat.stop();
    this.#requests.rejectAll(error);
  }

  /** Ends the thread; nothing of it is heard any more. */
  silence(): void {
    this.#worker.onmessage = null;
    this.#worker.onmessageerror = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    this.#heartbeat.stop();
    this.#beat = null;
    this.#sender?.close();
  }

  #connect({ worker, rings }: CoordinatorThread): void {
    this.#useRings(rings);
    worker.onmessage = ({ data }) => {
      this.#heartbeat.heard();
      this.#host.hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#host.lose(event.message || 'the worker ended');
    };
    worker.onmessageerror = () => this.#host.lose('a message could not be read');
    this.#holds = false;
    this.#heartbeat.start();
  }

  readonly #onShow = ({ persisted }: PageTransition): void => {
    if (persisted) this.#returnedAt = this.#timers.now();
  };

  #patience(): number {
    if (this.#holds) return FOUNDING_DEADLINE_MS;
    // Threads of a page that came back were seen to stand for 4 s more, also after a message that was on its way before.
    if (this.#timers.now() - this.#returnedAt < REQUEST_DEADLINE_MS) return REQUEST_DEADLINE_MS;
    if (this.#requests.waiting === 0 && this.#host.stands()) return SILENCE_MS;
    return this.#tickMilliseconds === null ? REQUEST_DEADLINE_MS : Math.max(SILENCE_MS, TICKS_OF_SILENCE * this.#tickMilliseconds);
  }

  #hasBeaten(): boolean {
    if (this.#beat === null) return false;
    const beat = Atomics.load(this.#beat, 0);
    const changed = beat !== this.#lastBeat;
    this.#lastBeat = beat;
    return changed;
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
}

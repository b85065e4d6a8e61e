/**
 * The show thread of a scene, watched from the page: one that dies, hangs or fails is ended, and another one goes on in its place,
 * on another canvas, since the old one belongs to the thread that is gone and keeps its last picture. After a second fault that is
 * the page's own thread, and after a third within a minute nothing goes on.
 *
 * What the engine held is gone with it: whoever holds the scene begins its script anew.
 */
import { realTimers, START_DEADLINE_MS, type Timers } from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import type { ThreadChoice, ThreadName } from '../../engine/draw-threads.js';
import { Heartbeat, SILENCE_MS } from '../../engine/heartbeat.js';
import type { ScriptAddress } from '../../engine/page-defaults.js';
import type { RendererChoice } from '../../engine/renderer-names.js';
import type { SceneStartError } from '../shared/errors.js';
import type { FromShow, SceneCanvas, ToShow } from '../shared/messages.js';
import { findPort, type ScenePort, type SceneThreads } from './scene-port.js';

/** Faults within this time... */
const WINDOW_MS = 60_000;
/** ...that are mended; one more ends the scene. */
export const MOST_MENDED = 2;
/** Milliseconds that another canvas may take to come. */
export const CANVAS_DEADLINE_MS = 5000;
/** How many times as long as the longest answer of late a thread may be silent, up to so many ms: pictures grow as a scene fills. */
const PATIENCE = 4;
const MOST_PATIENCE_MS = 8000;
/** What is left of an answer's length with the next one. */
const FORGETTING = 0.8;

/** What is told of a show thread that was lost, once the first update of the script is drawn in its place. */
export interface SceneRecovery {
  readonly cause: string;
  /** Where the scene is drawn now. */
  readonly thread: ThreadName;
  /** How long the picture stood. Unit: ms. */
  readonly ms: number;
}

/** What a show thread is begun with, but for the canvas. */
export type ShowWish = Omit<Extract<ToShow, { readonly type: 'start' }>, 'type' | 'canvas'>;

export interface ShowHost {
  hear(message: FromShow): void;
  /** A worker that can't run, or did not start. */
  refused(error: SceneStartError): void;
  /** Another canvas is needed, for this renderer. @returns whether somebody was asked for one */
  wantCanvas(renderer: RendererChoice, reason: string): boolean;
  /** It is gone with all that it held; another takes its place. */
  lost(cause: string): void;
  /** Whether a script's first update is to come before the picture is whole again. */
  awaitsScript(): boolean;
  recovered(recovery: SceneRecovery): void;
  /** Nothing goes on. */
  fault(reason: string): void;
  hidden(): boolean;
  compute?(): number;
  readonly timers?: Timers;
}

/** Messages that say that what takes long is through. */
const ENDS_WORK: ReadonlySet<FromShow['type']> = new Set(['renderer', 'drawn', 'wantcanvas', 'error', 'fault']);

export class ShowThread {
  readonly #threads: SceneThreads;
  readonly #url: ScriptAddress | null;
  readonly #choice: ThreadChoice;
  readonly #host: ShowHost;
  readonly #timers: Timers;
  readonly #heartbeat: Heartbeat;
  #wish: ShowWish;
  #port: ScenePort | null = null;
  /** Messages for a thread that is not there yet. */
  #early: { readonly message: ToShow; readonly transfer: Transferable[] }[] = [];
  #canvas: SceneCanvas | null = null;
  #canvasTimer: unknown;
  #faults: number[] = [];
  #mending: { readonly cause: string; readonly since: number; shown: boolean; drawn: boolean } | null = null;
  #heardAt: number;
  #isBusy = true;
  #askedAt = Number.NaN;
  #longestAnswer = 0;
  /** Counts threads: what an ended one still leads to is nothing. */
  #turn = 0;
  #hasEnded = false;

  constructor(threads: SceneThreads, choice: ThreadChoice, url: ScriptAddress | null, wish: ShowWish, host: ShowHost) {
    this.#threads = threads;
    this.#choice = choice;
    this.#url = url;
    this.#wish = wish;
    this.#host = host;
    this.#timers = host.timers ?? realTimers;
    this.#heardAt = this.#timers.now();
    const { compute } = host;
    this.#heartbeat = new Heartbeat(
      {
        ask: () => {
          this.#askedAt = this.#timers.now();
          this.#port?.send({ type: 'ping' });
        },
        patience: () =>
          this.#isBusy ? START_DEADLINE_MS : Math.max(SILENCE_MS, Math.min(PATIENCE * this.#longestAnswer, MOST_PATIENCE_MS)),
        // Timers of a hidden page are slowed down, here and in what it started.
        sign: () => host.hidden(),
        lost: () => this.#lose(`its thread answered nothing for ${Math.round(this.#timers.now() - this.#heardAt)} ms`),
        ...(compute === undefined ? {} : { compute: () => compute() }),
      },
      this.#timers,
    );
  }

  get thread(): ThreadName | null {
    return this.#port?.thread ?? null;
  }

  get reason(): string {
    return this.#port?.reason ?? '';
  }

  /** Whether another thread is about to go on. */
  get mending(): boolean {
    return this.#mending !== null;
  }

  /** Begins on a canvas. @throws SceneStartError */
  async start(canvas: SceneCanvas): Promise<void> {
    this.#canvas = canvas;
    await this.#find(this.#choice);
  }

  send(message: ToShow, transfer: Transferable[] = []): void {
    if (this.#hasEnded) return;
    // Another thread begins with what holds now.
    if (message.type === 'size') this.#wish = { ...this.#wish, size: message.size };
    else if (message.type === 'awake') this.#wish = { ...this.#wish, awake: message.awake };
    if (this.#port !== null) this.#port.send(message, transfer);
    // What a visitor does meanwhile is for a picture that stands.
    else if (message.type !== 'input') this.#early.push({ message, transfer });
  }

  takeCanvas(canvas: SceneCanvas, renderer: RendererChoice): void {
    this.#wish = { ...this.#wish, renderer };
    if (this.#mending !== null && this.#canvasTimer !== undefined) {
      this.#endWait();
      this.#canvas = canvas;
      this.#begin();
      return;
    }
    const isWorker = this.#port?.thread === 'worker';
    const given = isWorker ? transferred(canvas) : canvas;
    this.send({ type: 'canvas', canvas: given, renderer }, isWorker ? [given as OffscreenCanvas] : []);
  }

  destroy(): void {
    this.#hasEnded = true;
    this.#turn += 1;
    this.#heartbeat.stop();
    this.#endWait();
    this.#port?.destroy();
    this.#port = null;
    this.#early = [];
  }

  #endWait(): void {
    this.#timers.clear(this.#canvasTimer);
    this.#canvasTimer = undefined;
  }

  async #find(choice: ThreadChoice): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const hear = (message: FromShow): void => {
      if (turn === this.#turn) this.#hear(message);
    };
    const found = await findPort(this.#threads, choice, this.#url, hear, (error) => this.#host.refused(error));
    if (turn !== this.#turn) {
      found.destroy();
      return;
    }
    this.#found = found;
    this.#begin();
  }

  /** A thread that greeted, and has no canvas yet. */
  #found: ScenePort | null = null;

  /** Begins as soon as both are there, a thread and a canvas for it. */
  #begin(): void {
    const port = this.#found;
    const canvas = this.#canvas;
    if (port === null || canvas === null) return;
    this.#found = null;
    this.#canvas = null;
    let given = canvas;
    try {
      if (port.thread === 'worker') given = transferred(canvas);
    } catch (error) {
      port.destroy();
      this.#end(`its canvas can't be drawn on by a worker: ${describe(error)}`);
      return;
    }
    this.#port = port;
    this.#isBusy = true;
    this.#longestAnswer = 0;
    this.#heard();
    // What hangs on the page's own thread hangs its watch as well.
    if (port.thread === 'worker') this.#heartbeat.start();
    port.send({ type: 'start', canvas: given, ...this.#wish }, port.thread === 'worker' ? [given as OffscreenCanvas] : []);
    const early = this.#early;
    this.#early = [];
    for (const { message, transfer } of early) {
      // Now it is known which thread draws on it.
      if (message.type === 'canvas') this.takeCanvas(message.canvas, message.renderer);
      else this.send(message, transfer);
    }
  }

  #heard(): void {
    const now = this.#timers.now();
    this.#heardAt = now;
    if (this.#askedAt <= now) this.#longestAnswer = Math.max(this.#longestAnswer * FORGETTING, now - this.#askedAt);
    this.#askedAt = Number.NaN;
    this.#heartbeat.heard();
  }

  #hear(message: FromShow): void {
    if (this.#hasEnded) return;
    this.#heard();
    if (message.type === 'busy') this.#isBusy = true;
    else if (ENDS_WORK.has(message.type)) this.#isBusy = false;
    if (message.type === 'lost') this.#lose(message.reason);
    else if (message.type === 'fault' && message.starting === true) this.#end(message.reason);
    else if (message.type === 'fault') this.#lose(message.reason);
    else {
      this.#host.hear(message);
      this.#note(message);
    }
  }

  /** The picture is whole again once the first update of the script is drawn. */
  #note({ type }: FromShow): void {
    const mending = this.#mending;
    if (mending === null || (type !== 'drawn' && type !== 'shown')) return;
    mending[type] = true;
    if (!mending.drawn || (!mending.shown && this.#host.awaitsScript())) return;
    this.#mending = null;
    this.#host.recovered({ cause: mending.cause, thread: this.thread ?? 'page', ms: this.#timers.now() - mending.since });
  }

  #lose(cause: string): void {
    if (this.#hasEnded) return;
    const now = this.#timers.now();
    const { thread } = this;
    const isAgain = this.#mending !== null;
    this.#turn += 1;
    this.#heartbeat.stop();
    this.#endWait();
    this.#port?.destroy();
    this.#port = null;
    this.#found = null;
    this.#faults = [...this.#faults.filter((at) => now - at < WINDOW_MS), now];
    if (this.#faults.length > MOST_MENDED) {
      this.#end(`the scene failed ${this.#faults.length} times within ${WINDOW_MS / 1000} s, the last time since ${cause}`);
      return;
    }
    // The picture stands since its last sign, or, where one fault follows the other, since the first of them.
    this.#mending = { cause, since: this.#mending?.since ?? this.#heardAt, shown: false, drawn: false };
    // What waits was for an engine that never came; its script begins anew.
    this.#early = [];
    this.#canvas = null;
    this.#host.lost(cause);
    this.#canvasTimer = this.#timers.set(
      () => this.#end(`${cause}, and no other canvas came within ${CANVAS_DEADLINE_MS} ms`),
      CANVAS_DEADLINE_MS,
    );
    const choice = thread === 'page' || isAgain || this.#faults.length === MOST_MENDED ? 'page' : this.#choice;
    this.#find(choice).catch((error: unknown) => this.#end(`${cause}, and no other thread started: ${describe(error)}`));
    // It may come at once.
    if (!this.#host.wantCanvas(this.#wish.renderer, cause)) this.#end(`${cause}, and there is nobody to give another canvas (wantCanvas)`);
  }

  #end(reason: string): void {
    if (this.#hasEnded) return;
    this.destroy();
    this.#mending = null;
    this.#host.fault(reason);
  }
}

/** What a worker draws on. */
function transferred(canvas: SceneCanvas): SceneCanvas {
  return 'transferControlToOffscreen' in canvas ? canvas.transferControlToOffscreen() : canvas;
}

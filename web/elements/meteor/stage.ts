/**
 * The page's side of a show: its canvas, the port to its thread, and what was asked of it. It begins a
 * show and ends it; what the show says goes to the host.
 */

import { whenActive } from '../../engine/activation.js';
import { realTimers, START_DEADLINE_MS } from '../../engine/deadline.js';
import type { ThreadChoice, ThreadName } from '../../engine/draw-threads.js';
import { log, logLevel } from '../../engine/log.js';
import { absolute, pageDefaults, type ScriptAddress, type WasmSource } from '../../engine/page-defaults.js';
import type { RendererChoice } from '../../engine/renderer-names.js';
import { Requests } from '../../engine/requests.js';
import { type Mended, ShowMending } from '../../meteor/page/show-mending.js';
import { findPort } from '../../meteor/page/show-port.js';
import { ShowWatch } from '../../meteor/page/show-watch.js';
import {
  MeteorAbsentError,
  MeteorDestroyedError,
  type MeteorError,
  MeteorTimeoutError,
  meteorErrorFromData,
} from '../../meteor/shared/errors.js';
import type { FromShow, ShowAnswers, ShowCanvas, ShowRequest, ShowSettings, ShowSize, ToShow } from '../../meteor/shared/messages.js';
import type { Part } from '../base/part.js';
import { compiled, KeptParts } from './kept-parts.js';
import { meteorCanvas } from './shadow.js';
import { type BegunWith, inTier, newShowing, type Showing, send, stands, whyIn } from './showing.js';
import { showThreads } from './threads.js';

export interface StageHost {
  /** A canvas came, in place of the old one if there was one; that stays until there is a picture where the show is mended. */
  onCanvas(canvas: HTMLCanvasElement, isMending: boolean): void;
  /** The show goes on on another thread, and has drawn. */
  onMended(mended: Mended, thread: ThreadName): void;
  /** Another show is on the page from now on; nothing of the one before is heard any more. */
  onTakeOver(): void;
  /** What the show says, but for answers and for what concerns the canvas alone. */
  onMessage(message: FromShow): void;
  onError(error: Error): void;
}

/** What a show is begun with. */
export interface StageStart extends BegunWith {
  readonly settings: ShowSettings;
  readonly size: ShowSize;
  readonly awake: boolean;
  readonly renderer: RendererChoice;
}

/** Memory in gigabytes, where the browser tells. */
type NavigatorWithMemory = Navigator & { readonly deviceMemory?: number };

export class MeteorStage implements Part {
  readonly #host: StageHost;
  readonly #requests = new Requests<ShowRequest, ShowAnswers>(
    (id, request) => this.#shown?.port?.send({ type: 'request', id, request }),
    (what, milliseconds) => new MeteorTimeoutError(what, milliseconds),
  );
  /** The show on the page. */
  #shown: Showing | null = null;
  /** The one that takes its place as soon as it stands. */
  #coming: Showing | null = null;
  /** Counts the shows. */
  #show = 0;
  #latest: StageStart | null = null;
  /** When the latest show is on the page, or has failed. */
  #begun: Promise<void> = Promise.resolve();
  #late: ReturnType<typeof setTimeout> | undefined;
  readonly #kept = new KeptParts();
  readonly #watch = new ShowWatch({
    ...realTimers,
    now: () => performance.now(),
    hidden: () => document.hidden,
    ping: () => {
      if (this.#shown !== null) send(this.#shown, { type: 'ping' });
    },
    lose: (silence) => this.#lose(`its thread has answered nothing for ${Math.round(silence)} ms`),
  });

  constructor(host: StageHost) {
    this.#host = host;
  }

  /** The thread that the show runs on, or null. */
  get thread(): ThreadName | null {
    return this.#shown?.port?.thread ?? null;
  }

  /** Begins a show. One that stands goes on until the new one does; the host hears of that by `onTakeOver`. */
  begin(start: StageStart): void {
    this.#show += 1;
    this.#latest = start;
    this.#drop(this.#coming);
    const showing = newShowing(start, new ShowMending());
    this.#await(showing);
    if (this.#shown !== null && stands(this.#shown)) {
      this.#coming = showing;
      this.#late = setTimeout(() => this.#refuse(showing, new Error(`it did not stand within ${START_DEADLINE_MS} ms`)), START_DEADLINE_MS);
    } else {
      this.#replaceShown(showing);
      this.#host.onTakeOver();
    }
    void this.#begin(showing);
  }

  /** Whoever asks the show waits for this one from now on. */
  #await(showing: Showing): void {
    this.#begun = new Promise((resolve) => {
      showing.settle = resolve;
    });
  }

  /** The show has other settings from now on. */
  set settings(settings: ShowSettings) {
    this.#update({ settings });
    this.#send({ type: 'settings', settings: inTier(settings) });
  }

  set size(size: ShowSize) {
    this.#update({ size });
    this.#send({ type: 'size', size });
  }

  set awake(awake: boolean) {
    this.#update({ awake });
    this.#send({ type: 'awake', awake });
  }

  set renderer(renderer: RendererChoice) {
    this.#update({ renderer });
    for (const showing of this.#showings) this.#giveCanvas(showing, renderer);
  }

  pointer(what: 'moved' | 'pressed'): void {
    this.#send({ type: 'pointer', what });
  }

  /**
   * Asks the show, once it has its thread; the latest one, once it is on the page.
   * @throws MeteorAbsentError while there is no show; MeteorDestroyedError when it ended meanwhile; MeteorTimeoutError
   * when its thread does not answer
   */
  async ask<Ask extends ShowRequest['ask']>(
    request: Extract<ShowRequest, { readonly ask: Ask }>,
    milliseconds?: number,
  ): Promise<ShowAnswers[Ask]> {
    if (this.#latest === null) throw new MeteorAbsentError('the element is in no page, or waits to be seen or used');
    const show = this.#show;
    // It may be lost, and mended, while it is waited for.
    for (let begun: Promise<void> | null = null; begun !== this.#begun; ) {
      begun = this.#begun;
      await begun;
    }
    if (show !== this.#show) throw new MeteorDestroyedError();
    if (this.#shown?.port == null) throw new MeteorAbsentError(this.#shown?.fault ?? 'its thread did not start');
    return await this.#requests.ask(request, milliseconds);
  }

  /** On the page's own thread a show draws its picture as soon as it is asked for it; browsers keep that of a worker. */
  beforePrint(): void {
    if (this.thread === 'page') this.#send({ type: 'print' });
  }

  /** Ends the show; nothing of it is left. */
  disconnected(): void {
    this.#show += 1;
    this.#latest = null;
    this.#drop(this.#coming);
    this.#replaceShown(null);
    this.#kept.release();
  }

  get #showings(): readonly Showing[] {
    return [this.#shown, this.#coming].filter((showing) => showing !== null);
  }

  #replaceShown(showing: Showing | null): void {
    this.#requests.rejectAll(new MeteorDestroyedError());
    this.#swap(showing);
  }

  /** Ends the thread of the show on the page, dead or alive; what was asked of it is asked of this one. */
  #swap(showing: Showing | null): void {
    const old = this.#shown;
    this.#shown = showing;
    this.#kept.reset();
    this.#watch.end();
    old?.port?.destroy();
    old?.settle();
  }

  /** The thread of the show on the page is dead, or deaf, or of no use: another one goes on where it was, or the show ends. */
  #lose(cause: string): void {
    const old = this.#shown;
    if (old?.port == null) return;
    const { begunWith, mending, tier, port } = old;
    const thread = mending.fail(cause, begunWith.thread, port.thread, performance.now());
    if (thread === null) {
      this.#stop(old, cause);
      return;
    }
    log('warn', `meteor-shower: ${cause}; another thread goes on with the show`);
    const next = { ...newShowing(begunWith, mending), tier };
    this.#swap(next);
    // Whoever waits for one that is to take its place goes on waiting for that.
    if (this.#coming === null) this.#await(next);
    void this.#begin(next, thread);
  }

  /** The show on the page ends for good. */
  #stop(showing: Showing, reason: string): void {
    this.#watch.end();
    showing.port?.destroy();
    showing.port = null;
    showing.fault = reason;
    showing.settle();
    this.#requests.rejectAll(new MeteorAbsentError(`the show stopped: ${reason}`));
    this.#host.onMessage({ type: 'fault', reason });
  }

  /** Ends a show that is not on the page. */
  #drop(showing: Showing | null): void {
    if (showing === null || showing !== this.#coming) return;
    clearTimeout(this.#late);
    this.#coming = null;
    showing.port?.destroy();
    // Whoever waited for it waits for the one on the page, if that has lost its thread meanwhile.
    if (this.#shown !== null && this.#shown.port === null && this.#shown.fault === null) this.#await(this.#shown);
    showing.settle();
  }

  #isWanted(showing: Showing): boolean {
    return showing === this.#shown || showing === this.#coming;
  }

  async #begin(showing: Showing, thread: ThreadChoice = showing.begunWith.thread): Promise<void> {
    const { urls } = showing.begunWith;
    try {
      // Workers and their deadlines wait for somebody to visit the page.
      await whenActive();
      const page = await pageDefaults();
      if (!this.#isWanted(showing)) return;
      const source = absolute(urls.wasm) ?? page.wasm.meteor ?? null;
      const workerUrl = absolute(urls.worker) ?? page.worker.meteor ?? null;
      const hear = (message: FromShow): void => {
        if (this.#isWanted(showing)) this.#hear(showing, message, workerUrl, source);
      };
      const port = await findPort(showThreads, thread, workerUrl, hear, (error: MeteorError) => {
        if (this.#isWanted(showing)) this.#host.onError(error);
      });
      if (!this.#isWanted(showing)) {
        port.destroy();
        return;
      }
      showing.port = port;
      // What has changed while the thread started counts.
      const { settings, size, awake, renderer } = this.#latest as StageStart;
      const canvas = this.#makeCanvas(showing);
      const machine = {
        cores: globalThis.navigator?.hardwareConcurrency ?? null,
        memory: (globalThis.navigator as NavigatorWithMemory | undefined)?.deviceMemory ?? null,
      };
      const wasm = compiled(source);
      const { resumption: resume } = showing.mending;
      send(
        showing,
        { type: 'start', canvas, renderer, settings: inTier(settings), size, awake, machine, wasm, resume, log: logLevel },
        canvas,
      );
      if (showing !== this.#shown) return;
      this.#requests.resend();
      this.#watchShown(showing);
      showing.settle();
    } catch (error) {
      if (this.#isWanted(showing)) this.#refuse(showing, error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** A show does not stand: one that is on the page goes on. */
  #refuse(showing: Showing, error: Error): void {
    this.#host.onError(error);
    if (showing === this.#coming) {
      this.#host.onError(new Error('the show could not be begun anew; the one before goes on'));
      this.#drop(showing);
      return;
    }
    this.#stop(showing, error.message);
  }

  /** What hangs on the page's own thread hangs its watch as well; but its copies serve where it fails. */
  #watchShown({ hasDrawn }: Showing): void {
    this.#watch.beginWatch();
    if (hasDrawn) this.#watch.answered();
  }

  #update(change: Partial<StageStart>): void {
    if (this.#latest !== null) this.#latest = { ...this.#latest, ...change };
  }

  #send(message: ToShow): void {
    for (const showing of this.#showings) send(showing, message);
  }

  /** A fresh canvas, as the show's thread can draw on it; on the page where its show is. */
  #makeCanvas(showing: Showing): ShowCanvas {
    const canvas = meteorCanvas();
    const given = showing.port?.thread === 'worker' ? canvas.transferControlToOffscreen() : canvas;
    if (showing === this.#shown) this.#host.onCanvas(canvas, showing.mending.running);
    else showing.canvas = canvas;
    return given;
  }

  #giveCanvas(showing: Showing, renderer: RendererChoice): void {
    if (showing.port === null) return;
    const canvas = this.#makeCanvas(showing);
    send(showing, { type: 'canvas', canvas, renderer }, canvas);
  }

  #hear(showing: Showing, message: FromShow, workerUrl: ScriptAddress | null, source: WasmSource | null): void {
    switch (message.type) {
      case 'answer':
        this.#requests.answer(message.id, message.value);
        return;
      case 'failure':
        this.#requests.reject(message.id, meteorErrorFromData(message.error));
        return;
      case 'wantcanvas':
        this.#host.onError(new Error(`${message.reason}; ${message.renderer} draws instead`));
        this.#giveCanvas(showing, message.renderer);
        return;
      case 'kept':
        this.#kept.kept(message.module, source);
        return;
      case 'beat':
        showing.mending.heard(message, performance.now());
        if (showing !== this.#shown) return;
        if (showing.hasDrawn) this.#watch.answered();
        else this.#watch.expectWork();
        return;
      case 'busy':
        if (showing === this.#shown) this.#watch.expectWork();
        return;
      case 'lost':
      case 'fault':
        if (showing === this.#coming) this.#refuse(showing, new Error(message.reason));
        // What never drew would fail again, unless it did on another thread.
        else if (message.type === 'lost' || showing.hasDrawn || showing.mending.running) this.#lose(message.reason);
        else this.#stop(showing, message.reason);
        return;
      case 'ready': {
        const { tier } = showing;
        showing.tier = message.tier;
        showing.hasShower = true;
        // The show is ready since its first thread was.
        if (!showing.mending.running) break;
        if (message.tier !== tier) this.#host.onMessage({ type: 'tierchange', tier: message.tier, reason: whyIn(message) });
        return;
      }
      case 'tierchange':
        showing.tier = message.tier;
        break;
      case 'renderer':
        showing.hasRenderer = true;
        break;
      case 'drawn':
        showing.hasDrawn = true;
        if (showing === this.#shown) this.#watch.answered();
        void this.#kept.keep(showing, workerUrl, () => showing === this.#shown);
    }
    if (showing !== this.#coming) {
      this.#host.onMessage(message);
      if (message.type === 'drawn') this.#tellMended(showing);
      return;
    }
    showing.early.push(message);
    // Where there is nothing to draw on, no shower is founded.
    const { width, height } = (this.#latest as StageStart).size;
    if (stands(showing) || (showing.hasRenderer && !(width > 0 && height > 0))) this.#takeOver(showing);
  }

  #tellMended({ mending, port }: Showing): void {
    const mended = mending.drawn(performance.now());
    if (mended !== null && port !== null) this.#host.onMended(mended, port.thread);
  }

  /** A show that stands takes the place of the one on the page. */
  #takeOver(showing: Showing): void {
    clearTimeout(this.#late);
    this.#coming = null;
    this.#replaceShown(showing);
    this.#host.onTakeOver();
    if (showing.canvas !== null) this.#host.onCanvas(showing.canvas, false);
    showing.canvas = null;
    for (const message of showing.early.splice(0)) this.#host.onMessage(message);
    this.#watchShown(showing);
    showing.settle();
  }
}

/**
 * The page's side of a show: its canvas, the port to its thread, and what was asked of it. It begins a
 * show and ends it; what the show says goes to the host.
 */

import { whenActive } from '../engine/activation.js';
import { realTimers } from '../engine/deadline.js';
import { ASKED_FOR } from '../engine/features.js';
import { absolute, pageDefaults, tierFor } from '../engine/page-defaults.js';
import { Requests } from '../engine/requests.js';
import { MeteorAbsentError, MeteorDestroyedError, type MeteorError, MeteorTimeoutError, meteorErrorFromData } from '../meteor/errors.js';
import type { MeteorTier } from '../meteor/kernel.js';
import { type Mended, ShowMending } from '../meteor/show-mending.js';
import { findPort, type ShowPort, type ThreadChoice, type ThreadName } from '../meteor/show-port.js';
import type { FromShow, ShowAnswers, ShowCanvas, ShowRequest, ShowSettings, ShowSize, ToShow } from '../meteor/show-protocol.js';
import { ShowWatch } from '../meteor/show-watch.js';
import type { RendererChoice } from '../renderers/renderer.js';
import { meteorCanvas } from './meteor-shower-shadow.js';

export interface StageHost {
  /** A canvas came, in place of the old one if there was one; that stays until there is a picture where the show is mended. */
  onCanvas(canvas: HTMLCanvasElement, isMending: boolean): void;
  /** The show goes on on another thread, and has drawn. */
  onMended(mended: Mended, thread: ThreadName): void;
  /** What the show says, but for answers and for what concerns the canvas alone. */
  onMessage(message: FromShow): void;
  onError(error: Error): void;
}

/** What a show is begun with. */
export interface StageStart {
  readonly settings: ShowSettings;
  readonly size: ShowSize;
  readonly awake: boolean;
  readonly renderer: RendererChoice;
  readonly thread: ThreadChoice;
  readonly urls: MeteorUrls;
}

/** Where the files are, when not where the page's configuration says, or beside the package. */
export interface MeteorUrls {
  readonly wasm?: string | URL;
  readonly worker?: string | URL;
}

/** Memory in gigabytes, where the browser tells. */
type NavigatorWithMemory = Navigator & { readonly deviceMemory?: number };

export class MeteorStage {
  readonly #host: StageHost;
  readonly #requests = new Requests<ShowRequest, ShowAnswers>(
    (id, request) => this.#port?.send({ type: 'request', id, request }),
    (what, milliseconds) => new MeteorTimeoutError(what, milliseconds),
  );
  #port: ShowPort | null = null;
  /** Counts the shows: a port that comes when its show is over is closed. */
  #show = 0;
  #latest: StageStart | null = null;
  /** When the latest show has its thread, or has failed to get one. */
  #begun: Promise<void> = Promise.resolve();
  #tier: MeteorTier | null = null;
  /** There is a picture of the show. */
  #drawn = false;
  /** Why the show ended for good, if it did. */
  #fault: string | null = null;
  readonly #mending = new ShowMending();
  readonly #watch = new ShowWatch({
    ...realTimers,
    now: () => performance.now(),
    hidden: () => document.hidden,
    ping: () => this.#send({ type: 'ping' }),
    lose: (silence) => this.#lose(`its thread has answered nothing for ${Math.round(silence)} ms`),
  });

  constructor(host: StageHost) {
    this.#host = host;
  }

  /** The thread that the show runs on, or null. */
  get thread(): ThreadName | null {
    return this.#port?.thread ?? null;
  }

  /** Begins a show, in place of the one before. */
  begin(start: StageStart): void {
    this.end();
    this.#latest = start;
    this.#fault = null;
    this.#mending.begin();
    this.#begun = this.#begin(start);
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
    this.#giveCanvas(renderer);
  }

  pointer(what: 'moved' | 'pressed'): void {
    this.#send({ type: 'pointer', what });
  }

  /**
   * Asks the show, once it has its thread.
   * @throws MeteorAbsentError while there is no show; MeteorDestroyedError when it ended meanwhile; MeteorTimeoutError
   * when its thread does not answer
   */
  async ask<Ask extends ShowRequest['ask']>(
    request: Extract<ShowRequest, { readonly ask: Ask }>,
    milliseconds?: number,
  ): Promise<ShowAnswers[Ask]> {
    if (this.#latest === null) throw new MeteorAbsentError('the element is in no page, or waits to be seen or used');
    const show = this.#show;
    await this.#begun;
    if (show !== this.#show) throw new MeteorDestroyedError();
    if (this.#port === null) throw new MeteorAbsentError(this.#fault ?? 'its thread did not start');
    return await this.#requests.ask(request, milliseconds);
  }

  /** Ends the show; nothing of it is left. */
  end(): void {
    this.#latest = null;
    this.#dropPort();
    this.#requests.rejectAll(new MeteorDestroyedError());
  }

  /** Ends the thread, dead or alive; nothing of it is heard any more. */
  #dropPort(): void {
    this.#show += 1;
    this.#watch.end();
    this.#port?.destroy();
    this.#port = null;
    this.#drawn = false;
  }

  /** The thread is dead, or deaf, or of no use: another one goes on where it was, or the show ends. */
  #lose(cause: string): void {
    const start = this.#latest;
    const thread = this.#port?.thread;
    if (start === null || thread === undefined) return;
    const next = this.#mending.fail(cause, start.thread, thread, performance.now());
    if (next === null) {
      this.#stop(cause);
      return;
    }
    console.warn(`meteor-shower: ${cause}; another thread goes on with the show`);
    this.#dropPort();
    this.#begun = this.#begin({ ...start, thread: next });
  }

  #stop(reason: string): void {
    this.#dropPort();
    this.#fault = reason;
    this.#requests.rejectAll(new MeteorAbsentError(`the show stopped: ${reason}`));
    this.#host.onMessage({ type: 'fault', reason });
  }

  async #begin(start: StageStart): Promise<void> {
    const show = this.#show;
    try {
      // Workers and their deadlines wait for somebody to visit the page.
      await whenActive();
      const page = await pageDefaults();
      if (show !== this.#show) return;
      const { urls } = start;
      const wasm = absolute(urls.wasm) ?? page.wasm.meteor ?? null;
      const workerUrl = absolute(urls.worker) ?? page.worker.meteor ?? null;
      const hear = (message: FromShow): void => {
        if (show === this.#show) this.#hear(message);
      };
      const port = await findPort(start.thread, workerUrl, hear, (error: MeteorError) => {
        if (show === this.#show) this.#host.onError(error);
      });
      if (show !== this.#show) {
        port.destroy();
        return;
      }
      this.#port = port;
      // What has changed while the thread started counts.
      const { settings, size, awake, renderer } = this.#latest as StageStart;
      const canvas = this.#makeCanvas();
      const machine = {
        cores: globalThis.navigator?.hardwareConcurrency ?? null,
        memory: (globalThis.navigator as NavigatorWithMemory | undefined)?.deviceMemory ?? null,
      };
      const { resumption: resume } = this.#mending;
      this.#send({ type: 'start', canvas, renderer, settings: inTier(settings), size, awake, machine, wasm, resume }, canvas);
      this.#requests.resend();
      // What hangs on the page's own thread hangs its watch as well; but its copies serve where it fails.
      this.#watch.begin();
    } catch (error) {
      if (show !== this.#show) return;
      this.#host.onError(error instanceof Error ? error : new Error(String(error)));
      this.#stop(error instanceof Error ? error.message : String(error));
    }
  }

  #tellMended(): void {
    const mended = this.#mending.drawn(performance.now());
    if (mended !== null && this.#port !== null) this.#host.onMended(mended, this.#port.thread);
  }

  #update(change: Partial<StageStart>): void {
    if (this.#latest !== null) this.#latest = { ...this.#latest, ...change };
  }

  #send(message: ToShow, canvas: ShowCanvas | null = null): void {
    // Firefox's OffscreenCanvas has toBlob, too.
    const crosses = canvas !== null && 'convertToBlob' in canvas;
    this.#port?.send(message, crosses ? [canvas as OffscreenCanvas] : []);
  }

  /** A fresh canvas on the page, as the show's thread can draw on it. */
  #makeCanvas(): ShowCanvas {
    const canvas = meteorCanvas();
    const given = this.#port?.thread === 'worker' ? canvas.transferControlToOffscreen() : canvas;
    this.#host.onCanvas(canvas, this.#mending.running);
    return given;
  }

  #giveCanvas(renderer: RendererChoice): void {
    if (this.#port === null) return;
    const canvas = this.#makeCanvas();
    this.#send({ type: 'canvas', canvas, renderer }, canvas);
  }

  #hear(message: FromShow): void {
    switch (message.type) {
      case 'answer':
        this.#requests.answer(message.id, message.value);
        break;
      case 'failure':
        this.#requests.reject(message.id, meteorErrorFromData(message.error));
        break;
      case 'beat':
        this.#mending.heard(message, performance.now());
        if (this.#drawn) this.#watch.answered();
        else this.#watch.expectWork();
        break;
      case 'busy':
        this.#watch.expectWork();
        break;
      case 'lost':
        this.#lose(message.reason);
        break;
      case 'fault':
        // What never drew would fail again.
        if (this.#drawn) this.#lose(message.reason);
        else this.#stop(message.reason);
        break;
      case 'ready':
        // The show is ready since its first thread was.
        if (!this.#mending.running) this.#host.onMessage(message);
        else if (message.tier !== this.#tier) this.#hear({ type: 'tierchange', tier: message.tier, reason: whyIn(message) });
        this.#tier = message.tier;
        break;
      case 'tierchange':
        this.#tier = message.tier;
        this.#host.onMessage(message);
        break;
      case 'drawn':
        this.#drawn = true;
        this.#watch.answered();
        this.#host.onMessage(message);
        this.#tellMended();
        break;
      case 'wantcanvas':
        this.#host.onError(new Error(`${message.reason}; ${message.renderer} draws instead`));
        this.#giveCanvas(message.renderer);
        break;
      default:
        this.#host.onMessage(message);
    }
  }
}

/** Why a show that goes on on another thread does so in another tier. */
function whyIn({ refused }: Extract<FromShow, { readonly type: 'ready' }>): string {
  return refused.map(({ reason }) => reason).join('; ') || ASKED_FOR;
}

/** The settings with the tier that the page configured, where they leave it open: a worker knows nothing of that. */
function inTier(settings: ShowSettings): ShowSettings {
  return { ...settings, tier: tierFor('meteor', settings.tier) };
}

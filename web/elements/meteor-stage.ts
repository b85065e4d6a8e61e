/**
 * The page's side of a show: its canvas, the port to its thread, and what was asked of it. It begins a
 * show and ends it; what the show says goes to the host.
 */

import { whenActive } from '../engine/activation.js';
import { absolute, pageDefaults, tierFor } from '../engine/page-defaults.js';
import { Requests } from '../engine/requests.js';
import { MeteorAbsentError, MeteorDestroyedError, type MeteorError, MeteorTimeoutError, meteorErrorFromData } from '../meteor/errors.js';
import { findPort, type ShowPort, type ThreadChoice, type ThreadName } from '../meteor/show-port.js';
import type { FromShow, ShowAnswers, ShowCanvas, ShowRequest, ShowSettings, ShowSize, ToShow } from '../meteor/show-protocol.js';
import type { RendererChoice } from '../renderers/renderer.js';
import { meteorCanvas } from './meteor-shower-shadow.js';

export interface StageHost {
  /** A canvas came, in place of the old one if there was one. */
  onCanvas(canvas: HTMLCanvasElement): void;
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
    if (this.#port === null) throw new MeteorAbsentError('its thread did not start');
    return await this.#requests.ask(request, milliseconds);
  }

  /** Ends the show; nothing of it is left. */
  end(): void {
    this.#show += 1;
    this.#latest = null;
    this.#port?.destroy();
    this.#port = null;
    this.#requests.rejectAll(new MeteorDestroyedError());
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
      this.#send({ type: 'start', canvas, renderer, settings: inTier(settings), size, awake, machine, wasm }, canvas);
    } catch (error) {
      if (show !== this.#show) return;
      this.#host.onError(error instanceof Error ? error : new Error(String(error)));
      this.#host.onMessage({ type: 'fault', reason: error instanceof Error ? error.message : String(error) });
    }
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
    this.#host.onCanvas(canvas);
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
      case 'wantcanvas':
        this.#host.onError(new Error(`${message.reason}; ${message.renderer} draws instead`));
        this.#giveCanvas(message.renderer);
        break;
      default:
        this.#host.onMessage(message);
    }
  }
}

/** The settings with the tier that the page configured, where they leave it open: a worker knows nothing of that. */
function inTier(settings: ShowSettings): ShowSettings {
  return { ...settings, tier: tierFor('meteor', settings.tier) };
}

/** What is seen of a show, and what is told of it: its canvas or what the page put into the element, its state and its events. */
import { cureOf } from '../../engine/cure.js';
import type { ThreadName } from '../../engine/draw-threads.js';
import { log } from '../../engine/log.js';
import type { Mended } from '../../meteor/page/show-mending.js';
import { MeteorStartError, meteorErrorFromData } from '../../meteor/shared/errors.js';
import type { FromShow, ShowMetrics, ShowState } from '../../meteor/shared/messages.js';
import type { DebugOverlay } from '../base/debug-overlay.js';
import type { Part } from '../base/part.js';
import { Waiting } from '../base/waiting.js';
import { emit, type MeteorShowerDetails } from './events.js';
import type { MeteorHost } from './host.js';
import { report } from './report.js';
import type { MeteorShadow } from './shadow.js';
import type { StageHost } from './stage.js';

export class ShowView implements Part, StageHost {
  readonly #host: MeteorHost;
  readonly #shadow: MeteorShadow;
  readonly #overlay: DebugOverlay;
  readonly #waiting = new Waiting((isWaiting) => this.#shadow.fallback.part?.toggle('starting', isWaiting));
  #canvas: HTMLCanvasElement | null = null;
  /** What the element says of its show. */
  state: ShowState = 'starting';
  metrics: ShowMetrics | null = null;
  drawnBy: MeteorShowerDetails['rendererchange'] | null = null;
  /** A part did not start for a reason that passes. */
  mayRetry = false;
  /** What its shower began with; null before it has. */
  begun: Omit<MeteorShowerDetails['ready'], 'renderer' | 'thread'> | null = null;
  #isReady = false;

  constructor(host: MeteorHost, shadow: MeteorShadow, overlay: DebugOverlay) {
    this.#host = host;
    this.#shadow = shadow;
    this.#overlay = overlay;
  }

  disconnected(): void {
    this.#clear();
    this.#canvas = null;
    this.drawnBy = null;
    this.metrics = null;
    this.state = 'starting';
    this.#overlay.show();
  }

  onCanvas(canvas: HTMLCanvasElement, isMending: boolean): void {
    this.#canvas = canvas;
    // The last picture stays until there is another one, which takes its place at once.
    if (isMending) {
      canvas.style.transition = 'none';
      this.#shadow.stage.append(canvas);
    } else this.#shadow.stage.replaceChildren(canvas);
  }

  onMended(mended: Mended, thread: ThreadName): void {
    emit(this.#host, 'recovery', { ...mended, thread });
  }

  onTakeOver(): void {
    this.begun = null;
    this.#isReady = false;
    this.drawnBy = null;
    this.mayRetry = false;
    this.#enter('starting');
    this.#waiting.begin();
    this.#shadow.fallback.hidden = false;
  }

  onError(error: Error): void {
    if (error instanceof MeteorStartError) this.mayRetry ||= error.passes;
    report(this.#host, error);
  }

  onMessage(message: FromShow): void {
    const host = this.#host;
    switch (message.type) {
      case 'ready':
        this.begun = { tier: message.tier, refused: message.refused, quality: message.quality };
        for (const { tier, reason, passes = false } of message.refused) {
          this.mayRetry ||= passes;
          log('warn', `meteor-shower: tier ${tier} is out: ${reason}; ${message.tier} runs. ${cureOf(passes)}`);
        }
        this.#tellReady();
        break;
      case 'renderer':
        if (this.drawnBy?.renderer !== message.renderer || this.drawnBy.reason !== message.reason) {
          this.drawnBy = { renderer: message.renderer, reason: message.reason };
          emit(host, 'rendererchange', this.drawnBy);
        }
        this.#tellReady();
        break;
      case 'drawn':
        this.#canvas?.classList.add('drawn');
        // One that the show had before it was mended is above.
        for (const other of [...this.#shadow.stage.children]) if (other !== this.#canvas) other.remove();
        this.#shadow.fallback.hidden = true;
        this.#waiting.end();
        break;
      case 'tierchange':
        emit(host, 'tierchange', { tier: message.tier, reason: message.reason });
        break;
      case 'qualitychange':
        emit(host, 'qualitychange', message.change);
        break;
      case 'statechange':
        this.#enter(message.state);
        break;
      case 'metrics':
        this.metrics = message.metrics;
        this.#overlay.show();
        emit(host, 'metrics', message.metrics);
        break;
      case 'meteor':
        emit(host, 'meteor', message.meteor);
        break;
      case 'error':
        this.onError(meteorErrorFromData(message.error));
        break;
      case 'fault':
        this.#clear();
        log('error', `meteor-shower: the show stopped: ${message.reason}`);
        this.#enter('stopped');
        emit(host, 'fault', { reason: message.reason });
    }
  }

  /** Shows what the page put into the element, and nothing else. */
  #clear(): void {
    this.#shadow.stage.replaceChildren();
    this.#shadow.fallback.hidden = false;
    this.#waiting.end();
  }

  #enter(state: ShowState): void {
    if (state === this.state) return;
    this.state = state;
    emit(this.#host, 'statechange', { state });
  }

  #tellReady(): void {
    const { runsOn } = this.#host;
    if (this.#isReady || this.begun === null || this.drawnBy === null || runsOn === null) return;
    this.#isReady = true;
    emit(this.#host, 'ready', { ...this.begun, renderer: this.drawnBy.renderer, thread: runsOn });
  }
}

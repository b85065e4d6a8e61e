/** Where a `<life-sim>` is with its world, and what it says of that: to everybody in place of the picture, to screen readers in words. */
import { LifeStartError } from '../../life/shared/errors.js';
import type { LifeFounding, LifeProgress, LifeStats } from '../../life.js';
import type { Part } from '../base/part.js';
import { Waiting } from '../base/waiting.js';
import { emit, type LifeSimState } from './events.js';
import type { LifeHost } from './host.js';
import { Narrator } from './narrator.js';
import { report } from './report.js';
import { type Shadow, showMessage, showNotice, showProgress } from './shadow.js';

export class Status implements Part {
  readonly #host: LifeHost;
  readonly #shadow: Shadow;
  readonly #narrator: Narrator;
  readonly #waiting: Waiting;
  #state: LifeSimState = 'absent';
  /** Nothing draws here: the message says so for as long as that lasts, whatever becomes of the world. */
  #isUndrawn = false;

  constructor(host: LifeHost, shadow: Shadow) {
    this.#host = host;
    this.#shadow = shadow;
    this.#narrator = new Narrator(shadow);
    this.#waiting = new Waiting((isWaiting) => {
      shadow.starting.hidden = !isWaiting;
      if (isWaiting) this.announce(shadow.stageOfStart.textContent ?? '');
    });
  }

  get state(): LifeSimState {
    return this.#state;
  }

  disconnected(): void {
    this.#waiting.end();
    this.hideNotice();
    this.#enter('absent');
  }

  /** A world is about to be founded: what was wrong before counts no more. */
  clear(): void {
    this.#hideMessage();
    this.hideNotice();
  }

  hideNotice(): void {
    this.#shadow.notice.hidden = true;
  }

  /** There is no world until the one that starts stands. */
  starts(): void {
    showProgress(this.#shadow, null);
    this.#enter('starting');
    this.#waiting.begin();
  }

  /** The world that starts has got further. */
  progressed(progress: LifeProgress): void {
    showProgress(this.#shadow, progress);
  }

  /** A world stands; @param show shows it, before anybody hears of it */
  runs(show: () => void): void {
    this.#waiting.end();
    this.#hideMessage();
    show();
    this.#enter('running');
  }

  /** The world did not start. */
  refused(error: Error): void {
    this.#waiting.end();
    this.#enter('stopped');
    const [reason, wayOut] = error instanceof LifeStartError ? [error.reason, error.wayOut] : [error.message, null];
    this.#showMessage('This world did not start', reason, wayOut);
    report(this.#host, error);
  }

  /** Nothing draws here; the world runs all the same. @param retry tries again to draw it */
  undrawn(error: Error, retry: () => void): void {
    const wayOut = 'Close other pages that draw, or open this one in a browser that gives it a canvas.';
    this.#isUndrawn = true;
    this.#showMessage("This world can't be shown here", error.message, wayOut, retry);
    report(this.#host, error);
    const tick = this.#host.life?.frame?.tick ?? 0;
    emit(this.#host, 'fault', { stage: 'picture', tick, reason: error.message, error });
  }

  /** A renderer draws. */
  drawn(): void {
    if (!this.#isUndrawn) return;
    this.#isUndrawn = false;
    this.#hideMessage();
  }

  /** There is no world, and none will be founded. */
  stays(): void {
    this.#enter('stopped');
  }

  /** The world stopped for good. */
  stopped(reason: string): void {
    this.#showMessage('This world has stopped', reason, 'It can be founded anew, from its seed.');
    this.#enter('stopped');
  }

  /** Offers to try again what made the world slower than it could be. */
  offer(retry: () => void): void {
    const text = 'This world runs slower than it could: a file did not come in time.';
    showNotice(this.#shadow.notice, text, 'Try again', retry);
    this.announce(text);
  }

  describe(founding: LifeFounding, stats: LifeStats): void {
    this.#narrator.describe(founding, stats);
  }

  announce(text: string): void {
    this.#narrator.announce(text);
  }

  #hideMessage(): void {
    this.#shadow.message.hidden = !this.#isUndrawn;
  }

  #showMessage(title: string, reason: string, wayOut: string | null, retry = (): void => this.#host.restart()): void {
    showMessage(this.#shadow.message, { title, reason, wayOut, retry, report: () => this.#host.report() });
  }

  #enter(state: LifeSimState): void {
    if (state === this.#state) return;
    this.#state = state;
    emit(this.#host, 'statechange', { state });
  }
}

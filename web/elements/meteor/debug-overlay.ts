/** The figures of `debug` in a corner of the shower; what puts them into words is loaded when it is asked for the first time. */
import { loadLater, START_DEADLINE_MS } from '../../engine/deadline.js';
import type { ShadowStyle } from '../base/shadow-style.js';
import type { MeteorHost } from './host.js';
import type { overlayText } from './overlay.js';
import { report } from './report.js';

export class DebugOverlay {
  readonly #host: MeteorHost;
  readonly #box: HTMLElement;
  readonly #addStyle: (style: ShadowStyle) => void;
  #text: typeof overlayText | null = null;

  /** @param addStyle gives the element's shadow a style sheet more */
  constructor(host: MeteorHost, box: HTMLElement, addStyle: (style: ShadowStyle) => void) {
    this.#host = host;
    this.#box = box;
    this.#addStyle = addStyle;
  }

  /** `debug` has another value. */
  async change(): Promise<void> {
    this.show();
    if (this.#host.debug === 'off' || this.#text !== null) return;
    const late = (): Error =>
      new Error(`the script of 'debug' did not come within ${START_DEADLINE_MS} ms; serve all files of the package`);
    try {
      const { overlayText, OVERLAY_STYLE } = await loadLater(() => import('./overlay.js'), late);
      // It may have been turned off and on meanwhile.
      if (this.#text === null) this.#addStyle(OVERLAY_STYLE);
      this.#text = overlayText;
      this.show();
    } catch (error) {
      report(this.#host, error as Error);
    }
  }

  /** Shows the newest figures. */
  show(): void {
    const { debug, metrics, runsOn } = this.#host;
    this.#box.hidden = debug === 'off' || metrics === null || this.#text === null;
    if (metrics === null || this.#text === null) return;
    this.#box.className = `overlay ${debug} ${metrics.tier}`;
    this.#box.textContent = this.#text(metrics, runsOn);
  }
}

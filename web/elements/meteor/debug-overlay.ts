/** The figures of `debug` in a corner of the shower: what shows them is loaded when they are asked for the first time. */
import { loadLater, START_DEADLINE_MS } from '../../engine/deadline.js';
import type { ShadowStyle } from '../base/shadow-style.js';
import type { MeteorHost } from './host.js';
import { report } from './report.js';

export class DebugOverlay {
  readonly #host: MeteorHost;
  readonly #box: HTMLElement;
  readonly #addStyle: (style: ShadowStyle) => void;
  #show: (() => void) | null = null;

  /**
   * @param box is hidden until there are figures
   * @param addStyle gives the element's shadow a style sheet more
   */
  constructor(host: MeteorHost, box: HTMLElement, addStyle: (style: ShadowStyle) => void) {
    this.#host = host;
    this.#box = box;
    this.#addStyle = addStyle;
  }

  /** `debug` has another value. */
  async change(): Promise<void> {
    this.show();
    if (this.#host.debug === 'off' || this.#show !== null) return;
    const late = (): Error =>
      new Error(`the script of 'debug' did not come within ${START_DEADLINE_MS} ms; serve all files of the package`);
    try {
      const { showsFigures } = await loadLater(() => import('./overlay.js'), late);
      // It may have been turned off and on meanwhile.
      this.#show ??= showsFigures(this.#host, this.#box, this.#addStyle);
      this.show();
    } catch (error) {
      report(this.#host, error as Error);
    }
  }

  /** Shows the newest figures. */
  show(): void {
    this.#show?.();
  }
}

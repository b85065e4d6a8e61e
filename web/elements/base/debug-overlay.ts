/** The figures of `debug` in a corner of an element: what shows them is loaded when they are asked for the first time. */
import { loadPart } from '../../engine/deadline.js';
import type { ShadowStyle } from './shadow-style.js';

/** Where the debug overlay is; `off` for none. */
export const CORNERS = ['off', 'top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof CORNERS)[number];

export interface OverlayHost extends HTMLElement {
  readonly debug: Corner;
}

/** The script that shows an element's figures. */
export interface OverlayScript<Host> {
  /** Begins to show them; the returned function shows the newest. @param addStyle gives the element's shadow a style sheet more */
  showFigures(host: Host, addStyle: (style: ShadowStyle) => void): () => void;
}

export class DebugOverlay<Host extends OverlayHost> {
  readonly #host: Host;
  readonly #load: () => Promise<OverlayScript<Host>>;
  readonly #addStyle: (style: ShadowStyle) => void;
  readonly #fail: (host: Host, error: Error) => void;
  #show: (() => void) | null = null;

  /** @param fail tells that the script did not come */
  constructor(
    host: Host,
    load: () => Promise<OverlayScript<Host>>,
    addStyle: (style: ShadowStyle) => void,
    fail: (host: Host, error: Error) => void,
  ) {
    this.#host = host;
    this.#load = load;
    this.#addStyle = addStyle;
    this.#fail = fail;
  }

  /** `debug` has another value. */
  async change(): Promise<void> {
    this.show();
    if (this.#host.debug === 'off' || this.#show !== null) return;
    try {
      const { showFigures } = await loadPart(this.#load, "'debug'");
      // It may have been turned off and on meanwhile.
      this.#show ??= showFigures(this.#host, this.#addStyle);
      this.show();
    } catch (error) {
      this.#fail(this.#host, error as Error);
    }
  }

  /** Shows the newest figures. */
  show(): void {
    this.#show?.();
  }
}

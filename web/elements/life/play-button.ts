/** The button that lets a world run which the element paused by itself, once, because the user asked for less motion. */
import type { Part } from '../base/part.js';
import type { LifeHost } from './host.js';
import type { Shadow } from './shadow.js';

export class PlayButton implements Part {
  readonly #host: LifeHost;
  readonly #shadow: Shadow;
  #isHeld = false;
  #hasAsked = false;

  constructor(host: LifeHost, shadow: Shadow) {
    this.#host = host;
    this.#shadow = shadow;
    shadow.play.onclick = () => {
      host.paused = false;
      shadow.stage.focus();
    };
  }

  /** Less motion, please: the world waits for the user. */
  connected(): void {
    if (this.#hasAsked) return;
    this.#hasAsked = true;
    if (!globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches || this.#host.paused) return;
    this.#host.paused = true;
    this.#isHeld = true;
    this.#shadow.play.hidden = false;
  }

  /** The world runs: whoever let it, needs no button any more. */
  runs(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#shadow.play.hidden = true;
  }
}

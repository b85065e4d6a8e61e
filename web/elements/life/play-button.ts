/** The button that lets a world run which the element paused by itself because the user asked for less motion. */
import { isInert } from '../base/around.js';
import { rejoin } from '../base/home.js';
import { LessMotion } from '../base/less-motion.js';
import type { Part } from '../base/part.js';
import type { LifeHost } from './host.js';
import type { Shadow } from './shadow.js';

export class PlayButton implements Part {
  readonly #host: LifeHost;
  readonly #shadow: Shadow;
  readonly #lessMotion = new LessMotion(() => this.#motionChanged());
  #isHeld = false;
  #hasAsked = false;

  constructor(host: LifeHost, shadow: Shadow) {
    this.#host = host;
    this.#shadow = shadow;
    shadow.play.onclick = () => {
      host.paused = false;
      shadow.stage.focus();
    };
    // What takes events is not inert any more.
    for (const sign of ['pointerenter', 'focus'] as const) shadow.stage.addEventListener(sign, () => this.#show());
  }

  /** Whoever has let it run need not do so again where the element comes back to a page. */
  connected(element: HTMLElement): void {
    this.#lessMotion.connected(element);
    if (!this.#hasAsked) this.#hold();
    this.#hasAsked = true;
  }

  moved(element: HTMLElement): void {
    rejoin([this.#lessMotion], element);
  }

  disconnected(): void {
    this.#lessMotion.disconnected();
  }

  /** The world runs: whoever let it, needs no button any more. */
  runs(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#show();
  }

  #motionChanged(): void {
    if (this.#lessMotion.isWanted) this.#hold();
    else if (this.#isHeld) this.#host.paused = false;
  }

  /** Less motion, please: the world waits for the user. */
  #hold(): void {
    if (!this.#lessMotion.isWanted || this.#host.paused) return;
    this.#host.paused = true;
    this.#isHeld = true;
    this.#show();
  }

  /** On what takes no clicks there is no button. */
  #show(): void {
    this.#shadow.play.hidden = !this.#isHeld || isInert(this.#host);
  }
}

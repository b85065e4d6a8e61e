/** The button that lets run what its element paused by itself because the user asked for less motion. */
import { isInert } from './around.js';
import { rejoin } from './home.js';
import { LessMotion } from './less-motion.js';
import type { Part } from './part.js';

export interface PlayHost extends HTMLElement {
  paused: boolean;
  /** What it does for a user who asked for less motion; `still` where it has no choice. */
  readonly reducedMotion?: 'still' | 'off';
}

export interface PlayParts {
  readonly stage: HTMLElement;
  readonly play: HTMLElement;
}

export class PlayButton implements Part {
  readonly #host: PlayHost;
  readonly #shadow: PlayParts;
  readonly #lessMotion = new LessMotion(() => this.#motionChanged());
  #isHeld = false;
  #hasAsked = false;

  constructor(host: PlayHost, shadow: PlayParts) {
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

  /** It runs: whoever let it, needs no button any more. */
  runs(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#show();
  }

  #motionChanged(): void {
    if (this.#lessMotion.isWanted) this.#hold();
    else if (this.#isHeld) this.#host.paused = false;
  }

  /** Less motion, please: it waits for the user, its first picture being there all the same. */
  #hold(): void {
    if (!this.#lessMotion.isWanted || this.#host.paused || this.#host.reducedMotion === 'off') return;
    this.#host.paused = true;
    this.#isHeld = true;
    this.#show();
  }

  /** On what takes no clicks there is no button. */
  #show(): void {
    this.#shadow.play.hidden = !this.#isHeld || isInert(this.#host);
  }
}

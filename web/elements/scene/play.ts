/** The button that lets a scene run which the element paused by itself because the user asked for less motion. */
import { isInert } from '../base/around.js';
import { rejoin } from '../base/home.js';
import { LessMotion } from '../base/less-motion.js';
import type { Part } from '../base/part.js';
import type { SceneHost } from './host.js';
import type { SceneShadow } from './shadow.js';

export class ScenePlay implements Part {
  readonly #host: SceneHost;
  readonly #shadow: SceneShadow;
  readonly #lessMotion = new LessMotion(() => this.#motionChanged());
  #isHeld = false;
  #hasAsked = false;

  constructor(host: SceneHost, shadow: SceneShadow) {
    this.#host = host;
    this.#shadow = shadow;
    shadow.play.onclick = () => {
      host.paused = false;
      shadow.stage.focus();
    };
  }

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

  /** The scene runs: whoever let it, needs no button any more. */
  runs(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#show();
  }

  #motionChanged(): void {
    if (this.#lessMotion.isWanted) this.#hold();
    else if (this.#isHeld) this.#host.paused = false;
  }

  /** Less motion, please: the script waits for the user. Its first picture is there all the same. */
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

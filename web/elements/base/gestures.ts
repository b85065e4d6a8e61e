/**
 * Whose a gesture over a picture is: the picture's, or the page's that scrolls with it. Nobody is to be caught in a picture that
 * fills a phone's screen, and nobody is to lose a place in the picture by scrolling past it.
 */
import { scrollsAround } from './around.js';
import { GestureHint } from './gesture-hint.js';

/**
 * `cooperative`: what scrolls around the picture goes on scrolling; with ctrl the wheel is the picture's, and so are two
 * fingers. Where nothing around it scrolls, that is the same as `greedy`: all gestures are the picture's. With `none` all are
 * the page's, and only scripts move the view.
 */
export const GESTURE_CHOICES = ['cooperative', 'greedy', 'none'] as const;
export type GestureChoice = (typeof GESTURE_CHOICES)[number];

export interface GestureHost extends HTMLElement {
  readonly gestures: GestureChoice;
}

export class Gestures {
  readonly #host: GestureHost;
  readonly #hint: GestureHint;

  /** @param root the host's shadow root, in which hints are shown */
  constructor(host: GestureHost, root: ShadowRoot) {
    this.#host = host;
    this.#hint = new GestureHint(root);
  }

  /** Whether the user may move the view at all. */
  get mayMove(): boolean {
    return this.#host.gestures !== 'none';
  }

  /** Whether the picture takes this turn of the wheel. */
  takesWheel({ ctrlKey, metaKey }: WheelEvent): boolean {
    if (ctrlKey || metaKey || !this.#shares) return this.mayMove;
    this.#hint.show('wheel');
    return false;
  }

  /** Whether the picture takes what so many fingers do on it. */
  takesFingers(count: number): boolean {
    return this.mayMove && (count > 1 || !this.#shares);
  }

  /** One finger wanted to move the view, and scrolls the page. */
  hintOfFingers(): void {
    if (this.mayMove) this.#hint.show('fingers');
  }

  end(): void {
    this.#hint.end();
  }

  /** Asked anew each time: pages grow. */
  get #shares(): boolean {
    return this.#host.gestures === 'cooperative' && scrollsAround(this.#host);
  }
}

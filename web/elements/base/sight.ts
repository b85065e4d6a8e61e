/**
 * Whether anybody sees an element, and how many pixels of what size it has: it is on the screen and not collapsed, neither it
 * nor what it stands in is hidden or clear as glass, and its window is not hidden.
 *
 * Observers tell of the screen's edges and of sizes. No browser tells of `visibility`, `opacity`, `zoom` and a screen of
 * other pixels, which follow from any style of any ancestor: these are looked at, a few times a second while the element is
 * on the screen.
 */
import { windowOf } from './home.js';
import { type Watcher, watch } from './observers.js';
import type { Part } from './part.js';

export interface SightHost {
  /**
   * @param width pixels of the page, as a pointer's places are given in
   * @param ratio device pixels to each of them
   */
  onResize(width: number, height: number, ratio: number): void;
  /** The element is seen, or no longer. */
  onSight(isSeen: boolean): void;
}

/** Milliseconds between two looks. */
const LOOK_MS = 250;
/** Browsers of before 2024 take no notice of these, and count as seen what they would not. */
const SHOWN = { visibilityProperty: true, opacityProperty: true };

/** What a browser tells of a `zoom` in the style, and before 2024 does not. */
type Zoomed = Element & { readonly currentCSSZoom?: number };

export class Sight implements Part, Watcher {
  readonly #host: SightHost;
  readonly #box: Zoomed;
  /** Null until it is known in the window that the element is in. */
  isSeen: boolean | null = null;
  #isOnScreen = false;
  #width = 0;
  #height = 0;
  /** What the host knows. */
  #told = '';
  #timer = 0;
  #leave = (): void => {};

  /** @param box what is drawn on */
  constructor(host: SightHost, box: Element) {
    this.#host = host;
    this.#box = box;
  }

  connected(): void {
    const view = windowOf(this.#box);
    const { document } = view;
    const unwatch = watch(this.#box, this);
    document.addEventListener('visibilitychange', this.#look);
    this.#leave = () => {
      unwatch();
      document.removeEventListener('visibilitychange', this.#look);
      view.clearTimeout(this.#timer);
      this.#timer = 0;
    };
  }

  disconnected(): void {
    this.#leave();
    this.isSeen = null;
    this.#isOnScreen = false;
    this.#told = '';
  }

  onResize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#look();
  }

  onCrossing(isOnScreen: boolean): void {
    this.#isOnScreen = isOnScreen;
    this.#look();
  }

  readonly #look = (): void => {
    const box = this.#box;
    const view = windowOf(box);
    const zoom = box.currentCSSZoom ?? 1;
    const size = [this.#width * zoom, this.#height * zoom, view.devicePixelRatio] as const;
    if (this.#told !== String(size)) {
      this.#told = String(size);
      this.#host.onResize(...size);
    }
    view.clearTimeout(this.#timer);
    const mayBeSeen = this.#isOnScreen && !view.document.hidden && size[0] > 0 && size[1] > 0;
    if (mayBeSeen) this.#timer = view.setTimeout(this.#look, LOOK_MS);
    const isSeen = mayBeSeen && (box.checkVisibility?.(SHOWN) ?? true);
    if (this.isSeen === isSeen) return;
    this.isSeen = isSeen;
    this.#host.onSight(isSeen);
  };
}

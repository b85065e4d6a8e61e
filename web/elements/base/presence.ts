/** What the user does around an element: whether less motion is wanted, how fine the screen is, and what the pointer does. */
import type { Part } from './part.js';

export interface PresenceHost {
  /** The user asked for less motion, or no longer does. */
  onMotion(): void;
  /** The element is on a finer or coarser screen now. */
  onPixelRatio(): void;
  /** The user did something on the page for the first time. */
  onAction(): void;
  onPointer(what: 'moved' | 'pressed'): void;
}

const REDUCED_MOTION = '(prefers-reduced-motion: reduce)';
/** Milliseconds between two movements that are told: many come in each frame. */
const MOVE_INTERVAL_MS = 50;
const ACTIONS = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart'] as const;
const PASSIVE = { passive: true, capture: true } as const;

/** What a media query says; null where there are none, as in test environments. */
function mediaQuery(text: string): MediaQueryList | null {
  return globalThis.matchMedia?.(text) ?? null;
}

export class Presence implements Part {
  readonly #host: PresenceHost;
  #motion: MediaQueryList | null = null;
  #resolution: MediaQueryList | null = null;
  #interactive = false;
  #awaitsAction = false;
  #isOn = false;
  #movedAt = Number.NEGATIVE_INFINITY;

  constructor(host: PresenceHost) {
    this.#host = host;
  }

  get prefersLessMotion(): boolean {
    return (this.#motion ?? mediaQuery(REDUCED_MOTION))?.matches ?? false;
  }

  /** From now on the pointer and the user's first action are listened to, where `interactive` and `awaitsAction` say so. */
  connected(): void {
    this.#isOn = true;
    this.#motion = mediaQuery(REDUCED_MOTION);
    this.#motion?.addEventListener('change', this.#onMotion);
    this.#watchResolution();
  }

  disconnected(): void {
    this.#motion?.removeEventListener('change', this.#onMotion);
    this.#resolution?.removeEventListener('change', this.#onResolution);
    this.#motion = null;
    this.#resolution = null;
    this.interactive = false;
    this.awaitsAction = false;
    this.#isOn = false;
  }

  /** Whether the pointer is listened to, anywhere on the page: the element itself takes no events. */
  set interactive(wanted: boolean) {
    if (wanted === this.#interactive || !this.#isOn) return;
    this.#interactive = wanted;
    if (wanted) {
      addEventListener('pointermove', this.#onMove, PASSIVE);
      addEventListener('pointerdown', this.#onPress, PASSIVE);
    } else {
      removeEventListener('pointermove', this.#onMove, PASSIVE);
      removeEventListener('pointerdown', this.#onPress, PASSIVE);
    }
  }

  /** Whether the user's first action is waited for. */
  set awaitsAction(wanted: boolean) {
    if (wanted === this.#awaitsAction || !this.#isOn) return;
    this.#awaitsAction = wanted;
    for (const name of ACTIONS) {
      if (wanted) addEventListener(name, this.#onAction, PASSIVE);
      else removeEventListener(name, this.#onAction, PASSIVE);
    }
  }

  readonly #onMotion = (): void => this.#host.onMotion();
  readonly #onPress = (): void => this.#host.onPointer('pressed');

  readonly #onAction = (): void => {
    this.awaitsAction = false;
    this.#host.onAction();
  };

  readonly #onMove = ({ timeStamp }: Event): void => {
    if (timeStamp - this.#movedAt < MOVE_INTERVAL_MS) return;
    this.#movedAt = timeStamp;
    this.#host.onPointer('moved');
  };

  readonly #onResolution = (): void => {
    this.#watchResolution();
    this.#host.onPixelRatio();
  };

  /** A query knows one resolution only: each change needs another. */
  #watchResolution(): void {
    this.#resolution?.removeEventListener('change', this.#onResolution);
    this.#resolution = mediaQuery(`(resolution: ${globalThis.devicePixelRatio}dppx)`);
    this.#resolution?.addEventListener('change', this.#onResolution);
  }
}

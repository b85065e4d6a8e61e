/**
 * What the page and its user do around an element: whether anybody looks, whether less motion is
 * wanted, how fine the screen is, and what the pointer does. All listeners are added by `begin` and
 * gone after `end`.
 */

export interface PresenceHost {
  /** The page was hidden or shown. */
  onAwake(): void;
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

export class Presence {
  readonly #host: PresenceHost;
  #motion: MediaQueryList | null = null;
  #resolution: MediaQueryList | null = null;
  #interactive = false;
  #awaitsAction = false;
  #begun = false;
  #movedAt = Number.NEGATIVE_INFINITY;

  constructor(host: PresenceHost) {
    this.#host = host;
  }

  get prefersLessMotion(): boolean {
    return (this.#motion ?? mediaQuery(REDUCED_MOTION))?.matches ?? false;
  }

  begin({ interactive, awaitsAction }: { readonly interactive: boolean; readonly awaitsAction: boolean }): void {
    this.#begun = true;
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#motion = mediaQuery(REDUCED_MOTION);
    this.#motion?.addEventListener('change', this.#onMotion);
    this.#watchResolution();
    this.interactive = interactive;
    this.awaitsAction = awaitsAction;
  }

  end(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#motion?.removeEventListener('change', this.#onMotion);
    this.#resolution?.removeEventListener('change', this.#onResolution);
    this.#motion = null;
    this.#resolution = null;
    this.interactive = false;
    this.awaitsAction = false;
    this.#begun = false;
  }

  /** Whether the pointer is listened to, anywhere on the page: the element itself takes no events. */
  set interactive(wanted: boolean) {
    if (wanted === this.#interactive || !this.#begun) return;
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
    if (wanted === this.#awaitsAction || !this.#begun) return;
    this.#awaitsAction = wanted;
    for (const name of ACTIONS) {
      if (wanted) addEventListener(name, this.#onAction, PASSIVE);
      else removeEventListener(name, this.#onAction, PASSIVE);
    }
  }

  readonly #onVisibility = (): void => this.#host.onAwake();
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

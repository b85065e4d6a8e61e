/** What the user does around an element: whether less motion is wanted, how fine the screen is, and what the pointer does. */
import type { Part } from './part.js';

export interface PresenceHost {
  /** The user asked for less motion, or no longer does. */
  onMotion(): void;
  /** The element is on a finer or coarser screen now. */
  onPixelRatio(): void;
  /** The user did something on the page. */
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
    this.#listen(wanted, ['pointermove'], this.#onMove);
    this.#listen(wanted, ['pointerdown'], this.#onPress);
  }

  /** Whether the user's next action is waited for; the host ends it. */
  set awaitsAction(wanted: boolean) {
    this.#listen(wanted, ACTIONS, this.#onAction);
  }

  readonly #onMotion = (): void => this.#host.onMotion();
  readonly #onPress = (): void => this.#host.onPointer('pressed');

  readonly #onAction = (): void => this.#host.onAction();

  readonly #onMove = ({ timeStamp }: Event): void => {
    if (timeStamp - this.#movedAt < MOVE_INTERVAL_MS) return;
    this.#movedAt = timeStamp;
    this.#host.onPointer('moved');
  };

  readonly #onResolution = (): void => {
    this.#watchResolution();
    this.#host.onPixelRatio();
  };

  /** Listens, or no longer; to do so again changes nothing. */
  #listen(wanted: boolean, names: readonly string[], listener: (event: Event) => void): void {
    if (!this.#isOn) return;
    for (const name of names) {
      if (wanted) addEventListener(name, listener, PASSIVE);
      else removeEventListener(name, listener, PASSIVE);
    }
  }

  /** A query knows one resolution only: each change needs another. */
  #watchResolution(): void {
    this.#resolution?.removeEventListener('change', this.#onResolution);
    this.#resolution = mediaQuery(`(resolution: ${globalThis.devicePixelRatio}dppx)`);
    this.#resolution?.addEventListener('change', this.#onResolution);
  }
}

/** What the user does around an element, anywhere on its page: the element itself may take no events. */
import { windowOf } from './home.js';
import type { Part } from './part.js';

export interface PresenceHost {
  /** Whether it wants to know what the pointer does. */
  readonly interactive: boolean;
  /** Whether it waits for the user to do anything at all. */
  readonly awaitsAction: boolean;
  /** The user did something on the page. */
  onAction(): void;
  onPointer(what: 'moved' | 'pressed'): void;
}

/** Milliseconds between two movements that are told: many come in each frame. */
const MOVE_INTERVAL_MS = 50;
const ACTIONS = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart'] as const;
const PASSIVE = { passive: true, capture: true } as const;

export class Presence implements Part {
  readonly #host: PresenceHost;
  #window: Window | null = null;
  #movedAt = Number.NEGATIVE_INFINITY;

  constructor(host: PresenceHost) {
    this.#host = host;
  }

  connected(element: HTMLElement): void {
    this.#window = windowOf(element);
    // Another window counts the time from another moment on.
    this.#movedAt = Number.NEGATIVE_INFINITY;
    this.apply();
  }

  disconnected(): void {
    this.#listen(false, false);
    this.#window = null;
  }

  /** The host wants to know something else. */
  apply(): void {
    this.#listen(this.#host.interactive, this.#host.awaitsAction);
  }

  readonly #onPress = (): void => this.#host.onPointer('pressed');
  readonly #onAction = (): void => this.#host.onAction();

  readonly #onMove = ({ timeStamp }: Event): void => {
    if (timeStamp - this.#movedAt < MOVE_INTERVAL_MS) return;
    this.#movedAt = timeStamp;
    this.#host.onPointer('moved');
  };

  /** Listens, or no longer; to do so again changes nothing. */
  #listen(toPointer: boolean, toActions: boolean): void {
    const change = (wanted: boolean, names: readonly string[], listener: (event: Event) => void): void => {
      for (const name of names) this.#window?.[wanted ? 'addEventListener' : 'removeEventListener'](name, listener, PASSIVE);
    };
    change(toPointer, ['pointermove'], this.#onMove);
    change(toPointer, ['pointerdown'], this.#onPress);
    change(toActions, ACTIONS, this.#onAction);
  }
}

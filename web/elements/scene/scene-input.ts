/**
 * Pointers, wheel and keys over a scene: they go to the script as they are, and move the default camera, which is the one that
 * is seen while the script has none. Where the page scrolls, a finger and the wheel may be the page's (base/gestures.ts).
 */
import type { SceneLink } from '../../scene/page/scene.js';
import type { PointerInputKind, SceneInput } from '../../scene/shared/input-records.js';
import type { OrbitMove, SceneSize } from '../../scene/shared/messages.js';
import type { CursorMode } from '../../scene/shared/script-types.js';
import { measuresInside, zoomOf } from '../base/flat-tree.js';
import type { Gestures } from '../base/gestures.js';
import type { Part } from '../base/part.js';
import type { SceneHost } from './host.js';

/** Radians that a drag over the whole height of the picture turns the default camera. */
const TURN = Math.PI;
const KEY_TURN = 0.15;
const KEY_ZOOM = 1.2;
/** CSS pixels that a pointer may slip and still click. */
const CLICK_SLIP = 5;
/** Pixels of a line and of a page that a wheel turns. */
const LINE = 24;
const PAGE = 240;

interface Finger {
  readonly x: number;
  readonly y: number;
  readonly beganX: number;
  readonly beganY: number;
}

export interface SceneInputHost {
  readonly link: SceneLink | null;
  readonly size: SceneSize;
}

const modifiers = ({ shiftKey, ctrlKey, altKey, metaKey }: MouseEvent | KeyboardEvent) => ({
  shift: shiftKey,
  ctrl: ctrlKey,
  alt: altKey,
  meta: metaKey,
});

/** Keys that would scroll the page. */
const SCROLLING: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', ' ', 'PageUp', 'PageDown', 'Home', 'End'];

export class SceneInputs implements Part {
  readonly #element: SceneHost;
  readonly #host: SceneInputHost;
  readonly #stage: HTMLElement;
  readonly #gestures: Gestures;
  readonly #fingers = new Map<number, Finger>();
  readonly #listeners: (() => void)[] = [];
  #locks = false;

  constructor(element: SceneHost, host: SceneInputHost, stage: HTMLElement, gestures: Gestures) {
    this.#element = element;
    this.#host = host;
    this.#stage = stage;
    this.#gestures = gestures;
  }

  connected(): void {
    const stage = this.#stage;
    const on = <Name extends keyof HTMLElementEventMap>(name: Name, listener: (event: HTMLElementEventMap[Name]) => void): void => {
      stage.addEventListener(name, listener, { passive: false });
      this.#listeners.push(() => stage.removeEventListener(name, listener));
    };
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event));
    on('pointercancel', (event) => this.#cancel(event));
    on('pointerenter', (event) => this.#send('pointerEnter', event));
    on('pointerleave', (event) => this.#send('pointerLeave', event));
    on('wheel', (event) => this.#wheel(event));
    // What is not prevented scrolls the page from the first movement on, and takes the pointer away.
    on('touchmove', (event) => {
      if (event.cancelable && this.#gestures.takesFingers(event.targetTouches.length)) event.preventDefault();
    });
    on('keydown', (event) => this.#key('keyDown', event));
    on('keyup', (event) => this.#key('keyUp', event));
    on('focus', () => this.#input({ kind: 'focus' }));
    on('blur', () => this.#input({ kind: 'blur' }));
    on('contextmenu', (event) => event.preventDefault());
  }

  disconnected(): void {
    for (const remove of this.#listeners.splice(0)) remove();
    this.#gestures.end();
    this.#fingers.clear();
    this.showCursor('default');
  }

  /** The script wants another pointer. A page lets it be locked after a click alone: that is tried then. */
  showCursor(mode: CursorMode): void {
    this.#locks = mode === 'lock';
    this.#stage.style.cursor = this.#locks ? 'none' : mode;
    const { ownerDocument } = this.#stage;
    const isLocked = this.#stage.getRootNode() instanceof ShadowRoot && ownerDocument.pointerLockElement === this.#element;
    if (!this.#locks && isLocked) ownerDocument.exitPointerLock();
  }

  #input(...inputs: readonly SceneInput[]): void {
    this.#host.link?.input(...inputs);
  }

  #pointOf({ clientX, clientY }: MouseEvent): { readonly x: number; readonly y: number } {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    const { size } = this.#host;
    const zoom = measuresInside(this.#stage) ? zoomOf(this.#stage) : 1;
    return { x: ((clientX / zoom - left) * size.width) / width, y: ((clientY / zoom - top) * size.height) / height };
  }

  #send(kind: PointerInputKind, event: PointerEvent): void {
    const { pointerId, pointerType, isPrimary, button, buttons, movementX, movementY, pressure } = event;
    this.#input({
      ...{ kind, pointer: pointerId, isPrimary, button, buttons, pressure },
      pointerType: pointerType === 'touch' || pointerType === 'pen' ? pointerType : 'mouse',
      ...{ ...this.#pointOf(event), dx: movementX, dy: movementY },
      ...modifiers(event),
    });
  }

  #down(event: PointerEvent): void {
    // A pointer that isn't a real one (a test's, a script's) can't be captured; nothing depends on it.
    if (event.isTrusted) this.#stage.setPointerCapture(event.pointerId);
    const { x, y } = this.#pointOf(event);
    this.#fingers.set(event.pointerId, { x, y, beganX: x, beganY: y });
    this.#send('pointerDown', event);
    // It may be refused, and then the pointer is seen and nothing else.
    if (this.#locks && event.pointerType === 'mouse') void Promise.resolve(this.#stage.requestPointerLock?.()).catch(() => {});
  }

  #move(event: PointerEvent): void {
    this.#send('pointerMove', event);
    const finger = this.#fingers.get(event.pointerId);
    if (finger === undefined) return;
    const { x, y } = this.#pointOf(event);
    this.#fingers.set(event.pointerId, { ...finger, x, y });
    const touches = event.pointerType !== 'mouse';
    if (this.#fingers.size === 2) this.#pinch(event.pointerId, finger, x, y);
    else if (this.#fingers.size > 2) return;
    else if (!touches || this.#gestures.takesFingers(1)) this.#drag(x - finger.x, y - finger.y, event);
    else if (Math.hypot(x - finger.beganX, y - finger.beganY) > CLICK_SLIP) this.#gestures.hintOfFingers();
  }

  #up(event: PointerEvent): void {
    const finger = this.#fingers.get(event.pointerId);
    const isAlone = this.#fingers.size === 1;
    this.#fingers.delete(event.pointerId);
    this.#send('pointerUp', event);
    const { x, y } = this.#pointOf(event);
    if (finger !== undefined && isAlone && event.button === 0 && Math.hypot(x - finger.beganX, y - finger.beganY) <= CLICK_SLIP)
      this.#send('click', event);
  }

  /** The page scrolls with it, or something else has taken it. */
  #cancel(event: PointerEvent): void {
    if (this.#fingers.size === 1 && event.pointerType === 'touch') this.#gestures.hintOfFingers();
    this.#fingers.delete(event.pointerId);
    this.#send('pointerCancel', event);
  }

  /** The main button turns the default camera; another one, or shift, moves it. */
  #drag(dx: number, dy: number, { buttons, shiftKey }: PointerEvent): void {
    const height = Math.max(1, this.#host.size.height);
    if (buttons > 1 || shiftKey) this.#orbit({ panX: dx / height, panY: dy / height });
    else this.#orbit({ yaw: (-dx / height) * TURN, pitch: (dy / height) * TURN });
  }

  #pinch(id: number, before: Finger, x: number, y: number): void {
    const other = [...this.#fingers].find(([key]) => key !== id)?.[1];
    if (other === undefined) return;
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    const is = Math.hypot(x - other.x, y - other.y);
    const height = Math.max(1, this.#host.size.height);
    this.#orbit({
      ...(was > 0 && is > 0 ? { zoom: is / was } : {}),
      panX: (x - before.x) / 2 / height,
      panY: (y - before.y) / 2 / height,
    });
  }

  #wheel(event: WheelEvent): void {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? PAGE : 1;
    if (!this.#gestures.takesWheel(event)) return;
    event.preventDefault();
    const [dx, dy, dz] = [event.deltaX * unit, event.deltaY * unit, event.deltaZ * unit];
    this.#input({ kind: 'wheel', ...this.#pointOf(event), dx, dy, dz, button: -1, buttons: event.buttons, ...modifiers(event) });
    this.#orbit({ zoom: Math.exp(-Math.max(-PAGE, Math.min(PAGE, dy)) * 0.0022) });
  }

  #key(kind: 'keyDown' | 'keyUp', event: KeyboardEvent): void {
    const { code, key, repeat, ctrlKey, metaKey, altKey } = event;
    this.#input({ kind, code, key, repeats: repeat, ...modifiers(event) });
    if (ctrlKey || metaKey || altKey) return;
    if (SCROLLING.includes(key) && this.#gestures.mayMove) event.preventDefault();
    if (kind === 'keyUp') return;
    const moves: Readonly<Record<string, OrbitMove | null>> = {
      ArrowLeft: { yaw: -KEY_TURN },
      ArrowRight: { yaw: KEY_TURN },
      ArrowUp: { pitch: KEY_TURN },
      ArrowDown: { pitch: -KEY_TURN },
      '+': { zoom: KEY_ZOOM },
      '=': { zoom: KEY_ZOOM },
      '-': { zoom: 1 / KEY_ZOOM },
      '0': null,
    };
    const move = moves[key];
    if (move !== undefined) this.#orbit(move);
  }

  #orbit(move: OrbitMove | null): void {
    if (this.#element.orbit && this.#gestures.mayMove) this.#host.link?.orbit(move);
  }
}

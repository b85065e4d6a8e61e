/**
 * Pointers, wheel and keys over the picture, as wishes to move the view or to act on the world.
 *
 * One pointer drags or acts by the tool; two pinch; the middle or right button drags with any tool. Where the page scrolls, a
 * finger and the wheel may be the page's (base/gestures.ts); one that paints is not.
 */
import { type Camera, type Point, panned, screenToWorld, zoomed } from '../../renderers/life/camera.js';
import type { Gestures } from '../base/gestures.js';
import type { Part } from '../base/part.js';
import type { ToolName } from './attributes.js';
import { stroke } from './brush.js';
import { emit } from './events.js';
import type { LifeHost } from './host.js';
import type { Picture } from './picture.js';
import { reportUnknown } from './report.js';
import type { Selection } from './selection.js';

/** CSS pixels that a pointer may slip and still click. */
const CLICK_SLIP = 5;
/** CSS pixels around a click in which an animal is found. */
const PICK_REACH = 16;
/** Milliseconds between two strokes of a held brush. */
const STROKE_INTERVAL_MS = 60;
/** CSS pixels an arrow key moves the view. */
const KEY_PAN = 80;
const KEY_ZOOM = 1.3;
/** Pixels of a wheel's turn below which it is a pinch of a trackpad, where ctrl comes along. */
const MOST_PINCH = 50;

const BRUSHES: readonly ToolName[] = ['food', 'spawn', 'kill'];

interface Finger extends Point {
  readonly beganX: number;
  readonly beganY: number;
  /** It is no mouse, which could not scroll the page. */
  readonly touches: boolean;
  /** It moves the view, whatever the tool. */
  readonly drags: boolean;
}

export class Navigation implements Part {
  readonly #host: LifeHost;
  readonly #surface: HTMLElement;
  readonly #gestures: Gestures;
  readonly #picture: Picture;
  readonly #selection: Selection;
  readonly #fingers = new Map<number, Finger>();
  readonly #listeners: (() => void)[] = [];
  #stroke: Point | null = null;
  #strokeTimer: ReturnType<typeof setInterval> | undefined;

  /** @param surface takes pointers, wheel and keys */
  constructor(host: LifeHost, surface: HTMLElement, gestures: Gestures, picture: Picture, selection: Selection) {
    this.#host = host;
    this.#surface = surface;
    this.#gestures = gestures;
    this.#picture = picture;
    this.#selection = selection;
  }

  connected(): void {
    const surface = this.#surface;
    // No signal ends them: a page that is made of several environments, as in tests, may have signals that its nodes don't take.
    const on = <Name extends keyof HTMLElementEventMap>(name: Name, listener: (event: HTMLElementEventMap[Name]) => void): void => {
      surface.addEventListener(name, listener, { passive: false });
      this.#listeners.push(() => surface.removeEventListener(name, listener));
    };
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    on('pointerup', (event) => this.#up(event));
    on('pointercancel', (event) => this.#cancel(event));
    on('pointerleave', (event) => {
      if (!this.#fingers.has(event.pointerId)) this.#showBrush(null);
    });
    on('wheel', (event) => this.#wheel(event));
    // What is not prevented scrolls the page from the first movement on, and takes the pointer away.
    on('touchmove', (event) => {
      if (event.cancelable && this.#gestures.takesFingers(event.targetTouches.length)) event.preventDefault();
    });
    on('keydown', (event) => this.#key(event));
    on('contextmenu', (event) => event.preventDefault());
  }

  disconnected(): void {
    for (const remove of this.#listeners.splice(0)) remove();
    this.#gestures.end();
    this.#endStroke();
    this.#fingers.clear();
  }

  /** Where the pointer is in the view, whatever enlarges the element. */
  #pointOf({ clientX, clientY }: MouseEvent): Point {
    const { left, top, width, height } = this.#surface.getBoundingClientRect();
    const { view } = this.#picture;
    return { x: ((clientX - left) * view.width) / width, y: ((clientY - top) * view.height) / height };
  }

  #down(event: PointerEvent): void {
    // A pointer that isn't a real one (a test's, a script's) can't be captured; nothing depends on it.
    if (event.isTrusted) this.#surface.setPointerCapture(event.pointerId);
    const point = this.#pointOf(event);
    const brushes = event.button === 0 && BRUSHES.includes(this.#host.tool);
    const touches = event.pointerType === 'touch' || event.pointerType === 'pen';
    this.#fingers.set(event.pointerId, { ...point, beganX: point.x, beganY: point.y, touches, drags: !brushes });
    if (this.#fingers.size > 1) this.#endStroke();
    else if (brushes) this.#beginStroke(point);
  }

  #move(event: PointerEvent): void {
    const point = this.#pointOf(event);
    const finger = this.#fingers.get(event.pointerId);
    this.#showBrush(point);
    if (finger === undefined) return;
    this.#fingers.set(event.pointerId, { ...finger, ...point });
    if (this.#fingers.size === 2) this.#pinch(finger, point, event.pointerId);
    else if (!finger.drags) this.#stroke = point;
    else if (!finger.touches || this.#gestures.takesFingers(1)) this.#drag(point.x - finger.x, point.y - finger.y);
    else if (Math.hypot(point.x - finger.beganX, point.y - finger.beganY) > CLICK_SLIP) this.#gestures.hintOfFingers();
  }

  #up(event: PointerEvent): void {
    const finger = this.#fingers.get(event.pointerId);
    const alone = this.#fingers.size === 1;
    this.#leave(event);
    if (finger === undefined || !alone || event.button !== 0 || this.#host.tool !== 'select') return;
    const point = this.#pointOf(event);
    if (Math.hypot(point.x - finger.beganX, point.y - finger.beganY) > CLICK_SLIP) return;
    void this.#selection.pick(this.#worldAt(point), PICK_REACH / this.#picture.camera.zoom);
  }

  /** The page scrolls with it, or something else has taken it. */
  #cancel(event: PointerEvent): void {
    const finger = this.#fingers.get(event.pointerId);
    if (this.#fingers.size === 1 && finger?.touches && finger.drags) this.#gestures.hintOfFingers();
    this.#leave(event);
  }

  #leave(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    this.#endStroke();
  }

  #drag(dx: number, dy: number): void {
    if ((dx === 0 && dy === 0) || !this.#gestures.mayMove) return;
    // Whoever drags the view away from a followed animal wants to look elsewhere.
    this.#picture.follows = false;
    this.#moveTo(panned(this.#picture.camera, dx, dy));
  }

  /** One of two fingers moved: the world under both follows. */
  #pinch(before: Finger, now: Point, id: number): void {
    const other = [...this.#fingers].find(([key]) => key !== id)?.[1];
    if (other === undefined) return;
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    const is = Math.hypot(now.x - other.x, now.y - other.y);
    if (was > 0) this.#zoom(is / was, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    this.#drag((now.x - before.x) / 2, (now.y - before.y) / 2);
  }

  #wheel(event: WheelEvent): void {
    if (!this.#gestures.takesWheel(event)) return;
    event.preventDefault();
    // Lines and pages come from mice with a ratchet; trackpads send pixels, and ctrl along with the few of a pinch.
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 240 : 1;
    const delta = Math.max(-240, Math.min(240, event.deltaY * unit));
    const pinches = event.ctrlKey && Math.abs(delta) < MOST_PINCH;
    this.#zoom(Math.exp(-delta * (pinches ? 0.01 : 0.0022)), this.#pointOf(event));
  }

  #zoom(factor: number, anchor: Point): void {
    if (!this.#gestures.mayMove) return;
    const { camera, world, view } = this.#picture;
    this.#moveTo(zoomed(camera, factor, anchor, world, view));
  }

  #moveTo(camera: Camera): void {
    this.#picture.camera = camera;
    emit(this.#host, 'viewchange', { camera: this.#picture.camera });
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { view } = this.#picture;
    const middle = { x: view.width / 2, y: view.height / 2 };
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.#drag(KEY_PAN, 0),
      ArrowRight: () => this.#drag(-KEY_PAN, 0),
      ArrowUp: () => this.#drag(0, KEY_PAN),
      ArrowDown: () => this.#drag(0, -KEY_PAN),
      '+': () => this.#zoom(KEY_ZOOM, middle),
      '=': () => this.#zoom(KEY_ZOOM, middle),
      '-': () => this.#zoom(1 / KEY_ZOOM, middle),
      '0': () => this.#picture.fit(),
      ' ': () => {
        this.#host.paused = !this.#host.paused;
      },
      '.': () => this.#host.step(),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  #beginStroke(point: Point): void {
    this.#stroke = point;
    const act = (): void => {
      if (this.#stroke !== null) this.#act(this.#worldAt(this.#stroke));
    };
    act();
    this.#strokeTimer = setInterval(act, STROKE_INTERVAL_MS);
  }

  #act(at: Point): void {
    const { life, tool, brush } = this.#host;
    if (life !== null) stroke(life, tool, brush, at).catch((error: unknown) => reportUnknown(this.#host, error));
  }

  #endStroke(): void {
    clearInterval(this.#strokeTimer);
    this.#stroke = null;
  }

  #showBrush(point: Point | null): void {
    const shown = point !== null && BRUSHES.includes(this.#host.tool);
    const brush = shown ? { ...this.#worldAt(point), radius: this.#host.brush.radius } : null;
    if (brush === null && this.#picture.overlays.brush === null) return;
    this.#picture.overlays = { ...this.#picture.overlays, brush };
  }

  #worldAt(point: Point): Point {
    const { camera, view, world } = this.#picture;
    return screenToWorld(camera, view, point, world);
  }
}

/** What visitors do, as a script sees it: it changes between updates alone. */
import { InputKind, NONE, PointerInput, ResizeInput } from '../../generated/scene-layout.js';
import { readKey } from '../shared/input-records.js';
import { CURSOR_MODES, type CursorMode } from '../shared/script-types.js';
import { checkName } from './values.js';

/** A pointer: a mouse, a pen or a finger. The newest primary one is `input.pointer`. */
export interface Pointer {
  /** From the picture's upper left corner. Unit: px. */
  readonly x: number;
  readonly y: number;
  /** How far it has moved since the last update. Unit: px. */
  readonly dx: number;
  readonly dy: number;
  /** `PointerEvent.buttons`: 1 the main one, 2 the secondary, 4 the middle. */
  readonly buttons: number;
  /** 0 to 1. */
  readonly pressure: number;
  /** Whether it is over the picture. */
  readonly over: boolean;
}

const NO_POINTER: Pointer = { x: 0, y: 0, dx: 0, dy: 0, buttons: 0, pressure: 0, over: false };

export class Input {
  readonly #down = new Set<string>();
  readonly #pressed = new Set<string>();
  readonly #released = new Set<string>();
  #keys: string[] = [];
  #pointer: Pointer = NO_POINTER;
  #pressedButtons = 0;
  #releasedButtons = 0;
  #clicks = 0;
  #wheel = { x: 0, y: 0, z: 0 };
  #size = { width: 0, height: 0, ratio: 1 };
  #focused = false;
  #modifiers = 0;
  #cursor: CursorMode = 'default';
  readonly #tellCursor: (mode: CursorMode) => void;

  constructor(tellCursor: (mode: CursorMode) => void) {
    this.#tellCursor = tellCursor;
  }

  /** Whether a key is down. @param code `KeyboardEvent.code`, as `'KeyW'`, `'Space'`, `'ArrowLeft'` */
  isDown(code: string): boolean {
    return this.#down.has(code);
  }

  /** Whether it went down since the last update. */
  justPressed(code: string): boolean {
    return this.#pressed.has(code);
  }

  /** Whether it went up since the last update. */
  justReleased(code: string): boolean {
    return this.#released.has(code);
  }

  /** `KeyboardEvent.key` of all keys that went down since the last update, repeated ones among them. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  get shift(): boolean {
    return (this.#modifiers & 1) !== 0;
  }
  get ctrl(): boolean {
    return (this.#modifiers & 2) !== 0;
  }
  get alt(): boolean {
    return (this.#modifiers & 4) !== 0;
  }
  get meta(): boolean {
    return (this.#modifiers & 8) !== 0;
  }

  get pointer(): Pointer {
    return this.#pointer;
  }

  /** Whether a button is down: 0 the main one, 1 the middle, 2 the secondary. */
  isButtonDown(button = 0): boolean {
    return (this.#pointer.buttons & buttonBit(button)) !== 0;
  }

  /** Whether it went down since the last update. */
  buttonPressed(button = 0): boolean {
    return (this.#pressedButtons & buttonBit(button)) !== 0;
  }

  /** Whether it went up since the last update. */
  buttonReleased(button = 0): boolean {
    return (this.#releasedButtons & buttonBit(button)) !== 0;
  }

  /** Clicks since the last update. */
  get clicks(): number {
    return this.#clicks;
  }

  /** What the wheel turned since the last update. Unit: px. */
  get wheel(): { readonly x: number; readonly y: number; readonly z: number } {
    return this.#wheel;
  }

  /** The picture's size in px, and device pixels for each; 0, 0, 1 before it is known. */
  get size(): { readonly width: number; readonly height: number; readonly ratio: number } {
    return this.#size;
  }

  /** Whether keys come here. */
  get focused(): boolean {
    return this.#focused;
  }

  /** Which pointer the picture shows. `'lock'` hides it and gives movements alone; a browser may want a click before. */
  get cursor(): CursorMode {
    return this.#cursor;
  }
  set cursor(value: CursorMode) {
    const mode = checkName('cursor', value, CURSOR_MODES);
    if (mode === this.#cursor) return;
    this.#cursor = mode;
    this.#tellCursor(mode);
  }

  /** What came since the last update is forgotten: another one begins. */
  beginUpdate(): void {
    this.#pressed.clear();
    this.#released.clear();
    if (this.#keys.length > 0) this.#keys = [];
    if (this.#pointer.dx !== 0 || this.#pointer.dy !== 0) this.#pointer = { ...this.#pointer, dx: 0, dy: 0 };
    this.#pressedButtons = 0;
    this.#releasedButtons = 0;
    this.#clicks = 0;
    const { x, y, z } = this.#wheel;
    if (x !== 0 || y !== 0 || z !== 0) this.#wheel = { x: 0, y: 0, z: 0 };
  }

  /** Takes an input record. */
  take(words: Uint32Array, floats: Float32Array, at: number): void {
    const head = words[at] as number;
    const kind = head & 255;
    switch (kind) {
      case InputKind.keyDown:
      case InputKind.keyUp:
        this.#modifiers = (head >>> 8) & 15;
        this.#takeKey(kind === InputKind.keyDown, words, at);
        return;
      case InputKind.focus:
        this.#focused = true;
        return;
      case InputKind.blur:
        this.#blur();
        return;
      case InputKind.resize: {
        const number = (offset: number): number => floats[at + offset / 4] as number;
        this.#size = { width: number(ResizeInput.width), height: number(ResizeInput.height), ratio: number(ResizeInput.pixelRatio) };
        return;
      }
      default:
        this.#modifiers = (head >>> 8) & 15;
        this.#takePointer(kind, words, floats, at);
    }
  }

  #takeKey(isDown: boolean, words: Uint32Array, at: number): void {
    const { code, key } = readKey(words, at);
    if (isDown) {
      this.#keys.push(key);
      if (!this.#down.has(code)) this.#pressed.add(code);
      this.#down.add(code);
    } else if (this.#down.delete(code)) this.#released.add(code);
  }

  #blur(): void {
    this.#focused = false;
    this.#modifiers = 0;
    for (const code of this.#down) this.#released.add(code);
    this.#down.clear();
    this.#releasedButtons |= this.#pointer.buttons;
    this.#pointer = { ...this.#pointer, buttons: 0 };
  }

  #takePointer(kind: number, words: Uint32Array, floats: Float32Array, at: number): void {
    const number = (offset: number): number => floats[at + offset / 4] as number;
    // What is about an entity is told to those who listen to it.
    const isAboutEntity = words[at + PointerInput.index / 4] !== NONE;
    const isPrimary = ((words[at] as number) & 0x40000) !== 0;
    if (kind === InputKind.wheel) {
      const { x, y, z } = this.#wheel;
      this.#wheel = { x: x + number(PointerInput.dx), y: y + number(PointerInput.dy), z: z + number(PointerInput.dz) };
      return;
    }
    const isBorder = kind === InputKind.pointerEnter || kind === InputKind.pointerLeave;
    if (!isPrimary || (isBorder && isAboutEntity)) return;
    if (kind === InputKind.click) {
      this.#clicks += 1;
      return;
    }
    const before = this.#pointer;
    const buttons = words[at + PointerInput.buttons / 4] as number;
    this.#pressedButtons |= buttons & ~before.buttons;
    this.#releasedButtons |= before.buttons & ~buttons;
    this.#pointer = {
      x: number(PointerInput.x),
      y: number(PointerInput.y),
      dx: before.dx + number(PointerInput.dx),
      dy: before.dy + number(PointerInput.dy),
      buttons: kind === InputKind.pointerCancel ? 0 : buttons,
      pressure: number(PointerInput.pressure),
      over: kind !== InputKind.pointerLeave && kind !== InputKind.pointerCancel,
    };
  }
}

/** The bit of `buttons` that a button has: the middle and the secondary one are the other way round. */
function buttonBit(button: number): number {
  if (button === 1) return 4;
  return button === 2 ? 2 : 1 << button;
}

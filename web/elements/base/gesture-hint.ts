/** How to move a picture on a page that scrolls: said over the picture to whoever just tried, for a moment. */

/** What the style sheet of an element with hints has of them. */
export const HINT_RULES = `
.hint {
  position: absolute; inset: 0; display: grid; place-content: center; padding: 20px; text-align: center; pointer-events: none;
  background: rgb(4 8 16 / 0.55); color: #fff; font: 500 17px/1.4 system-ui, sans-serif; opacity: 0; transition: opacity 0.6s ease;
}
.hint.shown { opacity: 1; transition-duration: 0.15s; }
@media (prefers-reduced-motion: reduce) { .hint { transition: none; } }
`;

/** Milliseconds that it is shown after the last try. */
const SHOWN_MS = 1400;

const isMac = (): boolean => /^Mac/.test(globalThis.navigator?.platform ?? '');
const TEXTS = {
  wheel: () => `Use ${isMac() ? '\u2318' : 'Ctrl'} + scroll to zoom`,
  fingers: () => 'Use two fingers to move',
} as const;

export class GestureHint {
  readonly #root: ShadowRoot;
  #box: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: ShadowRoot) {
    this.#root = root;
  }

  show(what: keyof typeof TEXTS): void {
    this.#box ??= this.#build();
    this.#box.textContent = TEXTS[what]();
    this.#box.classList.add('shown');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), SHOWN_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#box?.classList.remove('shown');
  }

  #build(): HTMLElement {
    const box = document.createElement('div');
    box.className = 'hint';
    box.setAttribute('part', 'hint');
    // Screen readers have the keys, of which the picture tells them.
    box.setAttribute('aria-hidden', 'true');
    this.#root.append(box);
    return box;
  }
}

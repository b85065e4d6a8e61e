/** A scene's place on the page: its canvas, its size, whether anybody sees it, and who turns the default camera. */
import type { RendererChoice } from '../../engine/renderer-names.js';
import { SCENE_PLACE } from '../../kernels/scene-place.js';
import { type SceneCallbacks, SceneLink, type SceneSettings } from '../../scene.js';
import { h } from '../common/dom.js';

/** Radians for a pixel that the pointer is dragged, and for an arrow key. */
const DRAG = 0.007;
const KEY = 0.12;
const ZOOM = 0.0012;

const ARROWS: Readonly<Record<string, readonly [yaw: number, pitch: number]>> = {
  ArrowLeft: [-KEY, 0],
  ArrowRight: [KEY, 0],
  ArrowUp: [0, KEY],
  ArrowDown: [0, -KEY],
};

export class SceneStage {
  readonly link: SceneLink;
  readonly #box: HTMLElement;

  constructor(box: HTMLElement, callbacks: SceneCallbacks) {
    this.#box = box;
    this.link = new SceneLink(SCENE_PLACE, { ...callbacks, wantCanvas: (renderer) => this.setRenderer(renderer) });
  }

  async start(settings: SceneSettings): Promise<void> {
    const begun = this.link.start(this.#newCanvas(), { ...settings, size: this.#size });
    new ResizeObserver(() => this.link.resize(this.#size)).observe(this.#box);
    new IntersectionObserver((entries) => this.link.setAwake(entries.at(-1)?.isIntersecting === true)).observe(this.#box);
    this.#listen();
    await begun;
  }

  /** A canvas keeps its kind of context for good: another renderer has another canvas. */
  setRenderer(renderer: RendererChoice): void {
    this.link.takeCanvas(this.#newCanvas(), renderer);
    this.link.resize(this.#size);
  }

  #newCanvas(): HTMLCanvasElement {
    const canvas = h('canvas', { 'aria-hidden': 'true' });
    this.#box.replaceChildren(canvas);
    return canvas;
  }

  get #size(): { readonly width: number; readonly height: number; readonly ratio: number } {
    return { width: this.#box.clientWidth, height: this.#box.clientHeight, ratio: devicePixelRatio };
  }

  #listen(): void {
    const box = this.#box;
    box.addEventListener('pointerdown', ({ pointerId }) => box.setPointerCapture(pointerId));
    box.addEventListener('pointermove', ({ buttons, movementX, movementY }) => {
      if (buttons !== 0) this.link.orbit({ yaw: -DRAG * movementX, pitch: DRAG * movementY });
    });
    box.addEventListener(
      'wheel',
      (event) => {
        // A wheel alone scrolls the page.
        if (!event.ctrlKey) return;
        event.preventDefault();
        this.link.orbit({ zoom: Math.exp(-ZOOM * event.deltaY) });
      },
      { passive: false },
    );
    box.addEventListener('keydown', (event) => {
      const arrow = ARROWS[event.key];
      if (arrow === undefined) return;
      event.preventDefault();
      this.link.orbit({ yaw: arrow[0], pitch: arrow[1] });
    });
  }
}

/** The scene of a `<script-scene>`: its canvas and its link; when it begins, and what it is told of settings, size and sight. */
import { whenActive } from '../../engine/activation.js';
import type { ThreadName } from '../../engine/draw-threads.js';
import { log, logLevel } from '../../engine/log.js';
import { absolute, pageDefaults, tierFor } from '../../engine/page-defaults.js';
import type { RendererChoice, RendererName } from '../../engine/renderer-names.js';
import { SCENE_PLACE } from '../../kernels/scene-place.js';
import { SceneLink } from '../../scene/page/scene.js';
import type { SceneSettings as LinkSettings, SceneCallbacks } from '../../scene/page/scene-types.js';
import { SceneDestroyedError, SceneOptionError, SceneStartError } from '../../scene/shared/errors.js';
import type { SceneTier } from '../../scene/shared/kernel.js';
import type { SceneSize } from '../../scene/shared/messages.js';
import type { CursorMode, ScriptSource } from '../../scene/shared/script-types.js';
import { rejoin } from '../base/home.js';
import type { Part } from '../base/part.js';
import { Sight, type SightHost } from '../base/sight.js';
import { BEGINNING_SETTINGS, type SceneSettingName } from './attributes.js';
import { emit, type SceneStats, type ScriptSceneDetails } from './events.js';
import type { SceneHost } from './host.js';
import { report } from './report.js';
import { type SceneShadow, sceneCanvas } from './shadow.js';

/** What the element does beyond the scene. */
export interface HostedSceneHost {
  /** The script that the page gives; null: none. */
  source(): ScriptSource | { readonly url: string } | null;
  /** New figures. */
  onStats(): void;
  onCursor(mode: CursorMode): void;
}

const NO_STATS: SceneStats = { show: null, script: null };

export class HostedScene implements Part, SightHost {
  readonly #element: SceneHost;
  readonly #host: HostedSceneHost;
  readonly #shadow: SceneShadow;
  readonly #sight: Sight;
  #link: SceneLink | null = null;
  /** Settles once the link has begun, or has failed to. */
  #begun: Promise<void> = Promise.resolve();
  #canvas: HTMLCanvasElement | null = null;
  #isConnected = false;
  #size: SceneSize = { width: 0, height: 0, ratio: 1 };
  #ready: Omit<ScriptSceneDetails['ready'], 'renderer'> | null = null;
  #isReady = false;
  #isShown = false;
  /** What holds while an update is waited for that was asked for by `step`. */
  stats: SceneStats = NO_STATS;
  drawnBy: { readonly renderer: RendererName; readonly reason: string } | null = null;

  constructor(element: SceneHost, host: HostedSceneHost, shadow: SceneShadow) {
    this.#element = element;
    this.#host = host;
    this.#shadow = shadow;
    this.#sight = new Sight(this, shadow.stage);
  }

  /** The scene, or null while there is none. */
  get link(): SceneLink | null {
    return this.#link;
  }

  get runs(): { readonly tier: SceneTier; readonly thread: ThreadName | null; readonly commandRoom: number } | null {
    const link = this.#link;
    return link === null || this.#ready === null
      ? null
      : { tier: this.#ready.tier, thread: link.thread, commandRoom: link.options.commandCapacity };
  }

  get size(): SceneSize {
    return this.#size;
  }

  connected(): void {
    this.#isConnected = true;
    this.#sight.connected();
    const label = this.#element.getAttribute('aria-label');
    if (label !== null) this.#shadow.stage.setAttribute('aria-label', label);
    if (this.#element.loading === 'eager') this.begin();
  }

  moved(element: HTMLElement): void {
    rejoin([{ connected: () => this.#sight.connected(), disconnected: () => this.#sight.disconnected() }], element);
  }

  beforePrint(): void {
    this.#link?.beforePrint();
  }

  disconnected(): void {
    this.#isConnected = false;
    this.#sight.disconnected();
    this.#end();
    this.#shadow.stage.replaceChildren();
    this.#shadow.fallback.hidden = false;
    this.#canvas = null;
  }

  onResize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    this.#link?.resize(this.#size);
  }

  onSight(isSeen: boolean): void {
    if (isSeen && this.#canvas === null) this.begin();
    this.#link?.setAwake(isSeen);
    this.applyPaused();
  }

  /** Updates come while somebody sees the scene and it is not paused. */
  applyPaused(): void {
    const link = this.#link;
    if (link === null || link.state === 'none' || link.paused === this.#isPaused) return;
    if (this.#isPaused) link.pause();
    else link.resume();
  }

  /** Begins a scene anew; the picture of the one before stands until there is another. */
  begin(): void {
    if (!this.#isConnected) return;
    this.#end();
    const canvas = this.#newCanvas();
    // Its parts have joined by then, and settings that come together are taken together.
    this.#begun = Promise.resolve().then(() => this.#start(canvas));
  }

  /** The element has another setting. */
  change(name: SceneSettingName): void {
    const link = this.#link;
    if (link === null) return;
    const { rate, stepping, budget, renderer } = this.#element;
    if (BEGINNING_SETTINGS.includes(name)) this.begin();
    else if (name === 'rate' || name === 'stepping') link.setPace({ rate, step: stepping });
    else if (name === 'budget') link.setBudget(budget);
    else if (name === 'renderer') link.takeCanvas(this.#newCanvas(), renderer);
  }

  /** The page gives another script, or none. */
  async changeSource(): Promise<void> {
    const source = this.#host.source();
    if (this.#link === null) return;
    if (source === null) this.begin();
    else await this.#tell(() => (this.#link as SceneLink).reload(source));
  }

  /** The scene, once it has begun. @throws SceneDestroyedError where there is none */
  async whole(): Promise<SceneLink> {
    await this.#begun;
    if (this.#link === null) throw new SceneDestroyedError('there is no scene: put the element into a page that is visited');
    return this.#link;
  }

  get #isPaused(): boolean {
    return this.#element.paused || this.#sight.isSeen === false;
  }

  #newCanvas(): HTMLCanvasElement {
    const canvas = sceneCanvas();
    this.#canvas = canvas;
    this.#shadow.stage.append(canvas);
    return canvas;
  }

  #end(): void {
    this.#link?.destroy();
    this.#link = null;
    this.#ready = null;
    this.#isReady = false;
    this.#isShown = false;
    this.drawnBy = null;
    this.stats = NO_STATS;
    this.#host.onStats();
    this.#host.onCursor('default');
  }

  async #start(canvas: HTMLCanvasElement): Promise<void> {
    // Workers and their deadlines wait for somebody to visit the page.
    await whenActive();
    const page = await pageDefaults();
    if (!this.#isConnected || canvas !== this.#canvas) return;
    const { rate, stepping, budget, renderer, thread, tier, seed, maxEntities, urls } = this.#element;
    const link = new SceneLink(
      SCENE_PLACE,
      this.#callbacks(() => link),
    );
    this.#link = link;
    const source = this.#host.source();
    const { width, height } = this.#shadow.stage.getBoundingClientRect();
    if (this.#size.width === 0) this.#size = { width, height, ratio: devicePixelRatio };
    const settings: LinkSettings = {
      ...(source === null ? {} : { source }),
      options: { seed, maxEntities },
      pace: { rate, step: stepping },
      ...{ budget, renderer, thread, paused: this.#isPaused, size: this.#size, awake: this.#sight.isSeen ?? true, log: logLevel },
      tier: tierFor('scene', tier),
      wasm: absolute(urls.wasm) ?? page.wasm.scene ?? null,
      showUrl: absolute(urls.worker) ?? page.worker.scene ?? null,
      scriptUrl: absolute(urls.script) ?? page.worker.script ?? null,
    };
    await this.#tell(() => link.start(canvas, settings));
  }

  /** Does what may fail for a reason that nobody has told of yet. What the script itself did is told by its callbacks. */
  async #tell(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (error instanceof SceneOptionError || error instanceof SceneStartError) report(this.#element, error);
    }
  }

  #callbacks(own: () => SceneLink): SceneCallbacks {
    const element = this.#element;
    /** Nothing is heard of a scene whose place another one has. */
    const ofThis = <Args extends readonly unknown[]>(act: (...args: Args) => void): ((...args: Args) => void) => {
      return (...args) => {
        if (this.#link === own()) act(...args);
      };
    };
    const canvasFor = (renderer: RendererChoice): void => own().takeCanvas(this.#newCanvas(), renderer);
    return {
      ready: ofThis(({ tier, refused, thread }) => {
        this.#ready = { tier, refused, thread };
        this.#tellReady();
      }),
      shown: ofThis(() => {
        this.#isShown = true;
        this.#showNewest();
        this.#tellReady();
      }),
      renderer: ofThis((renderer, reason) => {
        const isOther = this.drawnBy?.renderer !== renderer || this.drawnBy.reason !== reason;
        this.drawnBy = { renderer, reason };
        if (this.#isShown) this.#showNewest();
        if (isOther) emit(element, 'rendererchange', this.drawnBy);
        this.#tellReady();
      }),
      recovery: ofThis((recovery) => {
        this.#showNewest();
        emit(element, 'recovery', recovery);
      }),
      wantCanvas: ofThis(canvasFor),
      error: ofThis((error, times) => report(element, error, '', times)),
      fault: ofThis((fault) => {
        if (fault.of === 'scene') {
          this.#shadow.stage.replaceChildren();
          this.#shadow.fallback.hidden = false;
        }
        log('error', `script-scene: the ${fault.of} stopped: ${fault.reason}`);
        emit(element, 'fault', fault);
      }),
      slow: ofThis((slow) => emit(element, 'slow', slow)),
      restart: ofThis((restart) => {
        log('warn', `script-scene: ${restart.cause}; the script begins anew`);
        emit(element, 'restart', restart);
      }),
      state: ofThis((state) => {
        emit(element, 'statechange', { state });
        this.applyPaused();
      }),
      message: ofThis((name, detail) => emit(element, 'message', { name, detail })),
      quit: ofThis((code) => emit(element, 'quit', { code })),
      cursor: ofThis((mode) => this.#host.onCursor(mode)),
      context: ofThis((lost) => emit(element, 'contextchange', { lost })),
      stats: ofThis((stats) => {
        this.stats = stats;
        this.#host.onStats();
        emit(element, 'stats', stats);
      }),
    };
  }

  /** The newest canvas has a picture: those before it go. */
  #showNewest(): void {
    for (const other of [...this.#shadow.stage.children]) if (other instanceof HTMLCanvasElement && other !== this.#canvas) other.remove();
    this.#canvas?.classList.add('drawn');
    this.#shadow.fallback.hidden = true;
  }

  #tellReady(): void {
    if (this.#isReady || !this.#isShown || this.#ready === null || this.drawnBy === null) return;
    this.#isReady = true;
    emit(this.#element, 'ready', { ...this.#ready, renderer: this.drawnBy.renderer });
  }
}

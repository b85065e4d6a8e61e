/**
 * `<meteor-shower>`: a meteor shower as an element, over or behind a page.
 *
 * ```html
 * <script type="module" src="skyflock/elements/meteor-shower.js"></script>
 * <style> meteor-shower { position: fixed; inset: 0; block-size: auto; z-index: -1 } </style>
 * <meteor-shower preset="calm"></meteor-shower>
 * ```
 *
 * The element ties parts together that know nothing of each other: the settings its attributes say, the
 * show on its thread, who looks at it, and the pointer. It takes no clicks and says nothing to a screen
 * reader.
 */

import { cureOf } from '../engine/cure.js';
import { loadLater, START_DEADLINE_MS } from '../engine/deadline.js';
import { plainCopy, type RefuseValue } from '../engine/plain-copy.js';
import type { RendererName } from '../engine/renderer-names.js';
import type { ThreadName } from '../meteor/page/show-port.js';
import { MeteorOptionError, MeteorStartError, meteorErrorFromData } from '../meteor/shared/errors.js';
import type { SpawnMeteor } from '../meteor/shared/kernel.js';
import type { FromShow, Motion, ShowMetrics, ShowSettings, ShowSize, ShowState } from '../meteor/shared/messages.js';
import type { MeteorRecording } from '../meteor/shared/recording.js';
import { defineElement } from './base/attribute-element.js';
import type { Refusal } from './base/attribute-rules.js';
import { watch } from './base/observers.js';
import { Presence } from './base/presence.js';
import { Waiting } from './base/waiting.js';
import { METEOR_ATTRIBUTES, type MeteorSettingName, type MeteorSwitchName } from './meteor/attributes.js';
import { colorsFrom } from './meteor/colors.js';
import type { MeteorShowerDetails } from './meteor/events.js';
import type { overlayText } from './meteor/overlay.js';
import { MeteorSettingsElement } from './meteor/settings.js';
import { buildMeteorShadow, METEOR_SHOWER_STYLE } from './meteor/shadow.js';
import { MeteorStage, type MeteorUrls } from './meteor/stage.js';

export { type Configuration, ConfigurationError, configure } from '../engine/configuration.js';
export type { ShowMetrics, ShowState } from '../meteor/shared/messages.js';
export type { MeteorRecording } from '../meteor/shared/recording.js';
export type { Corner, Loading, ReducedMotion } from './meteor/attributes.js';
export type { MeteorShowerDetails, MeteorShowerEventMap } from './meteor/events.js';
export type { MeteorUrls } from './meteor/stage.js';

/** Milliseconds a replay may take longer than it was recorded. */
const REPLAY_GRACE_MS = 60_000;
/** Milliseconds that a browser's timer can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What a user gave, copied, since a message carries no proxy. @throws MeteorOptionError naming what is no plain data */
function copyOf<Given>(given: Given, name: string): Given {
  const refuse: RefuseValue = (part, value, range) => new MeteorOptionError(part, value, range);
  if (typeof given !== 'object' || given === null) throw refuse(name, given, 'it must be an object');
  return plainCopy(given, name, refuse);
}

/**
 * A night sky with meteors, their trails and debris, over or behind a page.
 *
 * @slot - What is shown until there is a picture, and where there can be none.
 * @csspart canvas - The picture.
 * @csspart overlay - The figures of `debug`.
 * @csspart fallback - The slot.
 * @csspart starting - The slot, too, from one second on while a show starts.
 * @cssprop --meteor-shower-background - What is behind the picture.
 * @cssprop --meteor-shower-opacity - Opacity of the picture, 0 to 1.
 * @cssprop --meteor-shower-fade - How long the first picture takes to come.
 * @cssprop --meteor-shower-cool - Colour of cool meteors, in place of the preset's, as with those that follow.
 * @cssprop --meteor-shower-cool-glow - Colour of their glow.
 * @cssprop --meteor-shower-warm - Colour of warm meteors.
 * @cssprop --meteor-shower-warm-glow - Colour of their glow.
 * @cssprop --meteor-shower-bright - Colour of bright meteors.
 * @cssprop --meteor-shower-bright-glow - Colour of their glow.
 * @cssprop --meteor-shower-star-white - Colour of white stars.
 * @cssprop --meteor-shower-star-blue - Colour of blue stars.
 * @cssprop --meteor-shower-star-yellow - Colour of yellow stars.
 * @cssprop --meteor-shower-star-purple - Colour of purple stars.
 */
export class MeteorShowerElement extends MeteorSettingsElement {
  readonly #shadow = buildMeteorShadow(this.attachShadow({ mode: 'open' }));
  readonly #stage = new MeteorStage({
    onCanvas: (canvas, isMending) => {
      this.#canvas = canvas;
      // The last picture stays until there is another one, which takes its place at once.
      if (isMending) {
        canvas.style.transition = 'none';
        this.#shadow.stage.append(canvas);
      } else this.#shadow.stage.replaceChildren(canvas);
    },
    onMended: (mended, thread) => this.#emit('recovery', { ...mended, thread }),
    onTakeOver: () => this.#showBegins(),
    onMessage: (message) => this.#hear(message),
    onError: (error) => this.#report(error),
  });
  readonly #presence = new Presence({
    onAwake: () => this.#applyAwake(),
    onMotion: () => this.#apply(),
    onPixelRatio: () => this.#applySize(),
    onAction: () => this.#begin(),
    onPointer: (what) => this.#stage.pointer(what),
  });
  #canvas: HTMLCanvasElement | null = null;
  #unwatch: (() => void) | null = null;
  /** A show was begun since the element came onto the page. */
  #begun = false;
  #size = { width: 0, height: 0 };
  #onScreen = false;
  #urls: MeteorUrls = {};
  #ready: Omit<MeteorShowerDetails['ready'], 'renderer' | 'thread'> | null = null;
  #drawnBy: { readonly renderer: RendererName; readonly reason: string } | null = null;
  #state: ShowState = 'starting';
  /** A part did not start for a reason that passes. */
  #mayRetry = false;
  readonly #waiting = new Waiting((isWaiting) => this.#shadow.fallback.part?.toggle('starting', isWaiting));
  #metrics: ShowMetrics | null = null;
  /** Null until `debug` is asked for the first time. */
  #overlayText: typeof overlayText | null = null;

  constructor() {
    super();
    this.addStyle(METEOR_SHOWER_STYLE);
  }

  /** Where the worker script and the .wasm file are, when not where `configure` says, or beside the package. A change begins another show. */
  get urls(): MeteorUrls {
    return this.#urls;
  }
  set urls(value: MeteorUrls) {
    this.#urls = value;
    this.restart();
  }

  /** Where the show is in its life. */
  get state(): ShowState {
    return this.#state;
  }

  /** The newest figures, or null before the first. */
  get metrics(): ShowMetrics | null {
    return this.#metrics;
  }

  /** The renderer that draws, and why it does; null while none does. */
  get drawnBy(): { readonly renderer: RendererName; readonly reason: string } | null {
    return this.#drawnBy;
  }

  /** The thread that the show runs on; null while it starts, and off the page. */
  get runsOn(): ThreadName | null {
    return this.#stage.thread;
  }

  /**
   * Begins a meteor now; what the config leaves out is drawn as for any other.
   * @returns its id, or 0 when there is no room for it
   * @throws MeteorOptionError for a value out of range, MeteorDestroyedError while there is no show
   */
  async spawn(config: SpawnMeteor = {}): Promise<number> {
    return await this.#stage.ask({ ask: 'spawn', config: copyOf(config, 'config') });
  }

  /** Founds the shower anew and takes down all that happens to it, until `stopRecording`. */
  async record(): Promise<void> {
    await this.#stage.ask({ ask: 'record' });
  }

  /** Ends a recording. The shower goes on. */
  async stopRecording(): Promise<MeteorRecording> {
    return await this.#stage.ask({ ask: 'stopRecording' });
  }

  /**
   * Plays a recording, and goes on from where it ends.
   * @returns when it has ended: whether the shower ended as it was recorded, to the bit
   * @throws MeteorOptionError for what is no recording
   */
  async replay(recording: MeteorRecording): Promise<{ readonly same: boolean; readonly hash: string }> {
    const copy = copyOf(recording, 'recording');
    // What is no recording is refused by the show, which has the script for it.
    const steps = Array.isArray(copy.steps) ? copy.steps : [];
    const milliseconds = steps.reduce((sum, number, index) => (index % 2 === 0 ? sum + number * 1000 : sum), REPLAY_GRACE_MS);
    return await this.#stage.ask({ ask: 'replay', recording: copy }, milliseconds < LONGEST_TIMER_MS ? milliseconds : REPLAY_GRACE_MS);
  }

  /** The picture as it is now. */
  async toPng(): Promise<Blob> {
    return await this.#stage.ask({ ask: 'picture' });
  }

  /** Takes the colours of the style sheet again, after it changed. */
  refreshColors(): void {
    this.#apply();
  }

  /**
   * Begins the show anew where a part of it did not start for a reason that passes, as a slow network does.
   * @returns false where there is no such reason
   */
  retry(): boolean {
    const may = this.#mayRetry && this.#begun;
    if (may) this.restart();
    return may;
  }

  /** Begins the show anew, from its seed. The present one goes on until the new one stands, and where it does not. */
  restart(): void {
    if (this.#begun) this.#beginShow();
  }

  connectedCallback(): void {
    // Moved within the page: the show goes on.
    if (this.#unwatch !== null) return;
    this.upgradeProperties([...METEOR_ATTRIBUTES.properties, 'urls']);
    this.#unwatch = watch(this, {
      onResize: (width, height) => {
        this.#size = { width, height };
        this.#applySize();
      },
      onVisible: (visible) => {
        this.#onScreen = visible;
        this.#applyAwake();
        if (visible && this.loading === 'lazy') this.#begin();
      },
    });
    this.#presence.begin({ interactive: this.interactive, awaitsAction: this.loading === 'interaction' });
    if (this.loading === 'eager') this.#begin();
  }

  disconnectedCallback(): void {
    // A move in the page, and React's strict mode, remove and insert without a pause between them.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  /** Moved by `moveBefore`, which removes and inserts nothing. */
  connectedMoveCallback(): void {}

  protected override settingChanged(name: MeteorSettingName): void {
    if (name === 'debug') void this.#debug();
    if (!this.#begun) return;
    if (name === 'renderer') this.#stage.renderer = this.renderer;
    else if (name === 'thread') this.#beginShow();
    else this.#apply();
  }

  protected override switchChanged(name: MeteorSwitchName): void {
    if (name === 'paused') this.#applyAwake();
    else if (name === 'interactive') this.#presence.interactive = this.interactive;
    else this.#apply();
  }

  protected override settingRefused(error: Refusal, shown: unknown): void {
    const holds = typeof shown === 'object' ? "the preset's own" : `'${String(shown)}'`;
    this.#report(error, `; ${holds} holds`);
  }

  #begin(): void {
    if (this.#begun || this.#unwatch === null) return;
    this.#begun = true;
    this.#presence.awaitsAction = false;
    this.#beginShow();
  }

  /** Begins a show; one that stands goes on until the new one does. */
  #beginShow(): void {
    const { renderer, thread } = this;
    const start = { settings: this.#settings, size: this.#deviceSize, awake: this.#awake, renderer, thread };
    this.#stage.begin({ ...start, urls: this.#urls });
  }

  /** Another show is on the page. */
  #showBegins(): void {
    this.#ready = null;
    this.#drawnBy = null;
    this.#mayRetry = false;
    this.#enter('starting');
    this.#waiting.begin();
    this.#shadow.fallback.hidden = false;
  }

  #end(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#begun = false;
    this.#presence.end();
    this.#stage.end();
    this.#shadow.stage.replaceChildren();
    this.#shadow.fallback.hidden = false;
    this.#canvas = null;
    this.#drawnBy = null;
    this.#metrics = null;
    this.#waiting.end();
    this.#state = 'starting';
    this.#showOverlay();
  }

  get #motion(): Motion {
    if (!this.#presence.prefersLessMotion || this.reducedMotion === 'off') return 'play';
    return this.reducedMotion;
  }

  get #settings(): ShowSettings {
    const { preset, seed, density, speed, stars, options, quality, tier, warmUp } = this.settings;
    const colors = colorsFrom(getComputedStyle(this));
    return {
      preset,
      seed,
      density,
      speed,
      stars,
      options,
      quality,
      tier,
      warmUp,
      motion: this.#motion,
      colors,
      regions: this.dirtyRegions,
    };
  }

  get #deviceSize(): ShowSize {
    return { ...this.#size, ratio: globalThis.devicePixelRatio };
  }

  get #awake(): boolean {
    return this.#onScreen && !document.hidden && !this.paused;
  }

  #apply(): void {
    if (this.#begun) this.#stage.settings = this.#settings;
  }

  #applySize(): void {
    if (this.#begun) this.#stage.size = this.#deviceSize;
  }

  #applyAwake(): void {
    if (this.#begun) this.#stage.awake = this.#awake;
  }

  #hear(message: FromShow): void {
    switch (message.type) {
      case 'ready':
        this.#ready = { tier: message.tier, refused: message.refused, quality: message.quality };
        for (const { tier, reason, passes = false } of message.refused) {
          this.#mayRetry ||= passes;
          console.warn(`meteor-shower: tier ${tier} is out: ${reason}; ${message.tier} runs. ${cureOf(passes)}`);
        }
        this.#tellReady();
        break;
      case 'renderer':
        if (this.#drawnBy?.renderer !== message.renderer || this.#drawnBy.reason !== message.reason) {
          this.#drawnBy = { renderer: message.renderer, reason: message.reason };
          this.#emit('rendererchange', this.#drawnBy);
        }
        this.#tellReady();
        break;
      case 'drawn':
        this.#canvas?.classList.add('drawn');
        // One that the show had before it was mended is above.
        for (const other of [...this.#shadow.stage.children]) if (other !== this.#canvas) other.remove();
        this.#shadow.fallback.hidden = true;
        this.#waiting.end();
        break;
      case 'tierchange':
        this.#emit('tierchange', { tier: message.tier, reason: message.reason });
        break;
      case 'qualitychange':
        this.#emit('qualitychange', message.change);
        break;
      case 'statechange':
        this.#enter(message.state);
        break;
      case 'metrics':
        this.#metrics = message.metrics;
        this.#showOverlay();
        this.#emit('metrics', message.metrics);
        break;
      case 'error':
        this.#report(meteorErrorFromData(message.error));
        break;
      case 'fault':
        this.#shadow.fallback.hidden = false;
        this.#shadow.stage.replaceChildren();
        this.#waiting.end();
        console.error(`meteor-shower: the show stopped: ${message.reason}`);
        this.#enter('stopped');
        this.#emit('fault', { reason: message.reason });
    }
  }

  #enter(state: ShowState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#emit('statechange', { state });
  }

  #tellReady(): void {
    const thread = this.#stage.thread;
    if (this.#ready === null || this.#drawnBy === null || thread === null) return;
    this.#emit('ready', { ...this.#ready, renderer: this.#drawnBy.renderer, thread });
    this.#ready = null;
  }

  async #debug(): Promise<void> {
    this.#showOverlay();
    if (this.debug === 'off' || this.#overlayText !== null) return;
    const late = (): Error =>
      new Error(`the script of 'debug' did not come within ${START_DEADLINE_MS} ms; serve all files of the package`);
    try {
      const { overlayText, OVERLAY_STYLE } = await loadLater(() => import('./meteor/overlay.js'), late);
      // It may have been turned off and on meanwhile.
      if (this.#overlayText === null) this.addStyle(OVERLAY_STYLE);
      this.#overlayText = overlayText;
      this.#showOverlay();
    } catch (error) {
      this.#report(error as Error);
    }
  }

  #showOverlay(): void {
    const { overlay } = this.#shadow;
    overlay.hidden = this.debug === 'off' || this.#metrics === null || this.#overlayText === null;
    if (this.#metrics === null || this.#overlayText === null) return;
    overlay.className = `overlay ${this.debug} ${this.#metrics.tier}`;
    overlay.textContent = this.#overlayText(this.#metrics, this.#stage.thread);
  }

  #report(error: Error, holds = ''): void {
    const line = `meteor-shower: ${error.message}${holds}`;
    // A setting that is refused leaves the default, and where one part does not start another one takes its place.
    if (error instanceof MeteorOptionError) console.warn(line);
    else if (error instanceof MeteorStartError) {
      this.#mayRetry ||= error.passes;
      console.warn(`${line}. ${cureOf(error.passes)}`);
    } else console.error(line);
    this.#emit('error', { error });
  }

  #emit<Name extends keyof MeteorShowerDetails>(name: Name, detail: MeteorShowerDetails[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'meteor-shower': MeteorShowerElement;
  }
}

defineElement('meteor-shower', MeteorShowerElement);

/**
 * `<life-sim>`: a living world as an element.
 *
 * ```html
 * <script type="module" src="skyflock/elements/life-sim.js"></script>
 * <life-sim scene="savanna" entities="20000" seed="7"></life-sim>
 * ```
 *
 * The element ties parts together that know nothing of each other: the settings its attributes say,
 * the world on its worker, the picture, and the user's pointer and keys.
 */
import { LifeDestroyedError, LifeOptionError, LifeStartError } from '../engine/errors.js';
import { isPooledTier } from '../engine/tier.js';
import type { CreateLifeOptions, Life, LifeInspection } from '../life.js';
import type { Camera, Point } from '../renderers/life/camera.js';
import type { LifeRenderer } from '../renderers/life/renderer.js';
import { defineElement } from './base/attribute-element.js';
import type { Refusal } from './base/attribute-rules.js';
import { watch } from './base/observers.js';
import { Waiting } from './base/waiting.js';
import { ATTRIBUTES, FOUNDING_SETTINGS, type SettingName, type SwitchName, type ToolName } from './life/attributes.js';
import { stroke } from './life/brush.js';
import type { LifeSimDetails, LifeSimState } from './life/events.js';
import { Narrator } from './life/narrator.js';
import { Navigation } from './life/navigation.js';
import { Picture, type PictureTiming } from './life/picture.js';
import { Selection } from './life/selection.js';
import { SettingsElement } from './life/settings.js';
import { buildShadow, LIFE_SIM_STYLE, STARTING_TEXT, showMessage, showNotice } from './life/shadow.js';
import { WorldHolder } from './life/world-holder.js';
import { WorldOverlays } from './life/world-overlays.js';

export { type Configuration, ConfigurationError, configure } from '../engine/configuration.js';
export type { ToolName } from './life/attributes.js';
export type { Brush } from './life/brush.js';
export type { LifeSimDetails, LifeSimEventMap, LifeSimState } from './life/events.js';
export type { PictureTiming } from './life/picture.js';

/** What a page may have set before the element was defined. */
const PROPERTIES: readonly string[] = [...ATTRIBUTES.properties, ...['options', 'tribes', 'commands', 'urls', 'brush', 'follow']];

/**
 * A living world: animals with genes and tribes that graze, hunt, breed and die.
 *
 * @csspart stage - What holds the picture, takes the keys and the pointer.
 * @csspart play - The button that lets a world run that stands because the user asked for less motion.
 * @csspart message - What went wrong, in place of the picture.
 * @slot starting - What is shown from one second on while a world starts.
 * @csspart starting - That slot.
 * @csspart notice - What the user may do about a world that runs slower than it could.
 * @cssprop --life-sim-background - What is behind the picture, and around it.
 * @cssprop --life-sim-color - Colour of texts.
 * @cssprop --life-sim-font - Font of texts.
 * @cssprop --life-sim-accent - Colour of the focus ring and of buttons.
 * @cssprop --life-sim-clear-left - Width at the left that the page covers: the partitions' plates keep out of it. Unit: px.
 * @cssprop --life-sim-clear-right - The same at the right.
 * @cssprop --life-sim-clear-top - Height at the top that the page covers. Unit: px.
 * @cssprop --life-sim-clear-bottom - The same at the bottom.
 */
export class LifeSimElement extends SettingsElement {
  readonly #shadow = buildShadow(this.attachShadow({ mode: 'open', delegatesFocus: true }));
  readonly #narrator = new Narrator(this.#shadow);
  readonly #holder = new WorldHolder({
    onWorld: (life) => this.#show(life),
    onEnd: () => this.#wait(),
    onRefused: (error) => this.#refuse(error),
  });
  readonly #picture = new Picture({
    onCanvas: (canvas) => this.#overlays.putOn(canvas),
    onRenderer: ({ name, reason }) => this.#emit('rendererchange', { renderer: name, reason }),
    onRefused: (error) => this.#refusePicture(error),
    onDrawn: () => this.#shadow.stage.classList.add('drawn'),
    onError: (error) => this.#report(error),
  });
  readonly #overlays = new WorldOverlays(this.#picture, this.#shadow.stage);
  readonly #waiting = new Waiting((isWaiting) => {
    this.#shadow.starting.hidden = !isWaiting;
    if (isWaiting) this.#narrator.announce(STARTING_TEXT);
  });
  readonly #selection = new Selection(this.#selectionHost());
  #running: { readonly navigation: Navigation; readonly unwatch: () => void } | null = null;
  #restarts = false;
  #state: LifeSimState = 'absent';
  #onScreen = true;
  /** The element paused the world by itself, because the user asked for less motion. */
  #held = false;
  #askedMotion = false;

  constructor() {
    super();
    this.addStyle(LIFE_SIM_STYLE);
  }

  /** Whether there is a world, or one that starts, or one that stopped. */
  get state(): LifeSimState {
    return this.#state;
  }

  /** The running world, or null. */
  get life(): Life | null {
    return this.#holder.life;
  }

  /** The selected animal as it was last looked at, or null. */
  get selection(): LifeInspection | null {
    return this.#selection.inspection;
  }

  /** Whether the view stays with the selected animal. */
  get follow(): boolean {
    return this.#picture.follows;
  }
  set follow(value: boolean) {
    this.#picture.follows = Boolean(value);
  }

  /** Where the view is. */
  get camera(): Camera {
    return this.#picture.camera;
  }
  set camera(value: Camera) {
    this.#picture.camera = value;
  }

  /** How long pictures take, and how many there are a second. */
  get timing(): PictureTiming {
    return this.#picture.timing;
  }

  /** The renderer that draws, and why it does; null while the element is not on a page. */
  get drawnBy(): Pick<LifeRenderer, 'name' | 'reason'> | null {
    return this.#picture.renderer;
  }

  /**
   * Founds the world anew, with the settings as they are. Several calls at once found one. The present world goes on until the new
   * one stands, and where it does not.
   */
  override restart(): void {
    if (this.#running === null || this.#restarts) return;
    this.#restarts = true;
    queueMicrotask(() => {
      this.#restarts = false;
      if (this.#running !== null) this.#found();
    });
  }

  /**
   * Tries the tiers again that a world did not start in for a reason that passes, as a slow network does: the world goes on
   * from where it is. One that did not start at all is started again.
   *
   * @returns false where no tier is out for such a reason
   */
  async retry(): Promise<boolean> {
    const { life } = this;
    this.#shadow.notice.hidden = true;
    if (life === null) {
      this.restart();
      return this.#running !== null;
    }
    if (!life.refused.some(({ passes }) => passes)) return false;
    const snapshot = await life.save();
    if (life !== this.life) return false;
    const { scene, options, tribes, commands, ...how } = this.founding;
    this.#found({ ...how, snapshot });
    return true;
  }

  /** Runs one tick of a paused world; a running one is paused first. */
  step(): void {
    this.paused = true;
    this.life?.step();
  }

  /** A snapshot of the world as it is, in bytes. @throws LifeDestroyedError while there is no world */
  async save(): Promise<ArrayBuffer> {
    return await this.#living().save();
  }

  /** Goes on with the world of a snapshot, which `ready` tells. Where that can't be, the present one goes on. */
  async load(snapshot: ArrayBuffer | ArrayBufferView): Promise<void> {
    await this.#living().load(snapshot);
  }

  /** Selects an animal by its id; 0 for none. */
  async select(id: number): Promise<void> {
    await this.#selection.select(id);
  }

  /** Shows the whole world. */
  fit(): void {
    this.#picture.fit();
  }

  /** The picture as it is now. */
  async toPng(): Promise<Blob> {
    return await this.#picture.toPng();
  }

  connectedCallback(): void {
    // Moved within the page: the world goes on.
    if (this.#running !== null) return;
    this.upgradeProperties(PROPERTIES);
    this.#start();
  }

  disconnectedCallback(): void {
    // A move in the page is a removal and an insertion without a pause between them.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  /** Moved by `moveBefore`, which removes and inserts nothing. */
  connectedMoveCallback(): void {}

  protected override settingChanged(name: SettingName): void {
    const { life } = this;
    if (FOUNDING_SETTINGS.includes(name)) this.restart();
    else if (name === 'renderer' && this.#running !== null) this.#picture.start(this.settings.renderer);
    else if (name === 'speed' && life !== null) life.speed = this.settings.speed;
    else if (name === 'tier') void this.#changeTier(life);
    else if (name === 'workers' && life !== null) void this.#changeWorkers(life);
    else if (name === 'colorBy' && life !== null) life.colorBy = this.settings.colorBy;
  }

  protected override switchChanged(name: SwitchName): void {
    if (name === 'paused') this.#pauseChanged(this.paused);
    else this.#applyOverlays();
  }

  protected override brushChanged(): void {
    this.#emit('brushchange', { brush: this.brush });
  }

  protected override settingRefused(error: Refusal, shown: unknown): void {
    this.#report(error, `; ${shown === null ? "the scene's own" : `'${String(shown)}'`} is shown`);
  }

  #start(): void {
    const { stage, play } = this.#shadow;
    const navigation = new Navigation(stage, this.#picture, this.#navigationHost());
    const unwatch = watch(this, {
      onResize: (width, height) => this.#picture.resize(width, height),
      onVisible: (visible) => {
        this.#onScreen = visible;
        this.#applyVisibility();
      },
    });
    this.#running = { navigation, unwatch };
    play.onclick = () => {
      this.paused = false;
      stage.focus();
    };
    document.addEventListener('visibilitychange', this.#applyVisibility);
    this.#onScreen = true;
    this.#holdMotion();
    this.#applyVisibility();
    this.#found();
  }

  #stop(): void {
    if (this.#running === null) return;
    this.#running.navigation.destroy();
    this.#running.unwatch();
    this.#running = null;
    document.removeEventListener('visibilitychange', this.#applyVisibility);
    this.#holder.end();
    this.#waiting.end();
    this.#shadow.notice.hidden = true;
    this.#enter('absent');
    this.#selection.clear();
    this.#picture.destroy();
    this.#shadow.stage.classList.remove('drawn');
    this.#shadow.stage.replaceChildren();
  }

  #found(options: CreateLifeOptions = this.founding): void {
    this.#shadow.message.hidden = true;
    this.#shadow.notice.hidden = true;
    if (this.#picture.renderer === null) this.#picture.start(this.settings.renderer);
    // Nobody would see the world; why, the message says.
    if (this.#picture.renderer === null) return;
    this.#holder.found(options);
    // One that runs goes on until this one stands.
    if (this.life === null) this.#wait();
  }

  /** There is no world until the one that starts stands. */
  #wait(): void {
    this.#selection.clear();
    this.#picture.clearFrame();
    this.#enter('starting');
    this.#waiting.begin();
  }

  /** A running world goes on in another tier; one that did not start gets another try. */
  async #changeTier(life: Life | null): Promise<void> {
    if (life === null || this.#holder.isStarting) {
      this.restart();
      return;
    }
    try {
      await life.setTier(this.settings.tier);
    } catch (error) {
      if (!(error instanceof LifeDestroyedError)) this.#reportUnknown(error);
    }
  }

  async #changeWorkers(life: Life): Promise<void> {
    const wish = this.settings.workers ?? life.workers;
    if (!isPooledTier(life.tier) || wish === life.workers) return;
    try {
      await life.setWorkers(wish);
    } catch (error) {
      this.#reportUnknown(error);
    }
  }

  #living(): Life {
    if (this.life === null) throw new LifeDestroyedError();
    return this.life;
  }

  #showWorld({ founding: { worldWidth, worldHeight, tribes } }: Life): void {
    this.#picture.setWorld(
      { width: worldWidth, height: worldHeight },
      tribes.map(({ hue }) => hue),
    );
  }

  #show(life: Life): void {
    this.#waiting.end();
    this.#shadow.message.hidden = true;
    this.#selection.clear();
    this.#picture.clearFrame();
    this.#enter('running');
    this.#showWorld(life);
    // Settings may have changed while the world started.
    life.speed = this.settings.speed;
    life.colorBy = this.settings.colorBy;
    life.paused = this.paused;
    this.#applyOverlays();
    this.#applyVisibility();
    life.onFrame((frame) => this.#picture.setFrame(frame));
    life.on('stats', (stats) => {
      this.#narrator.describe(life.founding, stats);
      this.#overlays.setWorkers(stats.workers);
      void this.#selection.refresh();
      this.#emit('stats', stats);
    });
    if (life.workersNote !== null) console.warn(`<life-sim>: ${life.workersNote}`);
    life.on('tierchange', (change) => this.#emit('tierchange', change));
    life.on('memorypressure', (pressure) => this.#emit('memorypressure', pressure));
    life.on('recovery', (recovery) => this.#emit('recovery', recovery));
    life.on('extinction', (extinction) => {
      this.#narrator.announce(extinction.tribe === null ? 'Nobody is alive any more.' : `${extinction.name} died out.`);
      this.#emit('extinction', extinction);
    });
    life.on('loaded', () => {
      this.#selection.clear();
      this.#picture.clearFrame();
      this.#showWorld(life);
      this.#emit('ready', { life, tier: life.tier, refused: life.refused });
    });
    life.on('error', (error) => this.#report(error));
    life.on('fault', (fault) => {
      showMessage(this.#shadow.message, 'This world has stopped', fault.reason, 'It can be founded anew, from its seed.', () =>
        this.restart(),
      );
      this.#enter('stopped');
      this.#report(fault.error);
      this.#emit('fault', fault);
    });
    if (life.refused.some(({ passes }) => passes)) {
      const text = 'This world runs slower than it could: a file did not come in time.';
      showNotice(this.#shadow.notice, text, 'Try again', () => void this.retry().catch((error: unknown) => this.#reportUnknown(error)));
      this.#narrator.announce(text);
    }
    this.#emit('ready', { life, tier: life.tier, refused: life.refused });
  }

  #enter(state: LifeSimState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#emit('statechange', { state });
  }

  #refuse(error: Error): void {
    if (this.life !== null && this.life.fault === null) {
      this.#report(error, '; the world before goes on');
      return;
    }
    this.#waiting.end();
    this.#enter('stopped');
    const reason = error instanceof LifeStartError ? error.reason : error.message;
    const wayOut = error instanceof LifeStartError ? error.wayOut : null;
    showMessage(this.#shadow.message, 'This world did not start', reason, wayOut, () => this.restart());
    this.#report(error);
  }

  #refusePicture(error: Error): void {
    this.#enter('stopped');
    const wayOut = 'Close other pages that draw, or open this one in a browser that gives it a canvas.';
    showMessage(this.#shadow.message, "This world can't be shown here", error.message, wayOut, () => this.restart());
    this.#report(error);
  }

  /** Less motion, please: the world waits for the user, once. */
  #holdMotion(): void {
    if (this.#askedMotion) return;
    this.#askedMotion = true;
    if (!globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches || this.paused) return;
    this.paused = true;
    this.#held = true;
    this.#shadow.play.hidden = false;
  }

  #pauseChanged(paused: boolean): void {
    if (this.life !== null) this.life.paused = paused;
    if (!paused && this.#held) {
      this.#held = false;
      this.#shadow.play.hidden = true;
    }
    this.#narrator.announce(paused ? 'The world is paused.' : 'The world runs.');
    this.#emit('pausechange', { paused });
  }

  #applyOverlays(): void {
    this.#overlays.apply(this, this.life, this.#selection.inspection);
  }

  readonly #applyVisibility = (): void => {
    const visible = this.#onScreen && !document.hidden;
    this.#picture.setVisible(visible);
    if (this.life !== null && this.life.hidden === visible) this.life.hidden = !visible;
  };

  #navigationHost(): ConstructorParameters<typeof Navigation>[2] {
    const element = this;
    return {
      get tool(): ToolName {
        return element.tool;
      },
      get brushRadius(): number {
        return element.brush.radius;
      },
      onPick: (at, reach) => void this.#selection.pick(at, reach),
      onStroke: (at) => this.#stroke(at),
      onMoved: () => this.#emit('viewchange', { camera: this.camera }),
      togglePause: () => {
        this.paused = !this.paused;
      },
      step: () => this.step(),
    };
  }

  #selectionHost(): ConstructorParameters<typeof Selection>[0] {
    const element = this;
    return {
      get life(): Life | null {
        return element.life;
      },
      onSelection: (inspection, died) => {
        if (inspection === null) this.follow = false;
        this.#applyOverlays();
        this.#emit('selection', { inspection, died });
      },
      onError: (error) => this.#reportUnknown(error),
    };
  }

  #stroke(at: Point): void {
    const { life } = this;
    if (life === null) return;
    stroke(life, this.tool, this.brush, at).catch((error: unknown) => this.#reportUnknown(error));
  }

  #reportUnknown(error: unknown): void {
    if (!(error instanceof LifeDestroyedError)) this.#report(error instanceof Error ? error : new Error(String(error)));
  }

  #report(error: Error, shown = ''): void {
    const line = `life-sim: ${error.message}${shown}`;
    // A setting that is refused shows the default: nothing is broken.
    if (error instanceof LifeOptionError) console.warn(line);
    else console.error(line);
    this.#emit('error', { error });
  }

  #emit<Name extends keyof LifeSimDetails>(name: Name, detail: LifeSimDetails[Name]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'life-sim': LifeSimElement;
  }
}

defineElement('life-sim', LifeSimElement);

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

import type { Report } from '../engine/diagnostics.js';
import { pastOf } from '../engine/history.js';
import { loadPart } from '../engine/load-part.js';
import type { Life, LifeInspection, NearbyAnimal, NearbyQuery } from '../life.js';
import type { Camera } from '../renderers/life/camera.js';
import type { LifeRenderer } from '../renderers/life/renderer.js';
import type { Refusal } from './base/attribute-rules.js';
import { defineElement } from './base/base-element.js';
import { debugOverlay } from './base/debug-overlay.js';
import { Gestures } from './base/gestures.js';
import { PlayButton } from './base/play-button.js';
import { ATTRIBUTES, type SettingName, type SwitchName } from './life/attributes.js';
import { emit, type LifeSimState } from './life/events.js';
import type { LifeHost } from './life/host.js';
import { HostedWorld } from './life/hosted-world.js';
import { Navigation } from './life/navigation.js';
import { Picture } from './life/picture.js';
import type { PictureTiming } from './life/picture-timing.js';
import { report } from './life/report.js';
import { Selection } from './life/selection.js';
import { SettingsElement } from './life/settings.js';
import { buildShadow, LIFE_SIM_STYLE } from './life/shadow.js';
import { Status } from './life/status.js';
import { WorldOverlays } from './life/world-overlays.js';

export { type Configuration, ConfigurationError, configure } from '../engine/configuration.js';
export type { Report } from '../engine/diagnostics.js';
export type { Corner } from './base/debug-overlay.js';
export type { GestureChoice } from './base/gestures.js';
export type { ToolName } from './life/attributes.js';
export type { Brush } from './life/brush.js';
export type { LifeSimDetails, LifeSimEventMap, LifeSimState } from './life/events.js';
export type { PictureTiming } from './life/picture-timing.js';

/**
 * A living world: animals with genes and tribes that graze, hunt, breed and die.
 *
 * @csspart stage - What holds the picture, takes the keys and the pointer.
 * @csspart play - The button that lets a world run that stands because the user asked for less motion.
 * @csspart message - What went wrong, in place of the picture.
 * @slot starting - What is shown from one second on while a world starts.
 * @csspart starting - That slot.
 * @csspart hint - How to zoom or move, shown for a moment to who tried where the page scrolls.
 * @csspart overlay - The figures of `debug`.
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
  readonly #status = new Status(this, this.#shadow);
  readonly #picture = new Picture(this, this.#shadow.stage, this.#status);
  readonly #overlays = new WorldOverlays(this, this.#picture);
  readonly #selection = new Selection(this, this.#overlays);
  readonly #play = new PlayButton(this, this.#shadow);
  readonly #debug = debugOverlay<LifeHost>(
    this,
    () => import('./life/overlay.js'),
    (style) => this.addStyle(style),
    report,
  );
  readonly #world = new HostedWorld(this, {
    stage: this.#shadow.stage,
    debug: this.#debug,
    picture: this.#picture,
    overlays: this.#overlays,
    selection: this.#selection,
    status: this.#status,
  });

  constructor() {
    super();
    this.addStyle(LIFE_SIM_STYLE);
    const gestures = new Gestures(this, this.shadowRoot as ShadowRoot);
    const navigation = new Navigation(this, this.#shadow.stage, gestures, this.#picture, this.#selection);
    this.parts = [this.#picture, this.#selection, this.#status, navigation, this.#play, this.#world];
  }

  /** Whether there is a world, or one that starts, or one that stopped. */
  get state(): LifeSimState {
    return this.#status.state;
  }

  /** The running world, or null. */
  get life(): Life | null {
    return this.#world.life;
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
    this.#world.restart();
  }

  /**
   * Tries the tiers again that a world did not start in for a reason that passes, as a slow network does: the world goes on
   * from where it is. One that did not start at all is started again.
   *
   * @returns false where no tier is out for such a reason
   */
  async retry(): Promise<boolean> {
    return await this.#world.retry();
  }

  /** Runs one tick of a paused world; a running one is paused first. */
  step(): void {
    this.paused = true;
    this.life?.step();
  }

  /** A snapshot of the world as it is, in bytes. @throws LifeDestroyedError while there is no world */
  async save(): Promise<ArrayBuffer> {
    return await this.#world.living.save();
  }

  /** Goes on with the world of a snapshot, which `ready` tells. Where that can't be, the present one goes on. */
  async load(snapshot: ArrayBuffer | ArrayBufferView): Promise<void> {
    await this.#world.living.load(snapshot);
  }

  /**
   * The animals near a point of the world, the nearest first: at most `most` within `radius`, in world units. See `life.query`.
   * @throws LifeDestroyedError while there is no world
   */
  async query(where: NearbyQuery): Promise<NearbyAnimal[]> {
    return await this.#world.living.query(where);
  }

  /**
   * What to send along with a complaint: docs/diagnostics.md says what is in it, and what is left out. It comes of a world that did not
   * start, or has stopped, too. Nothing is sent by itself.
   * @throws Error where the script that makes it does not come
   */
  async report(): Promise<Report> {
    const { simReport } = await loadPart(() => import('./life/sim-report.js'), 'report()');
    return await simReport(this, this.#picture, this.state, pastOf(this));
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

  protected override get upgradedProperties(): readonly string[] {
    return [...ATTRIBUTES.properties, 'options', 'tribes', 'commands', 'urls', 'brush', 'camera', 'follow'];
  }

  protected override settingChanged(name: SettingName): void {
    if (name === 'debug') void this.#debug.change();
    else this.#world.change(name);
  }

  protected override switchChanged(name: SwitchName): void {
    if (name === 'paused') this.#pauseChanged(this.paused);
    else this.#overlays.apply();
  }

  protected override settingRefused(error: Refusal, shown: unknown): void {
    report(this, error, `; ${shown === null ? "the scene's own" : `'${String(shown)}'`} is shown`);
  }

  #pauseChanged(paused: boolean): void {
    if (this.life !== null) this.life.paused = paused;
    if (!paused) this.#play.runs();
    this.#status.announce(paused ? 'The world is paused.' : 'The world runs.');
    emit(this, 'pausechange', { paused });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'life-sim': LifeSimElement;
  }
}

defineElement('life-sim', LifeSimElement);

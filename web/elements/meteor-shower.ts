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

import type { Report } from '../engine/diagnostics.js';
import type { ThreadName } from '../engine/draw-threads.js';
import { pastOf } from '../engine/history.js';
import { loadPart } from '../engine/load-part.js';
import { plainCopy, type RefuseValue } from '../engine/plain-copy.js';
import type { RendererName } from '../engine/renderer-names.js';
import { MeteorOptionError } from '../meteor/shared/errors.js';
import type { SpawnMeteor } from '../meteor/shared/kernel.js';
import type { ShowMetrics, ShowState } from '../meteor/shared/messages.js';
import type { MeteorRecording } from '../meteor/shared/recording.js';
import { reflecting } from './base/attribute-element.js';
import type { Refusal } from './base/attribute-rules.js';
import { defineElement } from './base/base-element.js';
import { debugOverlay } from './base/debug-overlay.js';
import { Given } from './base/given.js';
import {
  METEOR_ATTRIBUTES,
  type MeteorSettingName,
  type MeteorSettings,
  type MeteorSwitches,
  type MeteorSwitchName,
} from './meteor/attributes.js';
import type { MeteorShowerEventMap } from './meteor/events.js';
import type { MeteorHost } from './meteor/host.js';
import { HostedShow } from './meteor/hosted-show.js';
import { report } from './meteor/report.js';
import { buildMeteorShadow, METEOR_SHOWER_STYLE } from './meteor/shadow.js';
import { ShowView } from './meteor/show-view.js';
import { MeteorStage } from './meteor/stage.js';
import type { MeteorUrls } from './meteor/urls.js';

export { type Configuration, ConfigurationError, configure } from '../engine/configuration.js';
export type { FollowedMeteor, ShowMetrics, ShowState } from '../meteor/shared/messages.js';
export type { MeteorRecording } from '../meteor/shared/recording.js';
export type { Corner } from './base/debug-overlay.js';
export type { Loading, ReducedMotion } from './meteor/attributes.js';
export type { MeteorShowerDetails, MeteorShowerEventMap } from './meteor/events.js';
export type { MeteorUrls } from './meteor/urls.js';

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
export class MeteorShowerElement extends reflecting<MeteorSettings, MeteorSwitches, MeteorShowerEventMap>(METEOR_ATTRIBUTES) {
  readonly #shadow = buildMeteorShadow(this.attachShadow({ mode: 'open' }));
  readonly #overlay = debugOverlay<MeteorHost>(
    this,
    () => import('./meteor/overlay.js'),
    (style) => this.addStyle(style),
    report,
  );
  readonly #view = new ShowView(this, this.#shadow, this.#overlay);
  readonly #stage = new MeteorStage(this.#view);
  readonly #show = new HostedShow(this, this.settings, this.#stage, this.#shadow.stage);
  readonly #urls = new Given<MeteorUrls>({});

  constructor() {
    super();
    this.addStyle(METEOR_SHOWER_STYLE);
    this.parts = [this.#view, this.#stage, this.#show];
  }

  /** Where the worker script and the .wasm file are, when not where `configure` says, or beside the package. Others begin another show. */
  get urls(): MeteorUrls {
    return this.#urls.value;
  }
  set urls(value: MeteorUrls) {
    if (this.#urls.take(value)) this.restart();
  }

  /** Where the show is in its life. */
  get state(): ShowState {
    return this.#view.state;
  }

  /** The newest figures, or null before the first. */
  get metrics(): ShowMetrics | null {
    return this.#view.metrics;
  }

  /** The renderer that draws, and why it does; null while none does. */
  get drawnBy(): { readonly renderer: RendererName; readonly reason: string } | null {
    return this.#view.drawnBy;
  }

  /** The thread that the show runs on; null while it starts, and off the page. */
  get runsOn(): ThreadName | null {
    return this.#stage.thread;
  }

  /**
   * Begins a meteor now; what the config leaves out is drawn as for any other. What happens to it is told by `meteor` events.
   * @returns its id, or 0 when there is no room for it
   * @throws MeteorOptionError for a value out of range, a colour that is none, one pair of colours too many, or a speed beside
   * a lifetime; MeteorAbsentError while there is no show
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

  /**
   * What to send along with a complaint: docs/diagnostics.md says what is in it, and what is left out. Nothing is sent by itself.
   * @throws Error where the script that makes it does not come
   */
  async report(): Promise<Report> {
    const { elementReport } = await loadPart(() => import('./meteor/element-report.js'), 'report()');
    return elementReport(this, this.#view, pastOf(this));
  }

  /** The picture as it is now. */
  async toPng(): Promise<Blob> {
    return await this.#stage.ask({ ask: 'picture' });
  }

  /** Takes the colours of the style sheet again, after it changed. */
  refreshColors(): void {
    this.#show.apply();
  }

  /**
   * Begins the show anew where a part of it did not start for a reason that passes, as a slow network does.
   * @returns false where there is no such reason
   */
  retry(): boolean {
    const may = this.#view.mayRetry && this.#show.begun;
    if (may) this.restart();
    return may;
  }

  /** Begins the show anew, from its seed. The present one goes on until the new one stands, and where it does not. */
  restart(): void {
    this.#show.restart();
  }

  protected override get upgradedProperties(): readonly string[] {
    return [...METEOR_ATTRIBUTES.properties, 'urls'];
  }

  protected override settingChanged(name: MeteorSettingName): void {
    if (name === 'debug') void this.#overlay.change();
    this.#show.change(name);
  }

  protected override switchChanged(name: MeteorSwitchName): void {
    this.#show.turn(name);
  }

  protected override settingRefused(error: Refusal, shown: unknown): void {
    const holds = typeof shown === 'object' ? "the preset's own" : `'${String(shown)}'`;
    report(this, error, `; ${holds} holds`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'meteor-shower': MeteorShowerElement;
  }
}

defineElement('meteor-shower', MeteorShowerElement);

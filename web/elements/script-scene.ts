/**
 * `<script-scene>`: a scene that a script of the page's moves, on a thread of its own.
 *
 * ```html
 * <script type="module" src="skyflock/elements/script-scene.js"></script>
 * <script-scene>
 *   <script type="text/plain">
 *     export default (scene) => {
 *       const cube = scene.create('cube', { color: '#e8643c' });
 *       const { sin, cos } = scene.math;
 *       return { update: () => cube.setOrientation(0, sin(scene.time / 2), 0, cos(scene.time / 2)) };
 *     };
 *   </script>
 * </script-scene>
 * ```
 *
 * The element ties parts together that know nothing of each other: the settings its attributes say, the scene and its threads,
 * what visitors do, and who looks at it.
 */
import type { ThreadName } from '../engine/draw-threads.js';
import type { ScriptState } from '../scene/page/script-runs.js';
import { SceneOptionError } from '../scene/shared/errors.js';
import type { PickAnswer } from '../scene/shared/messages.js';
import type { SceneRecording } from '../scene/shared/recording.js';
import type { ScriptSource } from '../scene/shared/script-types.js';
import { reflecting } from './base/attribute-element.js';
import type { Refusal } from './base/attribute-rules.js';
import { defineElement } from './base/base-element.js';
import { debugOverlay } from './base/debug-overlay.js';
import { Gestures } from './base/gestures.js';
import { Given } from './base/given.js';
import { PlayButton } from './base/play-button.js';
import {
  SCENE_ATTRIBUTES,
  type SceneSettingName,
  type SceneSettings,
  type SceneSwitches,
  type SceneSwitchName,
} from './scene/attributes.js';
import type { SceneStats, ScriptSceneDetails, ScriptSceneEventMap } from './scene/events.js';
import { HostedScene } from './scene/hosted-scene.js';
import { InlineScript } from './scene/inline-script.js';
import type { OverlaySource } from './scene/overlay.js';
import { report } from './scene/report.js';
import { SceneInputs } from './scene/scene-input.js';
import { buildSceneShadow, SCRIPT_SCENE_STYLE } from './scene/shadow.js';
import type { SceneUrls } from './scene/urls.js';

export { type Configuration, ConfigurationError, configure } from '../engine/configuration.js';
export type { ScriptState } from '../scene/page/script-runs.js';
export type { PickAnswer, ShowMetrics } from '../scene/shared/messages.js';
export type { SceneRecording } from '../scene/shared/recording.js';
export type { ScriptMetrics, ScriptSource } from '../scene/shared/script-types.js';
export type { Corner } from './base/debug-overlay.js';
export type { SceneLoading, SceneMotion } from './scene/attributes.js';
export type { SceneStats, ScriptSceneDetails, ScriptSceneEventMap } from './scene/events.js';
export type { SceneUrls } from './scene/urls.js';

/**
 * A scene of entities, cameras and lights that a script of the page's own moves on a thread of its own. Whatever the script
 * does, the picture and the page go on.
 *
 * @slot - The script, as `<script type="text/plain">`; and what is shown until there is a picture, and where there can be none.
 * @csspart stage - What takes pointers, wheel and keys.
 * @csspart canvas - The picture.
 * @csspart overlay - The figures of `debug`.
 * @csspart play - The button that lets a scene run for users who asked for less motion.
 * @csspart hint - Says how to move the picture on a page that scrolls.
 * @csspart fallback - The slot.
 * @cssprop --script-scene-background - What is behind the picture.
 * @cssprop --script-scene-color - Text.
 * @cssprop --script-scene-font - Its font.
 * @cssprop --script-scene-accent - The ring of the focus.
 * @cssprop --script-scene-fade - How long the first picture takes to come.
 */
export class ScriptSceneElement extends reflecting<SceneSettings, SceneSwitches, ScriptSceneEventMap>(SCENE_ATTRIBUTES) {
  readonly #shadow = buildSceneShadow(this.attachShadow({ mode: 'open' }));
  readonly #overlay = debugOverlay<OverlaySource>(
    this,
    () => import('./scene/overlay.js'),
    (style) => this.addStyle(style),
    report,
  );
  readonly #scene: HostedScene = new HostedScene(
    this,
    {
      source: () => this.#source,
      onStats: () => this.#overlay.show(),
      onCursor: (mode) => this.#inputs?.showCursor(mode),
    },
    this.#shadow,
  );
  readonly #inputs: SceneInputs = new SceneInputs(this, this.#scene, this.#shadow.stage, new Gestures(this, this.shadowRoot as ShadowRoot));
  readonly #inline = new InlineScript(this, () => {
    if (this.#script === null && this.src === '') void this.#scene.changeSource();
  });
  readonly #play = new PlayButton(this, this.#shadow);
  readonly #urls = new Given<SceneUrls>({});
  #script: string | null = null;

  constructor() {
    super();
    this.addStyle(SCRIPT_SCENE_STYLE);
    this.parts = [this.#play, this.#inline, this.#scene, this.#inputs];
  }

  /** Text of the script, a module; null: it is at `src`, or in the element's own `<script type="text/plain">`. */
  get script(): string | null {
    return this.#script;
  }
  set script(text: string | null | undefined) {
    if (text != null && typeof text !== 'string') throw new SceneOptionError('script', text, 'it must be the text of a module, or null');
    const isOther = this.#script !== (text ?? null);
    this.#script = text ?? null;
    if (isOther) void this.#scene.changeSource();
  }

  /** Where the workers' scripts and the .wasm are, when not where `configure` says, or beside the package. Others begin the scene anew. */
  get urls(): SceneUrls {
    return this.#urls.value;
  }
  set urls(value: SceneUrls) {
    if (this.#urls.take(value)) this.#scene.begin();
  }

  /** Where the script stands. */
  get state(): ScriptState {
    return this.#scene.link?.state ?? 'none';
  }

  /** The newest figures. */
  get stats(): SceneStats {
    return this.#scene.stats;
  }

  /** The renderer that draws, and why it does; null while none does. */
  get drawnBy(): ScriptSceneDetails['rendererchange'] | null {
    return this.#scene.drawnBy;
  }

  /** The thread that draws; null while it starts, and off the page. */
  get runsOn(): ThreadName | null {
    return this.#scene.link?.thread ?? null;
  }

  /** What runs, for the overlay. */
  get runs(): OverlaySource['runs'] {
    return this.#scene.runs;
  }

  /**
   * Another script, or another version, takes the place of the one that runs once it is loaded; what can't be loaded changes nothing.
   * @param source the same one again where it is left out
   * @param keep whether it goes on from what the old one's `save` gives
   * @throws SceneOptionError, SceneScriptError, SceneLoadError, SceneStartError
   */
  async reload(source?: ScriptSource, { keep = false }: { readonly keep?: boolean } = {}): Promise<void> {
    await (await this.#scene.whole()).reload(source ?? this.#source ?? undefined, { keep });
  }

  /** Runs so many updates of a paused scene. @returns the number of the last one */
  async step(updates = 1): Promise<number> {
    return await (await this.#scene.whole()).step(updates);
  }

  /** Sends the script a message, which its `events.on(name)` hears before its next update: whatever structuredClone takes. */
  async send(name: string, detail?: unknown): Promise<void> {
    (await this.#scene.whole()).send(name, detail);
  }

  /** Begins the script anew, and takes down all that it hears, until `stopRecording`. */
  async record(): Promise<void> {
    await (await this.#scene.whole()).record();
  }

  /** Ends a recording: plain data that JSON can carry, and the hash that the scene has. */
  async stopRecording(): Promise<SceneRecording> {
    return await (await this.#scene.whole()).stopRecording();
  }

  /**
   * Runs a recording's script, and tells it all that it heard then.
   * @returns when it has ended: whether the scene ended as it was recorded, to the bit
   * @throws SceneOptionError for what is no recording, or one of a scene with other options
   */
  async replay(recording: SceneRecording): Promise<{ readonly same: boolean; readonly hash: string }> {
    return await (await this.#scene.whole()).replay(recording);
  }

  /**
   * What is seen at a place, in CSS pixels from the element's upper left corner as a pointer event's `offsetX` and `offsetY` are;
   * null: nothing, or the place is not in the picture.
   */
  async pick(x: number, y: number): Promise<PickAnswer | null> {
    const link = await this.#scene.whole();
    const { width, height } = this.#scene.size;
    if (x < 0 || y < 0 || x > width || y > height || width * height === 0) return null;
    return await link.pick(x / width, y / height);
  }

  /** The picture as it is now. */
  async toPng(): Promise<Blob> {
    return await (await this.#scene.whole()).toPng();
  }

  /** Begins the scene anew, with a new engine. The picture stands until there is another one. */
  restart(): void {
    this.#scene.begin();
  }

  protected override get upgradedProperties(): readonly string[] {
    return [...SCENE_ATTRIBUTES.properties, 'urls', 'script'];
  }

  protected override settingChanged(name: SceneSettingName): void {
    if (name === 'debug') void this.#overlay.change();
    else if (name === 'src') void this.#scene.changeSource();
    else this.#scene.change(name);
  }

  protected override switchChanged(name: SceneSwitchName): void {
    if (name !== 'paused') return;
    if (!this.paused) this.#play.runs();
    this.#scene.applyPaused();
  }

  protected override settingRefused(error: Refusal, shown: unknown): void {
    report(this, error, `; '${String(shown)}' holds`);
  }

  get #source(): ScriptSource | { readonly url: string } | null {
    if (this.#script !== null) return { text: this.#script };
    if (this.src !== '') return { url: this.src };
    const { text } = this.#inline;
    return text === null ? null : { text, name: 'inline script' };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'script-scene': ScriptSceneElement;
  }
}

defineElement('script-scene', ScriptSceneElement);

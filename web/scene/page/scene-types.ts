/** What a page says of a scene, what it is told, and how the scene's threads are started. */
import type { Timers } from '../../engine/deadline.js';
import type { ThreadChoice, ThreadName } from '../../engine/draw-threads.js';
import type { LogLevel } from '../../engine/log.js';
import type { ScriptAddress, WasmSource } from '../../engine/page-defaults.js';
import type { RendererChoice, RendererName } from '../../engine/renderer-names.js';
import type { SceneOptions } from '../../generated/scene-layout.js';
import type { RefusedSceneTier, SceneTier, SceneTierChoice } from '../shared/kernel.js';
import type { SceneSize, ShowMetrics } from '../shared/messages.js';
import type { CursorMode, ScriptMetrics, ScriptPace, ScriptSource } from '../shared/script-types.js';
import type { SceneThreads } from './scene-port.js';
import type { StartScript } from './script-port.js';
import type { ScriptState } from './script-runs.js';
import type { SceneRecovery } from './show-thread.js';

/** What a scene is begun with; all of it is optional. */
export interface SceneSettings {
  /** The script; none: the scene stays empty until `reload`. An address is relative to the page. */
  readonly source?: ScriptSource | { readonly url: string | URL };
  /** Fixed once the scene begins. */
  readonly options?: Partial<SceneOptions>;
  readonly pace?: Partial<ScriptPace>;
  /** Milliseconds that the script may take at a stretch before it is ended and begins anew: 100 to 600000, usually 2000. */
  readonly budget?: number;
  readonly paused?: boolean;
  readonly tier?: SceneTierChoice;
  readonly renderer?: RendererChoice;
  readonly thread?: ThreadChoice;
  /** Usually the canvas's, in CSS pixels. */
  readonly size?: SceneSize;
  /** Whether somebody looks; usually true. */
  readonly awake?: boolean;
  /** How script and engine are connected: `rings` where memory can be shared, else `batches`. */
  readonly link?: 'auto' | 'rings' | 'batches';
  /** Where the .wasm and the workers' scripts are, where not beside the package's. */
  readonly wasm?: WasmSource | null;
  readonly showUrl?: ScriptAddress | null;
  readonly scriptUrl?: ScriptAddress | null;
  readonly log?: LogLevel;
}

/** What is told of a scene as it runs. */
export interface SceneCallbacks {
  /** Engine and renderer are there. */
  ready?(detail: {
    readonly tier: SceneTier;
    readonly refused: readonly RefusedSceneTier[];
    readonly thread: ThreadName;
    readonly reason: string;
  }): void;
  /** The first update of a script is to be seen. */
  shown?(): void;
  /** Something went wrong, of which the scene goes on; `times` counts those of the same kind since the last telling. */
  error?(error: Error, times: number): void;
  /** Nothing goes on: until another script is loaded, where `of` is `script`. */
  fault?(detail: { readonly of: 'script' | 'scene'; readonly reason: string }): void;
  /** An update took long, or, without a number, the script has been silent for so long; null: it is there again. Unit: ms. */
  slow?(detail: { readonly milliseconds: number; readonly update: number | null } | null): void;
  /** The script was ended and begins anew, in an empty scene. */
  restart?(detail: { readonly cause: string; readonly faults: number }): void;
  state?(state: ScriptState): void;
  /** A message of the script's. */
  message?(name: string, detail: unknown): void;
  quit?(code: number): void;
  cursor?(mode: CursorMode): void;
  renderer?(name: RendererName, reason: string): void;
  context?(lost: boolean): void;
  /**
   * This canvas can't be drawn on any more: `takeCanvas` another one for this renderer, within 5 s, or the scene ends. The old one
   * keeps the last picture: it may go once the new one has one, which `recovery` or `renderer` tell.
   */
  wantCanvas?(renderer: RendererChoice, reason: string): void;
  /** The show thread was lost; another has begun the script anew, and its first update is drawn. */
  recovery?(recovery: SceneRecovery): void;
  /** Twice a second, each of both. */
  stats?(stats: { readonly show: ShowMetrics | null; readonly script: ScriptMetrics | null }): void;
}

/** How a scene's threads are started. */
export interface ScenePlace extends SceneThreads {
  readonly startScript: StartScript;
  /** What addresses are relative to; null: nothing. */
  readonly base: string | null;
  hidden(): boolean;
  readonly timers?: Timers;
  compute?(): number;
}

/** The events of `<script-scene>`: CustomEvents that do not bubble, each with a typed detail. */

import type { ThreadName } from '../../engine/draw-threads.js';
import type { RendererName } from '../../engine/renderer-names.js';
import type { ScriptState } from '../../scene/page/script-runs.js';
import type { SceneRecovery } from '../../scene/page/show-thread.js';
import type { RefusedSceneTier, SceneTier } from '../../scene/shared/kernel.js';
import type { ShowMetrics } from '../../scene/shared/messages.js';
import type { ScriptMetrics } from '../../scene/shared/script-types.js';
import { type Emit, emitEvent } from '../base/emit.js';

/** The newest figures; null before the first. */
export interface SceneStats {
  readonly show: ShowMetrics | null;
  readonly script: ScriptMetrics | null;
}

/** What each event's `detail` is. */
export interface ScriptSceneDetails {
  /** Engine and renderer are there, and the first update of the script is seen. */
  ready: {
    readonly tier: SceneTier;
    readonly refused: readonly RefusedSceneTier[];
    readonly renderer: RendererName;
    readonly thread: ThreadName;
  };
  /** Where the script stands: `none`, `loading`, `running`, `paused`, `ended` or `failed`. */
  statechange: { readonly state: ScriptState };
  /** Another renderer draws. */
  rendererchange: { readonly renderer: RendererName; readonly reason: string };
  /** The renderer's context was lost, or is there again: what it held is made anew then. */
  contextchange: { readonly lost: boolean };
  /**
   * The script threw, a command was refused, a file did not come, a setting was refused: the scene goes on. `times` counts
   * errors of the same kind since the last telling.
   */
  error: { readonly error: Error; readonly times: number };
  /** An update took more than 33 ms; or, without a number, the script has been silent for so long. Null: it is there again. */
  slow: { readonly milliseconds: number; readonly update: number | null } | null;
  /** The script was ended, since it hung or died, and begins anew in an empty scene; `faults` counts within a minute. */
  restart: { readonly cause: string; readonly faults: number };
  /** The thread that draws was lost; another one has begun the script anew. */
  recovery: SceneRecovery;
  /** A message of the script's, by `events.send`. */
  message: { readonly name: string; readonly detail: unknown };
  /** The script asked to end. */
  quit: { readonly code: number };
  /** Twice a second. */
  stats: SceneStats;
  /** The script was given up, until `reload`; or, `of` being `scene`, nothing can be drawn, and what is in the slot is shown. */
  fault: { readonly of: 'script' | 'scene'; readonly reason: string };
}

/** Emits one of them. */
export const emit: Emit<ScriptSceneDetails> = emitEvent;

/** The events by name, as `addEventListener` gives them. */
export type ScriptSceneEventMap = { [Name in keyof ScriptSceneDetails]: CustomEvent<ScriptSceneDetails[Name]> };

/** The events of `<life-sim>`: CustomEvents that do not bubble, each with a typed detail. */

import type { RendererName } from '../../engine/renderer-names.js';
import type { Life, LifeEvents, LifeInspection, LifeProgress, LifeStats, RefusedTier, TierName } from '../../life.js';
import type { Camera } from '../../renderers/life/camera.js';
import { type Emit, emitEvent } from '../base/emit.js';
import type { Brush } from './brush.js';

/** Where a `<life-sim>` is: off the page; waiting for its files and its founding; with a world; with one that failed. */
export type LifeSimState = 'absent' | 'starting' | 'running' | 'stopped';

/** What each event's `detail` is. */
export interface LifeSimDetails {
  /** The element's `state` is another one. */
  statechange: { readonly state: LifeSimState };
  /**
   * How far a world is that is being founded, the first one or one that takes the place of that which runs meanwhile; or the one
   * that runs, on its way into another snapshot's, into another tier or out of a fault.
   */
  progress: LifeProgress;
  /** A world runs: at the start, and again whenever another one is founded or loaded. */
  ready: { readonly life: Life; readonly tier: TierName; readonly refused: readonly RefusedTier[] };
  /** Ten times a second while the world runs, and after every step. */
  stats: LifeStats;
  /** The world goes on in another tier. */
  tierchange: LifeEvents['tierchange'];
  /** Memory was refused: the world has room for fewer animals, or could not be saved. */
  memorypressure: LifeEvents['memorypressure'];
  /** Something failed and was mended; the world is the one it would have been. */
  recovery: LifeEvents['recovery'];
  /**
   * The world stopped for good; the element offers to found it anew. With the stage `picture` nothing draws here, not even a 2D
   * canvas: the element says so in place of the picture, and the world runs on.
   */
  fault: LifeEvents['fault'];
  /** A setting was refused, a world did not start, or an action failed. */
  error: { readonly error: Error };
  /** A tribe died out, or everybody. */
  extinction: LifeEvents['extinction'];
  /** Another renderer draws. */
  rendererchange: { readonly renderer: RendererName; readonly reason: string };
  /** The user or a script paused the world or let it run. */
  pausechange: { readonly paused: boolean };
  /** The tools act differently. */
  brushchange: { readonly brush: Brush };
  /** An animal was selected or looked at again; null once none is, or when it died. */
  selection: { readonly inspection: LifeInspection | null; readonly died: boolean };
  /** The user moved the view. */
  viewchange: { readonly camera: Camera };
}

/** Emits one of them. */
export const emit: Emit<LifeSimDetails> = emitEvent;

/** The events by name, as `addEventListener` gives them. */
export type LifeSimEventMap = { [Name in keyof LifeSimDetails]: CustomEvent<LifeSimDetails[Name]> };

/** The events of `<meteor-shower>`: CustomEvents that do not bubble, each with a typed detail. */

import type { ThreadName } from '../../engine/draw-threads.js';
import type { RendererName } from '../../engine/renderer-names.js';
import type { QualityName } from '../../generated/meteor-names.js';
import type { MeteorTier } from '../../meteor/shared/kernel.js';
import type { FollowedMeteor, ShowMetrics, ShowState } from '../../meteor/shared/messages.js';
import type { QualityChange } from '../../meteor/shared/quality.js';
import type { RefusedMeteorTier } from '../../meteor.js';
import { type Emit, emitEvent } from '../base/emit.js';

/** What each event's `detail` is. */
export interface MeteorShowerDetails {
  /** A shower runs: at the start, and after each insertion into a page. */
  ready: {
    readonly tier: MeteorTier;
    readonly refused: readonly RefusedMeteorTier[];
    readonly quality: QualityName;
    readonly renderer: RendererName;
    readonly thread: ThreadName;
  };
  /** The other engine goes on. */
  tierchange: { readonly tier: MeteorTier; readonly reason: string };
  /** The frame times, or the user, chose another quality. */
  qualitychange: QualityChange;
  /** Another renderer draws. */
  rendererchange: { readonly renderer: RendererName; readonly reason: string };
  /** The shower runs, rests while it is paused or not seen, stands still, or replays; or it has stopped for good. */
  statechange: { readonly state: ShowState };
  /** Twice a second while it runs. */
  metrics: ShowMetrics;
  /**
   * Something happened to a meteor that `spawn` began, `id` being what it gave: it begins, its glow begins to fade, its trail
   * has ended too. Places are CSS pixels from the element's upper left corner.
   */
  meteor: FollowedMeteor;
  /** A setting was refused, or a part did not start; the shower goes on without it. */
  error: { readonly error: Error };
  /**
   * Its thread died or hung, or something failed in it, and was mended: the sky goes on where it was. After a second time
   * within a minute it runs on the page's own thread.
   */
  recovery: {
    readonly cause: string;
    /** Number of the frame that was the newest. */
    readonly tick: number;
    /** -1: it was the show's only thread. */
    readonly worker: number;
    readonly step: 'rebuilt';
    /** Milliseconds for which the picture stood. */
    readonly ms: number;
    /** Where it runs now. */
    readonly thread: ThreadName;
  };
  /** The shower stopped for good; what is in the element's slot is shown. */
  fault: { readonly reason: string };
}

/** Emits one of them. */
export const emit: Emit<MeteorShowerDetails> = emitEvent;

/** The events by name, as `addEventListener` gives them. */
export type MeteorShowerEventMap = { [Name in keyof MeteorShowerDetails]: CustomEvent<MeteorShowerDetails[Name]> };

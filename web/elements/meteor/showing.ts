/** One show of an element, on its thread: what is known of it, and how it is spoken to. */

import type { ThreadChoice } from '../../engine/draw-threads.js';
import { ASKED_FOR } from '../../engine/features.js';
import { tierFor } from '../../engine/page-defaults.js';
import type { ShowMending } from '../../meteor/page/show-mending.js';
import type { ShowPort } from '../../meteor/page/show-port.js';
import type { MeteorTier } from '../../meteor/shared/kernel.js';
import type { FromShow, ShowCanvas, ShowSettings, ToShow } from '../../meteor/shared/messages.js';
import type { MeteorUrls } from './urls.js';

/** What a show keeps from its beginning on. */
export interface BegunWith {
  readonly thread: ThreadChoice;
  readonly urls: MeteorUrls;
}

export interface Showing {
  readonly begunWith: BegunWith;
  /** Null until there is a thread. */
  port: ShowPort | null;
  /** Null once it is on the page. */
  canvas: HTMLCanvasElement | null;
  /** What a show said that is not on the page yet. */
  readonly early: FromShow[];
  /** Its shower and its renderer are there. */
  hasShower: boolean;
  hasRenderer: boolean;
  tier: MeteorTier | null;
  /** There is a picture of it. */
  hasDrawn: boolean;
  /** Why it ended for good, if it did. */
  fault: string | null;
  /** How it is mended; one that goes on on another thread has it from the one before. */
  readonly mending: ShowMending;
  /** Ends the wait for it. */
  settle(): void;
}

export function newShowing(begunWith: BegunWith, mending: ShowMending): Showing {
  return {
    ...{ begunWith, mending, port: null, canvas: null, early: [] },
    ...{ hasShower: false, hasRenderer: false, hasDrawn: false, tier: null, fault: null },
    settle: () => {},
  };
}

/** Whether a show is one that goes on. */
export function stands({ hasShower, hasRenderer, fault }: Showing): boolean {
  return hasShower && hasRenderer && fault === null;
}

export function send({ port }: Showing, message: ToShow, canvas: ShowCanvas | null = null): void {
  // Firefox's OffscreenCanvas has toBlob, too.
  const crosses = canvas !== null && 'convertToBlob' in canvas;
  port?.send(message, crosses ? [canvas as OffscreenCanvas] : []);
}

/** The settings with the tier that the page configured, where they leave it open: a worker knows nothing of that. */
export function inTier(settings: ShowSettings): ShowSettings {
  return { ...settings, tier: tierFor('meteor', settings.tier) };
}

/** Why a show that goes on on another thread does so in another tier. */
export function whyIn({ refused }: Extract<FromShow, { readonly type: 'ready' }>): string {
  return refused.map(({ reason }) => reason).join('; ') || ASKED_FOR;
}

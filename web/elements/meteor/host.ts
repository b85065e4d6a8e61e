/** `<meteor-shower>` as its parts see it: what any script may read. */
import type { ThreadName } from '../../engine/draw-threads.js';
import type { ShowMetrics } from '../../meteor/shared/messages.js';
import type { MeteorSettings, MeteorSwitches } from './attributes.js';
import type { MeteorUrls } from './urls.js';

export interface MeteorHost extends HTMLElement, Readonly<MeteorSettings>, Readonly<MeteorSwitches> {
  readonly urls: MeteorUrls;
  readonly runsOn: ThreadName | null;
  readonly metrics: ShowMetrics | null;
}

/** The settings of the life page: the element's `paused` is the opposite of the controls' `playing`, and one switch for all overlays is an aggregation of theirs. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import { ElementSettings } from '../common/element-settings.js';

const OVERLAYS = ['showFood', 'showDensity', 'showSight', 'showPartitions'] as const;
const SAME = ['scene', 'entities', 'seed', ...OVERLAYS, 'speed', 'tool', 'brush', 'colorBy', 'renderer', 'tier', 'workers'] as const;

type Same = Pick<LifeSimElement, (typeof SAME)[number]>;

/** What controls show. */
export interface PanelSettings extends Same {
  playing: boolean;
  /** All overlays: undefined where some are shown and some are not. */
  overlays: boolean | undefined;
}

export type PageSettings = ElementSettings<Same & { paused: boolean }, PanelSettings>;

export function pageSettings(sim: LifeSimElement): PageSettings {
  const settings: PageSettings = new ElementSettings<Same & { paused: boolean }, PanelSettings>(sim, SAME, ['paused'], {
    title: 'life page',
    panel: { playing: !sim.paused, overlays: undefined },
    registration: {
      flip: [['element.paused', 'panel.playing']],
      aggregations: OVERLAYS.map((name) => ['panel.overlays', `panel.${name}`] as const),
    },
  });
  sim.addEventListener('brushchange', () => settings.follow(['brush']));
  return settings;
}

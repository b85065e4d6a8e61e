/**
 * The settings of the life page, in one store: what the element's attributes say and what the controls show are synced path by
 * path, the element's `paused` is the opposite of the controls' `playing`, and one switch for all overlays is an aggregation of
 * theirs. Nobody copies a setting from one place to another.
 */

import type { ToolName } from '../../elements/attributes.js';
import type { LifeSimElement } from '../../elements/life-sim.js';
import type { TierChoice } from '../../engine/tier.js';
import type { RendererChoice } from '../../renderers/renderer.js';
import { type ChangeTuple, createStore, type StateStore } from '../../state/api.js';
import { connectDevtools } from '../../state/devtools.js';

/** What controls show. */
export interface PanelSettings {
  playing: boolean;
  speed: number;
  tool: ToolName;
  showFood: boolean;
  showDensity: boolean;
  showSight: boolean;
  showPartitions: boolean;
  renderer: RendererChoice;
  tier: TierChoice;
  /** All overlays: undefined where some are shown and some are not. */
  overlays: boolean | undefined;
}

type ElementSettings = Omit<PanelSettings, 'playing' | 'overlays'> & { paused: boolean };

interface PageState {
  readonly element: ElementSettings;
  readonly panel: PanelSettings;
}

const SAME = ['speed', 'tool', 'showFood', 'showDensity', 'showSight', 'showPartitions', 'renderer', 'tier'] as const;
const OVERLAYS = ['showFood', 'showDensity', 'showSight', 'showPartitions'] as const;

export class PageSettings {
  readonly store: StateStore<PageState>;
  readonly #sim: LifeSimElement;

  constructor(sim: LifeSimElement) {
    this.#sim = sim;
    const element = this.#ofElement();
    const { paused, ...same } = element;
    this.store = createStore<PageState>({ element, panel: { ...same, playing: !paused, overlays: undefined } });
    this.store.register({
      sync: SAME.map((name) => [`element.${name}`, `panel.${name}`]),
      flip: [['element.paused', 'panel.playing']],
      aggregations: OVERLAYS.map((name) => ['panel.overlays', `panel.${name}`]),
    });
    this.#follow('paused');
    for (const name of SAME) this.#follow(name);
    new MutationObserver(() => this.#takeAttributes()).observe(sim, { attributes: true });
    connectDevtools(this.store, 'Skyflock: life page');
  }

  get<Name extends keyof PanelSettings>(name: Name): PanelSettings[Name] {
    return this.store.get(`panel.${name}`) as PanelSettings[Name];
  }

  set<Name extends keyof PanelSettings>(name: Name, value: PanelSettings[Name]): void {
    this.store.process([[`panel.${name}`, value]]);
  }

  /** Calls `listener` after each change of what controls show. */
  onChange(listener: () => void): void {
    this.store.subscribe('panel', listener);
  }

  #ofElement(): ElementSettings {
    const { paused, speed, tool, showFood, showDensity, showSight, showPartitions, renderer, tier } = this.#sim;
    return { paused, speed, tool, showFood, showDensity, showSight, showPartitions, renderer, tier };
  }

  /** Sets a property of the element whenever its setting changes. */
  #follow(name: keyof ElementSettings): void {
    this.store.subscribe(`element.${name}`, (value) => Object.assign(this.#sim, { [name]: value }));
  }

  /** Keys, scripts and links set attributes; what they say goes the same way as what a control says. */
  #takeAttributes(): void {
    const changes = Object.entries(this.#ofElement())
      .filter(([name, value]) => this.store.get(`element.${name}`) !== value)
      .map(([name, value]): ChangeTuple => [`element.${name}`, value]);
    if (changes.length > 0) this.store.process(changes);
  }
}

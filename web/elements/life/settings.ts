/** What `<life-sim>` is set to: its attributes as properties, both ways, and the properties that no attribute could hold. */

import type { RendererChoice } from '../../engine/renderer-names.js';
import type { TierChoice } from '../../engine/tier-names.js';
import type { ColorByName, CreateLifeOptions, RecordedCommand, SceneName, TribeFounding } from '../../life.js';
import { AttributeElement } from '../base/attribute-element.js';
import { ATTRIBUTES, type Settings, type SwitchName, type ToolName } from './attributes.js';
import { type Brush, DEFAULT_BRUSH } from './brush.js';
import type { LifeSimEventMap } from './events.js';

/** An element with the settings' attributes; what they do is the subclass's. */
export abstract class SettingsElement extends AttributeElement<Settings, SwitchName> {
  static readonly observedAttributes = ATTRIBUTES.names;
  #options: CreateLifeOptions['options'] = {};
  #tribes: readonly TribeFounding[] | null = null;
  #commands: readonly RecordedCommand[] | null = null;
  #urls: CreateLifeOptions['urls'];
  #brush: Brush = DEFAULT_BRUSH;

  constructor() {
    super(ATTRIBUTES);
  }

  /** The named world; another one is founded when it changes, as with `entities` and `seed`. */
  get scene(): SceneName {
    return this.settings.scene;
  }
  set scene(value: SceneName) {
    this.setSetting('scene', value);
  }

  /** Animals at the start; null for the scene's own number. */
  get entities(): number | null {
    return this.settings.entities;
  }
  set entities(value: number | null) {
    this.setSetting('entities', value);
  }

  /** What everything random follows from; null for the scene's own. */
  get seed(): number | null {
    return this.settings.seed;
  }
  set seed(value: number | null) {
    this.setSetting('seed', value);
  }

  /** 0.5, 1, 2, 4 or 8 times real time, or 0 to stand. */
  get speed(): number {
    return this.settings.speed;
  }
  set speed(value: number) {
    this.setSetting('speed', value);
  }

  /** The tier asked for; the one that runs is `life.tier`. A running world goes on in another when it changes. */
  get tier(): TierChoice {
    return this.settings.tier;
  }
  set tier(value: TierChoice) {
    this.setSetting('tier', value);
  }

  /** Threads of the tier `threads`; null: as many as the machine has to spare. How many run, and why, is `life.workers`. */
  get workers(): number | null {
    return this.settings.workers;
  }
  set workers(value: number | null) {
    this.setSetting('workers', value);
  }

  /** What the animals' colours show. */
  get colorBy(): ColorByName {
    return this.settings.colorBy;
  }
  set colorBy(value: ColorByName) {
    this.setSetting('colorBy', value);
  }

  /** The renderer asked for; the one that draws is told by `rendererchange`. */
  get renderer(): RendererChoice {
    return this.settings.renderer;
  }
  set renderer(value: RendererChoice) {
    this.setSetting('renderer', value);
  }

  /** What the pointer does: `pan`, `select`, `food`, `spawn` or `kill`. */
  get tool(): ToolName {
    return this.settings.tool;
  }
  set tool(value: ToolName) {
    this.setSetting('tool', value);
  }

  /** Time stands. */
  get paused(): boolean {
    return this.isOn('paused');
  }
  set paused(value: boolean) {
    this.turn('paused', value);
  }

  /** Whether the food on the ground is drawn. */
  get showFood(): boolean {
    return this.isOn('showFood');
  }
  set showFood(value: boolean) {
    this.turn('showFood', value);
  }

  /** Whether crowds are drawn as heat. */
  get showDensity(): boolean {
    return this.isOn('showDensity');
  }
  set showDensity(value: boolean) {
    this.turn('showDensity', value);
  }

  /** Whether the workers' partitions are drawn, where there are any. */
  get showPartitions(): boolean {
    return this.isOn('showPartitions');
  }
  set showPartitions(value: boolean) {
    this.turn('showPartitions', value);
  }

  /** Whether the selected animal's sight is drawn; it is unless the `no-sight` attribute is there. */
  get showSight(): boolean {
    return !this.isOn('hideSight');
  }
  set showSight(value: boolean) {
    this.turn('hideSight', !value);
  }

  /** Options that differ from the scene's; a change founds another world. */
  get options(): NonNullable<CreateLifeOptions['options']> {
    return this.#options ?? {};
  }
  set options(value: NonNullable<CreateLifeOptions['options']>) {
    this.#options = value;
    this.restart();
  }

  /** Tribes in place of the scene's, or null; a change founds another world. */
  get tribes(): readonly TribeFounding[] | null {
    return this.#tribes;
  }
  set tribes(value: readonly TribeFounding[] | null) {
    this.#tribes = value;
    this.restart();
  }

  /** What is asked of the world, by tick, as a recording holds it; or null. A change founds another world. */
  get commands(): readonly RecordedCommand[] | null {
    return this.#commands;
  }
  set commands(value: readonly RecordedCommand[] | null) {
    this.#commands = value;
    this.restart();
  }

  /** Where the worker script and the .wasm files are, when not where `configure` says, or beside the package. */
  get urls(): CreateLifeOptions['urls'] {
    return this.#urls;
  }
  set urls(value: CreateLifeOptions['urls']) {
    this.#urls = value;
    this.restart();
  }

  /** How the tools `food`, `spawn` and `kill` act; parts may be set alone. */
  get brush(): Brush {
    return this.#brush;
  }
  set brush(value: Partial<Brush>) {
    this.#brush = { ...this.#brush, ...value };
    this.brushChanged();
  }

  /** `brush` was set. */
  protected abstract brushChanged(): void;

  /** Founds the world anew, with the settings as they are. */
  abstract restart(): void;

  /** What a world is founded with by these settings. */
  protected get founding(): CreateLifeOptions {
    const { scene, entities, seed, speed, tier, workers, colorBy } = this.settings;
    const own = { ...(entities === null ? {} : { entities }), ...(seed === null ? {} : { seed }) };
    return {
      ...{ scene, speed, tier, colorBy, paused: this.paused, showFood: this.showFood },
      ...(workers === null ? {} : { workers }),
      options: { ...this.#options, ...own },
      ...(this.#tribes === null ? {} : { tribes: this.#tribes }),
      ...(this.#commands === null ? {} : { commands: this.#commands }),
      ...(this.#urls === undefined ? {} : { urls: this.#urls }),
    };
  }

  /** Listens, with the typed events of {@link LifeSimEventMap} besides those that every element has. */
  override addEventListener<Name extends keyof LifeSimEventMap>(
    name: Name,
    listener: (this: this, event: LifeSimEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener<Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (this: HTMLElement, event: HTMLElementEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(name: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
  override addEventListener(name: string, listener: unknown, options?: boolean | AddEventListenerOptions): void {
    super.addEventListener(name, listener as EventListener, options);
  }
}

/** The attributes of `<life-sim>` as properties, both ways. */
import type { LifeOptionError } from '../engine/errors.js';
import type { TierChoice } from '../engine/tier.js';
import type { ColorByName, SceneName } from '../life/api.js';
import type { RendererChoice } from '../renderers/renderer.js';
import {
  ATTRIBUTE_NAMES,
  defaultSettings,
  readSetting,
  SETTINGS,
  type SettingName,
  type Settings,
  SWITCHES,
  type SwitchName,
  settingOf,
  switchOf,
  type ToolName,
} from './attributes.js';
import type { LifeSimEventMap } from './life-sim-events.js';

/** Where there is no page (a server that renders one), the module still loads. */
const Base = typeof HTMLElement === 'function' ? HTMLElement : (class {} as unknown as typeof HTMLElement);

/** An element with the settings' attributes; what they do is the subclass's. */
export abstract class SettingsElement extends Base {
  static readonly observedAttributes = ATTRIBUTE_NAMES;

  /** What the attributes say; the default where one says nothing, or nothing valid. */
  protected readonly settings: Settings = defaultSettings();

  /** A setting has another value. */
  protected abstract settingChanged(name: SettingName): void;
  /** A switch was turned. */
  protected abstract switchChanged(name: SwitchName): void;
  /** An attribute says what it can't; `shown` is what holds instead. */
  protected abstract settingRefused(error: LifeOptionError, shown: unknown): void;

  /** The named world; another one is founded when it changes, as with `entities` and `seed`. */
  get scene(): SceneName {
    return this.settings.scene;
  }
  set scene(value: SceneName) {
    this.#set('scene', value);
  }

  /** Animals at the start; null for the scene's own number. */
  get entities(): number | null {
    return this.settings.entities;
  }
  set entities(value: number | null) {
    this.#set('entities', value);
  }

  /** What everything random follows from; null for the scene's own. */
  get seed(): number | null {
    return this.settings.seed;
  }
  set seed(value: number | null) {
    this.#set('seed', value);
  }

  /** 0.5, 1, 2, 4 or 8 times real time, or 0 to stand. */
  get speed(): number {
    return this.settings.speed;
  }
  set speed(value: number) {
    this.#set('speed', value);
  }

  /** The tier asked for; the one that runs is `life.tier`. A running world goes on in another when it changes. */
  get tier(): TierChoice {
    return this.settings.tier;
  }
  set tier(value: TierChoice) {
    this.#set('tier', value);
  }

  /** Threads of the tier `threads`; null: as many as the machine has to spare. How many run, and why, is `life.workers`. */
  get workers(): number | null {
    return this.settings.workers;
  }
  set workers(value: number | null) {
    this.#set('workers', value);
  }

  /** What the animals' colours show. */
  get colorBy(): ColorByName {
    return this.settings.colorBy;
  }
  set colorBy(value: ColorByName) {
    this.#set('colorBy', value);
  }

  /** The renderer asked for; the one that draws is told by `rendererchange`. */
  get renderer(): RendererChoice {
    return this.settings.renderer;
  }
  set renderer(value: RendererChoice) {
    this.#set('renderer', value);
  }

  /** What the pointer does: `pan`, `select`, `food`, `spawn` or `kill`. */
  get tool(): ToolName {
    return this.settings.tool;
  }
  set tool(value: ToolName) {
    this.#set('tool', value);
  }

  get paused(): boolean {
    return this.hasAttribute(SWITCHES.paused);
  }
  set paused(value: boolean) {
    this.toggleAttribute(SWITCHES.paused, Boolean(value));
  }

  /** Whether the food on the ground is drawn. */
  get showFood(): boolean {
    return this.hasAttribute(SWITCHES.showFood);
  }
  set showFood(value: boolean) {
    this.toggleAttribute(SWITCHES.showFood, Boolean(value));
  }

  /** Whether crowds are drawn as heat. */
  get showDensity(): boolean {
    return this.hasAttribute(SWITCHES.showDensity);
  }
  set showDensity(value: boolean) {
    this.toggleAttribute(SWITCHES.showDensity, Boolean(value));
  }

  /** Whether the workers' partitions are drawn, where there are any. */
  get showPartitions(): boolean {
    return this.hasAttribute(SWITCHES.showPartitions);
  }
  set showPartitions(value: boolean) {
    this.toggleAttribute(SWITCHES.showPartitions, Boolean(value));
  }

  /** Whether the selected animal's sight is drawn; it is unless the `no-sight` attribute is there. */
  get showSight(): boolean {
    return !this.hasAttribute(SWITCHES.hideSight);
  }
  set showSight(value: boolean) {
    this.toggleAttribute(SWITCHES.hideSight, !value);
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

  attributeChangedCallback(attribute: string, before: string | null, now: string | null): void {
    if (before === now) return;
    const setting = settingOf(attribute);
    if (setting !== null) this.#read(setting, now);
    const turned = switchOf(attribute);
    if (turned !== null && (before === null) !== (now === null)) this.switchChanged(turned);
  }

  /** Properties that were set before the element was defined hide the accessors: sets them again. */
  protected upgradeProperties(names: readonly string[]): void {
    for (const name of names) {
      if (!Object.hasOwn(this, name)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  #set<Name extends SettingName>(name: Name, value: Settings[Name]): void {
    const { attribute, byDefault, check } = SETTINGS[name];
    const checked = check(value);
    if (checked === byDefault) this.removeAttribute(attribute);
    else this.setAttribute(attribute, String(checked));
  }

  #read<Name extends SettingName>(name: Name, text: string | null): void {
    const { value, error } = readSetting(name, text);
    if (error !== null) this.settingRefused(error, value);
    if (this.settings[name] === value) return;
    this.settings[name] = value;
    this.settingChanged(name);
  }
}

/** The show of a `<meteor-shower>`: when it begins, and what it is told of its settings, its size, who sees it, and the pointer. */
import type { Motion, ShowSettings, ShowSize } from '../../meteor/shared/messages.js';
import { rejoin } from '../base/home.js';
import { LessMotion } from '../base/less-motion.js';
import type { Part } from '../base/part.js';
import { Presence, type PresenceHost } from '../base/presence.js';
import { Sight, type SightHost } from '../base/sight.js';
import type { MeteorSettingName, MeteorSettings, MeteorSwitchName } from './attributes.js';
import { colorsFrom } from './colors.js';
import type { MeteorHost } from './host.js';
import type { MeteorStage } from './stage.js';

export class HostedShow implements Part, SightHost, PresenceHost {
  readonly #host: MeteorHost;
  readonly #values: Readonly<MeteorSettings>;
  readonly #stage: MeteorStage;
  readonly #sight: Sight;
  readonly #presence = new Presence(this);
  readonly #lessMotion = new LessMotion(() => this.apply());
  /** What of it follows the element into another window. */
  readonly #around: readonly [LessMotion, Presence, Sight];
  /** A show was begun since the element came onto the page. */
  begun = false;
  #size: ShowSize = { width: 0, height: 0, ratio: 1 };

  /**
   * @param values the host's settings, with options that are no JSON as the text that they are
   * @param box what the show is drawn in
   */
  constructor(host: MeteorHost, values: Readonly<MeteorSettings>, stage: MeteorStage, box: HTMLElement) {
    this.#host = host;
    this.#values = values;
    this.#stage = stage;
    this.#sight = new Sight(this, box);
    this.#around = [this.#lessMotion, this.#presence, this.#sight];
  }

  get interactive(): boolean {
    return this.#host.interactive;
  }

  get awaitsAction(): boolean {
    return !this.begun && this.#host.loading === 'interaction';
  }

  connected(element: HTMLElement): void {
    for (const part of this.#around) part.connected(element);
    if (this.#host.loading === 'eager') this.#begin();
  }

  moved(element: HTMLElement): void {
    rejoin(this.#around, element);
  }

  disconnected(): void {
    for (const part of this.#around) part.disconnected();
    this.begun = false;
  }

  /** Begins a show anew; one that stands goes on until the new one does. */
  restart(): void {
    if (this.begun) this.#beginShow();
  }

  /** The element has another setting. */
  change(name: MeteorSettingName): void {
    if (!this.begun) return;
    if (name === 'renderer') this.#stage.renderer = this.#host.renderer;
    else if (name === 'thread') this.#beginShow();
    else this.apply();
  }

  turn(name: MeteorSwitchName): void {
    if (name === 'paused') this.#applyAwake();
    else if (name === 'interactive') this.#presence.apply();
    else this.apply();
  }

  /** Tells the show of all settings, the colours of the style sheet among them. */
  apply(): void {
    if (this.begun) this.#stage.settings = this.#settings;
  }

  onResize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    this.#stage.size = this.#size;
  }

  onSight(isSeen: boolean): void {
    this.#applyAwake();
    if (isSeen && this.#host.loading === 'lazy') this.#begin();
  }

  onAction(): void {
    this.#begin();
  }

  onPointer(what: 'moved' | 'pressed'): void {
    this.#stage.pointer(what);
  }

  #applyAwake(): void {
    this.#stage.awake = this.#awake;
  }

  #begin(): void {
    if (this.begun) return;
    this.begun = true;
    this.#presence.apply();
    this.#beginShow();
  }

  #beginShow(): void {
    const { renderer, thread, urls } = this.#host;
    this.#stage.begin({ settings: this.#settings, size: this.#size, awake: this.#awake, renderer, thread, urls });
  }

  get #motion(): Motion {
    const { reducedMotion } = this.#host;
    return !this.#lessMotion.isWanted || reducedMotion === 'off' ? 'play' : reducedMotion;
  }

  get #settings(): ShowSettings {
    const { renderer, thread, reducedMotion, loading, debug, ...ofShow } = this.#values;
    const colors = colorsFrom(getComputedStyle(this.#host));
    return { ...ofShow, motion: this.#motion, colors, regions: this.#host.dirtyRegions };
  }

  get #awake(): boolean {
    return this.#sight.isSeen === true && !this.#host.paused;
  }
}

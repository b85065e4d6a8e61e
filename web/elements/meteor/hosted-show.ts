/** The show of a `<meteor-shower>`: when it begins, and what it is told of its settings, its size, who sees it, and the pointer. */
import type { Motion, ShowSettings, ShowSize } from '../../meteor/shared/messages.js';
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
  readonly #sight = new Sight(this, false);
  readonly #presence = new Presence(this);
  /** A show was begun since the element came onto the page. */
  begun = false;
  #size = { width: 0, height: 0 };

  /** @param values the host's settings, with options that are no JSON as the text that they are */
  constructor(host: MeteorHost, values: Readonly<MeteorSettings>, stage: MeteorStage) {
    this.#host = host;
    this.#values = values;
    this.#stage = stage;
  }

  connected(element: HTMLElement): void {
    const { interactive, loading } = this.#host;
    this.#sight.connected(element);
    this.#presence.connected();
    this.#presence.interactive = interactive;
    this.#presence.awaitsAction = loading === 'interaction';
    if (loading === 'eager') this.#begin();
  }

  disconnected(): void {
    this.#sight.disconnected();
    this.begun = false;
    this.#presence.disconnected();
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
    else if (name === 'interactive') this.#presence.interactive = this.#host.interactive;
    else this.apply();
  }

  /** Tells the show of all settings, the colours of the style sheet among them. */
  apply(): void {
    if (this.begun) this.#stage.settings = this.#settings;
  }

  onResize(width: number, height: number): void {
    this.#size = { width, height };
    this.onPixelRatio();
  }

  onSeen(_isSeen: boolean, hasEntered: boolean): void {
    this.#applyAwake();
    if (hasEntered && this.#host.loading === 'lazy') this.#begin();
  }

  onMotion(): void {
    this.apply();
  }

  onPixelRatio(): void {
    this.#stage.size = this.#deviceSize;
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
    this.#presence.awaitsAction = false;
    this.#beginShow();
  }

  #beginShow(): void {
    const { renderer, thread, urls } = this.#host;
    this.#stage.begin({ settings: this.#settings, size: this.#deviceSize, awake: this.#awake, renderer, thread, urls });
  }

  get #motion(): Motion {
    const { reducedMotion } = this.#host;
    return !this.#presence.prefersLessMotion || reducedMotion === 'off' ? 'play' : reducedMotion;
  }

  get #settings(): ShowSettings {
    const { renderer, thread, reducedMotion, loading, debug, ...ofShow } = this.#values;
    const colors = colorsFrom(getComputedStyle(this.#host));
    return { ...ofShow, motion: this.#motion, colors, regions: this.#host.dirtyRegions };
  }

  get #deviceSize(): ShowSize {
    return { ...this.#size, ratio: globalThis.devicePixelRatio };
  }

  get #awake(): boolean {
    return this.#sight.isSeen && !this.#host.paused;
  }
}

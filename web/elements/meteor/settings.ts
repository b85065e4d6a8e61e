/** The attributes of `<meteor-shower>` as properties, both ways. */

import type { RendererChoice } from '../../engine/renderer-names.js';
import type { MeteorOptions } from '../../generated/meteor-layout.js';
import type { PresetName } from '../../generated/meteor-names.js';
import type { ThreadChoice } from '../../meteor/page/show-port.js';
import type { MeteorTierChoice } from '../../meteor/shared/messages.js';
import type { QualityChoice } from '../../meteor/shared/quality.js';
import { AttributeElement } from '../base/attribute-element.js';
import {
  type Corner,
  type Loading,
  METEOR_ATTRIBUTES,
  type MeteorSettings,
  type MeteorSwitchName,
  type ReducedMotion,
} from './attributes.js';
import type { MeteorShowerEventMap } from './events.js';

/** An element with the settings' attributes; what they do is the subclass's. */
export abstract class MeteorSettingsElement extends AttributeElement<MeteorSettings, MeteorSwitchName> {
  static readonly observedAttributes = METEOR_ATTRIBUTES.names;

  constructor() {
    super(METEOR_ATTRIBUTES);
  }

  /** The named shower; another one is founded when it changes, as with `seed`. */
  get preset(): PresetName {
    return this.settings.preset;
  }
  set preset(value: PresetName) {
    this.setSetting('preset', value);
  }

  /** What everything random follows from, from 0 to 4294967295. */
  get seed(): number {
    return this.settings.seed;
  }
  set seed(value: number) {
    this.setSetting('seed', value);
  }

  /** Times the preset's meteors, 0 to 10. */
  get density(): number {
    return this.settings.density;
  }
  set density(value: number) {
    this.setSetting('density', value);
  }

  /** Times the preset's speed, 0 to 20. */
  get speed(): number {
    return this.settings.speed;
  }
  set speed(value: number) {
    this.setSetting('speed', value);
  }

  /** Times the preset's stars, 0 to 10. */
  get stars(): number {
    return this.settings.stars;
  }
  set stars(value: number) {
    this.setSetting('stars', value);
  }

  /** Options of the engine that differ from the preset's; the attribute holds them as JSON. */
  get options(): Partial<MeteorOptions> {
    const { options } = this.settings;
    // What is no JSON is kept for the show, which tells what is wrong with it.
    return typeof options === 'object' ? options : {};
  }
  set options(value: Partial<MeteorOptions>) {
    this.setSetting('options', value);
  }

  /** `performance`, `balanced`, `ultra`, or `auto`: what the machine can do. A choice holds against any frame time. */
  get quality(): QualityChoice {
    return this.settings.quality;
  }
  set quality(value: QualityChoice) {
    this.setSetting('quality', value);
  }

  /** The engine asked for: `wasm`, `js` or `auto`. The shower goes on in the other one when it changes. */
  get tier(): MeteorTierChoice {
    return this.settings.tier;
  }
  set tier(value: MeteorTierChoice) {
    this.setSetting('tier', value);
  }

  /** The renderer asked for; the one that draws is told by `rendererchange`. */
  get renderer(): RendererChoice {
    return this.settings.renderer;
  }
  set renderer(value: RendererChoice) {
    this.setSetting('renderer', value);
  }

  /** Where the shower runs: `worker`, `page` or `auto`. */
  get thread(): ThreadChoice {
    return this.settings.thread;
  }
  set thread(value: ThreadChoice) {
    this.setSetting('thread', value);
  }

  /** What it does for a user who asked for less motion: `still`, `slow`, or `off` for the same as for others. */
  get reducedMotion(): ReducedMotion {
    return this.settings.reducedMotion;
  }
  set reducedMotion(value: ReducedMotion) {
    this.setSetting('reducedMotion', value);
  }

  /** When it starts: `eager`, `lazy` (once it is seen) or `interaction` (at the first action on the page). */
  get loading(): Loading {
    return this.settings.loading;
  }
  set loading(value: Loading) {
    this.setSetting('loading', value);
  }

  /** Seconds that have passed when the first picture is drawn, 0 to 60. */
  get warmUp(): number {
    return this.settings.warmUp;
  }
  set warmUp(value: number) {
    this.setSetting('warmUp', value);
  }

  /** Corner of the debug overlay, or `off`. */
  get debug(): Corner {
    return this.settings.debug;
  }
  set debug(value: Corner) {
    this.setSetting('debug', value);
  }

  /** Time stands. */
  get paused(): boolean {
    return this.isOn('paused');
  }
  set paused(value: boolean) {
    this.turn('paused', value);
  }

  /** The pointer hurries it: moving a little, pressing more. */
  get interactive(): boolean {
    return this.isOn('interactive');
  }
  set interactive(value: boolean) {
    this.turn('interactive', value);
  }

  /** What is drawn anew is outlined, where Canvas2D draws. */
  get dirtyRegions(): boolean {
    return this.isOn('dirtyRegions');
  }
  set dirtyRegions(value: boolean) {
    this.turn('dirtyRegions', value);
  }

  /** Listens, with the typed events of {@link MeteorShowerEventMap} besides those that every element has. */
  override addEventListener<Name extends keyof MeteorShowerEventMap>(
    name: Name,
    listener: (this: this, event: MeteorShowerEventMap[Name]) => void,
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

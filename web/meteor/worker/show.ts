/**
 * A show: an engine, a renderer, and the clock that drives both, on whichever thread it was put. It
 * hears messages and sends messages, so that an element need not know where it runs.
 *
 * A frame is one step and one picture. Nothing is allocated for either; while nothing moves, or nobody
 * looks, there are no frames.
 */

import { describe } from '../../engine/describe.js';
import { errorToData } from '../../engine/error-to-data.js';
import { ASKED_FOR } from '../../engine/features.js';
import { setLogLevel } from '../../engine/log.js';
import type { WasmSource } from '../../engine/page-defaults.js';
import { DIRTY_ALL, type MeteorOptions } from '../../generated/meteor-layout.js';
import { MeteorDestroyedError } from '../shared/errors.js';
import type { MeteorTier } from '../shared/kernel.js';
import { PING_MS, type ShowResumption, type ShowSettings, type ShowSize, type ShowState, type ToShow } from '../shared/messages.js';
import { paletteOf } from '../shared/palette.js';
import { firstQuality } from '../shared/quality.js';
import { InteractionBoost } from './interaction.js';
import { LateRequests } from './late-requests.js';
import type { PipelineWish, ShowerPipeline } from './pipeline.js';
import { foundingOf, ShowBackups } from './show-backups.js';
import { checkFreeOptions, differingOptions, showOptions, sourceOf } from './show-options.js';
import { ShowPace } from './show-pace.js';
import { ShowPicture } from './show-picture.js';
import type { ShowPlace } from './show-place.js';
import type { ShowPlan } from './show-recordings.js';
import { createShower } from './show-shower.js';

/** Time in a slow show, relative to real time. */
const SLOW = 0.25;
/** Seconds of a still show that have passed at least: enough for meteors to be in the middle of the picture. */
const STILL_WARM_UP = 12;
/** Length of a step while a show warms up, in seconds. */
const WARM_UP_STEP = 0.1;

type Start = Extract<ToShow, { type: 'start' }>;

export class MeteorShow {
  readonly #place: ShowPlace;
  #shower: ShowerPipeline | null = null;
  readonly #picture: ShowPicture;
  #settings!: ShowSettings;
  #pace!: ShowPace;
  /** The settings' own options, checked. */
  #free: Partial<MeteorOptions> = {};
  readonly #boost = new InteractionBoost();
  #wasm: WasmSource | null = null;
  #awake = false;
  #state: ShowState = 'starting';
  readonly #backups = new ShowBackups();
  /** What the first shower goes on from, in place of one that another thread has lost. */
  #resume: ShowResumption | null = null;
  readonly #requests: LateRequests;
  #request = 0;
  /** Time of the last frame; NaN when the next one is the first after a rest. */
  #last = Number.NaN;
  /** Counts foundings: one that was overtaken is dropped when it comes. */
  #founding = 0;
  #destroyed = false;

  constructor(place: ShowPlace) {
    this.#place = place;
    this.#picture = new ShowPicture(place.createRenderer, { post: place.post, onStale: () => this.#drawSoon() });
    this.#requests = new LateRequests(this.#picture, {
      post: place.post,
      shower: () => this.#shower,
      found: (plan) => this.#found(plan),
      drawSoon: () => this.#drawSoon(),
    });
  }

  receive(message: ToShow): void {
    if (this.#destroyed) return;
    switch (message.type) {
      case 'start':
        this.#start(message);
        break;
      case 'canvas':
        void this.#picture.takeCanvas(message.canvas, message.renderer, this.#palette, this.#settings.regions);
        break;
      case 'settings':
        this.#change(message.settings);
        break;
      case 'size':
        this.#resize(message.size);
        break;
      case 'awake':
        this.#awake = message.awake;
        this.#wake();
        break;
      case 'pointer':
        if (message.what === 'moved') this.#boost.moved();
        else this.#boost.pressed();
        break;
      case 'keep':
        void this.#keep(message.sparing);
        break;
      case 'request':
        void this.#requests.answer(message);
        break;
      case 'print':
        if (this.#shower !== null) this.#picture.drawWhole(this.#shower.getRenderData());
        break;
      case 'ping':
        this.#beat();
        break;
      case 'destroy':
        this.#destroy();
    }
  }

  #beat(): void {
    const shower = this.#shower;
    const may = shower !== null && this.#requests.played === null;
    const spawned = this.#requests.recordings?.spawned ?? null;
    const backup = may ? this.#backups.due(shower, this.#settings, this.#pace.quality, spawned, this.#place.now()) : null;
    const frame = shower === null ? 0 : shower.getMetrics().frame;
    this.#place.post({ type: 'beat', frame, seconds: this.#backups.seconds, backup }, backup === null ? [] : [backup.saved]);
  }

  #start({ canvas, renderer, settings, size, awake, machine, wasm, resume, log }: Start): void {
    if (log !== undefined) setLogLevel(log);
    this.#settings = settings;
    this.#checkOptions();
    this.#picture.size = size;
    this.#awake = awake;
    this.#wasm = wasm;
    this.#resume = resume !== null && resume.backup.of === foundingOf(settings) ? resume : null;
    const first = this.#resume?.backup.quality ?? firstQuality({ ...machine, gpu: this.#place.gpuName() });
    this.#pace = new ShowPace(first, settings.quality, (message) => this.#place.post(message));
    void this.#picture.takeCanvas(canvas, renderer, this.#palette, settings.regions);
    this.#foundWhenSized();
  }

  async #keep(sparing: boolean): Promise<void> {
    const module = (await this.#place.keep?.(this.#shower === null ? null : sourceOf(this.#wasm), sparing)) ?? null;
    if (!this.#destroyed) this.#place.post({ type: 'kept', module });
  }

  /** Options that are refused are told of, and the preset's own hold. */
  #checkOptions(): void {
    this.#free = {};
    try {
      this.#free = checkFreeOptions(this.#settings.options);
    } catch (error) {
      this.#tellError(error);
    }
  }

  /** Where meteors begin and stars stand follows from the size: before there is one, nothing is founded. */
  #foundWhenSized(): void {
    if (this.#founding > 0 || !this.#picture.isSized) return;
    this.#foundAnew();
  }

  /** Founds a shower as the settings say. */
  #foundAnew(): void {
    this.#found({}).catch((error: unknown) => {
      // One that was overtaken, or that nobody wants any more, is no fault.
      if (error instanceof MeteorDestroyedError) return;
      this.#tellError(error);
      if (this.#shower === null) this.#place.post({ type: 'fault', reason: describe(error) });
    });
  }

  /**
   * Founds a shower, from a recording or from the settings, and goes on with it once it stands.
   * @throws MeteorDestroyedError when another was begun before it stood
   */
  async #found(plan: ShowPlan): Promise<void> {
    this.#founding += 1;
    const founding = this.#founding;
    const isOvertaken = (): boolean => founding !== this.#founding || this.#destroyed;
    const resume = plan.records === undefined && plan.replay === undefined ? this.#resume : null;
    this.#resume = null;
    // Their colours are there before they are drawn.
    if (resume?.backup.spawned != null) await this.#requests.load().catch((error: unknown) => this.#tellError(error));
    const options = plan.replay?.recording.options ?? this.#options;
    const made = await this.#create(options, resume?.backup.saved ?? null).catch((error: unknown) => {
      throw isOvertaken() ? new MeteorDestroyedError() : error;
    });
    if (isOvertaken()) {
      made.destroy();
      throw new MeteorDestroyedError();
    }
    this.#takeShower(made, plan, resume);
  }

  async #create(options: MeteorOptions, saved: ArrayBuffer | null): Promise<ShowerPipeline> {
    const wish: PipelineWish = {
      options,
      tier: this.#settings.tier,
      ...sourceOf(this.#wasm),
      onReplaced: (tier, reason) => this.#replaced(tier, `the engine failed: ${reason}`),
    };
    return await createShower(this.#place.createPipeline, wish, saved, (error) => this.#tellError(error));
  }

  #takeShower(shower: ShowerPipeline, plan: ShowPlan, resume: ShowResumption | null): void {
    // Warming up may take long.
    this.#place.post({ type: 'busy' });
    const first = this.#shower === null;
    this.#shower?.destroy();
    this.#shower = shower;
    // What is told of it is whole: what packing takes, too.
    shower.measurePacking = true;
    this.#requests.recordings?.beginShower(plan, this.#settings.preset, shower.options, resume?.backup.spawned ?? null);
    this.#backups.beginShower(resume?.backup.seconds ?? 0);
    this.#last = Number.NaN;
    this.#picture.note(DIRTY_ALL);
    this.#picture.palette = this.#palette;
    if (this.#requests.played === null) {
      // The size, or the quality, may have changed on the way.
      this.#configure();
      if (resume === null) this.#warmUp();
      else this.#catchUp(resume.since);
    }
    if (first) this.#place.post({ type: 'ready', tier: shower.tier, refused: shower.refused, quality: this.#pace.quality });
    this.#requests.stands(shower);
    this.#wake();
    this.#drawSoon();
  }

  #warmUp(): void {
    const { motion, warmUp } = this.#settings;
    const seconds = motion === 'still' ? Math.max(STILL_WARM_UP, warmUp) : warmUp;
    for (let done = 0; done < seconds; done += WARM_UP_STEP) this.#step(WARM_UP_STEP, this.#settings.speed);
  }

  /** Goes on to where the picture stands that another thread left, and never behind it: that may have moved since its last sign. */
  #catchUp(since: number): void {
    const moved = this.#settings.motion === 'slow' ? SLOW * PING_MS : PING_MS;
    const seconds = since + (this.#moves ? moved / 1000 : 0);
    for (let left = seconds; left > 0; left -= WARM_UP_STEP) this.#step(Math.min(left, WARM_UP_STEP), this.#settings.speed);
  }

  #step(dt: number, speed: number): void {
    if (this.#shower === null) return;
    this.#backups.seconds += dt;
    const { recordings } = this.#requests;
    recordings?.step(dt, speed);
    this.#picture.note(this.#shower.updateAll(dt, speed));
    recordings?.tell(this.#shower.getRenderData());
  }

  get #options(): MeteorOptions {
    return showOptions({ ...this.#settings, options: this.#free }, this.#pace.quality, this.#pace.debrisLimit, this.#picture.size);
  }

  get #palette(): ReturnType<typeof paletteOf> {
    return paletteOf(this.#requests.played?.preset ?? this.#settings.preset, this.#settings.colors);
  }

  #change(settings: ShowSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (JSON.stringify(settings.options) !== JSON.stringify(before.options)) this.#checkOptions();
    if (settings.quality !== before.quality) this.#pace.choose(settings.quality, this.#place.now());
    if (settings.regions !== before.regions) this.#picture.regions = settings.regions;
    if (
      settings.preset !== before.preset ||
      settings.seed !== before.seed ||
      (settings.motion === 'still') !== (before.motion === 'still')
    ) {
      this.#foundAnew();
      return;
    }
    this.#picture.palette = this.#palette;
    if (settings.tier !== before.tier) void this.#changeTier();
    this.#configure();
    this.#wake();
    this.#drawSoon();
  }

  /** Gives the engine what the settings, the quality and the size ask for. */
  #configure(): void {
    const shower = this.#shower;
    if (shower === null || this.#requests.played !== null) return;
    const { seed: _, ...wanted } = this.#options;
    const { options: present } = shower;
    const options = differingOptions(wanted, present);
    if (Object.keys(options).length === 0) return;
    shower.configure(options);
    this.#requests.recordings?.configure(options);
    this.#picture.note(DIRTY_ALL);
  }

  /** The other tier goes on where this one stands. */
  async #changeTier(): Promise<void> {
    const shower = this.#shower;
    if (shower === null) return;
    const { tier: before } = shower;
    const { tier: wanted } = this.#settings;
    try {
      await shower.switchTo(wanted === 'auto' ? 'wasm' : wanted);
      if (shower === this.#shower && shower.tier !== before) this.#replaced(shower.tier, ASKED_FOR);
    } catch (error) {
      // The old one goes on.
      if (!(error instanceof MeteorDestroyedError)) this.#tellError(error);
    }
  }

  /** Another engine goes on. */
  #replaced(tier: MeteorTier, reason: string): void {
    this.#picture.note(DIRTY_ALL);
    this.#place.post({ type: 'tierchange', tier, reason });
    this.#drawSoon();
  }

  #resize(size: ShowSize): void {
    this.#picture.size = size;
    this.#foundWhenSized();
    this.#configure();
    this.#wake();
    this.#drawSoon();
  }

  /** Whether the next frame follows by itself. */
  get #moves(): boolean {
    return this.#awake && this.#shower !== null && this.#settings.motion !== 'still';
  }

  #wake(): void {
    if (this.#shower !== null) {
      if (this.#requests.played !== null) this.#tellState('replaying');
      else if (this.#settings.motion === 'still') this.#tellState('still');
      else this.#tellState(this.#awake ? 'running' : 'resting');
    }
    if (this.#moves) this.#drawSoon();
    else this.#last = Number.NaN;
  }

  #tellState(state: ShowState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#place.post({ type: 'statechange', state });
  }

  #drawSoon(): void {
    if (this.#request === 0 && this.#shower !== null && this.#picture.renderer !== null)
      this.#request = this.#place.requestFrame(this.#frame);
  }

  readonly #frame = (): void => {
    this.#request = 0;
    if (this.#shower === null || this.#destroyed) return;
    // Not the time the browser gives: it may lie before that of the last message.
    const now = this.#place.now();
    const interval = Number.isNaN(this.#last) ? 0 : now - this.#last;
    try {
      if (this.#moves) this.#advance(interval / 1000);
      const updated = this.#place.now();
      this.#picture.draw(this.#shower.getRenderData());
      const done = this.#place.now();
      if (!this.#moves) return;
      this.#shower.recordDraw(done - updated);
      this.#measure(interval, done - now, updated - now, now);
      this.#last = now;
      this.#drawSoon();
    } catch (error) {
      this.#place.post({ type: 'fault', reason: describe(error) });
      this.#destroy();
    }
  };

  #advance(seconds: number): void {
    if (this.#requests.played !== null) {
      this.#picture.note(this.#requests.recordings?.advance(this.#shower as ShowerPipeline, seconds) ?? 0);
      if (this.#requests.played === null) this.#goOn();
      return;
    }
    const pace = this.#settings.motion === 'slow' ? SLOW : 1;
    this.#step(seconds * pace, this.#settings.speed * this.#boost.advance(seconds));
  }

  #measure(interval: number, work: number, update: number, now: number): void {
    if (!this.#pace.frame(interval, work, update, now)) return;
    // Also where only the limit of debris changed.
    this.#configure();
    const { renderer } = this.#picture;
    if (this.#shower !== null && renderer !== null) this.#pace.tellMetrics(this.#shower, renderer);
  }

  #tellError(error: unknown): void {
    this.#place.post({ type: 'error', error: errorToData(error) });
  }

  /** The shower goes on by itself from where a recording ended. */
  #goOn(): void {
    this.#picture.palette = this.#palette;
    this.#configure();
    this.#wake();
  }

  #destroy(): void {
    this.#destroyed = true;
    this.#requests.recordings?.end(new MeteorDestroyedError());
    this.#place.cancelFrame(this.#request);
    this.#picture.destroy();
    this.#shower?.destroy();
    this.#shower = null;
  }
}

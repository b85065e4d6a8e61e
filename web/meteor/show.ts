/**
 * A show: an engine, a renderer, and the clock that drives both, on whichever thread it was put. It
 * hears messages and sends messages, so that an element need not know where it runs.
 *
 * A frame is one step and one picture. Nothing is allocated for either; while nothing moves, or nobody
 * looks, there are no frames.
 */
import { START_DEADLINE_MS, withDeadline } from '../engine/deadline.js';
import { describe } from '../engine/describe.js';
import { ASKED_FOR } from '../engine/tier.js';
import { DIRTY_ALL, type MeteorOptions } from '../generated/meteor-layout.js';
import { paletteOf } from '../renderers/meteor/palette.js';
import { MeteorDestroyedError, MeteorStartError, MeteorTimeoutError, meteorErrorToData } from './errors.js';
import { FrameCounter } from './frame-counter.js';
import { InteractionBoost } from './interaction.js';
import type { MeteorTier } from './kernel.js';
import type { MeteorPipeline, PipelineWish } from './pipeline.js';
import { firstQuality, QualityMonitor } from './quality.js';
import type { Recorder } from './recording.js';
import type { Replay } from './replay.js';
import { checkFreeOptions, showOptions } from './show-options.js';
import { type MakeRenderer, ShowPicture } from './show-picture.js';
import {
  type FromShow,
  METRICS_INTERVAL_MS,
  type ShowAnswer,
  type ShowAnswers,
  type ShowRequest,
  type ShowSettings,
  type ShowSize,
  type ShowState,
  type ToShow,
} from './show-protocol.js';

/** Time in a slow show, relative to real time. */
const SLOW = 0.25;
/** Seconds of a still show that have passed at least: enough for meteors to be in the middle of the picture. */
const STILL_WARM_UP = 12;
/** Length of a step while a show warms up, in seconds. */
const WARM_UP_STEP = 0.1;

/** What a show needs of its thread. */
export interface ShowPlace {
  post(message: FromShow, transfer?: Transferable[]): void;
  requestFrame(action: (now: number) => void): number;
  cancelFrame(handle: number): void;
  now(): number;
  /** The GPU's name, or null where there is none. */
  gpuName(): string | null;
  createPipeline(wish: PipelineWish): Promise<MeteorPipeline>;
  readonly createRenderer: MakeRenderer;
}

type RecordingTools = typeof import('./recording-tools.js');
type Start = Extract<ToShow, { type: 'start' }>;

export class MeteorShow {
  readonly #place: ShowPlace;
  #shower: MeteorPipeline | null = null;
  readonly #picture: ShowPicture;
  #settings!: ShowSettings;
  #monitor!: QualityMonitor;
  /** The settings' own options, checked. */
  #free: Partial<MeteorOptions> = {};
  readonly #boost = new InteractionBoost();
  readonly #counter = new FrameCounter();
  #wasmUrl: string | null = null;
  #awake = false;
  #state: ShowState = 'starting';
  #recorder: Recorder | null = null;
  #replay: Replay | null = null;
  #replayed: { resolve(end: ShowAnswers['replay']): void; reject(error: Error): void } | null = null;
  /** The next shower that is founded is recorded, by this. */
  #records: RecordingTools | null = null;
  #tools: RecordingTools | null = null;
  #request = 0;
  /** Time of the last frame; NaN when the next one is the first after a rest. */
  #last = Number.NaN;
  #metricsAt = 0;
  /** Counts foundings: one that was overtaken is dropped when it comes. */
  #founding = 0;
  #destroyed = false;

  constructor(place: ShowPlace) {
    this.#place = place;
    this.#picture = new ShowPicture(place.createRenderer, { post: place.post, onStale: () => this.#drawSoon() });
  }

  receive(message: ToShow): void {
    if (this.#destroyed) return;
    switch (message.type) {
      case 'start':
        this.#start(message);
        break;
      case 'canvas':
        void this.#picture.take(message.canvas, message.renderer, this.#palette, this.#settings.regions);
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
      case 'request':
        this.#answer(message.id, message.request);
        break;
      case 'destroy':
        this.#destroy();
    }
  }

  #start({ canvas, renderer, settings, size, awake, machine, wasmUrl }: Start): void {
    this.#settings = settings;
    this.#checkOptions();
    this.#picture.size = size;
    this.#awake = awake;
    this.#wasmUrl = wasmUrl;
    this.#monitor = new QualityMonitor(firstQuality({ ...machine, gpu: this.#place.gpuName() }), settings.quality);
    void this.#picture.take(canvas, renderer, this.#palette, settings.regions);
    this.#foundWhenSized();
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
    void this.#found();
  }

  /** Founds a shower, from a recording or from the settings, and goes on with it once it stands. */
  async #found(replay: Replay | null = null): Promise<boolean> {
    this.#founding += 1;
    const founding = this.#founding;
    try {
      const made = await this.#create(replay?.recording.options ?? this.#options);
      if (founding !== this.#founding || this.#destroyed) {
        made.destroy();
        return false;
      }
      this.#take(made, replay);
      return true;
    } catch (error) {
      if (founding !== this.#founding || this.#destroyed) return false;
      this.#tellError(error);
      if (this.#shower === null) this.#place.post({ type: 'fault', reason: describe(error) });
      return false;
    }
  }

  async #create(options: MeteorOptions): Promise<MeteorPipeline> {
    const wish: PipelineWish = {
      options,
      tier: this.#settings.tier,
      ...(this.#wasmUrl === null ? {} : { wasmUrl: this.#wasmUrl }),
      onReplaced: (tier, reason) => this.#replaced(tier, `the engine failed: ${reason}`),
    };
    try {
      return await this.#place.createPipeline(wish);
    } catch (error) {
      if (!(error instanceof MeteorStartError) || wish.tier !== 'wasm') throw error;
      // What was asked for does not start here; a page would rather have a shower than none.
      this.#tellError(error);
      return await this.#place.createPipeline({ ...wish, tier: 'js' });
    }
  }

  #take(shower: MeteorPipeline, replay: Replay | null): void {
    const first = this.#shower === null;
    this.#shower?.destroy();
    this.#shower = shower;
    this.#replayed?.reject(new Error('another shower was begun before the recording had ended'));
    this.#replayed = null;
    this.#replay = replay;
    this.#recorder = null;
    this.#last = Number.NaN;
    this.#picture.note(DIRTY_ALL);
    this.#picture.palette = this.#palette;
    if (replay === null) {
      if (this.#records !== null) this.#recorder = new this.#records.Recorder(this.#settings.preset, shower.options);
      this.#records = null;
      // The size, or the quality, may have changed on the way.
      this.#configure();
      this.#warmUp();
    }
    if (first) this.#place.post({ type: 'ready', tier: shower.tier, refused: shower.refused, quality: this.#monitor.quality });
    this.#wake();
    this.#drawSoon();
  }

  #warmUp(): void {
    const { motion, warmUp } = this.#settings;
    const seconds = motion === 'still' ? Math.max(STILL_WARM_UP, warmUp) : warmUp;
    for (let done = 0; done < seconds; done += WARM_UP_STEP) this.#step(WARM_UP_STEP, this.#settings.speed);
  }

  #step(dt: number, speed: number): void {
    if (this.#shower === null) return;
    this.#recorder?.step(dt, speed);
    this.#picture.note(this.#shower.updateAll(dt, speed));
  }

  get #options(): MeteorOptions {
    return showOptions({ ...this.#settings, options: this.#free }, this.#monitor.quality, this.#monitor.debrisLimit, this.#picture.size);
  }

  get #palette(): ReturnType<typeof paletteOf> {
    return paletteOf(this.#replay?.recording.preset ?? this.#settings.preset, this.#settings.colors);
  }

  #change(settings: ShowSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    if (JSON.stringify(settings.options) !== JSON.stringify(before.options)) this.#checkOptions();
    if (settings.quality !== before.quality) {
      const change = this.#monitor.choose(settings.quality, this.#place.now());
      if (change !== null) this.#place.post({ type: 'qualitychange', change });
    }
    if (settings.regions !== before.regions) this.#picture.regions = settings.regions;
    if (
      settings.preset !== before.preset ||
      settings.seed !== before.seed ||
      (settings.motion === 'still') !== (before.motion === 'still')
    ) {
      void this.#found();
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
    if (shower === null || this.#replay !== null) return;
    const { seed: _, ...wanted } = this.#options;
    const { options: present } = shower;
    const isOther = ([name, value]: [string, number]): boolean => Math.fround(value) !== Math.fround(present[name as keyof MeteorOptions]);
    const changed = Object.entries(wanted).filter(isOther);
    if (changed.length === 0) return;
    const options = Object.fromEntries(changed) as Partial<MeteorOptions>;
    this.#recorder?.configure(options);
    shower.configure(options);
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
      if (this.#replay !== null) this.#tell('replaying');
      else if (this.#settings.motion === 'still') this.#tell('still');
      else this.#tell(this.#awake ? 'running' : 'resting');
    }
    if (this.#moves) this.#drawSoon();
    else this.#last = Number.NaN;
  }

  #tell(state: ShowState): void {
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
    if (this.#replay !== null) {
      this.#picture.note(this.#replay.advance(this.#shower as MeteorPipeline, seconds));
      if (this.#replay.ended) this.#endReplay(this.#replay);
      return;
    }
    const pace = this.#settings.motion === 'slow' ? SLOW : 1;
    this.#step(seconds * pace, this.#settings.speed * this.#boost.advance(seconds));
  }

  #measure(interval: number, work: number, update: number, now: number): void {
    this.#counter.frame(now);
    const change = this.#monitor.frame(interval, work, update, now);
    if (change !== null) this.#place.post({ type: 'qualitychange', change });
    if (now - this.#metricsAt < METRICS_INTERVAL_MS) return;
    this.#metricsAt = now;
    // Also where only the limit of debris changed.
    this.#configure();
    this.#tellMetrics();
  }

  #tellMetrics(): void {
    const { renderer: draws } = this.#picture;
    if (this.#shower === null || draws === null) return;
    const { quality, recommendation } = this.#monitor;
    const { name: renderer, drawnShare } = draws;
    const figures = { framesPerSecond: this.#counter.perSecond, quality, recommendation, renderer, drawnShare };
    this.#place.post({ type: 'metrics', metrics: { ...this.#shower.getMetrics(), ...figures } });
  }

  #tellError(error: unknown): void {
    this.#place.post({ type: 'error', error: meteorErrorToData(error) });
  }

  #answer(id: number, request: ShowRequest): void {
    this.#work(request).then(
      (value) => this.#place.post({ type: 'answer', id, value }),
      (error: unknown) => this.#place.post({ type: 'failure', id, error: meteorErrorToData(error) }),
    );
  }

  async #work(request: ShowRequest): Promise<ShowAnswer> {
    const shower = this.#shower;
    if (shower === null) throw new MeteorDestroyedError();
    switch (request.ask) {
      case 'spawn':
        this.#recorder?.spawn(request.config);
        this.#drawSoon();
        return shower.spawnMeteor(request.config);
      case 'picture':
        return await this.#picture.toPng(shower.getRenderData());
      case 'record':
        this.#records = await this.#recordingTools();
        await this.#found();
        return null;
      case 'stopRecording': {
        if (this.#recorder === null) throw new Error('nothing is being recorded; call record() first');
        const { hashFrame } = this.#tools as RecordingTools;
        const recording = this.#recorder.end(hashFrame(shower.getRenderData()));
        this.#recorder = null;
        return recording;
      }
      case 'replay':
        return await this.#play(new (await this.#recordingTools()).Replay(request.recording));
    }
  }

  /** What recording needs, which most pages never do. */
  async #recordingTools(): Promise<RecordingTools> {
    const late = (): Error => new MeteorTimeoutError('the script that records', START_DEADLINE_MS);
    this.#tools ??= await withDeadline(import('./recording-tools.js'), START_DEADLINE_MS, late);
    return this.#tools;
  }

  async #play(replay: Replay): Promise<ShowAnswers['replay']> {
    if (!(await this.#found(replay))) throw new MeteorDestroyedError();
    return await new Promise((resolve, reject) => {
      this.#replayed = { resolve, reject };
    });
  }

  /** The shower goes on by itself from where the recording ended. */
  #endReplay({ recording }: Replay): void {
    const hash = (this.#tools as RecordingTools).hashFrame((this.#shower as MeteorPipeline).getRenderData());
    this.#replay = null;
    this.#replayed?.resolve({ same: hash === recording.hash, hash });
    this.#replayed = null;
    this.#picture.palette = this.#palette;
    this.#configure();
    this.#wake();
  }

  #destroy(): void {
    this.#destroyed = true;
    this.#place.cancelFrame(this.#request);
    this.#picture.destroy();
    this.#shower?.destroy();
    this.#shower = null;
  }
}

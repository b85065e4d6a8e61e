/** A scene as a page holds it, without an element: a canvas, an engine on a show thread, and a script on a thread of its own. */
import { realTimers } from '../../engine/deadline.js';
import type { ThreadName } from '../../engine/draw-threads.js';
import { errorToData } from '../../engine/error-to-data.js';
import type { RendererChoice } from '../../engine/renderer-names.js';
import { Requests } from '../../engine/requests.js';
import { checkNumber } from '../../engine/settings.js';
import type { SceneOptions } from '../../generated/scene-layout.js';
import { SceneDestroyedError, SceneFaultError, SceneOptionError, SceneTimeoutError, sceneErrorFromData } from '../shared/errors.js';
import { inputRecords, type SceneInput } from '../shared/input-records.js';
import type {
  FromScript,
  FromShow,
  OrbitMove,
  PickAnswer,
  SceneCanvas,
  SceneSize,
  ShowAnswers,
  ShowMetrics,
  ShowRequest,
  ToShow,
} from '../shared/messages.js';
import { checkRecording, type SceneRecording } from '../shared/recording.js';
import type { ScriptMetrics, ScriptPace } from '../shared/script-types.js';
import { checkTier, resolveOptions } from '../shared/settings.js';
import type { SceneCallbacks, ScenePlace, SceneSettings } from './scene-types.js';
import { canShare } from './script-port.js';
import { ScriptRuns, type ScriptState } from './script-runs.js';
import { checkBudget, checkPace, checkRenderer, checkSource, checkThread, sizeOf } from './settings.js';
import { ShowThread } from './show-thread.js';
import { tellError, tellOfScript, tellOfShow } from './tell.js';

/** Most updates of one `step`. */
const MOST_STEPS = 100_000;
/** Milliseconds that a step's updates may take each. */
const STEP_MS = 1000;
const HASH_DEADLINE_MS = 30_000;

export class SceneLink {
  readonly #place: ScenePlace;
  readonly #callbacks: SceneCallbacks;
  readonly #requests: Requests<ShowRequest, ShowAnswers>;
  #thread: ShowThread | null = null;
  #runs: ScriptRuns | null = null;
  #options: SceneOptions = resolveOptions();
  #pace: ScriptPace = checkPace();
  #show: ShowMetrics | null = null;
  #script: ScriptMetrics | null = null;
  #replay: { readonly recording: SceneRecording; resolve(update: number): void; reject(error: Error): void } | null = null;
  #isDestroyed = false;
  #fault: string | null = null;

  constructor(place: ScenePlace, callbacks: SceneCallbacks = {}) {
    this.#place = place;
    this.#callbacks = callbacks;
    const late = (what: string, milliseconds: number): Error => new SceneTimeoutError(what, milliseconds);
    this.#requests = new Requests<ShowRequest, ShowAnswers>(
      (id, request) => this.#send({ type: 'request', id, request }),
      late,
      place.timers ?? realTimers,
    );
  }

  /**
   * Begins: engine and renderer start on the canvas, the script on its own thread beside them.
   * @returns once the script is loaded, or at once where there is none
   * @throws SceneOptionError, SceneStartError, SceneScriptError, SceneLoadError
   */
  async start(canvas: SceneCanvas, settings: SceneSettings = {}): Promise<void> {
    const { size = sizeOf(canvas), awake = true, wasm = null, log, link = 'auto', paused = false } = settings;
    const place = this.#place;
    this.#options = resolveOptions(settings.options);
    this.#pace = checkPace(settings.pace);
    const tier = checkTier(settings.tier ?? 'auto');
    const renderer = checkRenderer(settings.renderer);
    const thread = checkThread(settings.thread);
    const budget = checkBudget(settings.budget);
    const source = settings.source === undefined ? null : checkSource(settings.source, place.base);
    const loud = log === undefined ? {} : { log };
    const show = new ShowThread(
      place,
      thread,
      settings.showUrl ?? null,
      { renderer, tier, options: this.#options, size, awake, wasm, ...loud },
      {
        hear: (message) => this.#hearShow(message),
        refused: (error) => tellError(this.#callbacks, errorToData(error)),
        wantCanvas: (wanted, reason) => this.#wantCanvas(wanted, reason),
        lost: (cause) => this.#lost(cause),
        awaitsScript: () => this.state !== 'none',
        recovered: (recovery) => this.#callbacks.recovery?.(recovery),
        fault: (reason) => this.#end(reason),
        hidden: () => place.hidden(),
        ...(place.timers === undefined ? {} : { timers: place.timers }),
        ...(place.compute === undefined ? {} : { compute: () => place.compute?.() ?? 0 }),
      },
    );
    this.#thread = show;
    const runs = new ScriptRuns(
      {
        start: place.startScript,
        url: settings.scriptUrl ?? null,
        options: this.#options,
        shares: link === 'rings' || (link === 'auto' && canShare()),
        base: place.base,
        budget,
        ...loud,
      },
      this.#pace,
      paused,
      {
        sendLink: (one) => this.#send({ type: 'script', link: one }, one === null ? [] : [one.port]),
        expect: (updates) => this.#send({ type: 'expect', updates }),
        hear: (message) => this.#hearScript(message),
        onState: (state) => this.#stateChanged(state),
        onRestart: (cause, faults) => this.#callbacks.restart?.({ cause, faults }),
        onFault: (reason) => this.#callbacks.fault?.({ of: 'script', reason }),
        onError: (error) => tellError(this.#callbacks, error),
        onSlow: (silence) => this.#callbacks.slow?.(silence === null ? null : { milliseconds: silence, update: null }),
        hidden: () => place.hidden(),
        ...(place.timers === undefined ? {} : { timers: place.timers }),
        ...(place.compute === undefined ? {} : { compute: () => place.compute?.() ?? 0 }),
      },
    );
    this.#runs = runs;
    const begun = source === null ? Promise.resolve() : runs.start({ source, record: false, replay: null }, false);
    // Told once the show thread is there as well.
    begun.catch(() => {});
    await show.start(canvas);
    if (this.#isDestroyed) throw new SceneDestroyedError();
    await begun;
  }

  get options(): SceneOptions {
    return this.#options;
  }

  get state(): ScriptState {
    return this.#runs?.state ?? 'none';
  }

  get thread(): ThreadName | null {
    return this.#thread?.thread ?? null;
  }

  /** The newest figures of the show thread and the script's. */
  get stats(): { readonly show: ShowMetrics | null; readonly script: ScriptMetrics | null } {
    return { show: this.#show, script: this.#script };
  }

  /**
   * Another script, or another version of it, takes the place of the one that runs once it is loaded; what can't be loaded changes
   * nothing.
   * @param source the same one again where it is left out
   * @param keep whether it goes on from what the old one's `save` gives
   * @throws SceneOptionError, SceneScriptError, SceneLoadError, SceneStartError
   */
  async reload(source?: SceneSettings['source'], { keep = false }: { readonly keep?: boolean } = {}): Promise<void> {
    const runs = this.#running;
    const given = source === undefined ? runs.source : checkSource(source, this.#place.base);
    if (given === null) throw new SceneOptionError('source', source, 'there is no script yet: give one');
    await runs.start({ source: given, record: false, replay: null }, keep);
  }

  /** Updates come, or don't. */
  pause(): void {
    this.#running.paused = true;
  }
  resume(): void {
    this.#running.paused = false;
  }
  get paused(): boolean {
    return this.#runs?.paused ?? false;
  }

  /** Runs so many updates of a paused script. @returns the number of the last one */
  async step(updates = 1): Promise<number> {
    checkNumber('updates', updates, { least: 1, most: MOST_STEPS, whole: true }, SceneOptionError);
    return await this.#running.ask({ ask: 'step', updates }, 10_000 + updates * STEP_MS);
  }

  /** Changes rate, step and catchUp; those that are left out stay. @throws SceneOptionError */
  setPace(pace: Partial<ScriptPace>): void {
    this.#pace = checkPace({ ...this.#pace, ...pace });
    if (this.#runs !== null) this.#runs.pace = this.#pace;
  }

  /** Milliseconds that the script may take at a stretch. @throws SceneOptionError */
  setBudget(milliseconds: number): void {
    this.#running.budget = checkBudget(milliseconds);
  }

  /** Sends the script a message, which it hears before its next update: whatever structuredClone takes. */
  send(name: string, detail?: unknown): void {
    this.#running.send({ name, detail });
  }

  /** Begins the script anew, and takes down all that it hears. */
  async record(): Promise<void> {
    const runs = this.#running;
    const { source } = runs;
    if (source === null) throw new SceneOptionError('source', null, 'there is no script yet: give one');
    await runs.start({ source, record: true, replay: null }, false);
  }

  /** Ends a recording: plain data that JSON can carry, and the hash that the scene has. */
  async stopRecording(): Promise<SceneRecording> {
    const runs = this.#running;
    try {
      const { recording, update } = await runs.ask({ ask: 'stopRecording' });
      const hash = await this.#ask<'hash'>({ ask: 'hash', update }, HASH_DEADLINE_MS);
      return { ...recording, hash };
    } finally {
      runs.tellPaused();
    }
  }

  /**
   * Runs a recording's script, and tells it all that it heard then.
   * @returns when it has ended: whether it ended as the recording did
   * @throws SceneOptionError for what is no recording, or one of a scene with other options
   */
  async replay(value: SceneRecording): Promise<{ readonly same: boolean; readonly hash: string }> {
    const runs = this.#running;
    const recording = checkRecording(value, this.#options);
    this.#replay?.reject(new SceneDestroyedError('another replay took its place'));
    const ended = new Promise<number>((resolve, reject) => {
      this.#replay = { recording, resolve, reject };
    });
    ended.catch(() => {});
    try {
      await runs.start({ source: recording.source, record: false, replay: recording }, false);
      const update = await ended;
      const hash = await this.#ask<'hash'>({ ask: 'hash', update }, HASH_DEADLINE_MS);
      return { same: hash === recording.hash, hash };
    } finally {
      this.#replay = null;
      runs.tellPaused();
    }
  }

  /** What is seen at a place, in shares of the picture's width and height from its upper left corner; null: nothing. */
  async pick(x: number, y: number): Promise<PickAnswer | null> {
    const share = { least: 0, most: 1 };
    checkNumber('x', x, share, SceneOptionError);
    checkNumber('y', y, share, SceneOptionError);
    return await this.#ask<'pick'>({ ask: 'pick', x, y });
  }

  /** The picture as a PNG. */
  async toPng(): Promise<Blob> {
    return await this.#ask<'png'>({ ask: 'png' });
  }

  /** The hash of the published state, once the script's update of this number is published. */
  async hash(update: number): Promise<string> {
    return await this.#ask<'hash'>({ ask: 'hash', update }, HASH_DEADLINE_MS);
  }

  resize(size: SceneSize): void {
    this.#send({ type: 'size', size });
  }

  /** Whether somebody looks: pictures are drawn then. */
  setAwake(awake: boolean): void {
    this.#send({ type: 'awake', awake });
  }

  /** What a visitor did, for the script. */
  input(...inputs: readonly SceneInput[]): void {
    if (inputs.length > 0) this.#send({ type: 'input', records: inputRecords(inputs) });
  }

  /** Moves the default camera; null: back to where it began. */
  orbit(move: OrbitMove | null): void {
    this.#send({ type: 'orbit', move });
  }

  /** The page is about to be printed: on its own thread the picture is drawn again at once; browsers keep that of a worker. */
  beforePrint(): void {
    if (this.thread === 'page') this.#send({ type: 'print' });
  }

  /** Draws on another canvas from now on. */
  takeCanvas(canvas: SceneCanvas, renderer: RendererChoice): void {
    this.#thread?.takeCanvas(canvas, renderer);
  }

  /** Ends all of it. What was asked for and not answered is rejected. */
  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    const error = new SceneDestroyedError();
    this.#replay?.reject(error);
    this.#runs?.destroy(error.reason);
    this.#requests.rejectAll(error);
    this.#thread?.destroy();
  }

  async #ask<Ask extends ShowRequest['ask']>(
    request: Extract<ShowRequest, { readonly ask: Ask }>,
    milliseconds?: number,
  ): Promise<ShowAnswers[Ask]> {
    this.#check();
    return (await this.#requests.ask<Ask>(request, milliseconds)) as ShowAnswers[Ask];
  }

  get #running(): ScriptRuns {
    this.#check();
    if (this.#runs === null) throw new SceneDestroyedError('the scene has not begun: call start before');
    return this.#runs;
  }

  #send(message: ToShow, transfer: Transferable[] = []): void {
    this.#thread?.send(message, transfer);
  }

  /** @throws SceneDestroyedError, SceneFaultError when nothing can be asked for any more */
  #check(): void {
    if (this.#isDestroyed) throw new SceneDestroyedError();
    if (this.#fault !== null) throw new SceneFaultError('the scene has ended', this.#fault, 'Destroy it and create another');
  }

  /** @returns whether somebody was asked */
  #wantCanvas(renderer: RendererChoice, reason: string): boolean {
    const { wantCanvas } = this.#callbacks;
    wantCanvas?.call(this.#callbacks, renderer, reason);
    return wantCanvas !== undefined;
  }

  /** The engine is gone: what it was asked is not answered, and the script begins anew in the next one. */
  #lost(cause: string): void {
    this.#requests.rejectAll(new SceneDestroyedError(`the show thread was lost: ${cause}; ask again`));
    this.#runs?.beginAnew(cause);
  }

  /** Nothing goes on. */
  #end(reason: string): void {
    this.#fault = reason;
    const error = new SceneDestroyedError(reason);
    this.#replay?.reject(error);
    this.#requests.rejectAll(error);
    this.#runs?.fail(reason);
    this.#callbacks.fault?.({ of: 'scene', reason });
  }

  #stateChanged(state: ScriptState): void {
    if (state === 'failed') this.#replay?.reject(new SceneDestroyedError('the script of the recording failed'));
    this.#callbacks.state?.(state);
  }

  #hearScript(message: FromScript): void {
    if (message.type === 'replayed') this.#replay?.resolve(message.update);
    else if (message.type === 'metrics') {
      this.#script = message.metrics;
      this.#callbacks.stats?.(this.stats);
    } else tellOfScript(this.#callbacks, message, this.#options);
  }

  #hearShow(message: FromShow): void {
    if (this.#isDestroyed) return;
    const callbacks = this.#callbacks;
    switch (message.type) {
      case 'ready': {
        const { tier, refused } = message;
        callbacks.ready?.({ tier, refused, thread: this.#thread?.thread ?? 'page', reason: this.#thread?.reason ?? '' });
        break;
      }
      case 'wantcanvas':
        if (!this.#wantCanvas(message.renderer, message.reason)) {
          const error = new SceneFaultError('the picture stands', message.reason, 'Give wantCanvas, and another canvas by takeCanvas');
          callbacks.error?.(error, 1);
        }
        break;
      case 'metrics':
        this.#show = message.metrics;
        callbacks.stats?.(this.stats);
        break;
      case 'answer':
        this.#requests.answer(message.id, message.value);
        break;
      case 'failure':
        this.#requests.reject(message.id, sceneErrorFromData(message.error));
        break;
      default:
        tellOfShow(callbacks, message);
    }
  }
}

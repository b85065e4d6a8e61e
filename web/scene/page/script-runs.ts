/**
 * The scripts of a scene, one after the other: each has a thread and a link of its own. One that hangs or dies is ended at once and
 * begins anew in an empty scene, while the last picture stands; what it may still write is never read. Another version of a script
 * takes over once it is loaded: until then, and where it can't be loaded, the old one goes on.
 */
import { REQUEST_DEADLINE_MS, realTimers, type Timers } from '../../engine/deadline.js';
import { errorToData } from '../../engine/error-to-data.js';
import type { ErrorData } from '../../engine/errors.js';
import type { LogLevel } from '../../engine/log.js';
import type { ScriptAddress } from '../../engine/page-defaults.js';
import { Requests } from '../../engine/requests.js';
import type { SceneOptions } from '../../generated/scene-layout.js';
import { SceneDestroyedError, SceneStartError, SceneTimeoutError, sceneErrorFromData } from '../shared/errors.js';
import type { FromScript, ScriptAnswers, ScriptLink, ScriptRequest } from '../shared/messages.js';
import type { SceneRecording } from '../shared/recording.js';
import type { ScriptPace, ScriptSource } from '../shared/script-types.js';
import { makeLink, type ScriptPort, type StartScript } from './script-port.js';
import { SpareThread } from './spare-thread.js';
import { Supervisor, type SupervisorHost } from './supervisor.js';

/** Scripts that are ended within this time... */
const WINDOW_MS = 60_000;
/** ...until it is given up. */
export const MOST_FAULTS = 3;
/** Milliseconds that a script may take to say what another version goes on from. */
const SAVE_DEADLINE_MS = 1000;

/** How much of its budget a script is silent for before a spare thread is started. */
const SPARE_SHARE = 0.5;

/** What a script's run is. */
export interface RunWish {
  readonly source: ScriptSource;
  readonly record: boolean;
  readonly replay: SceneRecording | null;
}

/** Where the scripts of a scene stand. */
export type ScriptState = 'none' | 'loading' | 'running' | 'paused' | 'ended' | 'failed';

export interface RunsHost {
  /** The show thread hears of another script, or of none. */
  sendLink(link: ScriptLink | null): void;
  /** Whether updates are to be expected. */
  expect(updates: boolean): void;
  /** A message of the script that runs, but for those that are told otherwise here. */
  hear(message: FromScript): void;
  onState(state: ScriptState): void;
  /** It was ended, and begins anew. */
  onRestart(cause: string, faults: number): void;
  /** It is given up: until `reload`. */
  onFault(reason: string): void;
  onError(error: ErrorData): void;
  onSlow(silence: number | null): void;
  hidden: SupervisorHost['hidden'];
  compute?: SupervisorHost['compute'];
  readonly timers?: Timers;
}

export interface RunsSettings {
  readonly start: StartScript;
  readonly url: ScriptAddress | null;
  readonly options: SceneOptions;
  readonly shares: boolean;
  readonly base: string | null;
  readonly budget: number;
  readonly log?: LogLevel;
}

/** A script on its thread. */
class Run {
  readonly wish: RunWish;
  readonly show: ScriptLink;
  readonly stamp: SharedArrayBuffer | null;
  port: ScriptPort | null = null;
  readonly supervisor: Supervisor;
  readonly requests: Requests<ScriptRequest, ScriptAnswers>;
  isLoaded = false;
  hasBegun = false;
  hasEnded = false;
  /** What waits until it is loaded, or never will be. */
  settle: { resolve(): void; reject(error: Error): void } | null = null;

  constructor(wish: RunWish, show: ScriptLink, stamp: SharedArrayBuffer | null, supervisor: (run: Run) => Supervisor, timers: Timers) {
    this.wish = wish;
    this.show = show;
    this.stamp = stamp;
    this.supervisor = supervisor(this);
    const late = (what: string, milliseconds: number): Error => new SceneTimeoutError(what, milliseconds, "the script's thread");
    this.requests = new Requests<ScriptRequest, ScriptAnswers>(
      (id, request) => this.port?.send({ type: 'request', id, request }),
      late,
      timers,
    );
  }

  end(reason: string): void {
    this.hasEnded = true;
    this.supervisor.end();
    this.port?.destroy();
    this.port = null;
    this.show.port.close();
    const error = new SceneDestroyedError(reason);
    this.requests.rejectAll(error);
    this.settle?.reject(error);
  }
}

export class ScriptRuns {
  readonly #host: RunsHost;
  readonly #timers: Timers;
  readonly #settings: RunsSettings;
  #pace: ScriptPace;
  #paused: boolean;
  #current: Run | null = null;
  /** Another version that is being loaded. */
  #candidate: Run | null = null;
  readonly #spare: SpareThread;
  #budget: number;
  #faults: number[] = [];
  #state: ScriptState = 'none';
  #destroyed = false;

  constructor(settings: RunsSettings, pace: ScriptPace, paused: boolean, host: RunsHost) {
    this.#settings = settings;
    this.#budget = settings.budget;
    this.#spare = new SpareThread(settings.start, settings.url);
    this.#pace = pace;
    this.#paused = paused;
    this.#host = host;
    this.#timers = host.timers ?? realTimers;
  }

  get state(): ScriptState {
    return this.#state;
  }

  /** What runs, or is being loaded; null: nothing was asked for. */
  get source(): ScriptSource | null {
    return (this.#candidate ?? this.#current)?.wish.source ?? null;
  }

  get paused(): boolean {
    return this.#paused;
  }
  set paused(paused: boolean) {
    this.#paused = paused;
    this.tellPaused();
  }

  /** The script is told again whether it is paused: it pauses itself where a recording ends. */
  tellPaused(): void {
    this.#current?.port?.send({ type: 'paused', paused: this.#paused });
    if (this.#state === 'running' || this.#state === 'paused') this.#setState(this.#paused ? 'paused' : 'running');
  }

  set pace(pace: ScriptPace) {
    this.#pace = pace;
    this.#current?.port?.send({ type: 'pace', pace });
  }

  set budget(budget: number) {
    this.#budget = budget;
    for (const run of [this.#current, this.#candidate]) if (run !== null) run.supervisor.budget = budget;
  }

  /**
   * Has a script take the place of the one that runs, once it is loaded.
   * @param keeps whether it goes on from what the other one saves
   * @throws the error of what can't be loaded or started: the other one goes on then
   */
  async start(wish: RunWish, keeps: boolean): Promise<void> {
    if (this.#destroyed) throw new SceneDestroyedError();
    this.#candidate?.end('another version of the script took its place');
    this.#faults = [];
    await this.#begin(wish, keeps);
  }

  send(message: { readonly name: string; readonly detail: unknown }): void {
    this.#current?.port?.send({ type: 'message', ...message });
  }

  /** Asks the script that runs. @throws SceneTimeoutError, SceneDestroyedError, SceneScriptError */
  async ask<Ask extends ScriptRequest['ask']>(
    request: Extract<ScriptRequest, { readonly ask: Ask }>,
    milliseconds = REQUEST_DEADLINE_MS,
  ): Promise<ScriptAnswers[Ask]> {
    const run = this.#current;
    if (run === null || !run.isLoaded) throw new SceneDestroyedError('no script runs; call again once it does');
    return (await run.requests.ask<Ask>(request, milliseconds)) as ScriptAnswers[Ask];
  }

  /** The engine that the script's state was in is gone: it begins anew, unless it is given up or another version is about to come. */
  beginAnew(cause: string): void {
    const run = this.#current;
    if (this.#destroyed || run === null || run.hasEnded || this.#state === 'failed') return;
    run.end(cause);
    if (this.#candidate !== null) return;
    this.#host.onRestart(cause, this.#faults.length);
    // What keeps it from being loaded is told as of any script.
    this.#begin(run.wish, false).catch(() => {});
  }

  /** There is no engine any more, and none comes: nothing runs. */
  fail(reason: string): void {
    this.destroy(reason);
    this.#setState('failed');
  }

  destroy(reason: string): void {
    this.#destroyed = true;
    this.#spare.drop();
    this.#candidate?.end(reason);
    this.#current?.end(reason);
    this.#candidate = null;
    this.#current = null;
  }

  async #begin(wish: RunWish, keeps: boolean): Promise<void> {
    const { options, shares, base, log } = this.#settings;
    const link = makeLink(options, shares);
    const run = new Run(wish, link.show, link.stamp, (one) => this.#supervise(one), this.#timers);
    this.#candidate = run;
    if (this.#current === null || this.#current.hasEnded) this.#setState('loading');
    const loaded = new Promise<void>((resolve, reject) => {
      run.settle = { resolve, reject };
    });
    // Those who wait may have been told already.
    loaded.catch(() => {});
    try {
      const port = await this.#spare.take({
        hear: (message) => this.#hear(run, message),
        lost: (reason) => this.#lose(run, reason),
      });
      if (run.hasEnded) {
        port.destroy();
        throw new SceneDestroyedError('another version of the script took its place');
      }
      run.port = port;
      const { source, record, replay } = wish;
      const paused = this.#paused && replay === null;
      const message = { source, record, replay, paused, options, pace: this.#pace, link: link.script, stamp: link.stamp, base };
      port.send({ type: 'start', ...message, ...(log === undefined ? {} : { log }) }, [link.script.port]);
      run.supervisor.watch(run.stamp);
      await loaded;
      // It was ended meanwhile, and another run of it has begun.
      if (run.hasEnded) return;
    } catch (error) {
      this.#drop(run, error);
      throw error;
    }
    await this.#switchTo(run, keeps);
  }

  /** A version that can't be loaded, or started, is dropped; the one that runs goes on. */
  #drop(run: Run, error: unknown): void {
    if (!run.hasEnded) run.end('it could not be loaded');
    if (this.#candidate === run) this.#candidate = null;
    if (this.#destroyed || (this.#current !== null && !this.#current.hasEnded)) return;
    this.#setState('failed');
    if (error instanceof SceneStartError) this.#host.onFault(error.message);
  }

  async #switchTo(run: Run, keeps: boolean): Promise<void> {
    const before = this.#current;
    let state: { readonly value: unknown } | null = null;
    if (keeps && before?.hasBegun && !before.hasEnded) {
      try {
        const value = await before.requests.ask<'save'>({ ask: 'save' }, SAVE_DEADLINE_MS);
        if (value !== undefined) state = { value };
      } catch (error) {
        this.#host.onError(errorToData(error));
      }
      if (run.hasEnded) throw new SceneDestroyedError('another version of the script took its place');
    }
    before?.end('another version of the script took its place');
    this.#candidate = null;
    this.#current = run;
    this.#setState('loading');
    this.#host.sendLink(run.show);
    run.port?.send({ type: 'begin', state });
  }

  #supervise(run: Run): Supervisor {
    const host = this.#host;
    const { compute } = host;
    return new Supervisor(
      {
        hidden: () => host.hidden(),
        ping: () => run.port?.send({ type: 'ping' }),
        slow: (silence) => {
          if (run === this.#current && !run.hasEnded) host.onSlow(silence);
          // One that is silent for long may have to begin anew.
          const isLong = silence !== null && silence >= this.#budget * SPARE_SHARE;
          if (isLong && !this.#destroyed && this.#faults.length < MOST_FAULTS - 1) this.#spare.prepare();
        },
        hung: (silence) => this.#lose(run, `it gave the thread back after none of ${Math.round(silence)} ms`),
        ...(compute === undefined ? {} : { compute }),
      },
      this.#budget,
      this.#timers,
    );
  }

  #hear(run: Run, message: FromScript): void {
    if (run.hasEnded) return;
    run.supervisor.heard();
    // It is silent no more.
    if (run === this.#current) this.#spare.drop();
    switch (message.type) {
      case 'loaded':
        run.isLoaded = true;
        run.settle?.resolve();
        return;
      case 'begun':
        run.hasBegun = true;
        this.#setState(this.#paused && run.wish.replay === null ? 'paused' : 'running');
        break;
      case 'answer':
        run.requests.answer(message.id, message.value);
        return;
      case 'failure':
        run.requests.reject(message.id, sceneErrorFromData(message.error));
        return;
      case 'error':
        if (message.fatal && !run.isLoaded) {
          run.settle?.reject(sceneErrorFromData(message.error));
          // The one that runs goes on; what is wrong is told all the same.
        } else if (message.fatal) this.#fail(run);
        break;
      case 'quit':
        if (run === this.#current) this.#setState('ended');
        break;
      default:
    }
    if (run === this.#current || message.type === 'error') this.#host.hear(message);
  }

  /** The default export failed: there is nothing that could be run. */
  #fail(run: Run): void {
    if (run !== this.#current) return;
    run.supervisor.end();
    this.#setState('failed');
  }

  /** A script hangs, or its thread is gone. */
  #lose(run: Run, cause: string): void {
    if (run.hasEnded) return;
    const now = this.#timers.now();
    const isCurrent = run === this.#current;
    const waits = run.settle;
    run.settle = null;
    run.end(cause);
    const hasOther = !isCurrent && this.#current !== null && !this.#current.hasEnded;
    if (hasOther) {
      // The version that runs is another one, and well.
      waits?.reject(new SceneDestroyedError(`the new version was ended before it was loaded: ${cause}`));
      return;
    }
    this.#faults = [...this.#faults.filter((at) => now - at < WINDOW_MS), now];
    if (this.#faults.length >= MOST_FAULTS || run.wish.replay !== null) {
      waits?.reject(new SceneDestroyedError(`the script was ended: ${cause}`));
      this.#setState('failed');
      this.#host.onFault(`the script was ended ${this.#faults.length} times within ${WINDOW_MS / 1000} s, the last time since ${cause}`);
      return;
    }
    this.#host.onRestart(cause, this.#faults.length);
    // What is lost of a recording can't be had again: another one begins with the script.
    this.#begin(run.wish, false).then(
      () => waits?.resolve(),
      (error: unknown) => {
        waits?.reject(error as Error);
      },
    );
  }

  #setState(state: ScriptState): void {
    this.#host.expect(state === 'running');
    if (state === this.#state) return;
    this.#state = state;
    this.#host.onState(state);
  }
}

/**
 * The thread of a script, given a host: it loads the module, runs it at its rate, and tells the page what goes wrong. A fault of
 * the script ends nothing: the next update comes.
 */
import type { Timers } from '../../engine/deadline.js';
import { errorToData } from '../../engine/error-to-data.js';
import { setLogLevel } from '../../engine/log.js';
import { viewWord } from '../../engine/memory-views.js';
import { SceneTimeoutError } from '../shared/errors.js';
import type { LinkPort } from '../shared/link-port.js';
import {
  type FromScript,
  type LinkToScript,
  type LinkToShow,
  METRICS_INTERVAL_MS,
  type ScriptAnswer,
  type ScriptRequest,
  STAMP_BEGUN,
  STAMP_ENDED,
  type ToScript,
} from '../shared/messages.js';
import type { ScriptMetrics } from '../shared/script-types.js';
import { FaultLog, type ScriptName, scriptError } from './faults.js';
import { loadModule, type ModuleHost } from './load-module.js';
import { Pace } from './pace.js';
import { Player, Recorder } from './recorder.js';
import { Replies } from './replies.js';
import type { ResourceHost } from './resource-host.js';
import type { ScriptModule } from './script-api.js';
import { ScriptRun } from './script-run.js';
import { makeTransport } from './transport.js';

/** Milliseconds of an update beyond which the page is told. */
export const SLOW_UPDATE_MS = 33;
/** Milliseconds that an update may wait for something before the page is told. */
export const PENDING_MS = 10_000;

/** Milliseconds after which what waits for the engine is sent again while no updates come. */
const SEND_AGAIN_MS = 10;

/** What a script does in its first update. */
const BEGINNING = 'default export';

/** What a script's thread needs of where it is. */
export interface ScriptHost extends ModuleHost {
  post(message: FromScript): void;
  now(): number;
  /** Calls `action` after so many milliseconds, in place of what was wished for before; 0: in the next turn. */
  wake(milliseconds: number, action: () => void): void;
  readonly timers: Timers;
  readonly resources: ResourceHost;
}

type Start = Extract<ToScript, { readonly type: 'start' }>;

/** What updates took since the last telling. */
interface Spell {
  since: number;
  updates: number;
  sum: number;
  longest: number;
}

export class ScriptRunner {
  readonly #host: ScriptHost;
  readonly #faults: FaultLog;
  #start: Start | null = null;
  #run: ScriptRun | null = null;
  #pace: Pace | null = null;
  #module: ScriptModule | null = null;
  #name: ScriptName | null = null;
  #paused = false;
  #hasQuit = false;
  #hasEnded = false;
  #hasBegun = false;
  /** Updates that the page asked a paused script for. */
  #steps = 0;
  #stepRequests: { readonly id: number; readonly until: number }[] = [];
  /** What waits for the end of the present update. */
  #untilEnd: (() => void)[] = [];
  #stamp: { readonly begun: Int32Array; readonly ended: Int32Array } | null = null;
  #turns = 0;
  #turnBegan = 0;
  #spell: Spell;
  #metrics: ScriptMetrics | null = null;

  constructor(host: ScriptHost) {
    this.#host = host;
    this.#faults = new FaultLog((error, times, fatal) => host.post({ type: 'error', error, times, fatal }), host.now);
    this.#spell = { since: host.now(), updates: 0, sum: 0, longest: 0 };
  }

  receive(message: ToScript): void {
    switch (message.type) {
      case 'start':
        void this.#load(message);
        break;
      case 'begin':
        void this.#begin(message.state);
        break;
      case 'pace':
        if (this.#pace !== null) this.#pace.pace = message.pace;
        this.#schedule();
        break;
      case 'paused':
        this.#setPaused(message.paused);
        break;
      case 'message':
        this.#run?.message(message.name, message.detail);
        break;
      case 'request':
        this.#answer(message.id, message.request);
        break;
      case 'ping':
        this.#host.post({ type: 'pong' });
    }
  }

  /** Something that nobody caught on this thread: a promise of the script's, or a timer. */
  fail(error: unknown, during: string): void {
    this.#faults.add(scriptError(error, during, this.#name, this.#host.own), during === BEGINNING);
  }

  /** Nothing comes any more. */
  end(reason: string): void {
    this.#hasQuit = true;
    this.#hasEnded = true;
    this.#run?.end(reason);
  }

  async #load(start: Start): Promise<void> {
    if (start.log !== undefined) setLogLevel(start.log);
    this.#start = start;
    this.#paused = start.paused;
    if (start.stamp !== null) {
      this.#stamp = {
        begun: viewWord({ buffer: start.stamp }, STAMP_BEGUN * 4),
        ended: viewWord({ buffer: start.stamp }, STAMP_ENDED * 4),
      };
    }
    this.#makeRun(start);
    this.#turn(true);
    const loading = loadModule(start.source, this.#host);
    this.#turn(false);
    const loaded = await loading;
    this.#name = loaded.script;
    if ('fault' in loaded) {
      this.#host.post({ type: 'error', error: errorToData(loaded.fault), times: 1, fatal: true });
      return;
    }
    this.#module = loaded.begin as unknown as ScriptModule;
    this.#host.post({ type: 'loaded' });
  }

  #makeRun(start: Start): void {
    const host = this.#host;
    const { source, pace, options } = start.replay ?? start;
    const replies = new Replies(host.timers);
    replies.isPlaying = start.replay !== null;
    this.#pace = new Pace(pace, host.now);
    this.#run = new ScriptRun({
      transport: makeTransport(start.link.port as LinkPort<LinkToScript, LinkToShow>, start.link.rings),
      options,
      replies,
      resources: host.resources,
      base: 'url' in start.source ? start.source.url : start.base,
      turn: () => new Promise((resolve) => host.timers.set(resolve, 0)),
      onFault: (error, during) => this.fail(error, during),
      onQuit: (code) => this.#quit(code),
      onRefused: (command) => host.post({ type: 'refused', command }),
      onMessage: (name, detail) => host.post({ type: 'message', name, detail }),
      onCursor: (mode) => host.post({ type: 'cursor', mode }),
      onTurn: (begins) => this.#turn(begins),
      metrics: () => this.#metrics ?? this.#measure(),
    });
    if (start.replay !== null) this.#run.player = new Player(start.replay);
    else if (start.record) this.#run.recorder = new Recorder({ source, pace, options });
  }

  async #begin(given: { readonly value: unknown } | null): Promise<void> {
    const run = this.#run;
    const module = this.#module;
    if (run === null || module === null || this.#hasBegun) return;
    const began = this.#host.now();
    const replay = this.#start?.replay ?? null;
    const state = replay === null ? given : 'state' in replay ? { value: replay.state } : null;
    const isWell = await this.#watched(run.begin(module, state), BEGINNING);
    // Without what it should have returned there is nothing to go on with.
    if (!isWell) return;
    this.#hasBegun = true;
    this.#host.post({ type: 'begun', milliseconds: this.#host.now() - began });
    this.#tellMetrics();
    this.#pace?.restart();
    if (run.player !== null && run.player.nextStep === null) this.#endReplay(run);
    this.#goOn();
  }

  /** An update has come to its end: what waited for that is done. */
  #goOn(): void {
    const waiting = this.#untilEnd;
    this.#untilEnd = [];
    for (const act of waiting) act();
    this.#schedule();
  }

  #setPaused(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    this.#pace?.restart();
    this.#schedule();
  }

  /** Has the next update come when it is due. */
  #schedule(): void {
    const run = this.#run;
    const pace = this.#pace;
    if (run === null || pace === null || !this.#hasBegun || run.isWithin) return;
    if (this.#hasQuit) {
      if (!this.#hasEnded) this.#sendLater(run);
      return;
    }
    if (this.#steps > 0) this.#host.wake(0, this.#tick);
    else if (!this.#paused) this.#host.wake(pace.wait, this.#tick);
    else this.#sendLater(run);
  }

  /** No update comes that would send what waits for the engine. */
  #sendLater(run: ScriptRun): void {
    if (run.sendWaiting()) this.#host.timers.set(() => this.#schedule(), SEND_AGAIN_MS);
  }

  readonly #tick = (): void => {
    const run = this.#run;
    const pace = this.#pace;
    if (run === null || pace === null || this.#hasQuit || run.isWithin) return;
    const isAsked = this.#steps > 0;
    if (!isAsked && (this.#paused || pace.wait > 0)) {
      // Timers may be early.
      this.#schedule();
      return;
    }
    void this.#step(run, isAsked);
  };

  async #step(run: ScriptRun, isAsked: boolean): Promise<void> {
    const pace = this.#pace as Pace;
    const passed = isAsked ? 1 / pace.pace.rate : pace.begin();
    const dt = run.player === null ? passed : run.player.nextStep;
    if (dt === null) return;
    run.player?.takeStep();
    await this.#watched(run.step(dt), 'update');
    if (isAsked) this.#stepped(run.update);
    this.#faults.flush();
    if (this.#host.now() - this.#spell.since >= METRICS_INTERVAL_MS) this.#tellMetrics();
    if (run.player !== null && run.player.nextStep === null) this.#endReplay(run);
    this.#goOn();
  }

  /** Tells the page when an update waits for very long. */
  async #watched(update: Promise<boolean>, during: string): Promise<boolean> {
    const late = (): void => {
      const error = new SceneTimeoutError(`a promise that the script's ${during} waits for`, PENDING_MS, 'who should settle it');
      this.#host.post({ type: 'error', error: errorToData(error), times: 1, fatal: false });
    };
    const timer = this.#host.timers.set(late, PENDING_MS);
    const isWell = await update;
    this.#host.timers.clear(timer);
    return isWell;
  }

  #endReplay(run: ScriptRun): void {
    run.player = null;
    // The picture stands until the page goes on.
    this.#paused = true;
    this.#host.post({ type: 'replayed', update: run.update });
  }

  #stepped(update: number): void {
    this.#steps -= 1;
    const done = this.#stepRequests.filter(({ until }) => until <= update);
    this.#stepRequests = this.#stepRequests.filter(({ until }) => until > update);
    for (const { id } of done) this.#host.post({ type: 'answer', id, value: update });
  }

  #quit(code: number): void {
    this.#hasQuit = true;
    this.#host.post({ type: 'quit', code });
  }

  #answer(id: number, request: ScriptRequest): void {
    const run = this.#run;
    const answer = (value: ScriptAnswer): void => this.#host.post({ type: 'answer', id, value });
    try {
      if (request.ask === 'save') answer(run?.save());
      else if (request.ask === 'faults') answer(this.#faults.total);
      else if (request.ask === 'step') {
        this.#steps += request.updates;
        this.#stepRequests.push({ id, until: (run?.update ?? 0) + this.#steps });
        this.#schedule();
      } else {
        const recorder = run?.recorder ?? null;
        if (run === null || recorder === null) throw new Error('nothing is recorded; call record() before');
        this.#setPaused(true);
        const end = (): void => {
          run.recorder = null;
          answer({ recording: recorder.end(), update: run.update });
        };
        if (run.isWithin) this.#untilEnd.push(end);
        else end();
      }
    } catch (error) {
      this.#host.post({ type: 'failure', id, error: errorToData(scriptError(error, request.ask, this.#name, this.#host.own)) });
    }
  }

  /** The script's own code begins to run, or has given the thread back: the page sees it in shared memory. */
  #turn(begins: boolean): void {
    const now = this.#host.now();
    if (begins) {
      this.#turns += 1;
      this.#turnBegan = now;
      if (this.#stamp !== null) Atomics.store(this.#stamp.begun, 0, this.#turns | 0);
      return;
    }
    if (this.#stamp !== null) Atomics.store(this.#stamp.ended, 0, this.#turns | 0);
    const took = now - this.#turnBegan;
    this.#spell.updates += 1;
    this.#spell.sum += took;
    this.#spell.longest = Math.max(this.#spell.longest, took);
    if (took > SLOW_UPDATE_MS && this.#hasBegun) this.#host.post({ type: 'slow', update: this.#run?.update ?? 0, milliseconds: took });
  }

  #tellMetrics(): void {
    this.#metrics = this.#measure();
    this.#spell = { since: this.#host.now(), updates: 0, sum: 0, longest: 0 };
    this.#host.post({ type: 'metrics', metrics: this.#metrics });
  }

  #measure(): ScriptMetrics {
    const { since, updates, sum, longest } = this.#spell;
    const passed = Math.max(1, this.#host.now() - since);
    const run = this.#run;
    return {
      update: run?.update ?? 0,
      updatesPerSecond: (updates * 1000) / passed,
      updateMs: updates === 0 ? 0 : sum / updates,
      longestMs: longest,
      missed: this.#pace?.missed ?? 0,
      entities: run?.entities ?? 0,
      commands: run?.queue.given ?? 0,
      waiting: run?.queue.waiting ?? 0,
      replaced: run?.queue.replaced ?? 0,
      refused: run?.refused ?? 0,
    };
  }
}

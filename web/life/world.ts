/** The page's side of a running world: messages out, events and answers in. */
import { FOUNDING_DEADLINE_MS, HEARTBEAT_MS, realTimers, type Timers } from '../engine/deadline.js';
import { decodeInspection, decodeStats } from '../engine/decode-records.js';
import { Emitter } from '../engine/emitter.js';
import { errorFromData, LifeCommandError, LifeDestroyedError, LifeFaultError, LifeTimeoutError } from '../engine/errors.js';
import { viewFrame, viewTripleBuffer } from '../engine/memory-views.js';
import type {
  Answers,
  CommandFields,
  CommandRings,
  FoundingReply,
  FrameMessage,
  FromCoordinator,
  LoggedCommand,
  Pace,
  Request,
  RequestOf,
  Resumption,
  StatsMessage,
  ViewRequest,
  Workers,
} from '../engine/protocol.js';
import { Requests } from '../engine/requests.js';
import type { WorkerLike } from '../engine/start-worker.js';
import { ASKED_FOR, chooseTier, detectFeatures, isPooledTier, type RefusedTier, type TierChoice, type TierName } from '../engine/tier.js';
import { TripleBufferReader } from '../engine/triple-buffer.js';
import { ColorBy, CommandKind, HYBRID_TRIBE, type LifeOptions, MAX_WORKERS } from '../generated/life-layout.js';
import type { ColorByName, Disc, Life, LifeEvents, LifeFounding } from './api.js';
import { bytesOf } from './beginning.js';
import { COMMAND_RING_RECORDS, CommandSender } from './command-rings.js';
import { foundingFromReply, tribeNumber } from './founding.js';
import type { LifeFrame } from './frame.js';
import { pressureWords } from './memory-pressure.js';
import { makeRecording, mergeLogs, type Recording } from './recording.js';
import type { GeneName, LifeInspection, LifeStats } from './records.js';
import {
  checkColorBy,
  checkFinite,
  checkGene,
  checkLiveOption,
  checkSpeed,
  checkTier,
  checkWhole,
  engineValue,
  geneNumber,
  optionNumber,
} from './settings.js';
import { hashOfHeader, readParts } from './snapshot.js';

/** What a started worker and its world are. */
export interface WorldParts {
  readonly worker: WorkerLike;
  readonly founding: FoundingReply;
  readonly tier: TierName;
  readonly refused: readonly RefusedTier[];
  readonly pace: Pace;
  readonly view: ViewRequest;
  readonly workers: number;
  readonly workersNote: string | null;
  readonly timers?: Timers;
  /** What each tier is started with. */
  readonly means: (tier: TierName) => TierMeans;
  /** Starts another coordinator, should this one die; null where none can. */
  readonly revive?: ((resume: Resumption, now: PresentState) => Promise<Revival>) | null;
  /** Where commands go; null where they go as messages. */
  readonly rings?: CommandRings | null;
  /** What the world began with, where that is no founding of its own. */
  readonly resume?: Resumption | null;
}

/** What a tier is started with. */
export interface TierMeans {
  readonly tier: TierName;
  readonly workers: Workers;
  readonly wasmUrl: string | null;
}

/** How a world runs that another coordinator goes on with. */
export interface PresentState {
  readonly tier: TierName;
  /** Threads. */
  readonly count: number;
  readonly pace: Pace;
  readonly view: ViewRequest;
}

/** Another coordinator, and the rings it reads. */
export interface Revival {
  readonly worker: WorkerLike;
  readonly rings: CommandRings | null;
}

/** Coordinators that are replaced before a world is given up. */
const MOST_REVIVALS = 3;

type InternalEvents = LifeEvents & { frame: LifeFrame };

const NO_COMMAND: CommandFields = { kind: 0, index: 0, count: 0, x: 0, y: 0, radius: 0, value: 0 };

export class World implements Life {
  #refused: readonly RefusedTier[];
  readonly #means: WorldParts['means'];
  #founding: LifeFounding;
  #tier: TierName;
  readonly workersNote: string | null;
  #workers: number;
  #worker: WorkerLike;
  readonly #revive: WorldParts['revive'];
  /** The newest snapshot and what was asked since, from which a dead coordinator's world goes on. */
  #backup: { snapshot: ArrayBuffer; tick: number; commands: LoggedCommand[] } | null = null;
  /** The snapshot that the world began with, or null. */
  #from: Recording['from'] = null;
  /** What was asked of it since. */
  readonly #log: LoggedCommand[] = [];
  /** Commands that have no outcome yet. */
  readonly #asked = new Set<Promise<void>>();
  /** What is asked of it by a recording. */
  #replay: readonly LoggedCommand[] = [];
  /** The page's ends of the rings, and the requests of the commands sent, in order. */
  #sender: CommandSender | null = null;
  readonly #sent: number[] = [];
  #revivals = 0;
  #reviving = false;
  readonly #events = new Emitter<InternalEvents>();
  readonly #requests: Requests;
  readonly #timers: Timers;
  #heartbeat: unknown;
  /** Whether the worker was heard since the last heartbeat. */
  #heard = true;
  #pace: Pace;
  #view: ViewRequest;
  #frame: LifeFrame | null = null;
  /** Where frames of shared memory are taken from; null where they come as buffers. */
  #frames: TripleBufferReader | null = null;
  #stats: LifeStats | null = null;
  #fault: LifeEvents['fault'] | null = null;
  #destroyed = false;

  constructor({
    worker,
    founding,
    tier,
    refused,
    pace,
    view,
    workers,
    workersNote,
    timers = realTimers,
    means,
    revive = null,
    rings = null,
    resume = null,
  }: WorldParts) {
    this.#revive = revive;
    this.#means = means;
    this.#workers = workers;
    this.workersNote = workersNote;
    this.#worker = worker;
    this.#tier = tier;
    this.#refused = refused;
    this.#founding = foundingFromReply(founding);
    const header = resume === null || resume.snapshot === null ? null : readParts(resume.snapshot).header;
    this.#from = header === null ? null : { tick: header.tick, hash: hashOfHeader(header) };
    this.#replay = resume?.commands ?? [];
    this.#pace = pace;
    this.#view = view;
    this.#timers = timers;
    this.#requests = new Requests((id, request) => this.#send(id, request), timers);
    this.#useRings(rings);
    this.#hear(worker);
    this.#listen();
  }

  get tier(): TierName {
    return this.#tier;
  }

  set tier(value: TierChoice) {
    const choice = checkTier(value);
    this.setTier(choice).catch((error: unknown) => {
      if (!(error instanceof LifeDestroyedError)) this.#events.emit('error', error instanceof Error ? error : new Error(String(error)));
    });
  }

  get refused(): readonly RefusedTier[] {
    return this.#refused;
  }

  get founding(): LifeFounding {
    return this.#founding;
  }

  get workers(): number {
    return this.#workers;
  }

  get stats(): LifeStats | null {
    return this.#stats;
  }

  get frame(): LifeFrame | null {
    return this.#frame;
  }

  get fault(): LifeEvents['fault'] | null {
    return this.#fault;
  }

  get speed(): number {
    return this.#pace.speed;
  }

  set speed(value: number) {
    this.#setPace({ ...this.#pace, speed: checkSpeed(value) });
  }

  get paused(): boolean {
    return this.#pace.paused;
  }

  set paused(value: boolean) {
    this.#setPace({ ...this.#pace, paused: Boolean(value) });
  }

  get hidden(): boolean {
    return this.#pace.hidden;
  }

  set hidden(value: boolean) {
    this.#setPace({ ...this.#pace, hidden: Boolean(value) });
  }

  get colorBy(): ColorByName {
    const names = Object.keys(ColorBy) as ColorByName[];
    return names.find((name) => ColorBy[name] === this.#view.colorBy) ?? 'tribe';
  }

  set colorBy(value: ColorByName) {
    this.#setView({ ...this.#view, colorBy: checkColorBy(value) });
  }

  get showFood(): boolean {
    return this.#view.showFood;
  }

  set showFood(value: boolean) {
    this.#setView({ ...this.#view, showFood: Boolean(value) });
  }

  step(): void {
    if (!this.#destroyed) this.#worker.postMessage({ type: 'step' });
  }

  async setOption(name: keyof LifeOptions, value: number): Promise<void> {
    const checked = checkLiveOption(name, value);
    const index = optionNumber(name);
    await this.#command({ kind: CommandKind.setOption, index, value: engineValue(index, checked) });
  }

  async paintFood({ x, y, radius, amount }: Disc & { readonly amount: number }): Promise<void> {
    await this.#command({ kind: CommandKind.paintFood, ...disc({ x, y, radius }), value: checkFinite('amount', amount) });
  }

  async spawn(group: Disc & { readonly tribe: number | string; readonly count: number }): Promise<void> {
    await this.#command({
      kind: CommandKind.spawn,
      index: tribeNumber(this.founding, group.tribe),
      count: checkWhole('count', group.count, 1),
      ...disc(group),
    });
  }

  async kill(area: Disc): Promise<void> {
    await this.#command({ kind: CommandKind.kill, ...disc(area) });
  }

  async setGene(tribe: number | string, gene: GeneName, value: number): Promise<void> {
    const checked = checkGene(gene, value);
    await this.#command({
      kind: CommandKind.setGene,
      index: tribeNumber(this.founding, tribe),
      count: geneNumber(gene),
      value: Math.fround(checked),
    });
  }

  async pick(area: Disc): Promise<number> {
    return await this.#request<'pick'>({ ask: 'pick', ...disc(area) });
  }

  async inspect(id: number): Promise<LifeInspection | null> {
    return decodeInspection(await this.#request<'inspect'>({ ask: 'inspect', id: checkWhole('id', id) }));
  }

  async select(id: number): Promise<void> {
    await this.#request<'select'>({ ask: 'select', id: checkWhole('id', id) });
  }

  async setWorkers(count: number): Promise<number> {
    this.#workers = await this.#request<'workers'>({
      ask: 'workers',
      count: Math.min(MAX_WORKERS, Math.max(1, Math.round(checkFinite('workers', count)))),
    });
    return this.#workers;
  }

  async setTier(choice: TierChoice): Promise<number> {
    const { tier, refused } = chooseTier(checkTier(choice), detectFeatures());
    if (tier === this.#tier) return 0;
    const { workers, ...means } = this.#means(tier);
    const count = isPooledTier(tier) && isPooledTier(this.#tier) ? this.#workers : workers.count;
    const stood = await this.#request<'tier'>({ ask: 'tier', ...means, workers: { ...workers, count } }, FOUNDING_DEADLINE_MS);
    this.#refused = refused;
    return stood;
  }

  async harmWorker(worker: number, how: 'end' | 'hang' = 'end'): Promise<void> {
    await this.#request<'harm'>({ ask: 'harm', worker: checkWhole('worker', worker), how });
  }

  async hash(): Promise<{ readonly tick: number; readonly hash: string }> {
    return await this.#request<'hash'>({ ask: 'hash' });
  }

  async save(): Promise<ArrayBuffer> {
    return await this.#request<'save'>({ ask: 'save' });
  }

  async load(snapshot: ArrayBuffer | ArrayBufferView): Promise<void> {
    const bytes = bytesOf(snapshot);
    readParts(bytes);
    await this.#request<'load'>({ ask: 'load', snapshot: bytes }, FOUNDING_DEADLINE_MS);
  }

  async recording(): Promise<Recording> {
    const { tick, hash } = await this.hash();
    // Outcomes may come another way than the hash; those of commands before it are waited for.
    await Promise.allSettled(this.#asked);
    const commands = mergeLogs(this.#log, this.#replay);
    return makeRecording({ founding: this.#founding, from: this.#from, ticks: tick, hash, commands });
  }

  onFrame(listener: (frame: LifeFrame) => void): () => void {
    const stop = this.#events.on('frame', listener);
    if (this.#frame !== null) listener(this.#frame);
    return stop;
  }

  on<Name extends keyof LifeEvents>(name: Name, listener: (detail: LifeEvents[Name]) => void): () => void {
    return this.#events.on(name, listener as (detail: InternalEvents[Name]) => void);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#silence();
    this.#requests.rejectAll(new LifeDestroyedError());
    this.#events.clear();
    this.#frame = null;
  }

  #useRings(rings: CommandRings | null): void {
    this.#sender?.close();
    this.#sent.length = 0;
    this.#sender =
      rings === null
        ? null
        : new CommandSender(rings, ({ tick, refusal }) => {
            const id = this.#sent.shift() as number;
            if (refusal === null) this.#requests.answer(id, tick);
            else this.#requests.reject(id, new LifeCommandError(refusal));
          });
  }

  #send(id: number, request: Request): void {
    if (request.ask !== 'command' || this.#sender === null) {
      this.#worker.postMessage({ type: 'request', id, request });
      return;
    }
    this.#sent.push(id);
    if (this.#sender.send(request.command)) return;
    this.#sent.pop();
    queueMicrotask(() =>
      this.#requests.reject(id, new LifeCommandError(`${COMMAND_RING_RECORDS} commands wait already; let the world run first`)),
    );
  }

  #hear(worker: WorkerLike): void {
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#lose(event.message || 'the worker ended');
    };
    worker.onmessageerror = () => this.#stop('worker', 'a message could not be read');
  }

  /** The coordinator is dead or deaf: another one goes on with the world, or it stops for good. */
  #lose(reason: string): void {
    const backup = this.#backup;
    if (this.#destroyed || this.#fault !== null || this.#reviving) return;
    this.#silence();
    if (backup === null || this.#revive == null || this.#revivals >= MOST_REVIVALS) {
      this.#stop('worker', reason);
      return;
    }
    const since = performance.now();
    this.#reviving = true;
    this.#revivals += 1;
    const commands = mergeLogs(
      backup.commands,
      this.#replay.filter(({ tick }) => tick >= backup.tick),
    );
    const now = { tier: this.#tier, count: this.#workers, pace: this.#pace, view: this.#view };
    this.#revive({ snapshot: backup.snapshot.slice(0), commands }, now).then(
      ({ worker, rings }) => {
        this.#reviving = false;
        if (this.#destroyed) {
          worker.terminate();
          return;
        }
        this.#worker = worker;
        this.#useRings(rings);
        this.#hear(worker);
        this.#heard = true;
        this.#listen();
        worker.postMessage({ type: 'pace', pace: this.#pace });
        worker.postMessage({ type: 'view', view: this.#view });
        this.#requests.resend();
        this.#mended({
          cause: `the coordinator: ${reason}`,
          tick: backup.tick,
          worker: -1,
          step: 'rebuilt',
          ms: performance.now() - since,
        });
      },
      (error: unknown) => {
        this.#reviving = false;
        this.#stop('worker', `${reason}; and another could not take over: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
  }

  /** Ends the present worker; nothing of it is heard any more. */
  #silence(): void {
    this.#worker.onmessage = null;
    this.#worker.onmessageerror = null;
    this.#worker.onerror = null;
    this.#worker.terminate();
    this.#timers.clear(this.#heartbeat);
    this.#sender?.close();
    this.#frames = null;
  }

  #mended(recovery: LifeEvents['recovery']): void {
    console.warn(`skyflock: ${recovery.step} in tick ${recovery.tick}, ${Math.round(recovery.ms)} ms: ${recovery.cause}`);
    this.#events.emit('recovery', recovery);
  }

  #receive(message: FromCoordinator): void {
    this.#heard = true;
    switch (message.type) {
      case 'frames':
        this.#frames =
          message.shared === null ? null : new TripleBufferReader(viewTripleBuffer(message.shared.buffer, message.shared.address));
        break;
      case 'frame':
        this.#takeFrame(message);
        break;
      case 'stats':
        this.#takeStats(message);
        break;
      case 'answer':
        this.#requests.answer(message.id, message.value);
        break;
      case 'failure':
        this.#requests.reject(message.id, errorFromData(message.error));
        break;
      case 'recovery': {
        const { type: _, ...recovery } = message;
        this.#mended(recovery);
        break;
      }
      case 'backup':
        this.#backup = { snapshot: message.snapshot, tick: message.tick, commands: [] };
        break;
      case 'loaded':
        this.#founding = foundingFromReply(message.founding);
        this.#from = { tick: message.tick, hash: message.hash };
        this.#log.length = 0;
        this.#replay = [];
        this.#backup = null;
        this.#frame = null;
        this.#stats = null;
        this.#events.emit('loaded', this.#from);
        break;
      case 'refusal':
        this.#events.emit('error', new LifeCommandError(`a recorded command of tick ${message.tick} was refused: ${message.reason}`));
        break;
      case 'memorypressure': {
        const { type: _, ...pressure } = message;
        console.warn(`skyflock: ${pressureWords(pressure)}`);
        this.#events.emit('memorypressure', pressure);
        break;
      }
      case 'tierchange':
        this.#backup = null;
        this.#tier = message.tier;
        this.#workers = message.workers;
        console[message.reason === ASKED_FOR ? 'info' : 'warn'](`skyflock: the world goes on in tier '${message.tier}': ${message.reason}`);
        this.#events.emit('tierchange', { tier: message.tier, reason: message.reason });
        break;
      case 'fault':
        this.#stop(message.stage, message.reason, message.tick);
        break;
      default:
        this.#events.emit('error', new Error(`the worker sent '${message.type}' after its start`));
    }
  }

  #takeFrame(message: FrameMessage): void {
    const old = this.#frame;
    const times = { arrival: performance.now(), tickMilliseconds: message.tickMilliseconds, ticksPerSecond: message.ticksPerSecond };
    if (message.buffer !== null) {
      this.#frame = viewFrame(message.buffer, times);
    } else {
      // A frame may have been taken already, with the message of one before it.
      const frames = this.#frames;
      if (frames?.take() !== true) return;
      this.#frame = viewFrame(frames.data.buffer, times, frames.data.byteOffset);
    }
    this.#events.emit('frame', this.#frame);
    // The old buffer goes back last: until now its views were good.
    if (old !== null && old.buffer instanceof ArrayBuffer && !this.#destroyed) {
      this.#worker.postMessage({ type: 'release', buffer: old.buffer }, [old.buffer]);
    }
  }

  #takeStats(message: StatsMessage): void {
    const old = this.#stats;
    const stats = decodeStats(message);
    this.#stats = stats;
    this.#events.emit('stats', stats);
    if (old === null) return;
    stats.tribes.forEach((tribe, number) => {
      if (tribe.population > 0 || (old.tribes[number]?.population ?? 0) === 0) return;
      const name = number === HYBRID_TRIBE ? 'hybrids' : (this.founding.tribes[number]?.name ?? null);
      this.#events.emit('extinction', { tick: stats.tick, tribe: number, name });
    });
    if (stats.extinct && !old.extinct) this.#events.emit('extinction', { tick: stats.tick, tribe: null, name: null });
  }

  #stop(stage: string, reason: string, tick = this.#frame?.tick ?? 0): void {
    if (this.#fault !== null || this.#destroyed) return;
    const error = new LifeFaultError(stage, tick, reason);
    this.#fault = { stage, tick, reason, error };
    this.#timers.clear(this.#heartbeat);
    this.#requests.rejectAll(error);
    this.#events.emit('fault', this.#fault);
  }

  #setPace(pace: Pace): void {
    this.#pace = pace;
    if (!this.#destroyed) this.#worker.postMessage({ type: 'pace', pace });
  }

  #setView(view: ViewRequest): void {
    this.#view = view;
    if (!this.#destroyed) this.#worker.postMessage({ type: 'view', view });
  }

  async #command(command: Partial<CommandFields>): Promise<void> {
    const asked = this.#askCommand(command);
    this.#asked.add(asked);
    try {
      await asked;
    } finally {
      this.#asked.delete(asked);
    }
  }

  async #askCommand(command: Partial<CommandFields>): Promise<void> {
    const whole = { ...NO_COMMAND, ...command };
    const tick = await this.#request<'command'>({ ask: 'command', command: whole });
    this.#log.push({ tick, command: whole });
    // What a newer snapshot holds already needs no second time.
    if (this.#backup !== null && tick >= this.#backup.tick) this.#backup.commands.push({ tick, command: whole });
  }

  #request<Ask extends Request['ask']>(request: RequestOf<Ask>, milliseconds?: number): Promise<Answers[Ask]> {
    if (this.#destroyed) return Promise.reject(new LifeDestroyedError());
    if (this.#fault !== null) return Promise.reject(this.#fault.error);
    return this.#requests.ask<Ask>(request, milliseconds);
  }

  /**
   * Makes sure that the worker lives. One that was silent for a heartbeat is asked something, and
   * is given up when it doesn't answer: a late timer alone (a sleeping machine, a debugger) proves
   * nothing, because the page was late itself.
   */
  #listen(): void {
    this.#heartbeat = this.#timers.set(() => {
      const silent = !this.#heard;
      this.#heard = false;
      if (!silent) {
        this.#listen();
        return;
      }
      this.#requests.ask({ ask: 'hash' }).then(
        () => this.#listen(),
        (error: unknown) => {
          if (!(error instanceof LifeTimeoutError)) return;
          this.#lose('it no longer answers');
        },
      );
    }, HEARTBEAT_MS);
  }
}

function disc({ x, y, radius }: Disc): { x: number; y: number; radius: number } {
  return { x: checkFinite('x', x), y: checkFinite('y', y), radius: checkFinite('radius', radius) };
}

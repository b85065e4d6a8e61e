/** The page's side of a running world: messages out, events and answers in. */

import { FOUNDING_DEADLINE_MS, realTimers } from '../../engine/deadline.js';
import type { Report } from '../../engine/diagnostics.js';
import { Emitter } from '../../engine/emitter.js';
import { ASKED_FOR, detectFeatures } from '../../engine/features.js';
import { pastOf } from '../../engine/history.js';
import { loadPart } from '../../engine/load-part.js';
import { log } from '../../engine/log.js';
import { tierFor } from '../../engine/page-defaults.js';
import { chooseTier, isPooledTier, type RefusedTier } from '../../engine/tier.js';
import type { TierChoice, TierName } from '../../engine/tier-names.js';
import { MAX_WORKERS, PartitionStrategy } from '../../generated/life-layout.js';
import { decodeStats } from '../shared/decode-records.js';
import { LifeCommandError, LifeDestroyedError, LifeFaultError, refuseLifeTier } from '../shared/errors.js';
import { foundingFromReply } from '../shared/founding.js';
import type { LifeFrame } from '../shared/frame.js';
import type {
  Answers,
  CommandFields,
  FrameMessage,
  FromCoordinator,
  Pace,
  Request,
  RequestOf,
  StatsMessage,
  ViewRequest,
} from '../shared/messages.js';
import { makeRecording } from '../shared/recording.js';
import type { LifeStats } from '../shared/records.js';
import { checkFinite, checkPartitionStrategy, checkTier, PARTITION_STRATEGIES } from '../shared/settings.js';
import { readParts } from '../shared/snapshot.js';
import type { Life, LifeEvents, LifeFounding, PartitionStrategyName, Recording } from '../shared/types.js';
import { bytesOf } from './beginning.js';
import { CommandLog } from './command-log.js';
import { CoordinatorLink, type CoordinatorThread } from './coordinator-link.js';
import { extinctionsBetween } from './extinctions.js';
import { FrameReceiver } from './frame-receiver.js';
import { pressureWords } from './memory-pressure.js';
import { type PresentState, Revival } from './revival.js';
import { WorldCalls } from './world-calls.js';
import type { WorldParts } from './world-parts.js';

/** Ticks whose times are kept for reports. */
const TIMED_TICKS = 256;

type InternalEvents = LifeEvents & { frame: LifeFrame };

export class World extends WorldCalls implements Life {
  #refused: readonly RefusedTier[];
  readonly #means: WorldParts['means'];
  #founding: LifeFounding;
  #tier: TierName;
  readonly #asked: WorldParts['asked'];
  readonly workersNote: string | null;
  #workers: number;
  #strategy: PartitionStrategy;
  readonly #link: CoordinatorLink;
  readonly #revival: Revival;
  readonly #commands: CommandLog;
  readonly #frames = new FrameReceiver();
  readonly #events = new Emitter<InternalEvents>();
  protected pace: Pace;
  protected view: ViewRequest;
  readonly #files: NonNullable<WorldParts['files']> | null;
  /** Whether the present coordinator was asked to keep what recovery needs. */
  #asksToKeep = false;
  #frame: LifeFrame | null = null;
  #stats: LifeStats | null = null;
  /** How long the last ticks took. Unit: ms. */
  #ticks: readonly number[] = [];
  #fault: LifeEvents['fault'] | null = null;
  /** The newest tick that was seen of the world; none before it may be shown. */
  #seen = 0;
  #destroyed = false;

  constructor(parts: WorldParts) {
    super();
    const { worker, rings, timers = realTimers } = parts;
    this.#means = parts.means;
    this.#workers = parts.workers;
    this.workersNote = parts.workersNote;
    this.#strategy = parts.strategy ?? PartitionStrategy.bisection;
    this.#tier = parts.tier;
    this.#asked = parts.asked;
    this.#refused = parts.refused;
    this.#founding = foundingFromReply(parts.founding);
    this.#commands = new CommandLog(parts.resume);
    this.pace = parts.pace;
    this.view = parts.view;
    this.#files = parts.files ?? null;
    this.#revival = new Revival(parts.revive, parts.resume?.snapshot ?? null, {
      present: () => ({ tier: this.#tier, count: this.#workers, strategy: this.#strategy, pace: this.pace, view: this.view }),
      seen: () => this.#seen,
      commandsSince: (tick) => this.#commands.since(tick),
      silence: () => this.#silence(),
      goOn: (thread, now, reason) => this.#goOn(thread, now, reason),
      progressed: (progress) => this.#events.emit('progress', progress),
      recovered: (recovery) => this.#recovered(recovery),
      stop: (reason) => this.#stop('worker', reason),
    });
    const host = {
      hear: (message: FromCoordinator) => this.#receive(message),
      stands: () => this.pace.paused || this.pace.hidden,
      lose: (reason: string) => {
        if (!this.#destroyed && this.#fault === null) void this.#revival.revive(reason);
      },
    };
    this.#link = new CoordinatorLink({ worker, rings }, host, timers);
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

  get partitionStrategy(): PartitionStrategyName {
    return PARTITION_STRATEGIES[this.#strategy] as PartitionStrategyName;
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

  step(): void {
    // As a request it is asked again where a coordinator dies before it is done; a world that stops says so by its fault.
    this.request<'step'>({ ask: 'step' }, FOUNDING_DEADLINE_MS).then(
      (tick) => this.#see(tick),
      () => {},
    );
  }

  async setWorkers(count: number, partitionStrategy = this.partitionStrategy): Promise<number> {
    const strategy = checkPartitionStrategy(partitionStrategy);
    this.#workers = await this.request<'workers'>({
      ask: 'workers',
      count: Math.min(MAX_WORKERS, Math.max(1, Math.round(checkFinite('workers', count)))),
      strategy,
    });
    this.#strategy = strategy;
    return this.#workers;
  }

  async setTier(choice: TierChoice): Promise<number> {
    const { tier, refused } = chooseTier(tierFor('life', checkTier(choice)), detectFeatures(), refuseLifeTier);
    this.#asked.tier = choice;
    if (tier === this.#tier) return 0;
    const { workers, ...means } = this.#means(tier);
    const count = isPooledTier(tier) && isPooledTier(this.#tier) ? this.#workers : workers.count;
    const stood = await this.request<'tier'>(
      { ask: 'tier', ...means, workers: { ...workers, count, strategy: this.#strategy } },
      FOUNDING_DEADLINE_MS,
    );
    this.#refused = refused;
    return stood;
  }

  async hash(): Promise<{ readonly tick: number; readonly hash: string }> {
    const told = await this.request<'hash'>({ ask: 'hash' });
    this.#see(told.tick);
    return told;
  }

  async load(snapshot: ArrayBuffer | ArrayBufferView): Promise<void> {
    const bytes = bytesOf(snapshot);
    readParts(bytes);
    await this.request<'load'>({ ask: 'load', snapshot: bytes }, FOUNDING_DEADLINE_MS);
  }

  async recording(): Promise<Recording> {
    const { tick, hash } = await this.hash();
    // Outcomes may come another way than the hash; those of commands before it are waited for.
    await this.#commands.settled();
    const { from } = this.#commands;
    return makeRecording({ founding: this.#founding, from, ticks: tick, hash, commands: this.#commands.since(0) });
  }

  async report(): Promise<Report> {
    const { lifeReport } = await loadPart(() => import('./life-report.js'), 'report()');
    const stands = this.pace.paused || this.pace.hidden || this.pace.speed === 0;
    const state = this.#destroyed ? 'destroyed' : this.#fault !== null ? 'stopped' : stands ? 'standing' : 'running';
    const runsOn = this.#files === null ? 'page' : 'worker';
    return lifeReport({ life: this, state, runsOn, asked: this.#asked, ticks: this.#ticks, past: pastOf(this.#events) });
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
    this.#files?.release();
    this.#link.giveUp(new LifeDestroyedError());
    this.#events.clear();
    this.#frame = null;
  }

  /** Another coordinator goes on; false where nobody wants it to. */
  #goOn(thread: CoordinatorThread, { tier, count }: PresentState, reason: string): boolean {
    if (this.#destroyed) return false;
    this.#link.replace(thread);
    this.#asksToKeep = false;
    if (tier !== this.#tier) this.#changeTier(tier, count, reason);
    this.#link.post({ type: 'pace', pace: this.pace });
    this.#link.post({ type: 'view', view: this.view });
    this.#link.resend();
    return true;
  }

  /** Ends the present coordinator; nothing of it is heard any more. */
  #silence(): void {
    this.#link.silence();
    this.#frames.use(null);
  }

  #recovered(recovery: LifeEvents['recovery']): void {
    log('warn', `skyflock: ${recovery.step} in tick ${recovery.tick}, ${Math.round(recovery.ms)} ms: ${recovery.cause}`);
    this.#events.emit('recovery', recovery);
  }

  #receive(message: FromCoordinator): void {
    switch (message.type) {
      case 'frames':
        this.#frames.use(message.shared);
        this.#link.watch(message.shared);
        break;
      case 'alive':
        this.#link.hold(message.holds);
        break;
      case 'frame':
        this.#takeFrame(message);
        break;
      case 'stats':
        this.#takeStats(message);
        break;
      case 'answer':
        this.#link.answer(message.id, message.value);
        break;
      case 'failure':
        this.#link.fail(message.id, message.error);
        break;
      case 'recovery': {
        const { type: _, ...recovery } = message;
        this.#recovered(recovery);
        break;
      }
      case 'progress': {
        const { type: _, ...progress } = message;
        this.#events.emit('progress', progress);
        break;
      }
      case 'kept':
        void this.#files?.takeKept(message, this.#tier);
        break;
      case 'backup': {
        const spent = this.#revival.keep(message);
        if (message.snapshot !== null) this.#link.post({ type: 'backupkept', spent }, spent === null ? [] : [spent]);
        break;
      }
      case 'loaded':
        this.#founding = foundingFromReply(message.founding);
        this.#takeOver({ tick: message.tick, hash: message.hash });
        break;
      case 'refusal':
        this.#events.emit('error', new LifeCommandError(`a recorded command of tick ${message.tick} was refused: ${message.reason}`));
        break;
      case 'memorypressure': {
        const { type: _, ...pressure } = message;
        log('warn', `skyflock: ${pressureWords(pressure)}`);
        this.#files?.spareMemory();
        this.#events.emit('memorypressure', pressure);
        break;
      }
      case 'tierchange':
        this.#changeTier(message.tier, message.workers, message.reason);
        break;
      case 'fault':
        this.#stop(message.stage, message.reason, message.tick);
        break;
      default:
        this.#events.emit('error', new Error(`the worker sent '${message.type}' after its start`));
    }
  }

  #changeTier(tier: TierName, workers: number, reason: string): void {
    this.#tier = tier;
    this.#workers = workers;
    log(reason === ASKED_FOR ? 'info' : 'warn', `skyflock: the world goes on in tier '${tier}': ${reason}`);
    this.#events.emit('tierchange', { tier, reason });
  }

  #see(tick: number): void {
    this.#seen = Math.max(this.#seen, tick);
  }

  /** Once there is a picture, what its world may need again is fetched. */
  #keep(): void {
    if (this.#asksToKeep || this.#files === null) return;
    this.#asksToKeep = true;
    const isWanted = (): boolean => !this.#destroyed && this.#fault === null;
    void this.#files.keep((message) => this.#link.post(message), isWanted);
  }

  #takeFrame(message: FrameMessage): void {
    this.#keep();
    this.#link.expect(message.tickMilliseconds);
    const old = this.#frame;
    const frame = this.#frames.takeFrame(message);
    if (frame === null) return;
    this.#frame = frame;
    this.#see(frame.tick);
    this.#events.emit('frame', frame);
    // The old buffer goes back last: until now its views were good.
    if (old !== null && old.buffer instanceof ArrayBuffer && !this.#destroyed) {
      this.#link.post({ type: 'release', buffer: old.buffer }, [old.buffer]);
    }
  }

  #takeStats(message: StatsMessage): void {
    const old = this.#stats;
    const stats = decodeStats(message);
    this.#stats = stats;
    this.#ticks = [...this.#ticks, ...message.tickLog].slice(-TIMED_TICKS);
    this.#see(stats.tick);
    this.#link.expect(message.tickMilliseconds);
    this.#events.emit('stats', stats);
    const extinctions = old === null ? [] : extinctionsBetween(old, stats, this.#founding);
    for (const extinction of extinctions) this.#events.emit('extinction', extinction);
  }

  /** The world of a snapshot goes on in place of the one before. */
  #takeOver(from: NonNullable<Recording['from']>): void {
    this.#commands.restart(from);
    this.#revival.drop();
    this.#seen = from.tick;
    this.#frame = null;
    this.#stats = null;
    this.#events.emit('loaded', from);
  }

  #stop(stage: string, reason: string, tick = this.#frame?.tick ?? 0): void {
    if (this.#fault !== null || this.#destroyed) return;
    const error = new LifeFaultError(stage, tick, reason);
    this.#fault = { stage, tick, reason, error };
    this.#link.giveUp(error);
    this.#events.emit('fault', this.#fault);
  }

  protected setPace(pace: Pace): void {
    this.pace = pace;
    if (!this.#destroyed) this.#link.post({ type: 'pace', pace });
  }

  protected setView(view: ViewRequest): void {
    this.view = view;
    if (!this.#destroyed) this.#link.post({ type: 'view', view });
  }

  protected async command(command: CommandFields): Promise<void> {
    await this.#commands.add(command, this.request<'command'>({ ask: 'command', command }));
  }

  protected request<Ask extends Request['ask']>(request: RequestOf<Ask>, milliseconds?: number): Promise<Answers[Ask]> {
    if (this.#destroyed) return Promise.reject(new LifeDestroyedError());
    if (this.#fault !== null) return Promise.reject(this.#fault.error);
    return this.#link.ask<Ask>(request, milliseconds);
  }
}

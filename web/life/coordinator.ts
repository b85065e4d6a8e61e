/**
 * The coordinator: runs a kernel at the pace asked for, sends frames and statistics, answers
 * requests. It lives on a worker, but knows neither `self` nor timers: a host gives it both, so
 * that a test can run it in Node by a clock of its own.
 *
 *   page ── pace, view, step, request, release ──▶ coordinator ── step, enqueue ──▶ kernel
 *   page ◀── frame (buffer), stats, answer, fault ──┘
 *
 * Frames go out in a ring of FRAME_BUFFERS transferred buffers. The page gives each one back; when
 * none is free the frame is skipped, and the next one shows a later tick. A standing world sends
 * the frame it still owes as soon as a buffer is back.
 */
import { describe, errorToData, LifeCommandError, LifeFaultError, LifeStartError } from '../engine/errors.js';
import {
  type Answer,
  type CommandFields,
  type CommandRings,
  FRAME_BUFFERS,
  FRAME_INTERVAL_MS,
  type FromCoordinator,
  type LoggedCommand,
  type Pace,
  PROTOCOL_VERSION,
  type RecoveryMessage,
  type Request,
  type RequestOf,
  STATS_INTERVAL_MS,
  type StartMessage,
  type ToCoordinator,
  type ViewRequest,
} from '../engine/protocol.js';
import { ASKED_FOR, type TierName } from '../engine/tier.js';
import { LAYOUT_ID, TICKS_PER_SECOND } from '../generated/life-layout.js';
import { CommandReceiver } from './command-rings.js';
import { isPooled, type LifeKernel, type PooledKernel } from './kernel.js';
import { Pacer, RateMeter } from './pacing.js';
import { ThreadsKernel, WorkerFault } from './threads-kernel.js';

/** Milliseconds between two snapshots of a world on many threads. */
const SNAPSHOT_INTERVAL_MS = 1000;
/** Rebuilds within this time... */
const REBUILD_WINDOW_MS = 60_000;
/** ...beyond which the world goes on in the next tier. */
const MOST_REBUILDS = 3;
/** Threads that are replaced in one tick before the world is rebuilt. */
const MOST_REPLACEMENTS = 3;

type RecoveryStep = RecoveryMessage['step'];

/** What a world can be rebuilt from: a state, and what was asked of it since. */
interface Backup {
  readonly snapshot: ArrayBuffer;
  readonly tick: number;
  readonly commands: LoggedCommand[];
}

/** What the coordinator needs of the thread it runs on. */
export interface CoordinatorHost {
  post(message: FromCoordinator, transfer?: ArrayBuffer[]): void;
  /** Milliseconds, never jumping back. */
  now(): number;
  /** Calls `action` once after this many milliseconds (0: as soon as waiting messages are read), instead of an earlier wish. */
  wake(milliseconds: number, action: () => void): void;
  /**
   * Gets ready what `makeKernel` will need, while another kernel still runs.
   */
  prepare(start: StartMessage): Promise<void>;
  /**
   * Makes the kernel, from a snapshot where there is one; `progress` is called whenever the start
   * comes a step further.
   */
  makeKernel(start: StartMessage, progress: (stage: 'wasm' | 'founding') => void, snapshot: ArrayBuffer | null): Promise<LifeKernel>;
}

export class Coordinator {
  readonly #host: CoordinatorHost;
  readonly #pacer = new Pacer(TICKS_PER_SECOND);
  readonly #meter = new RateMeter();
  readonly #free: ArrayBuffer[] = [];
  #kernel: LifeKernel | null = null;
  #starting = false;
  #fault: LifeFaultError | null = null;
  #pace: Pace = { speed: 1, paused: false, hidden: false };
  #view: ViewRequest = { colorBy: 0, showFood: false };
  #frameOwed = false;
  #framedAt = Number.NEGATIVE_INFINITY;
  #statsAt = Number.NEGATIVE_INFINITY;
  #statsTick = -1;
  #start: StartMessage | null = null;
  #receiver: CommandReceiver | null = null;
  #backup: Backup | null = null;
  /** Commands of a world that goes on, which wait for their ticks. */
  readonly #due: LoggedCommand[] = [];
  #backupAt = Number.NEGATIVE_INFINITY;
  #rebuiltAt: number[] = [];
  /** What waits for the end of a recovery or a tick, which nothing may disturb; null while there is none. */
  #waiting: (() => void)[] | null = null;
  /** Whether the last snapshot's memory was refused, and the page knows. */
  #backupRefused = false;
  /** The last tick that ended; a trapped engine can't be asked for it. */
  #lastTick = 0;
  /** Commands that wait in the kernel for its next tick. */
  #queued: CommandFields[] = [];
  /** The animal whose position frames carry, or 0. */
  #selected = 0;

  readonly #mostRebuilds: number;

  /** @param mostRebuilds rebuilds within a minute beyond which the world goes on in the next tier */
  constructor(host: CoordinatorHost, mostRebuilds = MOST_REBUILDS) {
    this.#host = host;
    this.#mostRebuilds = mostRebuilds;
  }

  /** Greets the page: the script is loaded and is the right one. */
  greet(): void {
    this.#host.post({ type: 'hello', protocol: PROTOCOL_VERSION, layoutId: LAYOUT_ID });
  }

  /** Takes a message of the page. */
  receive(message: ToCoordinator): void {
    if (message.type !== 'release') this.#whenFree(() => this.#take(message));
    else this.#take(message);
  }

  #whenFree(action: () => void): void {
    if (this.#waiting === null) action();
    else this.#waiting.push(action);
  }

  #take(message: ToCoordinator): void {
    switch (message.type) {
      case 'start':
        void this.#begin(message);
        break;
      case 'pace':
        this.#pace = message.pace;
        this.#applyPace();
        break;
      case 'view':
        this.#view = message.view;
        this.#oweFrame();
        break;
      case 'step':
        this.#guard('step', (kernel) => {
          this.#after(kernel, this.#tick(kernel), () => {
            this.#sendStats(kernel);
            this.#oweFrame();
          });
        });
        break;
      case 'release':
        // What belonged to a kernel before this one may be too small.
        if (message.buffer.byteLength === this.#kernel?.maxFrameBytes && this.#free.length < FRAME_BUFFERS) this.#free.push(message.buffer);
        if (this.#frameOwed) this.#sendFrame();
        break;
      case 'request':
        this.#answer(message.id, message.request);
        break;
    }
  }

  async #begin(start: StartMessage): Promise<void> {
    try {
      if (this.#starting) throw new LifeStartError('founding', 'this worker has a world already', 'Use one worker a world');
      this.#starting = true;
      if (start.layoutId !== LAYOUT_ID || start.protocol !== PROTOCOL_VERSION) {
        throw new LifeStartError(
          'layout',
          `the page speaks protocol ${start.protocol} and layout ${hex(start.layoutId)}, the worker ${PROTOCOL_VERSION} and ${hex(LAYOUT_ID)}`,
          'Serve page and worker from the same build, and empty the cache',
        );
      }
      const kernel = await this.#host.makeKernel(
        start,
        (stage) => this.#host.post({ type: 'progress', stage }),
        start.resume?.snapshot ?? null,
      );
      this.#start = start;
      this.#due.push(...(start.resume?.commands ?? []).filter(({ tick }) => tick >= kernel.tick));
      if (start.rings !== null) this.#listen(start.rings);
      this.#pace = start.pace;
      this.#view = start.view;
      this.#makeFrames(kernel);
      this.#host.post({ type: 'started', founding: kernel.founding });
      if (kernel.memoryPressure != null) this.#host.post({ type: 'memorypressure', ...kernel.memoryPressure });
      this.#use(kernel);
    } catch (error) {
      this.#host.post({ type: 'refused', error: errorToData(asStartError(error)) });
      return;
    }
    this.#applyPace();
    this.#guard('stats', (kernel) => this.#sendStats(kernel));
    this.#oweFrame();
  }

  #use(kernel: LifeKernel): void {
    if (kernel instanceof ThreadsKernel) {
      kernel.onTrap = (worker, reason) => this.#tell({ cause: `worker ${worker}: ${reason}`, worker, step: 'retried', ms: 0 });
    }
    this.#kernel = kernel;
    this.#lastTick = kernel.tick;
    this.#host.post({ type: 'frames', shared: kernel instanceof ThreadsKernel ? kernel.frames : null });
    if (this.#selected !== 0) kernel.select(this.#selected);
    this.#backUp(kernel);
  }

  /** Makes the buffers that frames travel in. @throws RangeError when their memory is refused */
  #makeFrames(kernel: LifeKernel): void {
    const count = kernel instanceof ThreadsKernel ? 0 : FRAME_BUFFERS;
    const buffers = Array.from({ length: count }, () => new ArrayBuffer(kernel.maxFrameBytes));
    this.#free.splice(0, this.#free.length, ...buffers);
  }

  /** Keeps the present state, from which the world can be rebuilt. Nobody rebuilds a world of one thread. */
  #backUp(kernel: LifeKernel): void {
    this.#backupAt = this.#host.now();
    if (!isPooled(kernel)) {
      this.#backup = null;
      return;
    }
    try {
      const snapshot = kernel.save();
      const copy = snapshot.slice(0);
      this.#backup = { snapshot, tick: kernel.tick, commands: [] };
      this.#host.post({ type: 'backup', tick: kernel.tick, snapshot: copy }, [copy]);
      this.#backupRefused = false;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The older snapshot serves as well: only more ticks are run again, should it be needed.
      if (this.#backupRefused) return;
      this.#backupRefused = true;
      const { capacity } = kernel.founding;
      const bytes = kernel instanceof ThreadsKernel ? kernel.snapshotBytes : kernel.memoryBytes;
      this.#host.post({ type: 'memorypressure', requestedEntities: capacity, grantedEntities: capacity, bytes });
    }
  }

  #applyPace(): void {
    const speed = this.#pace.paused || this.#pace.hidden || this.#fault !== null ? 0 : this.#pace.speed;
    this.#pacer.run(this.#host.now(), speed);
    if (speed === 0) {
      this.#oweFrame();
      if (this.#lastTick !== this.#statsTick) this.#guard('stats', (kernel) => this.#sendStats(kernel));
    }
    this.#sleep();
  }

  /** Sets the alarm for the next tick. */
  #sleep(): void {
    if (this.#kernel === null || !this.#pacer.running || this.#waiting !== null) return;
    this.#host.wake(this.#pacer.wait(this.#host.now()), () => this.#wake());
  }

  #wake(): void {
    this.#guard('step', (kernel) => {
      const now = (): number => this.#host.now();
      if (now() - this.#backupAt >= SNAPSHOT_INTERVAL_MS) this.#backUp(kernel);
      let goesOn: Promise<void> | undefined;
      const ran = this.#pacer.advance(now, () => {
        goesOn = this.#tick(kernel);
        return goesOn;
      });
      this.#after(kernel, goesOn, () => {
        this.#meter.update(now());
        if (ran > 0 && now() - this.#framedAt >= FRAME_INTERVAL_MS) {
          this.#frameOwed = true;
          this.#sendFrame();
        }
        if (ran > 0 && now() - this.#statsAt >= STATS_INTERVAL_MS) this.#sendStats(kernel);
      });
    });
    this.#sleep();
  }

  /** Goes on once a tick that runs elsewhere has ended; until then messages wait. */
  #after(kernel: LifeKernel, tick: Promise<void> | undefined, action: () => void): void {
    if (tick === undefined) {
      action();
      return;
    }
    this.#waiting = [];
    const goOn = (error?: unknown): void => {
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      if (error === undefined) this.#guard('step', action);
      else this.#mend(kernel, error, 'step');
      for (const action of waiting) this.#whenFree(action);
      this.#sleep();
    };
    tick.then(
      () => goOn(),
      (error: unknown) => goOn(error),
    );
  }

  /** Commands come through rings from now on. */
  #listen(rings: CommandRings): void {
    const receiver = new CommandReceiver(rings, (command) => {
      const kernel = this.#kernel as LifeKernel;
      try {
        return { tick: this.#enqueue(kernel, command), refusal: null };
      } catch (error) {
        return { tick: this.#lastTick, refusal: describe(error) };
      }
    });
    this.#receiver = receiver;
    void receiver.listen(
      () => this.#fault === null,
      () => this.#drain(),
    );
  }

  #drain(): void {
    if (this.#kernel !== null && this.#fault === null && this.#waiting === null) this.#receiver?.drain();
  }

  #tick(kernel: LifeKernel): Promise<void> | undefined {
    this.#drain();
    const before = this.#host.now();
    while (this.#due[0]?.tick === kernel.tick) this.#enqueueDue(kernel, this.#due.shift() as LoggedCommand);
    const ended = (): void => {
      this.#lastTick = kernel.tick;
      this.#queued.length = 0;
      this.#meter.tick(this.#host.now() - before);
    };
    const goesOn = kernel.step();
    if (goesOn !== undefined) return goesOn.then(ended);
    ended();
    return undefined;
  }

  #oweFrame(): void {
    this.#frameOwed = true;
    this.#sendFrame();
  }

  #sendFrame(): void {
    this.#guard('frame', (kernel) => {
      if (kernel instanceof ThreadsKernel) {
        kernel.publishFrame(this.#view.colorBy, this.#view.showFood);
        this.#tellFrame(null);
        return;
      }
      const buffer = this.#free.pop();
      if (buffer === undefined) return;
      kernel.writeFrame(this.#view.colorBy, this.#view.showFood, buffer);
      this.#tellFrame(buffer);
    });
  }

  #tellFrame(buffer: ArrayBuffer | null): void {
    this.#frameOwed = false;
    this.#framedAt = this.#host.now();
    const { ticksPerSecond, tickMilliseconds } = this.#meter;
    const transfer = buffer === null ? [] : [buffer];
    this.#host.post({ type: 'frame', buffer, ticksPerSecond: this.#pacer.running ? ticksPerSecond : 0, tickMilliseconds }, transfer);
  }

  #sendStats(kernel: LifeKernel): void {
    this.#statsAt = this.#host.now();
    this.#statsTick = this.#lastTick;
    const record = kernel.stats();
    const workers = kernel.workerReports();
    this.#host.post(
      {
        type: 'stats',
        record,
        ticksPerSecond: this.#pacer.running ? this.#meter.ticksPerSecond : 0,
        tickMilliseconds: this.#meter.tickMilliseconds,
        phaseMilliseconds: kernel.phaseMilliseconds(),
        droppedTicks: this.#pacer.dropped,
        memoryBytes: kernel.memoryBytes,
        workers,
        runMilliseconds: isPooled(kernel) ? kernel.runMilliseconds : this.#meter.tickMilliseconds,
      },
      [record, workers],
    );
  }

  #answer(id: number, request: Request): void {
    if (request.ask === 'workers') {
      void this.#changeWorkers(id, request.count);
      return;
    }
    if (request.ask === 'load') {
      void this.#load(id, request.snapshot);
      return;
    }
    if (request.ask === 'tier') {
      void this.#askForTier(id, request);
      return;
    }
    try {
      if (this.#fault !== null) throw this.#fault;
      if (this.#kernel === null) throw new LifeStartError('founding', 'there is no world yet', 'Wait for createLife');
      const value = this.#ask(this.#kernel, request);
      this.#host.post({ type: 'answer', id, value }, value instanceof ArrayBuffer ? [value] : []);
    } catch (error) {
      if (isTrap(error)) this.#stop('request', error);
      this.#host.post({ type: 'failure', id, error: errorToData(this.#fault ?? error) });
    }
  }

  #ask(kernel: LifeKernel, request: Exclude<Request, { ask: 'workers' | 'load' | 'tier' }>): Answer {
    switch (request.ask) {
      case 'command':
        return this.#enqueue(kernel, request.command);
      case 'pick':
        return kernel.pick(request.x, request.y, request.radius);
      case 'inspect':
        return kernel.inspect(request.id);
      case 'select':
        kernel.select(request.id);
        this.#selected = request.id;
        this.#oweFrame();
        return null;
      case 'hash':
        return { tick: kernel.tick, hash: kernel.hash() };
      case 'save':
        return kernel.save();
      case 'harm':
        if (!isPooled(kernel)) throw new LifeCommandError('this tier has no workers of its own to harm');
        kernel.harmWorker(request.worker, request.how);
        return null;
    }
  }

  /** Queues a command, and keeps it for a rebuilt world; gives the ticks done. */
  #enqueue(kernel: LifeKernel, command: CommandFields): number {
    kernel.enqueue(command);
    this.#queued.push(command);
    this.#backup?.commands.push({ tick: kernel.tick, command });
    return kernel.tick;
  }

  /** Queues a command that waited for its tick; one that is refused changes nothing. */
  #enqueueDue(kernel: LifeKernel, { tick, command }: LoggedCommand): void {
    try {
      this.#enqueue(kernel, command);
    } catch (error) {
      if (!(error instanceof LifeCommandError)) throw error;
      this.#host.post({ type: 'refusal', tick, reason: describe(error) });
    }
  }

  /** Goes on with the world of a snapshot; where that can't be, the one that runs goes on. */
  async #load(id: number, snapshot: ArrayBuffer): Promise<void> {
    const old = this.#kernel;
    const start = this.#start;
    try {
      if (this.#fault !== null) throw this.#fault;
      if (old === null || start === null) throw new LifeStartError('founding', 'there is no world yet', 'Wait for createLife');
      this.#drain();
      this.#hold();
      const kernel = await this.#host.makeKernel(startIn(old.tier, old.workers, start), () => {}, snapshot);
      try {
        this.#makeFrames(kernel);
      } catch (error) {
        kernel.destroy();
        throw error;
      }
      this.#host.post({ type: 'loaded', founding: kernel.founding, tick: kernel.tick, hash: kernel.hash() });
      old.destroy();
      this.#due.length = 0;
      this.#queued.length = 0;
      this.#selected = 0;
      this.#statsTick = -1;
      this.#backup = null;
      this.#use(kernel);
      this.#host.post({ type: 'answer', id, value: null });
    } catch (error) {
      this.#host.post({ type: 'failure', id, error: errorToData(asStartError(error)) });
    } finally {
      if (this.#waiting !== null) this.#goOn();
    }
    this.#guard('stats', (kernel) => this.#sendStats(kernel));
    this.#oweFrame();
  }

  /** Gets another tier ready while the world goes on, and then changes to it between two ticks. */
  async #askForTier(id: number, { tier, workers, wasmUrl }: RequestOf<'tier'>): Promise<void> {
    try {
      if (this.#fault !== null) throw this.#fault;
      if (this.#start === null) throw new LifeStartError('founding', 'there is no world yet', 'Wait for createLife');
      const start = { ...this.#start, tier, workers, wasmUrl };
      await this.#host.prepare(start);
      this.#whenFree(() => void this.#changeTier(id, start));
    } catch (error) {
      this.#host.post({ type: 'failure', id, error: errorToData(asStartError(error)) });
    }
  }

  /** Goes on in another tier; where that can't be, the kernel that runs goes on. */
  async #changeTier(id: number, start: StartMessage): Promise<void> {
    const since = this.#host.now();
    try {
      if (this.#fault !== null) throw this.#fault;
      const old = this.#kernel as LifeKernel;
      this.#drain();
      this.#hold();
      const kernel = await this.#host.makeKernel(start, () => {}, old.save());
      for (const command of this.#queued) kernel.enqueue(command);
      this.#makeFrames(kernel);
      old.destroy();
      this.#start = start;
      this.#use(kernel);
      for (const command of this.#queued) this.#backup?.commands.push({ tick: kernel.tick, command });
      this.#host.post({ type: 'tierchange', tier: kernel.tier, workers: kernel.workers, reason: ASKED_FOR });
      this.#host.post({ type: 'answer', id, value: this.#host.now() - since });
    } catch (error) {
      this.#host.post({ type: 'failure', id, error: errorToData(asStartError(error)) });
    } finally {
      if (this.#waiting !== null) this.#goOn();
    }
    this.#guard('stats', (kernel) => this.#sendStats(kernel));
    this.#oweFrame();
  }

  /** Goes on with another number of threads. */
  async #changeWorkers(id: number, count: number): Promise<void> {
    const kernel = this.#kernel;
    try {
      if (this.#fault !== null) throw this.#fault;
      if (!isPooled(kernel)) throw new LifeCommandError('this tier runs on one thread');
      this.#hold();
      await kernel.changeWorkers(count);
      this.#host.post({ type: 'answer', id, value: kernel.workers });
    } catch (error) {
      this.#host.post({ type: 'failure', id, error: errorToData(error) });
      // Threads that were to begin and did not would be waited for in every tick.
      if (this.#waiting !== null) this.#stop('workers', error);
    } finally {
      this.#goOn();
    }
  }

  /** Nothing reaches the kernel until `#goOn`. */
  #hold(): void {
    this.#waiting = [];
    this.#pacer.stop();
  }

  #goOn(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#applyPace();
    for (const action of waiting) this.#whenFree(action);
  }

  /**
   * Mends a world on many threads: another thread takes the place of one that hangs, and the tick it
   * hung in ends as it would have; whatever else went wrong, the world is rebuilt in memory of its own.
   */
  async #recover(kernel: PooledKernel, error: unknown, inTick: boolean): Promise<void> {
    const since = this.#host.now();
    this.#hold();
    let fault = error;
    let { cause, worker, step } = {
      cause: describe(error),
      worker: error instanceof WorkerFault ? error.worker : -1,
      step: 'replaced' as RecoveryStep,
    };
    for (
      let attempt = 0;
      kernel instanceof ThreadsKernel && fault instanceof WorkerFault && fault.kind === 'hung' && attempt < MOST_REPLACEMENTS;
      attempt += 1
    ) {
      try {
        await kernel.replace(fault.worker);
        fault = null;
      } catch (next) {
        fault = next;
      }
    }
    if (fault !== null) {
      step = 'rebuilt';
      cause = describe(fault);
      try {
        await this.#rebuild(kernel, this.#lastTick + (inTick ? 1 : 0));
      } catch (reason) {
        this.#stop('recovery', reason);
      }
    }
    if (this.#fault === null) {
      this.#lastTick = this.#kernel?.tick ?? this.#lastTick;
      this.#tell({ cause, worker, step, ms: this.#host.now() - since });
    }
    this.#goOn();
  }

  /** A new kernel goes on from the newest snapshot, to the end of the tick the old one was in; after many rebuilds, one of the next tier. */
  async #rebuild(old: PooledKernel, until: number): Promise<void> {
    const start = this.#start;
    const backup = this.#backup;
    if (start === null || backup === null) throw new Error('there is no snapshot to rebuild the world from');
    const now = this.#host.now();
    this.#rebuiltAt = [...this.#rebuiltAt.filter((at) => now - at < REBUILD_WINDOW_MS), now];
    const many = this.#rebuiltAt.length > this.#mostRebuilds;
    // Threads that still run keep the old memory, which nobody reads any more, until they are dead.
    old.destroy();
    const make = (tier: TierName): Promise<LifeKernel> =>
      this.#host.makeKernel(startIn(tier, old.workers, start), () => {}, backup.snapshot);
    const next = old.tier === 'threads' ? 'wasm' : 'js';
    let reason = `more than ${this.#mostRebuilds} faults within ${REBUILD_WINDOW_MS / 1000} s`;
    const kernel = await (many
      ? make(next)
      : make(old.tier).catch((error: unknown) => {
          // The old memory is not free yet, and one thread needs less.
          if (!(error instanceof LifeStartError) || error.stage !== 'memory') throw error;
          reason = error.reason;
          return make(next);
        }));
    const { commands } = backup;
    for (;;) {
      for (const { tick, command } of commands) if (tick === kernel.tick) kernel.enqueue(command);
      if (kernel.tick >= until) break;
      await kernel.step();
    }
    this.#queued = commands.filter(({ tick }) => tick === kernel.tick).map(({ command }) => command);
    this.#makeFrames(kernel);
    this.#use(kernel);
    if (this.#backup !== backup) this.#backup?.commands.push(...commands.filter(({ tick }) => tick === kernel.tick));
    if (kernel.tier !== old.tier) this.#host.post({ type: 'tierchange', tier: kernel.tier, workers: kernel.workers, reason });
  }

  #tell(recovery: Omit<RecoveryMessage, 'type' | 'tick'>): void {
    this.#host.post({ type: 'recovery', tick: this.#lastTick, ...recovery });
  }

  /** Runs something of the kernel; whatever it throws is a fault that stops the world. */
  #guard(stage: string, action: (kernel: LifeKernel) => void): void {
    const kernel = this.#kernel;
    if (kernel === null || this.#fault !== null || this.#waiting !== null) return;
    try {
      action(kernel);
    } catch (error) {
      this.#mend(kernel, error, stage);
    }
  }

  #mend(kernel: LifeKernel, error: unknown, stage: string): void {
    if (isPooled(kernel)) void this.#recover(kernel, error, stage === 'step');
    else this.#stop(stage, error);
  }

  #stop(stage: string, error: unknown): void {
    if (this.#fault !== null) return;
    this.#fault = new LifeFaultError(stage, this.#lastTick, describe(error));
    this.#pacer.stop();
    this.#host.post({ type: 'fault', stage, tick: this.#fault.tick, reason: this.#fault.reason });
  }
}

/** A start in another tier or with another number of threads; the address of the .wasm holds for its own tier only. */
function startIn(tier: TierName, count: number, start: StartMessage): StartMessage {
  return { ...start, tier, wasmUrl: tier === start.tier ? start.wasmUrl : null, workers: { ...start.workers, count } };
}

function isTrap(error: unknown): boolean {
  return typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;
}

function asStartError(error: unknown): unknown {
  if (error instanceof RangeError) {
    return new LifeStartError('memory', describe(error), 'Found a smaller world: lower entities or maxEntities');
  }
  return error;
}

function hex(id: number): string {
  return (id >>> 0).toString(16).padStart(8, '0');
}

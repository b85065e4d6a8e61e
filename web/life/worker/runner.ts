/**
 * Runs a world's kernel: ticks at the pace asked for, frames and statistics on their way to the page, commands
 * on theirs to the kernel, and what is done when something fails.
 *
 * What it has parts for stands beside it: the pace (pacing.ts), frames (frame-sender.ts), commands
 * (command-queue.ts, command-rings.ts), states to rebuild from (backup.ts), and the recovery ladder (recovery.ts).
 *
 * Nothing may disturb a tick that runs on other threads, nor a recovery, nor the change of a kernel: what comes
 * meanwhile waits (`whenFree`).
 */
import { describe } from '../../engine/describe.js';
import { TICKS_PER_SECOND } from '../../generated/life-layout.js';
import { LifeFaultError, LifeStartError } from '../shared/errors.js';
import type { LifeKernel } from '../shared/kernel.js';
import type { CommandFields, Pace, ProgressStage, RecoveryMessage, StartMessage, ViewRequest } from '../shared/messages.js';
import { BackupKeeper } from './backup.js';
import { CommandQueue } from './command-queue.js';
import { FrameSender } from './frame-sender.js';
import type { CoordinatorHost, Living } from './host.js';
import { Pacer, RateMeter } from './pacing.js';
import { type RecoveryHost, RecoveryLadder } from './recovery.js';
import { RingIntake } from './ring-intake.js';
import { type Running, StatsSender } from './stats-sender.js';
import { Turns } from './turns.js';

export class WorldRunner {
  readonly #host: CoordinatorHost;
  readonly #pacer = new Pacer(TICKS_PER_SECOND);
  readonly #meter = new RateMeter();
  readonly #frames: FrameSender;
  readonly #stats: StatsSender;
  readonly #backup: BackupKeeper;
  readonly #commands: CommandQueue;
  readonly #rings: RingIntake;
  readonly #mending: RecoveryHost;
  readonly #recovery: RecoveryLadder;
  #kernel: LifeKernel | null = null;
  #start: StartMessage | null = null;
  #fault: LifeFaultError | null = null;
  #pace: Pace = { speed: 1, paused: false, hidden: false };
  readonly #turns = new Turns();
  #holds = false;
  /** The last tick that ended; a trapped engine can't be asked for it. */
  #lastTick = 0;
  /** Whether the kernel is in a tick, which it may not end. */
  #isInTick = false;
  /** The animal whose position frames carry, or 0. */
  #selected = 0;

  constructor(host: CoordinatorHost, mostRebuilds: number) {
    this.#host = host;
    const post: CoordinatorHost['post'] = (message, transfer) => host.post(message, transfer);
    const now = (): number => host.now();
    this.#frames = new FrameSender({ post, now, rates: () => this.#rates() });
    const running = (): Running => ({
      ...this.#rates(),
      tickLog: this.#meter.takeLog(),
      droppedTicks: this.#pacer.dropped,
      backupBytes: this.#backup.bytes,
    });
    this.#stats = new StatsSender({ post, now, running });
    this.#backup = new BackupKeeper({ post, isOutlived: host.isOutlived });
    this.#commands = new CommandQueue(
      (command) => this.#backup.log(command),
      (tick, error) => post({ type: 'refusal', tick, reason: describe(error) }),
    );
    this.#rings = new RingIntake({
      enqueue: (command) => this.#commands.enqueue(this.#kernel as LifeKernel, command),
      lastTick: () => this.#lastTick,
      goesOn: () => this.#fault === null,
      isFree: () => this.#kernel !== null && this.#fault === null && this.#turns.isFree,
    });
    this.#mending = { now, breathe: () => this.#breathe(), makeKernel: (start, snapshot) => this.makeKernel(start, snapshot) };
    this.#recovery = new RecoveryLadder(this.#mending, mostRebuilds);
  }

  /** The world that runs. @throws LifeFaultError once it has stopped, LifeStartError before there is one */
  get living(): Living {
    if (this.#fault !== null) throw this.#fault;
    if (this.#kernel === null || this.#start === null) throw new LifeStartError('founding', 'there is no world yet', 'Wait for createLife');
    return { kernel: this.#kernel, start: this.#start };
  }

  /** What the kernel that runs was made with, but for what a recovery has changed of it; null before there is one. */
  get start(): StartMessage | null {
    return this.#start;
  }

  /** Why the world has stopped for good, or null. */
  get fault(): LifeFaultError | null {
    return this.#fault;
  }

  /** Whether another kernel is being made, which may take as long as a founding. */
  get holds(): boolean {
    return this.#holds;
  }

  /** Does something as soon as nothing is disturbed by it. */
  whenFree(action: () => void): void {
    this.#turns.whenFree(action);
  }

  /** Makes a kernel, for a world that begins or goes on, and tells the page how far that is; nothing of it once that has ended. */
  makeKernel(start: StartMessage, snapshot: ArrayBuffer | null): Promise<LifeKernel> {
    // Threads of a tier that did not start may be there after all.
    let goesOn = true;
    const made = this.#host.makeKernel(start, (stage, share) => goesOn && this.tellProgress(stage, share), snapshot);
    return made.finally(() => {
      goesOn = false;
    });
  }

  /** Tells the page how far the kernel is that is made. */
  tellProgress(stage: ProgressStage, share: number | null): void {
    this.#host.post({ type: 'progress', stage, share });
  }

  /**
   * Runs the first kernel, from the tick on that was seen of its world.
   *
   * @param reason why it is of another tier than was asked for, or ''
   * @throws RangeError when memory for its frames is refused
   */
  async beginWorld(kernel: LifeKernel, start: StartMessage, reason: string): Promise<void> {
    this.#commands.await((start.resume?.commands ?? []).filter(({ tick }) => tick >= kernel.tick));
    await this.#commands.catchUp(kernel, start.resume?.seen ?? 0, this.#mending);
    if (start.rings !== null) this.#rings.listen(start.rings);
    this.#pace = start.pace;
    this.#frames.view = start.view;
    const { founding, tier, workers } = kernel;
    this.change(kernel, start, () => this.#host.post({ type: 'started', founding, tier, workers, reason }));
    this.#applyPace();
    this.show();
  }

  setPace(pace: Pace): void {
    this.#pace = pace;
    this.#applyPace();
  }

  setView(view: ViewRequest): void {
    this.#frames.view = view;
    this.#oweFrame();
  }

  /** A frame's buffer is back. */
  takeBack(buffer: ArrayBuffer): void {
    this.#frames.takeBack(buffer, this.#kernel);
    if (this.#frames.owed) this.#sendFrame();
  }

  /** The page keeps the snapshot that it was sent. */
  snapshotTaken(spent: ArrayBuffer | null): void {
    this.#backup.taken(spent);
  }

  /** Runs one tick, whether the world stands or not. */
  step(): void {
    this.#guard((kernel) => {
      this.#after(kernel, this.#tick(kernel), () => {
        this.#stats.send(kernel, this.#lastTick);
        this.#oweFrame();
      });
    });
  }

  /** Sends statistics and a frame of the present state. */
  show(): void {
    this.#guard((kernel) => this.#stats.send(kernel, this.#lastTick));
    this.#oweFrame();
  }

  /** Queues a command for the next tick; gives the ticks done. @throws LifeCommandError with the engine's reason */
  enqueue(kernel: LifeKernel, command: CommandFields): number {
    return this.#commands.enqueue(kernel, command);
  }

  /** Frames carry the position of this animal from now on; 0 for none. */
  select(kernel: LifeKernel, id: number): void {
    kernel.select(id);
    this.#selected = id;
    this.#oweFrame();
  }

  /** Another kernel goes on from the present tick: what waits in the old one waits in that. */
  carryCommandsTo(kernel: LifeKernel): void {
    this.#commands.carryTo(kernel);
  }

  /** Another world goes on: nothing of this one concerns it. */
  forget(): void {
    this.#commands.clear();
    this.#backup.drop();
    this.#selected = 0;
    this.#stats.forget();
  }

  /** Lets waiting messages be read while the world is brought to where it was. */
  #breathe(): Promise<void> {
    this.tellProgress('founding', null);
    return new Promise((resolve) => this.#host.wake(0, resolve));
  }

  /** Between two ticks: nothing reaches the kernel until `goOn`. */
  hold(): void {
    this.#rings.drain();
    this.#hold();
  }

  /**
   * Goes on with a kernel in place of the one that runs, if one does.
   *
   * @param stands says to the page that it stands
   * @throws RangeError when memory for its frames is refused: the old one goes on then
   */
  change(kernel: LifeKernel, start: StartMessage, stands: () => void): void {
    try {
      this.#frames.fit(kernel);
      stands();
    } catch (error) {
      kernel.destroy();
      throw error;
    }
    this.#kernel?.destroy();
    // What it went on from is of no use any more, and may be large.
    this.#start = { ...start, resume: null };
    const { pool } = kernel;
    if (pool !== null) {
      pool.attend();
      pool.onTrap = (worker, reason) => this.#tellRecovery({ cause: `worker ${worker}: ${reason}`, worker, step: 'retried', ms: 0 });
    }
    this.#kernel = kernel;
    this.#lastTick = kernel.tick;
    if (kernel.memoryPressure != null) this.#host.post({ type: 'memorypressure', ...kernel.memoryPressure });
    this.#host.post({ type: 'frames', shared: kernel.publisher?.frames ?? null });
    if (this.#selected !== 0) kernel.select(this.#selected);
    this.#backUp(kernel);
  }

  #backUp(kernel: LifeKernel): void {
    this.#backup.takeSnapshot(kernel, this.#commands.queued, this.#host.now());
  }

  #applyPace(): void {
    const speed = this.#pace.paused || this.#pace.hidden || this.#fault !== null ? 0 : this.#pace.speed;
    this.#pacer.run(this.#host.now(), speed);
    if (speed === 0) {
      this.#oweFrame();
      if (!this.#stats.hasSent(this.#lastTick)) this.#guard((kernel) => this.#stats.send(kernel, this.#lastTick));
    }
    this.#sleep();
  }

  /** Sets the alarm for the next tick. */
  #sleep(): void {
    if (this.#kernel === null || !this.#pacer.running || !this.#turns.isFree) return;
    this.#host.wake(this.#pacer.wait(this.#host.now()), () => this.#wake());
  }

  #wake(): void {
    this.#guard((kernel) => {
      const now = (): number => this.#host.now();
      if (this.#backup.isDue(now())) this.#backUp(kernel);
      let goesOn: Promise<void> | undefined;
      const ran = this.#pacer.advance(now, () => {
        goesOn = this.#tick(kernel);
        return goesOn;
      });
      this.#after(kernel, goesOn, () => {
        this.#meter.update(now());
        if (ran > 0 && this.#frames.isDue(now())) this.#oweFrame();
        if (ran > 0 && this.#stats.isDue) this.#stats.send(kernel, this.#lastTick);
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
    this.#turns.hold();
    const goOn = (error?: unknown): void => {
      this.#turns.release(() => {
        if (error === undefined) this.#guard(action);
        else void this.#recover(kernel, error);
      });
      this.#sleep();
    };
    tick.then(
      () => goOn(),
      (error: unknown) => goOn(error),
    );
  }

  #tick(kernel: LifeKernel): Promise<void> | undefined {
    this.#rings.drain();
    const before = this.#host.now();
    this.#commands.enqueueDue(kernel);
    const ended = (): void => {
      this.#isInTick = false;
      this.#lastTick = kernel.tick;
      this.#commands.acted();
      this.#meter.tick(this.#host.now() - before);
    };
    this.#isInTick = true;
    const goesOn = kernel.step();
    if (goesOn !== undefined) return goesOn.then(ended);
    ended();
    return undefined;
  }

  #oweFrame(): void {
    this.#frames.owed = true;
    this.#sendFrame();
  }

  #sendFrame(): void {
    this.#guard((kernel) => this.#frames.send(kernel));
  }

  #rates(): { ticksPerSecond: number; tickMilliseconds: number } {
    const { ticksPerSecond, tickMilliseconds } = this.#meter;
    return { ticksPerSecond: this.#pacer.running ? ticksPerSecond : 0, tickMilliseconds };
  }

  #hold(): void {
    this.#turns.hold();
    this.#pacer.stop();
    this.#tellHolding(true);
  }

  /** The page waits longer for a sign of life meanwhile. */
  #tellHolding(holds: boolean): void {
    this.#holds = holds;
    this.#host.post({ type: 'alive', holds });
  }

  /** Nothing needs to wait any more. */
  goOn(): void {
    this.#turns.release(() => {
      this.#tellHolding(false);
      this.#applyPace();
    });
  }

  /** Mends a world, while nothing reaches the kernel. */
  async #recover(kernel: LifeKernel, error: unknown): Promise<void> {
    const inTick = this.#isInTick;
    this.#isInTick = false;
    const since = this.#host.now();
    this.#hold();
    const start = this.#start as StartMessage;
    const backup = this.#backup.copyNewest();
    try {
      const until = this.#lastTick + (inTick ? 1 : 0);
      const mended = await this.#recovery.recover(kernel, error, { start, backup, until });
      const next = mended.kernel;
      if (next === kernel) {
        // The tick has ended after all.
        if (inTick) this.#commands.acted();
      } else {
        this.#kernel = null;
        this.#commands.replaceQueued((backup?.commands ?? []).filter(({ tick }) => tick === next.tick).map(({ command }) => command));
        this.change(next, start, () => {
          if (next.tier === kernel.tier) return;
          this.#host.post({ type: 'tierchange', tier: next.tier, workers: next.workers, reason: mended.reason });
        });
      }
      this.#lastTick = next.tick;
      this.#tellRecovery({ cause: mended.cause, worker: mended.worker, step: mended.step, ms: this.#host.now() - since });
    } catch (reason) {
      const [cause, failure] = [describe(error), describe(reason)];
      this.stop('recovery', cause === failure ? cause : `${cause}; and it could not be mended: ${failure}`);
    }
    this.goOn();
  }

  #tellRecovery(recovery: Omit<RecoveryMessage, 'type' | 'tick'>): void {
    this.#host.post({ type: 'recovery', tick: this.#lastTick, ...recovery });
  }

  /** Runs something of the kernel; whatever it throws is a fault that is mended. */
  #guard(action: (kernel: LifeKernel) => void): void {
    const kernel = this.#kernel;
    if (kernel === null || this.#fault !== null || !this.#turns.isFree) return;
    try {
      action(kernel);
    } catch (error) {
      void this.#recover(kernel, error);
    }
  }

  /** Something that was asked of the kernel between two ticks made it fail. */
  recover(kernel: LifeKernel, error: unknown): void {
    if (this.#kernel === kernel && this.#turns.isFree) void this.#recover(kernel, error);
  }

  /** The world stops for good. */
  stop(stage: string, error: unknown): void {
    if (this.#fault !== null) return;
    this.#fault = new LifeFaultError(stage, this.#lastTick, describe(error));
    this.#pacer.stop();
    this.#host.post({ type: 'fault', stage, tick: this.#fault.tick, reason: this.#fault.reason });
  }
}

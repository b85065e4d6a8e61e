/**
 * The life kernel of tier `js-workers`: a JavaScript worker for every partition, and no shared memory.
 *
 * The workers exchange packets among themselves (life-worker.ts). This side holds the whole world as
 * the last tick left it, which every worker's slice is written to at the end of a tick; so frames,
 * statistics and snapshots are made here, and commands are applied here. After what changes animals,
 * food or the plan otherwise than by a tick, every worker is given the whole state.
 */
import { START_DEADLINE_MS, withDeadline } from '../../../engine/deadline.js';
import { describe } from '../../../engine/describe.js';
import type { TierName } from '../../../engine/tier-names.js';
import { WAY_OUT_SCRIPT } from '../../../engine/ways-out.js';
import { MAX_WORKERS, type PartitionStrategy, Phase, WorkerReport, WorkerState } from '../../../generated/life-layout.js';
import { LifeStartError } from '../../../life/shared/errors.js';
import { type PoolControl, WAY_OUT_SMALLER } from '../../../life/shared/kernel.js';
import type { FoundingRequest, TellProgress } from '../../../life/shared/messages.js';
import { WorkerFault } from '../../../life/shared/worker-fault.js';
import { checkRange } from '../../core/status.js';
import { makeProgramTimes, type ProgramTimes } from '../../runtime/program.js';
import { LOOK_MS, Supervisor } from '../../runtime/supervisor.js';
import { readOptions } from '../founding.js';
import { countAllCells } from '../grid.js';
import { type FoundedWorld, foundSmaller, foundWorld, WorldKernel } from '../kernel.js';
import type { Partition } from '../partition.js';
import { hashWhole } from '../phase-hash.js';
import { TICK_WORK, TickStep } from '../steps.js';
import type { FromSimWorker, SimWorker, SpawnSimWorker, ToSimWorker } from './exchange/messages.js';
import { Packet } from './exchange/packet.js';
import { PART_PHASES, unpackSync } from './exchange/sync.js';
import { packWorld } from './exchange/world-copy.js';

export interface WorkersOptions {
  /** Workers to begin with, 1 to MAX_WORKERS of the layout. */
  readonly workers: number;
  /** The most there will ever be; memory is kept for so many partitions. */
  readonly mostWorkers: number;
  /** How the world is cut among them; by bisection unless given. */
  readonly strategy?: PartitionStrategy | undefined;
  /** Told how far the founding is, and then the start of the workers. */
  readonly progress?: TellProgress;
  readonly spawn: SpawnSimWorker;
}

/**
 * Founds a world on workers, or goes on with that of a snapshot.
 * @throws LifeStartError or LifeSnapshotError as createLife does
 */
export async function createWorkersKernel(
  request: FoundingRequest,
  options: WorkersOptions,
  snapshot: ArrayBuffer | null = null,
): Promise<JsWorkersKernel> {
  const { progress = () => {} } = options;
  let founded = foundWorld(request, snapshot, options.mostWorkers, progress);
  for (;;) {
    const kernel = new JsWorkersKernel(founded, options);
    progress('threads', 0);
    try {
      await kernel.changeWorkers(options.workers, options.strategy, (share) => progress('threads', share));
      return kernel;
    } catch (error) {
      kernel.destroy();
      // Every worker has to have room for the world too.
      const isMemory = error instanceof LifeStartError && error.stage === 'memory';
      const { bytes } = founded.world.state.store;
      const smaller = isMemory && snapshot === null ? foundSmaller(founded, options.mostWorkers, bytes, progress) : null;
      if (smaller === null) throw error;
      founded = smaller;
    }
  }
}

/** A worker, and what it is asked for. */
interface Place {
  readonly worker: SimWorker;
  /** Takes the next thing it says, or why it says none. */
  resolve: ((message: FromSimWorker) => void) | null;
  reject: ((error: Error) => void) | null;
  /** Why it can't go on. */
  fault: Error | null;
  /** It said that it lives since it was asked last. */
  alive: boolean;
  /** The buffer of its last sync, to be sent back. */
  spent: ArrayBuffer | null;
}

export class JsWorkersKernel extends WorldKernel implements PoolControl {
  override readonly pool = this;
  readonly tier: TierName = 'js-workers';
  /** Milliseconds from the start of the last tick to its end. */
  runMilliseconds = 0;
  readonly #mostWorkers: number;
  readonly #spawn: SpawnSimWorker;
  readonly #places: Place[] = [];
  readonly #supervisor = new Supervisor();
  readonly #times: ProgramTimes;
  readonly #stepTimes = new Float32Array(TICK_WORK.length);
  /** The world's revision that the workers have, and the options. */
  #sentRevision = -1;
  #sentOptions: Float64Array = new Float64Array(0);

  constructor(founded: FoundedWorld, { mostWorkers, spawn }: WorkersOptions) {
    super(founded);
    this.#mostWorkers = mostWorkers;
    this.#spawn = spawn;
    this.#times = makeProgramTimes(TICK_WORK.length, mostWorkers);
  }

  get workers(): number {
    return this.#places.length;
  }

  get mostWorkers(): number {
    return this.#mostWorkers;
  }

  get strategy(): PartitionStrategy {
    return this.world.strategy;
  }

  /** Every worker has room for the whole world, as this side has. */
  get memoryBytes(): number {
    return this.world.state.store.bytes * (1 + this.#places.length);
  }

  /**
   * Goes on with another number of workers, between two ticks, and cut another way where one is given.
   * @param tell told the share that is ready whenever another one is
   * @throws RangeError when there is no room for so many; LifeStartError when one does not start
   */
  async changeWorkers(workers: number, strategy?: PartitionStrategy, tell: (share: number) => void = () => {}): Promise<void> {
    const most = this.#mostWorkers < MAX_WORKERS ? this.#mostWorkers : MAX_WORKERS;
    const status = checkRange('workers', workers, 1, most);
    if (status !== null) throw new RangeError(status);
    // What one that goes has to send at the end of a tick, the others still wait for.
    await Promise.all(this.#places.map((place, number) => this.#ready(place, number, { type: 'rest' })));
    for (const place of this.#places.splice(workers)) place.worker.end();
    while (this.#places.length < workers) this.#places.push(this.#startWorker(this.#places.length));
    const ports = meshOf(workers);
    let ready = 0;
    await Promise.all(
      this.#places.map(async (place, number) => {
        const row = ports[number] as (MessagePort | null)[];
        await this.#ready(place, number, { type: 'join', ports: row }, row);
        ready += 1;
        tell(ready / workers);
      }),
    );
    this.world.setPartitions(workers, strategy);
    this.#supervisor.startOver();
  }

  attend(): void {
    this.#supervisor.attend();
  }

  /** Runs one tick. @throws WorkerFault, or Error when the world itself can't go on; the kernel is dead then */
  async step(): Promise<void> {
    const { world } = this;
    if (world.health !== null) throw new Error(world.health);
    const begin = performance.now();
    if (world.isPlanDue) countAllCells(world.state);
    world.beginTick();
    for (const phase of PART_PHASES) world.phaseHashes.fill(0, 2 * phase, 2 * phase + 2);
    if (!(await this.#runTick())) {
      world.planEvenly();
      if (!(await this.#runTick())) world.refuseCrowd();
    }
    if (world.health === null) this.#commit();
    this.runMilliseconds = performance.now() - begin;
    if (world.health !== null) throw new Error(world.health);
  }

  /** Has every worker run the tick; false when the ghosts of the plan do not fit. */
  async #runTick(): Promise<boolean> {
    const { world } = this;
    const options = readOptions(world.state.founding.options);
    const changed = options.some((value, index) => value !== this.#sentOptions[index]);
    this.#sentOptions = options;
    const copies = this.#sentRevision !== world.revision;
    this.#sentRevision = world.revision;
    const whole = copies ? packWorld(world.state) : null;
    const answers = Promise.all(
      this.#places.map((place, number) => {
        const copy = number === this.#places.length - 1 ? whole : (whole?.slice(0) ?? null);
        return this.#tick(place, number, copy, changed ? options : null);
      }),
    );
    return (await this.#watch(answers)).every((fits) => fits);
  }

  /** Watches over a tick. @throws WorkerFault when it hangs */
  async #watch<Answer>(answers: Promise<Answer>): Promise<Answer> {
    const supervisor = this.#supervisor;
    const now = (): number => performance.now();
    const begin = now();
    supervisor.beginRun(begin);
    let timer: unknown;
    const hangs = new Promise<never>((_, reject) => {
      const look = (): void => {
        const verdict = supervisor.look(now());
        if (verdict === 'hangs') {
          reject(this.#hanging(now() - begin));
          return;
        }
        if (verdict === 'ask') this.#askWhoLives();
        if (verdict === 'try') supervisor.compute(now);
        timer = setTimeout(look, verdict === 'wait' ? LOOK_MS : 0);
      };
      timer = setTimeout(look, LOOK_MS);
    });
    try {
      const ended = await Promise.race([answers, hangs]);
      supervisor.end(now());
      return ended;
    } finally {
      clearTimeout(timer as ReturnType<typeof setTimeout>);
    }
  }

  /** Asks the workers that have not ended the tick whether they live. */
  #askWhoLives(): void {
    for (const place of this.#places) {
      place.alive = place.resolve === null;
      if (!place.alive) place.worker.post({ type: 'ping' }, []);
    }
  }

  /** The first worker that does not live; nobody is to blame where all of them wait. */
  #hanging(milliseconds: number): WorkerFault {
    const worker = this.#places.findIndex(({ alive }) => !alive);
    const ms = Math.round(milliseconds);
    if (worker === -1) return new WorkerFault('deadlock', -1, `tick ${this.tick} did not end within ${ms} ms though every worker waits`);
    return new WorkerFault('hung', worker, `worker ${worker} did not end tick ${this.tick} within ${ms} ms`);
  }

  async #tick(place: Place, number: number, copy: ArrayBuffer | null, options: Float64Array | null): Promise<boolean> {
    const { spent } = place;
    place.spent = null;
    const transfer = [copy, spent].filter((buffer) => buffer !== null);
    const message: ToSimWorker = { type: 'tick', options, world: copy, spent, hashesPhases: this.world.hashesPhases };
    const answer = await ask(place, message, transfer);
    if (answer.type !== 'ticked') return false;
    place.spent = answer.sync;
    this.#takeSync(answer.sync, number);
    return true;
  }

  /** Writes a worker's slice to the world. */
  #takeSync(sync: ArrayBuffer, number: number): void {
    const { state, phaseHashes } = this.world;
    const steps = this.#stepTimes;
    unpackSync(state, new Packet(sync), state.partitions[number] as Partition, steps, phaseHashes);
    this.#times.compute.set(steps, number * steps.length);
  }

  /** Ends the tick, once every slice is there. */
  #commit(): void {
    const { world } = this;
    const begin = performance.now();
    if (world.hashesPhases) hashWhole(world.state, Phase.interact, world.phaseHashes, 2 * Phase.interact);
    world.endPhase(Phase.admit);
    world.endMoving();
    this.#times.after[TickStep.move] = performance.now() - begin;
    world.takeTimes(this.#times);
  }

  workerReports(): ArrayBuffer {
    const reports = new ArrayBuffer(this.#places.length * WorkerReport.size);
    this.#places.forEach((_, worker) => {
      this.#report(worker, new DataView(reports, worker * WorkerReport.size, WorkerReport.size));
    });
    return reports;
  }

  #report(worker: number, view: DataView): void {
    const p = this.world.state.partitions[worker] as Partition;
    const times = this.#times.compute.subarray(worker * TICK_WORK.length, (worker + 1) * TICK_WORK.length);
    const exchange = times.subarray(0, TickStep.sense).reduce((sum, time) => sum + time, 0);
    const compute = times.subarray(TickStep.sense).reduce((sum, time) => sum + time, 0);
    const wait = this.runMilliseconds - exchange - compute;
    view.setUint32(WorkerReport.firstColumn, p.rect.x0, true);
    view.setUint32(WorkerReport.firstRow, p.rect.y0, true);
    view.setUint32(WorkerReport.endColumn, p.rect.x1, true);
    view.setUint32(WorkerReport.endRow, p.rect.y1, true);
    view.setUint32(WorkerReport.animals, p.ownCount, true);
    view.setUint32(WorkerReport.ghosts, p.slotCount - p.ownCount, true);
    view.setUint32(WorkerReport.migrants, p.outboxCount, true);
    view.setUint32(WorkerReport.intents, p.actorCount, true);
    view.setUint32(WorkerReport.state, WorkerState.waiting, true);
    view.setFloat32(WorkerReport.compute, compute, true);
    view.setFloat32(WorkerReport.exchange, exchange, true);
    view.setFloat32(WorkerReport.wait, wait > 0 ? wait : 0, true);
  }

  /** Does to a worker what a fault would: ends it, or makes it hang; the next tick finds out. */
  harmWorker(worker: number, how: 'end' | 'hang'): void {
    const place = this.#places[worker];
    if (place === undefined) throw new RangeError(`worker is ${worker}; it must be from 0 to ${this.#places.length - 1}`);
    if (how === 'end') place.worker.kill();
    else place.worker.post({ type: 'hang' }, []);
  }

  destroy(): void {
    for (const place of this.#places) place.worker.end();
    this.#places.length = 0;
  }

  /** Starts a worker and gives it room for the world. */
  #startWorker(number: number): Place {
    let place: Place | null = null;
    let early: FromSimWorker | null = null;
    let worker: SimWorker;
    try {
      worker = this.#spawn(number, (message) => {
        if (place === null) early = message;
        else hear(place, number, message);
      });
    } catch (error) {
      // A policy may refuse a worker where it is made.
      throw startError(number, describe(error));
    }
    place = { worker, resolve: null, reject: null, fault: null, alive: true, spent: null };
    if (early !== null) hear(place, number, early);
    const options = readOptions(this.world.state.founding.options);
    worker.post({ type: 'found', worker: number, options, mostWorkers: this.#mostWorkers }, []);
    return place;
  }

  /** Asks a worker for what it answers by `ready`. @throws LifeStartError when it does not */
  async #ready(place: Place, number: number, message: ToSimWorker, ports: readonly (MessagePort | null)[] = []): Promise<void> {
    const late = (): Error => startError(number, `it did not answer within ${START_DEADLINE_MS} ms`);
    const transfer = ports.filter((port) => port !== null);
    try {
      await withDeadline(ask(place, message, transfer), START_DEADLINE_MS, late);
    } catch (error) {
      if (error instanceof OutOfMemory) throw new LifeStartError('memory', error.message, WAY_OUT_SMALLER);
      throw error instanceof WorkerFault ? startError(number, error.message) : error;
    }
  }
}

/** A worker was refused its memory. */
class OutOfMemory extends Error {}

function startError(worker: number, reason: string): LifeStartError {
  return new LifeStartError('threads', `worker ${worker} could not start: ${reason}`, WAY_OUT_SCRIPT);
}

/** Takes what a worker says. */
function hear(place: Place, number: number, message: FromSimWorker): void {
  place.alive = true;
  if (message.type === 'alive') return;
  const { resolve, reject } = place;
  place.resolve = null;
  place.reject = null;
  if (message.type !== 'failed') {
    resolve?.(message);
    return;
  }
  if (message.outOfMemory) place.fault = new OutOfMemory(message.reason);
  else place.fault = new WorkerFault('failed', message.peer >= 0 ? message.peer : number, `worker ${number} failed: ${message.reason}`);
  reject?.(place.fault);
}

/** Asks a worker for something; the answer has no deadline yet. */
function ask(place: Place, message: ToSimWorker, transfer: Transferable[]): Promise<FromSimWorker> {
  return new Promise((resolve, reject) => {
    if (place.fault !== null) throw place.fault;
    place.resolve = resolve;
    place.reject = reject;
    place.worker.post(message, transfer);
  });
}

/** A port for every two workers: ports[a][b] is a's to b. */
function meshOf(workers: number): (MessagePort | null)[][] {
  const ports = Array.from({ length: workers }, () => new Array<MessagePort | null>(workers).fill(null));
  for (let a = 0; a < workers; a += 1) {
    for (let b = a + 1; b < workers; b += 1) {
      const { port1, port2 } = new MessageChannel();
      (ports[a] as (MessagePort | null)[])[b] = port1;
      (ports[b] as (MessagePort | null)[])[a] = port2;
    }
  }
  return ports;
}

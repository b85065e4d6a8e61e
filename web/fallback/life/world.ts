/** An artificial-life world in JavaScript: the twin of src/life/world.h, step for step and bit for bit. */
import type { CommandFields, FoundingRequest } from '../../engine/protocol.js';
import { GHOST_CELLS, LEDGER_SCALE, MAX_TRIBES, Phase } from '../../generated/life-layout.js';
import { writeLabels } from '../../life/snapshot.js';
import { failure, type Status } from '../core/status.js';
import { Balancer, type CellRect, isSamePlan, itemsWithGhosts, makePlan, scalesOf, type Workload } from '../runtime/partitioner.js';
import { makeProgramTimes, type ProgramTimes, runSerially, type Step } from '../runtime/program.js';
import { allocateStore } from './columns.js';
import { applyCommand, checkCommand } from './commands.js';
import { foundFood } from './food.js';
import { optionsFrom, resolveFounding, tribesFrom } from './founding.js';
import { fillGhosts, segmentsOf } from './ghost-zone.js';
import { assignSlices, countCells, sortAnimals } from './grid.js';
import { admit, interact, settle } from './interact.js';
import { move } from './lifecycle.js';
import { Amount, Count, type Partition } from './partition.js';
import { hashPhase, hashState } from './phase-hash.js';
import { type Founding, makeRules } from './rules.js';
import { senseAndSteer } from './sense.js';
import { loadWorld, readFounding } from './snapshot.js';
import { addToTotal, spawnFounders } from './spawn.js';
import { addSums } from './statistics.js';
import { WorldState } from './world-state.js';

/** Commands that may wait for the next tick. */
const MOST_COMMANDS = 1024;
const PHASES = Object.keys(Phase).length;
/** Cells. A partition narrower than both its ghost zones would hold more ghosts than animals. */
const LEAST_SIDE = 2 * GHOST_CELLS;

/** Runs a phase's work for a partition. */
type Work = (state: WorldState, p: Partition) => void;

/** A step of a tick, and the phases that its parts and its end belong to. */
interface TickStep extends Step<World> {
  readonly phase: number;
  readonly endPhase: number;
}

function step(work: Work, phase: number, after: ((world: World) => boolean) | null = null, endPhase = phase): TickStep {
  return { part: (world, index) => work(world.state, world.state.partitions[index] as Partition), after, phase, endPhase };
}

/** The steps of a tick: every part of one is a function of the state and a partition, with a barrier after each. */
const TICK_STEPS: readonly TickStep[] = [
  step(countCells, Phase.exchange, (world) => world.endCounting()),
  step(sortAnimals, Phase.exchange),
  step(fillGhosts, Phase.exchange, (world) => world.endPhase(Phase.exchange)),
  step(senseAndSteer, Phase.sense, (world) => world.endPhase(Phase.sense)),
  step(interact, Phase.interact, (world) => world.endPhase(Phase.interact)),
  step(settle, Phase.settle, (world) => world.endSettling(), Phase.admit),
  step(move, Phase.move, (world) => world.endMoving(), Phase.commit),
];

/** @throws RangeError when the memory is refused */
export class World {
  readonly state: WorldState;
  /** Hashes of the last tick's phases, low half before high half; zeros where they were not hashed. */
  readonly phaseHashes = new Uint32Array(2 * PHASES);
  readonly phaseMilliseconds = new Float32Array(PHASES);
  hashesPhases = false;
  /** Why the world must not be stepped again, or null. */
  health: Status = null;
  readonly #balancer = new Balancer();
  readonly #times: ProgramTimes;
  readonly #partitionTimes: Float64Array;
  /** The partitions are to be planned anew, by the counts of the last exchange and the times seen. */
  #isPlanDue = false;
  #commands: CommandFields[] = [];

  private constructor(founding: Founding, partitions: number) {
    this.state = new WorldState(founding, allocateStore(founding.options, partitions));
    this.#times = makeProgramTimes(TICK_STEPS.length, partitions);
    this.#partitionTimes = new Float64Array(partitions);
    makeRules(this.state.rules, founding.options, 0);
    this.setPartitions(partitions);
  }

  /** Founds a world with room for so many partitions, or says why not. */
  static found(request: FoundingRequest, partitions: number): World | string {
    const options = optionsFrom(request.options);
    if (typeof options === 'string') return options;
    const founding = { options, tribes: tribesFrom(request), labels: writeLabels(request) };
    const status = resolveFounding(founding);
    if (status !== null) return status;
    const world = new World(founding, partitions);
    const { state } = world;
    foundFood(state);
    const cells = state.columns * state.rows;
    let grown = 0;
    for (let c = 0; c < cells; c++) grown += ((state.store.food[c] as number) * LEDGER_SCALE) | 0;
    addToTotal(state, Amount.foodGrown, grown);
    spawnFounders(state);
    return world;
  }

  /**
   * Makes the world of a snapshot, or says what is wrong with it.
   * @throws LifeSnapshotError for what is wrong with the bytes as a whole
   */
  static restore(snapshot: ArrayBuffer, partitions: number): World | string {
    const founding = readFounding(snapshot);
    if (typeof founding === 'string') return founding;
    const status = resolveFounding(founding);
    if (status !== null) return status;
    const world = new World(founding, partitions);
    return loadWorld(snapshot, world.state) ?? world;
  }

  /** Cuts the world into so many partitions, at most as many as it was founded with room for. */
  setPartitions(count: number): void {
    const { columns, rows } = this.state;
    this.#setPlan(makePlan({ columns, rows, count, leastSide: LEAST_SIDE }));
    this.#isPlanDue = count > 1;
  }

  #setPlan(plan: readonly CellRect[]): void {
    const { state } = this;
    const { store } = state;
    state.plan = plan;
    state.slicesMatchPlan = false;
    let cells = 0;
    let starts = 0;
    let rows = 0;
    plan.forEach((rect, index) => {
      const p = state.partitions[index] as Partition;
      p.rect = rect;
      p.width = rect.x1 - rect.x0;
      p.height = rect.y1 - rect.y0;
      p.stride = p.width + 2 * GHOST_CELLS;
      p.localRows = p.height + 2 * GHOST_CELLS;
      p.cellBegin = cells;
      p.cellCounts = store.cellCounts.subarray(cells, cells + p.width * p.height);
      p.cellStart = store.cellStarts.subarray(starts, starts + p.stride * p.localRows + 1);
      p.ownRowStart = store.rowStarts.subarray(rows, rows + p.height + 1);
      p.segments = segmentsOf(state, p);
      cells += p.cellCounts.length;
      starts += p.cellStart.length;
      rows += p.ownRowStart.length;
    });
  }

  #planAnew(): void {
    const { state } = this;
    // The counts are those of the present plan's partitions from its first exchange on.
    if (!this.#isPlanDue || !state.slicesMatchPlan) return;
    this.#isPlanDue = false;
    const partitions = state.partitions.slice(0, state.plan.length);
    const load: Workload = {
      plan: state.plan,
      counts: partitions.map(({ cellCounts }) => cellCounts),
      items: partitions.map(({ ownCount }) => ownCount),
    };
    const { columns, rows } = state;
    const request = { columns, rows, count: state.plan.length, leastSide: LEAST_SIDE };
    const plan = makePlan(request, load, scalesOf(load, this.#balancer.milliseconds));
    if (isSamePlan(plan, state.plan)) return;
    // Borders through a crowd cost many ghosts; a plan that leaves little room for them is no gain.
    const slots = itemsWithGhosts(plan, load, columns, rows, GHOST_CELLS);
    if (slots <= state.store.sightCapacity * 0.75) this.#setPlan(plan);
  }

  /** Why a command is refused, or null when it waits for the next tick now. */
  enqueue(command: CommandFields): Status {
    const status = checkCommand(this.state, command);
    if (status !== null) return status;
    if (this.#commands.length === MOST_COMMANDS) {
      return failure('1024 commands wait for the next tick already; let the world run first.');
    }
    this.#commands.push(command);
    return null;
  }

  /** Runs one tick through all its phases; nothing happens in a world that is not healthy. */
  step(): void {
    if (this.health !== null) return;
    const { state } = this;
    const begin = performance.now();
    this.#planAnew();
    if (this.#commands.length > 0) {
      for (const command of this.#commands) applyCommand(state, command);
      this.#commands = [];
    }
    makeRules(state.rules, state.founding.options, state.tick);
    this.phaseMilliseconds.fill(0);
    this.phaseMilliseconds[Phase.plan] = performance.now() - begin;
    this.endPhase(Phase.plan);
    runSerially(TICK_STEPS, state.plan.length, this, this.#times, () => performance.now());
    this.#takeTimes();
  }

  #takeTimes(): void {
    const { phaseMilliseconds } = this;
    const { compute, after } = this.#times;
    const count = this.state.plan.length;
    this.#partitionTimes.fill(0);
    for (let s = 0; s < TICK_STEPS.length; s++) {
      const { phase, endPhase } = TICK_STEPS[s] as TickStep;
      let slowest = 0;
      for (let p = 0; p < count; p++) {
        const time = compute[p * TICK_STEPS.length + s] as number;
        if (time > slowest) slowest = time;
        this.#partitionTimes[p] = (this.#partitionTimes[p] as number) + time;
      }
      phaseMilliseconds[phase] = (phaseMilliseconds[phase] as number) + slowest;
      phaseMilliseconds[endPhase] = (phaseMilliseconds[endPhase] as number) + (after[s] as number);
    }
    if (this.#balancer.update(this.#partitionTimes, count)) this.#isPlanDue = true;
  }

  /** Hashes a phase's output where that is asked for. */
  endPhase(phase: number): boolean {
    if (this.hashesPhases) hashPhase(this.state, phase, this.phaseHashes, 2 * phase);
    return true;
  }

  /**
   * Gives the partitions their slices. Where the ghosts of a plan by cost don't fit, an even plan has
   * its turn.
   */
  endCounting(): boolean {
    const { state } = this;
    if (assignSlices(state)) return true;
    this.#setPlan(makePlan({ columns: state.columns, rows: state.rows, count: state.plan.length, leastSide: 1 }));
    for (let i = 0; i < state.plan.length; i++) countCells(state, state.partitions[i] as Partition);
    if (assignSlices(state)) return true;
    this.health = failure(
      "So many animals crowd at the world's border that their ghosts do not fit; found the world with a higher maxEntities.",
    );
    return false;
  }

  endSettling(): boolean {
    this.endPhase(Phase.settle);
    admit(this.state);
    return this.endPhase(Phase.admit);
  }

  endMoving(): boolean {
    this.endPhase(Phase.move);
    this.#commit();
    this.endPhase(Phase.commit);
    return this.health === null;
  }

  #commit(): void {
    const s = this.state;
    const { store, totals } = s;
    totals.counts[Count.sightCutOff] = 0;
    totals.counts[Count.invalid] = 0;
    let population = 0;
    for (let i = 0; i < s.plan.length; i++) {
      const p = s.partitions[i] as Partition;
      p.previousBegin = p.ownBegin;
      p.previousEnd = p.ownBegin + p.ownCount;
      p.aliveCount = p.ownCount;
      for (let k = 0; k < 3 * MAX_TRIBES; k++) p.aliveCount -= p.counts[Count.deaths + k] as number;
      population += p.aliveCount;
      addSums(s, p);
    }
    s.animalEnd = s.newbornBegin + s.birthCount;
    s.population = population + s.birthCount;
    s.slicesMatchPlan = true;
    [store.traits, store.traitsNext] = [store.traitsNext, store.traits];
    if (s.rules.options.movementOnly === 0) [store.food, store.foodNext] = [store.foodNext, store.food];
    s.tick++;
    if (totals.counts[Count.invalid] !== 0) this.health = failure("An animal's next state is not a finite number.");
  }

  /** State hash after the last tick, low half and high half. */
  hash(): Uint32Array {
    const hash = new Uint32Array(2);
    hashState(this.state, hash, 0);
    return hash;
  }
}

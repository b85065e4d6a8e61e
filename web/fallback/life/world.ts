/** An artificial-life world in JavaScript: the twin of src/life/world.h, step for step and bit for bit. */

import { CommandKind, GHOST_CELLS, LEDGER_SCALE, MAX_COMMANDS, PartitionStrategy, Phase } from '../../generated/life-layout.js';
import type { CommandFields, FoundingRequest } from '../../life/shared/messages.js';
import type { SnapshotParts } from '../../life/shared/snapshot.js';
import { writeLabels } from '../../life/shared/snapshot.js';
import { failure, type Status } from '../core/status.js';
import { Balancer, type CellRect, isSamePlan, itemsWithGhosts, makePlan, scaleByTimes, type Workload } from '../runtime/partitioner.js';
import { makeProgramTimes, type ProgramTimes, runSerially, type Step } from '../runtime/program.js';
import { allocateStore } from './columns.js';
import { applyCommand, checkCommand } from './commands.js';
import { commit } from './commit.js';
import { foundFood } from './food.js';
import { optionsFrom, resolveFounding, tribesFrom } from './founding.js';
import { assignSlices, countCells } from './grid.js';
import { admit } from './interact.js';
import { Amount, type Partition } from './partition.js';
import { hashPhase, hashState } from './phase-hash.js';
import { LEAST_SIDE, makeEvenPlan, setPlan } from './plan.js';
import { type Founding, makeRules } from './rules.js';
import { loadWorld, readFounding } from './snapshot.js';
import { addToTotal, spawnFounders } from './spawn.js';
import { TICK_WORK, TickStep } from './steps.js';
import { WorldState } from './world-state.js';

const PHASES = Object.keys(Phase).length;
/** Kinds of commands that change neither animals nor food. */
const SETTINGS: ReadonlySet<number> = new Set([CommandKind.setOption, CommandKind.setGene]);

/** A step of a tick, and the phases that its parts and its end belong to. */
interface PhaseStep extends Step<World> {
  readonly phase: number;
  readonly endPhase: number;
}

function step(number: number, phase: number, after: ((world: World) => boolean) | null = null, endPhase = phase): PhaseStep {
  const work = TICK_WORK[number] as (typeof TICK_WORK)[number];
  return { part: (world, index) => work(world.state, world.state.partitions[index] as Partition), after, phase, endPhase };
}

/** The steps of a tick: every part of one is a function of the state and a partition, with a barrier after each. */
const TICK_STEPS: readonly PhaseStep[] = [
  step(TickStep.count, Phase.exchange, (world) => world.endCounting()),
  step(TickStep.sort, Phase.exchange),
  step(TickStep.ghosts, Phase.exchange, (world) => world.endPhase(Phase.exchange)),
  step(TickStep.sense, Phase.sense, (world) => world.endPhase(Phase.sense)),
  step(TickStep.interact, Phase.interact, (world) => world.endPhase(Phase.interact)),
  step(TickStep.settle, Phase.settle, (world) => world.endSettling(), Phase.admit),
  step(TickStep.move, Phase.move, (world) => world.endMoving(), Phase.commit),
];

/** Making one throws MemoryRefusal when its memory is refused. */
export class World {
  readonly state: WorldState;
  /** Hashes of the last tick's phases, low half before high half; zeros where they were not hashed. */
  readonly phaseHashes = new Uint32Array(2 * PHASES);
  readonly phaseMilliseconds = new Float32Array(PHASES);
  hashesPhases = false;
  /** Why the world must not be stepped again, or null. */
  health: Status = null;
  /** Grows whenever animals, food or the plan change in another way than by a tick: copies are to be made anew. */
  revision = 0;
  /** How it is cut into partitions. */
  strategy: PartitionStrategy = PartitionStrategy.bisection;
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

  /** What a request founds, with nothing left open; or why it is refused. */
  static resolve(request: FoundingRequest): Founding | string {
    const options = optionsFrom(request.options);
    if (typeof options === 'string') return options;
    const founding = { options, tribes: tribesFrom(request), labels: writeLabels(request) };
    return resolveFounding(founding) ?? founding;
  }

  /** Founds a world with room for so many partitions. */
  static found(founding: Founding, partitions: number): World {
    const world = World.foundEmpty(founding, partitions);
    world.spawnFounders(founding.options.entities);
    return world;
  }

  /** As `found`, but without its founders: `spawnFounders` puts them into it, before its first tick. */
  static foundEmpty(founding: Founding, partitions: number): World {
    const world = new World(founding, partitions);
    const { state } = world;
    foundFood(state);
    const cells = state.columns * state.rows;
    let grown = 0;
    for (let c = 0; c < cells; c++) grown += ((state.store.food[c] as number) * LEDGER_SCALE) | 0;
    addToTotal(state, Amount.foodGrown, grown);
    return world;
  }

  /**
   * Makes the world of a snapshot, or says what is wrong with it.
   * @param parts what `readParts` found in it
   * @throws LifeSnapshotError for what is wrong with the bytes as a whole
   */
  static restore(snapshot: ArrayBuffer, parts: SnapshotParts, partitions: number): World | string {
    const founding = readFounding(snapshot, parts);
    if (typeof founding === 'string') return founding;
    const status = resolveFounding(founding);
    if (status !== null) return status;
    const world = new World(founding, partitions);
    return loadWorld(snapshot, parts, world.state) ?? world;
  }

  /** Puts up to `most` more founders into the world; gives how many are still to come. */
  spawnFounders(most: number): number {
    this.revision++;
    return spawnFounders(this.state, most);
  }

  /** Cuts the world into so many partitions, at most as many as it was founded with room for, and in this way where one is given. */
  setPartitions(count: number, strategy: PartitionStrategy = this.strategy): void {
    this.strategy = strategy;
    this.#setPlan(makeEvenPlan(this.state, count, LEAST_SIDE, strategy));
    this.#isPlanDue = count > 1;
  }

  #setPlan(plan: readonly CellRect[]): void {
    setPlan(this.state, plan);
    this.revision++;
  }

  /** Whether the next tick may begin with another plan, by the animals in the cells of the present one. */
  get isPlanDue(): boolean {
    return this.#isPlanDue && this.state.slicesMatchPlan;
  }

  #planAnew(): void {
    const { state } = this;
    // The counts are those of the present plan's partitions from its first exchange on.
    if (!this.isPlanDue) return;
    this.#isPlanDue = false;
    const partitions = state.partitions.slice(0, state.plan.length);
    const load: Workload = {
      plan: state.plan,
      counts: partitions.map(({ cellCounts }) => cellCounts),
      items: partitions.map(({ ownCount }) => ownCount),
    };
    const { columns, rows } = state;
    const request = { columns, rows, count: state.plan.length, strategy: this.strategy, leastSide: LEAST_SIDE };
    const plan = makePlan(request, load, scaleByTimes(load, this.#balancer.milliseconds));
    if (isSamePlan(plan, state.plan)) return;
    // Borders through a crowd cost many ghosts; a plan that leaves little room for them is no gain.
    const slots = itemsWithGhosts(plan, load, columns, rows, GHOST_CELLS);
    if (slots <= state.store.sightCapacity * 0.75) this.#setPlan(plan);
  }

  /** Why a command is refused, or null when it waits for the next tick now. */
  enqueue(command: CommandFields): Status {
    const status = checkCommand(this.state, command);
    if (status !== null) return status;
    if (this.#commands.length === MAX_COMMANDS) {
      return failure(`${MAX_COMMANDS} commands wait for the next tick already; let the world run first.`);
    }
    this.#commands.push(command);
    return null;
  }

  /** Runs one tick through all its phases; nothing happens in a world that is not healthy. */
  step(): void {
    if (this.health !== null) return;
    this.beginTick();
    runSerially(TICK_STEPS, this.state.plan.length, this, this.#times, () => performance.now());
    this.takeTimes(this.#times);
  }

  /** The plan phase: partitions, commands, and the rules of the tick. */
  beginTick(): void {
    const { state } = this;
    const begin = performance.now();
    this.#planAnew();
    for (const command of this.#commands) {
      applyCommand(state, command);
      if (!SETTINGS.has(command.kind)) this.revision++;
    }
    this.#commands = [];
    makeRules(state.rules, state.founding.options, state.tick);
    this.phaseMilliseconds.fill(0);
    this.phaseMilliseconds[Phase.plan] = performance.now() - begin;
    this.endPhase(Phase.plan);
  }

  /** Takes what the steps of the last tick took, by which partitions are balanced. */
  takeTimes({ compute, after }: ProgramTimes): void {
    const { phaseMilliseconds } = this;
    const count = this.state.plan.length;
    this.#partitionTimes.fill(0);
    for (let s = 0; s < TICK_STEPS.length; s++) {
      const { phase, endPhase } = TICK_STEPS[s] as PhaseStep;
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
    this.planEvenly();
    for (let i = 0; i < state.plan.length; i++) countCells(state, state.partitions[i] as Partition);
    return assignSlices(state) || this.refuseCrowd();
  }

  /** Cuts the world into even parts, however small they are. */
  planEvenly(): void {
    this.#setPlan(makeEvenPlan(this.state, this.state.plan.length, 1));
  }

  /** The world can't go on: its ghosts fit into no plan. */
  refuseCrowd(): false {
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
    this.health = commit(this.state);
    this.endPhase(Phase.commit);
    return this.health === null;
  }

  /** State hash after the last tick, low half and high half. */
  hash(): Uint32Array {
    const hash = new Uint32Array(2);
    hashState(this.state, hash, 0);
    return hash;
  }
}

/**
 * A partition's part of every tick of tier `js-workers`, run by a worker of its own.
 *
 * Its world has the layout of the whole one, so that own indices and slots mean the same in every
 * worker, but only what the present tick needs of others is right in it:
 *
 *   prepare    cells counted and laid out for all partitions, own animals in order
 *   ghosts     ◀── neighbours' animals in its ghost zone
 *   tick       ◀── the coordinator's word; sense
 *   intents    ◀── what neighbours' animals mean to do to its own; interact
 *   outcomes   ◀── what came of its animals' intents at the neighbours; settle
 *   births     ◀── everybody's requests; admit, which has the same result everywhere; move
 *   migration  ◀── everybody's sums, counts, food, and the animals that come here; commit
 *
 * The coordinator is told of its slice within the last round, so that it works while the workers
 * already prepare the next tick.
 */

import { ADMITTED } from '../columns.js';
import { commit } from '../commit.js';
import { optionsFrom } from '../founding.js';
import { assignSlices, countAllCells, layOutCells } from '../grid.js';
import { admit, applyIntents, graze } from '../interact.js';
import { bearChildren, live, travel } from '../lifecycle.js';
import type { Partition } from '../partition.js';
import { hashPart } from '../phase-hash.js';
import { makeRules } from '../rules.js';
import { TICK_WORK, TickStep } from '../steps.js';
import type { WorldState } from '../world-state.js';
import { packRequests, unpackRequests } from './exchange/birth-requests.js';
import { actorsByTarget, packIntents, packOutcomes, unpackIntents, unpackOutcomes } from './exchange/combat-events.js';
import { countMovers, countStayers, forgetNewborn, moversOf, packMigration, unpackMigration } from './exchange/entity-migration.js';
import { neighboursOf, packGhosts, unpackGhosts } from './exchange/ghost-update.js';
import { type Mesh, ROUND_NAMES, Round } from './exchange/mesh.js';
import type { FromSimWorker, TickMessage } from './exchange/messages.js';
import type { Packet } from './exchange/packet.js';
import { makeTickRecord, PART_PHASES, packSync } from './exchange/sync.js';
import { unpackWorld } from './exchange/world-copy.js';

/** Says something to the coordinator. */
export type PostToCoordinator = (message: FromSimWorker, transfer: Transferable[]) => void;

/** Runs the ticks of a partition. */
export class PartitionRunner {
  readonly #world: WorldState;
  readonly #own: Partition;
  readonly #post: PostToCoordinator;
  #mesh: Mesh | null = null;
  /** The other workers, and those of them whose animals are seen. */
  #others: readonly number[] = [];
  #neighbours: readonly number[] = [];
  #round: number | null = null;
  /** False when the ghosts of the present plan do not fit. */
  #fits = true;
  readonly #record = makeTickRecord();

  constructor(worker: number, world: WorldState, post: PostToCoordinator) {
    this.#world = world;
    this.#own = world.partitions[worker] as Partition;
    this.#post = post;
  }

  /** Where in the tick it is. */
  get place(): string {
    const round = this.#round === null ? '' : `, round '${ROUND_NAMES[this.#round]}'`;
    return `tick ${this.#world.tick}${round}`;
  }

  join(workers: number, mesh: Mesh): void {
    this.#mesh?.close();
    this.#mesh = mesh;
    this.#others = Array.from({ length: workers }, (_, worker) => worker).filter((worker) => worker !== this.#own.index);
  }

  async tick({ options, world: copy, spent, hashesPhases }: TickMessage): Promise<void> {
    const world = this.#world;
    const mesh = this.#mesh as Mesh;
    if (spent !== null) mesh.pool.give(spent);
    if (options !== null) Object.assign(world.founding.options, optionsFrom(options));
    if (copy !== null) unpackWorld(world, copy);
    makeRules(world.rules, world.founding.options, world.tick);
    if (copy !== null) await this.#beginAnew(mesh);
    if (!this.#fits) {
      this.#post({ type: 'crowded' }, []);
      return;
    }
    await this.#run(mesh, hashesPhases);
    await this.#migrate(mesh);
    await this.#prepare(mesh);
  }

  /** Prepares a tick of a world that was given whole. */
  async #beginAnew(mesh: Mesh): Promise<void> {
    const world = this.#world;
    this.#neighbours = neighboursOf(this.#own);
    // Who is no neighbour any more sends no intents.
    for (const other of this.#others) this.#partition(other).actorCount = 0;
    this.#record.times.fill(0);
    this.#timed(TickStep.count, () => countAllCells(world));
    await this.#prepare(mesh);
  }

  /** The exchange of the next tick: brings the own animals into order, and the neighbours' into the ghost zone. */
  async #prepare(mesh: Mesh): Promise<void> {
    const world = this.#world;
    const own = this.#own;
    this.#timed(TickStep.count, () => {
      this.#fits = assignSlices(world);
      if (!this.#fits) return;
      for (const other of this.#others) layOutCells(world, this.#partition(other));
    });
    if (!this.#fits) return;
    this.#work(TickStep.sort);
    await this.#swap(
      mesh,
      Round.ghosts,
      this.#neighbours,
      (other) => packGhosts(world, mesh, own, other),
      (packet, other) => unpackGhosts(world, packet, own, other),
    );
    this.#work(TickStep.ghosts);
  }

  /** Runs a tick from the exchange on up to the own animals' next state. */
  async #run(mesh: Mesh, hashesPhases: boolean): Promise<void> {
    const world = this.#world;
    this.#record.hashes.fill(0);
    if (hashesPhases) this.#hash(0);
    this.#work(TickStep.sense);
    if (hashesPhases) this.#hash(1);
    if (world.rules.options.movementOnly === 0) await this.#deal(mesh, hashesPhases);
    else {
      for (const step of [TickStep.interact, TickStep.settle]) this.#work(step);
      admit(world);
      this.#work(TickStep.move);
    }
  }

  /** What animals do to each other, and the births that are asked for. What needs no packet is done while one is on its way. */
  async #deal(mesh: Mesh, hashesPhases: boolean): Promise<void> {
    const world = this.#world;
    const own = this.#own;
    const actors = actorsByTarget(world, own);
    const of = (other: Partition): number[] => actors[other.index] as number[];
    await this.#swap(
      mesh,
      Round.intents,
      this.#neighbours,
      (other) => packIntents(world, mesh, of(other)),
      (packet, other) => unpackIntents(world, packet, other),
      () => this.#timed(TickStep.interact, () => graze(world, own)),
    );
    this.#timed(TickStep.interact, () => applyIntents(world, own));
    if (hashesPhases) this.#hash(2);
    await this.#swap(
      mesh,
      Round.outcomes,
      this.#neighbours,
      (other) => packOutcomes(world, mesh, other),
      (packet, other) => unpackOutcomes(world, packet, of(other)),
      () => this.#timed(TickStep.move, () => travel(world, own)),
    );
    this.#work(TickStep.settle);
    if (hashesPhases) this.#hash(3);
    await this.#swap(
      mesh,
      Round.births,
      this.#others,
      () => packRequests(world, mesh, own),
      (packet, other) => unpackRequests(world, packet, other),
      () => this.#timed(TickStep.move, () => live(world, own)),
    );
    this.#timed(TickStep.move, () => {
      admit(world);
      forgetNewborn(world);
      bearChildren(world, own);
    });
  }

  /** Tells everybody what the next tick begins with, the coordinator what this one came to, and ends it. */
  async #migrate(mesh: Mesh): Promise<void> {
    const world = this.#world;
    const newborn = this.#newborn();
    const own = moversOf(world, this.#own, newborn);
    const movers = [...own];
    const animals = new Array<number>(world.plan.length).fill(0);
    let stayers = 0;
    this.#timed(TickStep.count, () => {
      stayers = countStayers(world, this.#own);
    });
    animals[this.#own.index] = stayers;
    await this.#swap(
      mesh,
      Round.migration,
      this.#others,
      (other) => packMigration(world, mesh, this.#own, other, own, stayers),
      (packet, other) => {
        animals[other.index] = unpackMigration(world, packet, this.#own, other, movers);
      },
      () => {
        const { buffer } = packSync(world, mesh.pool, this.#own, newborn, this.#record);
        this.#post({ type: 'ticked', sync: buffer }, [buffer]);
        this.#record.times.fill(0);
      },
    );
    this.#timed(TickStep.count, () => {
      const status = commit(world);
      if (status !== null) throw new Error(status);
      countMovers(world, movers, animals);
      for (let i = 0; i < world.plan.length; i++) this.#partition(i).ownCount = animals[i] as number;
    });
  }

  /** Sends each of these workers a packet, does something else in the meantime, and takes their packets, in order. */
  async #swap(
    mesh: Mesh,
    round: number,
    workers: readonly number[],
    pack: (other: Partition) => Packet,
    unpack: (packet: Packet, other: Partition) => void,
    meanwhile: () => void = () => {},
  ): Promise<void> {
    const { tick } = this.#world;
    this.#round = round;
    const step = STEP_OF_ROUND[round] as number;
    this.#timed(step, () => {
      for (const worker of workers) mesh.send(worker, pack(this.#partition(worker)));
    });
    meanwhile();
    for (const worker of workers) {
      const packet = await mesh.receive(worker, tick, round);
      this.#timed(step, () => unpack(packet, this.#partition(worker)));
      mesh.pool.give(packet.buffer);
    }
    this.#round = null;
  }

  /** Own indices of the children that the own animals got. */
  #newborn(): number[] {
    const { requests, outcomes, birthRanks } = this.#world.store;
    const newborn: number[] = [];
    for (let k = 0; k < this.#own.requestCount; k++) {
      const parent = requests[this.#own.ownBegin + k] as number;
      if (((outcomes[parent] as number) & ADMITTED) !== 0) newborn.push(this.#world.newbornBegin + (birthRanks[parent] as number));
    }
    return newborn;
  }

  #partition(worker: number): Partition {
    return this.#world.partitions[worker] as Partition;
  }

  #hash(part: number): void {
    hashPart(this.#world, this.#own, PART_PHASES[part] as number, this.#record.hashes, 2 * part);
  }

  #work(step: number): void {
    const work = TICK_WORK[step] as (typeof TICK_WORK)[number];
    this.#timed(step, () => work(this.#world, this.#own));
  }

  #timed(step: number, action: () => void): void {
    const begin = performance.now();
    action();
    const { times } = this.#record;
    times[step] = (times[step] as number) + performance.now() - begin;
  }
}

/** The step whose time a round's packing and reading is part of. */
const STEP_OF_ROUND: readonly number[] = [TickStep.ghosts, TickStep.interact, TickStep.settle, TickStep.settle, TickStep.count];

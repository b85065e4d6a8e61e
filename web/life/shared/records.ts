/** Statistics and inspections as plain objects: the decoded records of the generated layout. */
import type { DeathCause, GENES, Phase, Want, WorkerState } from '../../generated/life-layout.js';

export type GeneName = (typeof GENES)[number]['name'];
export type WantName = keyof typeof Want;
export type PhaseName = keyof typeof Phase;
export type DeathCauseName = keyof typeof DeathCause;

/** A gene over the animals of a tribe. */
export interface GeneStats {
  readonly mean: number;
  readonly least: number;
  readonly most: number;
  readonly deviation: number;
  /** Animals per sixteenth of the gene's range. */
  readonly histogram: readonly number[];
}

/** A tribe, or the whole world. Births, deaths and kills count from the start. */
export interface TribeStats {
  readonly population: number;
  readonly births: number;
  readonly deaths: Readonly<Record<DeathCauseName, number>>;
  /** Animals its members killed. */
  readonly kills: number;
  readonly meanEnergy: number;
  readonly meanAge: number;
  readonly genes: Readonly<Record<GeneName, GeneStats>>;
}

/** What the engine's WorldStats record says. */
export interface WorldRecord {
  readonly tick: number;
  /** Animals alive. */
  readonly population: number;
  /** Most that may be alive. */
  readonly capacity: number;
  /** Births refused for want of room, from the start. */
  readonly birthsRefused: number;
  /** Animals that saw more neighbours than count, in this tick. */
  readonly sightCutOff: number;
  /** Nobody is alive. */
  readonly extinct: boolean;
  /** State hash: 16 hexadecimal digits. */
  readonly hash: string;
  /** Food units: in all cells, what they can hold, and what grew and was eaten from the start. */
  readonly food: { readonly now: number; readonly most: number; readonly grown: number; readonly eaten: number };
  /** Energy of all animals, and what became of it from the start. */
  readonly energies: {
    readonly stock: number;
    readonly burnt: number;
    readonly eaten: number;
    readonly born: number;
    readonly lost: number;
  };
  /** All tribes together. */
  readonly total: TribeStats;
  /** By tribe number; the last one is the hybrids'. */
  readonly tribes: readonly TribeStats[];
}

export type WorkerStateName = keyof typeof WorkerState;

/** How a worker and its partition stand after a tick. */
export interface WorkerStats {
  readonly state: WorkerStateName;
  /** How often another thread took its place. */
  readonly generation: number;
  /** Its partition in cells; the right and the lower edge are outside. */
  readonly partition: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
  readonly animals: number;
  /** Copies of others' animals in its ghost zone. */
  readonly ghosts: number;
  /** Animals that left it in this tick. */
  readonly migrants: number;
  /** What its animals meant to do to others in this tick. */
  readonly intents: number;
  /** Milliseconds of the last tick. */
  readonly milliseconds: { readonly compute: number; readonly exchange: number; readonly wait: number };
}

/** The world's statistics and how it runs. */
export interface LifeStats extends WorldRecord {
  /** Measured over the last half second; 0 while the world stands. */
  readonly ticksPerSecond: number;
  /** Milliseconds a tick takes, over the last half second. */
  readonly tickMilliseconds: number;
  /** Milliseconds of each phase of the last tick. */
  readonly phases: Readonly<Record<PhaseName, number>>;
  /** Ticks given up since the start because the machine was too slow for the speed. */
  readonly droppedTicks: number;
  /** Bytes of the engine's memory. */
  readonly memoryBytes: number;
  /** By worker; empty where one thread does everything. */
  readonly workers: readonly WorkerStats[];
}

/** One animal, looked at closely. */
export interface LifeInspection {
  readonly id: number;
  readonly tick: number;
  /** Tribe number. */
  readonly tribe: number;
  /** What it is about. */
  readonly want: WantName;
  /** Born of two tribes. */
  readonly hybrid: boolean;
  /** In sight, and of those: its tribe, and predators. */
  readonly neighbours: number;
  readonly allies: number;
  readonly predators: number;
  /** What it goes to or minds: an animal's id, or 0 for a food cell; null for nothing. */
  readonly target: { readonly id: number; readonly x: number; readonly y: number } | null;
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
  readonly energy: number;
  /** Seconds. */
  readonly age: number;
  /** How far it sees now, in world units. */
  readonly sight: number;
  /** Food in its cell. */
  readonly food: number;
  readonly genes: Readonly<Record<GeneName, number>>;
}

/** An animal near a point. */
export interface NearbyAnimal {
  readonly id: number;
  /** Ticks done when it was there. */
  readonly tick: number;
  /** Tribe number. */
  readonly tribe: number;
  /** What it is about. */
  readonly want: WantName;
  /** Born of two tribes. */
  readonly hybrid: boolean;
  /** Where it is, in world units. */
  readonly x: number;
  readonly y: number;
  /** World units a second. */
  readonly vx: number;
  readonly vy: number;
  /** 0 to 100. */
  readonly energy: number;
  /** The shortest way to it in world units, across the world's edge where that is shorter. */
  readonly distance: number;
}

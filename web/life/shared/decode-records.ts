/**
 * Records of the generated layout as objects: statistics, workers' reports, inspections. They come as
 * buffers of their own, which a kernel handed over.
 */
import { hashText } from '../../engine/hash.js';
import {
  GENES,
  GeneStats as GeneStatsRecord,
  HISTOGRAM_BINS,
  Inspection,
  MAX_TRIBES,
  NearAnimal,
  Nearby,
  Phase,
  TribeStats as TribeStatsRecord,
  Want,
  WorkerReport,
  WorkerState,
  WorldStats,
} from '../../generated/life-layout.js';
import type { StatsMessage } from './messages.js';
import type {
  GeneName,
  GeneStats,
  LifeInspection,
  LifeStats,
  NearbyAnimal,
  PhaseName,
  TribeStats,
  WantName,
  WorkerStateName,
  WorkerStats,
  WorldRecord,
} from './records.js';

/** Engine and browser are little-endian, both. */
const LITTLE = true;
/** The names of wants, which are numbered from 0 on. */
const WANTS = Object.keys(Want) as WantName[];

/** The statistics of a message, as an object. */
export function decodeStats(message: StatsMessage): LifeStats {
  const phases = Object.entries(Phase).map(([name, phase]) => [name, message.phaseMilliseconds[phase] ?? 0]);
  return {
    ...decodeWorldRecord(message.record),
    ticksPerSecond: message.ticksPerSecond,
    tickMilliseconds: message.tickMilliseconds,
    phases: Object.fromEntries(phases) as Record<PhaseName, number>,
    droppedTicks: message.droppedTicks,
    memoryBytes: message.memoryBytes,
    workers: decodeWorkers(message.workers),
  };
}

/** The WorkerReport records of a kernel, as objects. */
export function decodeWorkers(reports: ArrayBuffer): WorkerStats[] {
  return Array.from({ length: reports.byteLength / WorkerReport.size }, (_, worker) => {
    const view = new DataView(reports, worker * WorkerReport.size, WorkerReport.size);
    const u32 = (offset: number): number => view.getUint32(offset, LITTLE);
    const f32 = (offset: number): number => view.getFloat32(offset, LITTLE);
    const state = Object.entries(WorkerState).find(([, number]) => number === u32(WorkerReport.state))?.[0] ?? 'absent';
    return {
      state: state as WorkerStateName,
      generation: u32(WorkerReport.generation),
      partition: {
        left: u32(WorkerReport.firstColumn),
        top: u32(WorkerReport.firstRow),
        right: u32(WorkerReport.endColumn),
        bottom: u32(WorkerReport.endRow),
      },
      animals: u32(WorkerReport.animals),
      ghosts: u32(WorkerReport.ghosts),
      migrants: u32(WorkerReport.migrants),
      intents: u32(WorkerReport.intents),
      milliseconds: { compute: f32(WorkerReport.compute), exchange: f32(WorkerReport.exchange), wait: f32(WorkerReport.wait) },
    };
  });
}

/** A WorldStats record as an object. */
export function decodeWorldRecord(record: ArrayBuffer): WorldRecord {
  const view = new DataView(record);
  const u32 = (offset: number): number => view.getUint32(offset, LITTLE);
  const f64 = (offset: number): number => view.getFloat64(offset, LITTLE);
  return {
    tick: u32(WorldStats.tick),
    population: u32(WorldStats.population),
    capacity: u32(WorldStats.capacity),
    birthsRefused: u32(WorldStats.birthsRefused),
    sightCutOff: u32(WorldStats.sightCutOff),
    extinct: u32(WorldStats.extinct) !== 0,
    hash: hashText(u32(WorldStats.hashLow), u32(WorldStats.hashHigh)),
    food: {
      now: f64(WorldStats.foodNow),
      most: f64(WorldStats.foodMost),
      grown: f64(WorldStats.foodGrown),
      eaten: f64(WorldStats.foodEaten),
    },
    energies: {
      stock: f64(WorldStats.energyStock),
      burnt: f64(WorldStats.energyBurnt),
      eaten: f64(WorldStats.energyEaten),
      born: f64(WorldStats.energyBorn),
      lost: f64(WorldStats.energyLost),
    },
    total: decodeTribe(view, WorldStats.total),
    tribes: Array.from({ length: MAX_TRIBES }, (_, number) => decodeTribe(view, WorldStats.tribes + number * TribeStatsRecord.size)),
  };
}

function decodeTribe(view: DataView, at: number): TribeStats {
  const u32 = (offset: number): number => view.getUint32(at + offset, LITTLE);
  const genes = GENES.map(({ name }, index) => [name, decodeGene(view, at + TribeStatsRecord.genes + index * GeneStatsRecord.size)]);
  return {
    population: u32(TribeStatsRecord.population),
    births: u32(TribeStatsRecord.births),
    deaths: { starved: u32(TribeStatsRecord.starved), killed: u32(TribeStatsRecord.killed), old: u32(TribeStatsRecord.old) },
    kills: u32(TribeStatsRecord.kills),
    meanEnergy: view.getFloat32(at + TribeStatsRecord.meanEnergy, LITTLE),
    meanAge: view.getFloat32(at + TribeStatsRecord.meanAge, LITTLE),
    genes: Object.fromEntries(genes) as Record<GeneName, GeneStats>,
  };
}

function decodeGene(view: DataView, at: number): GeneStats {
  const f32 = (offset: number): number => view.getFloat32(at + offset, LITTLE);
  return {
    mean: f32(GeneStatsRecord.mean),
    least: f32(GeneStatsRecord.least),
    most: f32(GeneStatsRecord.most),
    deviation: f32(GeneStatsRecord.deviation),
    histogram: Array.from({ length: HISTOGRAM_BINS }, (_, bin) => view.getUint32(at + GeneStatsRecord.histogram + 4 * bin, LITTLE)),
  };
}

/** The phase hashes of a WorldStats record, in Phase order. */
export function readPhaseHashes(record: ArrayBuffer): string[] {
  const view = new DataView(record);
  return Object.values(Phase).map((phase) => {
    const at = WorldStats.phaseHashes + 8 * phase;
    return hashText(view.getUint32(at, LITTLE), view.getUint32(at + 4, LITTLE));
  });
}

/** An Inspection record as an object, or null when its animal is not alive. */
export function decodeInspection(record: ArrayBuffer): LifeInspection | null {
  const view = new DataView(record);
  const u32 = (offset: number): number => view.getUint32(offset, LITTLE);
  const f32 = (offset: number): number => view.getFloat32(offset, LITTLE);
  const id = u32(Inspection.id);
  if (id === 0) return null;
  const genes = GENES.map(({ name }, index) => [name, f32(Inspection.genes + 4 * index)]);
  return {
    id,
    tick: u32(Inspection.tick),
    tribe: u32(Inspection.tribe),
    want: WANTS[u32(Inspection.want)] as WantName,
    hybrid: u32(Inspection.hybrid) !== 0,
    neighbours: u32(Inspection.neighbours),
    allies: u32(Inspection.allies),
    predators: u32(Inspection.predators),
    target:
      u32(Inspection.hasTarget) === 0 ? null : { id: u32(Inspection.targetId), x: f32(Inspection.targetX), y: f32(Inspection.targetY) },
    x: f32(Inspection.x),
    y: f32(Inspection.y),
    vx: f32(Inspection.vx),
    vy: f32(Inspection.vy),
    energy: f32(Inspection.energy),
    age: f32(Inspection.age),
    sight: f32(Inspection.sight),
    food: f32(Inspection.food),
    genes: Object.fromEntries(genes) as Record<GeneName, number>,
  };
}

/** The NearAnimal records that follow a Nearby record, as objects. */
export function decodeNearby(record: ArrayBuffer): NearbyAnimal[] {
  const head = new DataView(record);
  const tick = head.getUint32(Nearby.tick, LITTLE);
  return Array.from({ length: head.getUint32(Nearby.count, LITTLE) }, (_, number) => {
    const view = new DataView(record, Nearby.size + number * NearAnimal.size);
    const f32 = (offset: number): number => view.getFloat32(offset, LITTLE);
    return {
      id: view.getUint32(NearAnimal.id, LITTLE),
      tick,
      tribe: view.getUint8(NearAnimal.tribe),
      want: WANTS[view.getUint8(NearAnimal.want)] as WantName,
      hybrid: view.getUint8(NearAnimal.hybrid) !== 0,
      x: f32(NearAnimal.x),
      y: f32(NearAnimal.y),
      vx: f32(NearAnimal.vx),
      vy: f32(NearAnimal.vy),
      energy: f32(NearAnimal.energy),
      distance: f32(NearAnimal.distance),
    };
  });
}

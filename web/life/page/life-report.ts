/** The report of a world: loaded when somebody asks for one. */
import { browserReport } from '../../engine/browser.js';
import { makeReport, type OwnReport, type Report, timingOf } from '../../engine/diagnostics.js';
import { detectFeatures, whyNot } from '../../engine/features.js';
import type { Past } from '../../engine/history.js';
import type { Vocabulary } from '../../engine/plain-words.js';
import { RENDERER_NAMES } from '../../engine/renderer-names.js';
import { TIER_NAMES } from '../../engine/tier-names.js';
import { ColorBy, GENES, OPTIONS, SpawnPattern } from '../../generated/life-layout.js';
import { SCENE_NAMES } from '../shared/founding.js';
import type { Life } from '../shared/types.js';
import type { AskedOfWorld } from './world-parts.js';

/** What is asked of a world. */
export type ReportedLife = Pick<
  Life,
  'tier' | 'refused' | 'workers' | 'workersNote' | 'founding' | 'stats' | 'fault' | 'speed' | 'paused' | 'hidden' | 'colorBy' | 'showFood'
>;

/** What a world knows of itself, besides what everybody sees. */
export interface LifeFacts {
  /** Null where no world stands. */
  readonly life: ReportedLife | null;
  /** Where it is, for a world that runs or has stopped. */
  readonly state: string;
  readonly runsOn: 'worker' | 'page' | null;
  /** Null where somebody else knows it. */
  readonly asked: AskedOfWorld | null;
  /** How long the last ticks took. Unit: ms. */
  readonly ticks: readonly number[];
  readonly past: Past;
}

const NAMES = ['auto', 'scene', 'tribe', 'tribes', 'name', 'share', 'hue', 'pattern', 'genes', 'commands', 'options', 'renderer', 'tool'];
const SETTINGS = ['tier', 'workers', 'speed', 'colorBy', 'color-by', 'paused', 'debug', 'pan', 'select', 'food', 'spawn', 'kill', 'x', 'y'];

/** Words of the life system's own; what a world's founder named goes. */
export function lifeWords(tribes: readonly { readonly name: string }[]): Vocabulary {
  const tables = [OPTIONS, GENES].flatMap((table) => table.map(({ name }): string => name));
  const keys = [ColorBy, SpawnPattern].flatMap((names) => Object.keys(names));
  return {
    own: new Set([...NAMES, ...SETTINGS, ...TIER_NAMES, ...RENDERER_NAMES, ...SCENE_NAMES, ...tables, ...keys, 'self', 'skyflock']),
    foreign: tribes.map(({ name }) => name),
  };
}

/** What is the life system's own of a report. */
export function ownLifeReport({ life, state, runsOn, asked, ticks }: LifeFacts): OwnReport {
  const { stats = null, fault = null, founding = null } = life ?? {};
  const refused = life?.refused ?? TIER_NAMES.map((tier) => ({ tier, reason: whyNot(tier, detectFeatures()) ?? '', passes: false }));
  return {
    about: 'life',
    state,
    tier: {
      asked: asked?.tier ?? null,
      runs: life?.tier ?? null,
      refused: refused.filter(({ reason }) => reason !== '').map((one) => ({ passes: false, ...one })),
    },
    threads: { runsOn, workers: life?.workers ?? null, note: life?.workersNote ?? null },
    renderer: null,
    settings:
      life === null
        ? {}
        : {
            scene: life.founding.scene,
            speed: life.speed,
            paused: life.paused,
            hidden: life.hidden,
            colorBy: life.colorBy,
            showFood: life.showFood,
            workersAsked: asked?.workers ?? null,
            ...life.founding.options,
          },
    fault: fault === null ? null : `${fault.stage}, tick ${fault.tick}: ${fault.reason}`,
    timings: { tick: timingOf(ticks), frame: null, draw: null },
    memory: { engineBytes: stats?.memoryBytes ?? founding?.memoryBytes ?? null, mostEngineBytes: null },
    counts: {
      ...(founding === null
        ? {}
        : { capacity: founding.capacity, tribes: founding.tribes.length, columns: founding.columns, rows: founding.rows }),
      ...(stats === null
        ? {}
        : {
            tick: stats.tick,
            animals: stats.population,
            births: stats.total.births,
            birthsRefused: stats.birthsRefused,
            ticksPerSecond: Math.round(stats.ticksPerSecond),
            droppedTicks: stats.droppedTicks,
            workersReplaced: stats.workers.reduce((sum, { generation }) => sum + generation, 0),
          }),
    },
  };
}

/** A world's report. */
export function lifeReport(facts: LifeFacts): Report {
  return makeReport(ownLifeReport(facts), facts.past, browserReport(), lifeWords(facts.life?.founding.tribes ?? []));
}

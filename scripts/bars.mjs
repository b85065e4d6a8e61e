// The bars that a benchmark run is held against, in one table. Ratios compare two figures of the same
// run, so that they hold on a machine that is busy with other things too.

import { ENTRIES } from './loaded-sizes.mjs';

/** What all worlds and showers are founded with. */
export const SEED = 1;

/** Rounds of ticks for each world; more animals, fewer ticks. */
export const WORLDS = {
  'flock-100k': { scene: 'flock', options: { entities: 100_000 }, warmUpTicks: 60, ticks: 30 },
  'savanna-100k': { scene: 'savanna', options: { entities: 100_000, maxEntities: 100_000 }, warmUpTicks: 60, ticks: 30 },
  'swarm-100k': { scene: 'swarm', options: { entities: 100_000 }, warmUpTicks: 60, ticks: 20 },
  'flock-1m': { scene: 'flock', options: { entities: 1_000_000 }, warmUpTicks: 10, ticks: 5 },
};

const SAVANNA = WORLDS['savanna-100k'];
const FLOCK = WORLDS['flock-100k'];

/** Worlds on threads, in the browser only; `like` names the world whose hashes they must have. */
export const THREADED_WORLDS = {
  'savanna-100k-1-worker': { ...SAVANNA, workers: 1, like: 'savanna-100k' },
  'savanna-100k-2-workers': { ...SAVANNA, workers: 2, like: 'savanna-100k' },
  'flock-100k-2-workers': { ...FLOCK, workers: 2, like: 'flock-100k' },
  // So few animals that a tick is hardly more than its hand-overs.
  'hand-over-8-workers': { scene: 'flock', options: { entities: 16 }, warmUpTicks: 60, ticks: 120, workers: 8 },
};

const SMALL_SAVANNA = { scene: 'savanna', options: { entities: 12_000, maxEntities: 12_000 }, warmUpTicks: 60, ticks: 60 };

/** A world in the tiers without WebAssembly, and the same with it; `like` names the world whose hashes they must have. */
export const JAVASCRIPT_WORLDS = {
  'savanna-12k': { ...SMALL_SAVANNA, tier: 'wasm' },
  'savanna-12k-js': { ...SMALL_SAVANNA, tier: 'js', like: 'savanna-12k' },
  'savanna-12k-js-1-worker': { ...SMALL_SAVANNA, tier: 'js-workers', workers: 1, like: 'savanna-12k' },
  'savanna-12k-js-2-workers': { ...SMALL_SAVANNA, tier: 'js-workers', workers: 2, like: 'savanna-12k' },
};

/** Worlds that only the browser runs. */
export const BROWSER_WORLDS = { ...THREADED_WORLDS, ...JAVASCRIPT_WORLDS };

/** All worlds whose ticks are timed. */
export const ALL_WORLDS = { ...WORLDS, ...BROWSER_WORLDS };

/** Runs of the command line for what a tick takes when every worker has a processor of its own. */
export const CRITICAL_PATHS = {
  'flock-1m-8-workers': { scene: 'flock', entities: 1_000_000, workers: 8, ticks: 24 },
  'savanna-1m-8-workers': { scene: 'savanna', entities: 1_000_000, workers: 8, ticks: 24 },
};

/** Worlds that are only founded and stepped a little, for their memory. */
export const MEMORY_WORLDS = {
  'memory-100k': { scene: 'savanna', options: { entities: 100_000, maxEntities: 100_000 }, warmUpTicks: 0, ticks: 600 },
  'memory-1m': { scene: 'savanna', options: { entities: 1_000_000, maxEntities: 1_000_000 }, warmUpTicks: 0, ticks: 3 },
  'memory-100k-8-workers': { ...SAVANNA, warmUpTicks: 0, ticks: 60, workers: 8 },
};

/** The world that also writes what a page needs. */
export const SERVED_WORLD = { 'savanna-100k': { ...SAVANNA, ticks: 60 } };

/** The world whose snapshots are timed, and how often in a round. */
export const SNAPSHOT_WORLD = { 'savanna-100k': { ...SAVANNA, rounds: 3 } };

const STORM = { preset: 'storm', warmUpFrames: 420, frames: 20 };

/** Showers: how many frames run before, and in a round. */
export const METEOR_CASES = {
  storm: { ...STORM, tier: 'wasm' },
  'storm-js': { ...STORM, tier: 'js', frames: 5 },
  'debris-100k-js': {
    preset: 'storm',
    tier: 'js',
    options: { meteors: 1000, debris: 100_000 },
    warmUpFrames: 420,
    frames: 20,
  },
  shower: { preset: 'shower', tier: 'wasm', warmUpFrames: 600, frames: 600 },
};

/** The default shower with its picture on a 2D canvas. */
export const METEOR_PICTURE = { width: 1280, height: 720, warmUp: 900, frames: 300 };

/** What @tsparticles/slim does beside `debris-100k-js`. */
export const TSPARTICLES_CASE = { particles: 100_000, frames: 10 };

/** Entities of the scenes that are measured, the most first; and frames of a round. */
export const SCENE_ENTITIES = [100_000, 1000];
export const SCENE_ROUNDS = 60;

const MB = 1e6;

const PARTS = { script: 'script', wasm: '.wasm', total: 'script and .wasm' };

/** What is loaded for each entry, against the most that may be. */
const SIZES = Object.entries(ENTRIES).flatMap(([name, { most }]) =>
  Object.entries(most).map(([part, bytes]) => [`${name}, ${PARTS[part]}`, 'KB gz', bytes / 1e3, 'most', (m) => m.sizes[name][part] / 1e3]),
);

const ALL = 'wasm-100000';
const FEW = 'wasm-1000';

/** Scenes with 100,000 entities, unless another number stands there. */
const SCENE_BARS = [
  ['scene: commands from a script, by rings', 'millions/s', 3, 'least', (m) => m.scene['commands-rings'].perSecond / 1e6],
  ['scene: commands from a script, by batches', 'millions/s', 1, 'least', (m) => m.scene['commands-batches'].perSecond / 1e6],
  ['scene: callbacks to a script, by rings', 'thousands/s', 500, 'least', (m) => m.scene['callbacks-rings'].perSecond / 1e3],
  [
    'scene: all move, decode to draw list / three 0.187',
    'ratio',
    1 / 4,
    'most',
    (m) => m.scene[ALL].moveFrameUs / 1e3 / m.scene.three.frameMs,
  ],
  ['scene: all move, WASM / native', 'ratio', 1.3, 'most', (m) => m.scene[ALL].moveFrameUs / m.scene['native-100000'].moveFrameUs],
  ['scene: publish of 5 % / of all', 'ratio', 1 / 8, 'most', (m) => m.scene[ALL].publishSomeUs / m.scene[ALL].publishAllUs],
  ['scene: publish of nothing', 'us', 2, 'most', (m) => m.scene[ALL].publishCleanUs],
  ['scene: publish of all of 1,000', 'us', 50, 'most', (m) => m.scene[FEW].publishAllUs],
  ['scene: memory for 1,000, with its rings', 'MB', 10, 'most', (m) => (m.scene[FEW].memoryBytes + m.scene.rings) / MB],
  ['scene: memory for 100,000, with its rings', 'MB', 64, 'most', (m) => (m.scene[ALL].memoryBytes + m.scene.rings) / MB],
  ["scene: from the start of a script's thread to its first update", 'ms', 100, 'most', (m) => m.scene.start.firstUpdateMs],
  ['scene: from an input event to the script', 'ms', 1000 / 60, 'most', (m) => m.scene.input.inputMs],
  ['scene: hashes that differ from native', 'engines', 0, 'most', (m) => m.scene.differing.length],
];

/** name, unit, limit, whether the value must stay below it ('most') or reach it ('least'), and the value. */
export const BARS = [
  ['flock 100k: WASM / native', 'ratio', 1.25, 'most', (m) => m.wasm['flock-100k'].ns / m.native['flock-100k'].ns],
  ['flock: cost at 1M / at 100k', 'ratio', 1.2, 'most', (m) => m.wasm['flock-1m'].ns / m.wasm['flock-100k'].ns],
  ['savanna / flock', 'ratio', 2, 'most', (m) => m.wasm['savanna-100k'].ns / m.wasm['flock-100k'].ns],
  ['swarm / flock', 'ratio', 5, 'most', (m) => m.wasm['swarm-100k'].ns / m.wasm['flock-100k'].ns],
  [
    'savanna 100k: ticks/s on 2 workers / on 1',
    'ratio',
    1.7,
    'least',
    (m) => m.wasm['savanna-100k-1-worker'].tickMs / m.wasm['savanna-100k-2-workers'].tickMs,
  ],
  [
    'savanna 100k: threads with 1 worker / WASM',
    'ratio',
    1.05,
    'most',
    (m) => m.wasm['savanna-100k-1-worker'].tickMs / m.wasm['savanna-100k'].tickMs,
  ],
  ['savanna 100k, 2 workers: exchange and wait', 'share', 0.1, 'most', (m) => m.wasm['savanna-100k-2-workers'].overhead],
  ['flock 100k, 2 workers', 'ms a tick', 8, 'most', (m) => m.wasm['flock-100k-2-workers'].tickMs],
  ['hand-overs of a tick, 8 workers', 'ms', 3, 'most', (m) => m.wasm['hand-over-8-workers'].tickMs],
  ['flock 1M: critical path of 8 workers / 1', 'ratio', 1 / 6, 'most', (m) => m.paths['flock-1m-8-workers'].ratio],
  ['savanna 1M: critical path of 8 workers / 1', 'ratio', 1 / 5, 'most', (m) => m.paths['savanna-1m-8-workers'].ratio],
  ['memory for 100,000 on 8 workers', 'MB', 100, 'most', (m) => m.wasm['memory-100k-8-workers'].memoryBytes / MB],
  ['savanna 12,000: ticks/s in JavaScript', 'ticks/s', 60, 'least', (m) => 1000 / m.wasm['savanna-12k-js'].tickMs],
  ['savanna 12,000: WASM / JavaScript', 'times as fast', 5, 'least', (m) => m.wasm['savanna-12k-js'].tickMs / m.wasm['savanna-12k'].tickMs],
  [
    'savanna 12,000: ticks/s on 2 JavaScript workers / on 1',
    'ratio',
    1.5,
    'least',
    (m) => m.wasm['savanna-12k-js-1-worker'].tickMs / m.wasm['savanna-12k-js-2-workers'].tickMs,
  ],
  ['hashes that differ, between tiers and from native', 'worlds', 0, 'most', (m) => m.differing.length],
  ['memory for 100,000', 'MB', 48, 'most', (m) => m.wasm['memory-100k'].memoryBytes / MB],
  ['memory for 1,000,000', 'MB', 320, 'most', (m) => m.wasm['memory-1m'].memoryBytes / MB],
  ['memory growth over 600 ticks', 'bytes', 0, 'most', (m) => m.wasm['memory-100k'].memoryGrowth],
  ['savanna 100k, frames and statistics included', 'ticks/s', 60, 'least', (m) => m.servedTicksPerSecond],
  ['snapshot of 100,000 animals: save', 'ms', 20, 'most', (m) => m.snapshot.saveMs],
  ['snapshot of 100,000 animals: load', 'ms', 40, 'most', (m) => m.snapshot.loadMs],
  ['pause of a change of the tier, 10,000 animals, the longest way', 'ms', 150, 'most', (m) => m.tierChangeMs],
  ['first frame, 10,000 animals', 'ms', 1000, 'most', (m) => m.firstFrameMs],
  ['storm: debris in flight', 'particles', 990_000, 'least', (m) => m.meteor.storm.particles],
  ['storm: WASM / native', 'ratio', 1.25, 'most', (m) => m.meteor.storm.ms / m.meteor['storm-native'].ms],
  ['storm: WASM / JavaScript', 'times as fast', 5, 'least', (m) => m.meteor['storm-js'].ms / m.meteor.storm.ms],
  [
    'debris in JavaScript / @tsparticles/slim, a particle',
    'ratio',
    1,
    'most',
    (m) => m.meteor['debris-100k-js'].ns / m.meteor.tsparticles.ns,
  ],
  ['default shower, engine', 'ms a frame', 0.2, 'most', (m) => m.meteor.shower.ms],
  ['default shower, engine and Canvas2D', 'ms a frame', 4, 'most', (m) => m.meteor['shower-drawn'].ms],
  ['state engine: 1,000 writes to the shadow', 'us', 50, 'most', (m) => m.state.wasm.shadow1000Us],
  ['state engine: a list of 1,000 changes, 10,000 paths in pairs', 'us', 120, 'most', (m) => m.state.wasm.pairs1000Us],
  ['state engine: a batch of one change, WASM / JavaScript', 'ratio', 1, 'most', (m) => m.state.wasm.pairs1Us / m.state.js.pairs1Us],
  ['state engine: 10,000 entries, with room to grow', 'MB', 1, 'most', (m) => m.state.native.entryBytes / MB],
  ...SCENE_BARS,
  ...SIZES,
];

/** The bars with their values. */
export function judge(measured) {
  return BARS.map(([name, unit, limit, sense, value]) => {
    const number = value(measured);
    const rounded = (of) => Math.round(of * 1000) / 1000;
    return { name, value: rounded(number), limit: rounded(limit), unit, ok: sense === 'most' ? number <= limit : number >= limit };
  });
}

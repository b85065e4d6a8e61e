// The bars that a benchmark run is held against, in one table. Ratios compare two figures of the same
// run, so that they hold on a machine that is busy with other things too.

/** Rounds of ticks for each world; more animals, fewer ticks. */
export const WORLDS = {
  'flock-100k': { scene: 'flock', options: { entities: 100_000 }, warmUpTicks: 60, ticks: 30 },
  'savanna-100k': { scene: 'savanna', options: { entities: 100_000, maxEntities: 100_000 }, warmUpTicks: 60, ticks: 30 },
  'swarm-100k': { scene: 'swarm', options: { entities: 100_000 }, warmUpTicks: 60, ticks: 20 },
  'flock-1m': { scene: 'flock', options: { entities: 1_000_000 }, warmUpTicks: 10, ticks: 5 },
};

/** Worlds that are only founded and stepped a little, for their memory. */
export const MEMORY_WORLDS = {
  'memory-100k': { scene: 'savanna', options: { entities: 100_000, maxEntities: 100_000 }, warmUpTicks: 0, ticks: 600 },
  'memory-1m': { scene: 'savanna', options: { entities: 1_000_000, maxEntities: 1_000_000 }, warmUpTicks: 0, ticks: 3 },
};

const MB = 1e6;

/** name, unit, limit, whether the value must stay below it ('most') or reach it ('least'), and the value. */
export const BARS = [
  ['flock 100k: WASM / native', 'ratio', 1.25, 'most', (m) => m.wasm['flock-100k'].ns / m.native['flock-100k'].ns],
  ['flock: cost at 1M / at 100k', 'ratio', 1.2, 'most', (m) => m.wasm['flock-1m'].ns / m.wasm['flock-100k'].ns],
  ['savanna / flock', 'ratio', 2, 'most', (m) => m.wasm['savanna-100k'].ns / m.wasm['flock-100k'].ns],
  ['swarm / flock', 'ratio', 5, 'most', (m) => m.wasm['swarm-100k'].ns / m.wasm['flock-100k'].ns],
  ['hashes that differ, WASM and native', 'worlds', 0, 'most', (m) => m.differing.length],
  ['memory for 100,000', 'MB', 48, 'most', (m) => m.wasm['memory-100k'].memoryBytes / MB],
  ['memory for 1,000,000', 'MB', 320, 'most', (m) => m.wasm['memory-1m'].memoryBytes / MB],
  ['memory growth over 600 ticks', 'bytes', 0, 'most', (m) => m.wasm['memory-100k'].memoryGrowth],
  ['savanna 100k, frames and statistics included', 'ticks/s', 60, 'least', (m) => m.servedTicksPerSecond],
  ['first frame, 10,000 animals', 'ms', 1000, 'most', (m) => m.firstFrameMs],
  ['skyflock/life, JavaScript', 'KB gz', 60, 'most', (m) => m.sizes.javascript / 1e3],
  ['skyflock/life, WASM', 'KB gz', 80, 'most', (m) => m.sizes.wasm / 1e3],
];

/** The bars with their values. */
export function judge(measured) {
  return BARS.map(([name, unit, limit, sense, value]) => {
    const number = value(measured);
    return { name, value: Math.round(number * 1000) / 1000, limit, unit, ok: sense === 'most' ? number <= limit : number >= limit };
  });
}

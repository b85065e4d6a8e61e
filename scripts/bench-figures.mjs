// What a side's rounds say: one figure each, the middle or the fastest of its rounds, as the bars take them.

import { BROWSER_WORLDS, WORLDS } from './bars.mjs';
import { median } from './bench-order.mjs';

/** Each list of an object as one figure. */
const mapped = (lists = {}, figure) => Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, figure(list)]));

/** Worlds whose hash differs at any round's end: from the native twin, or from that of another tier. */
export function differingWorlds({ wasm, native = {} }) {
  const differs = (rounds = [], others = []) => rounds.some((round, i) => others[i] !== undefined && round.hash !== others[i].hash);
  return [
    ...Object.keys(WORLDS).filter((key) => differs(wasm[key], native[key])),
    ...Object.entries(BROWSER_WORLDS)
      .filter(([key, { like }]) => like !== undefined && differs(wasm[key], wasm[like]))
      .map(([key]) => key),
  ];
}

/** What scenes take, by engine and number of entities; those whose hash differs from their native twin's. */
function sceneFigures(raw, pick) {
  const engine = (rounds) =>
    Object.fromEntries(
      Object.entries(rounds[0]).flatMap(([name, value]) =>
        typeof value === 'number' ? [[name, pick(rounds.map((one) => one[name]))]] : [],
      ),
    );
  const { native = [], ...pages } = raw;
  const differing = new Set();
  const figures = {};
  for (const [key, rounds] of Object.entries(pages)) {
    figures[key] = typeof rounds[0] === 'number' ? rounds[0] : engine(rounds);
    const [, entities] = key.split('-');
    for (const { hash } of rounds) {
      const twin = native[0]?.[entities]?.hash;
      if (hash !== undefined && twin !== undefined && hash !== twin) differing.add(key);
    }
  }
  for (const entities of Object.keys(native[0] ?? {}).filter((name) => typeof native[0][name] === 'object')) {
    figures[`native-${entities}`] = engine(native.map((one) => one[entities]));
  }
  return { ...figures, differing: [...differing] };
}

/** Milliseconds of a round's tick or frame. */
export const roundMs = ({ milliseconds, medianMs }) => medianMs ?? median(milliseconds);

/**
 * What the bars judge.
 *
 * @param {Record<string, Record<string, unknown[]>>} raw a side's results by kind and key; what it can't give is not there
 * @param {(values: number[]) => number} pick the figure of some rounds
 */
export function figuresOf(raw, pick) {
  const worlds = (rounds) => ({
    ns: pick(rounds.map((round) => (roundMs(round) * 1e6) / round.population)),
    tickMs: pick(rounds.map(roundMs)),
    overhead: pick(rounds.map(({ overheads = [] }) => median(overheads))),
  });
  const wasm = mapped(raw.wasm, worlds);
  Object.assign(
    wasm,
    mapped(raw.memory, ([{ memoryBytes, memoryGrowth }]) => ({ memoryBytes, memoryGrowth })),
  );
  const [served] = Object.values(raw.served ?? {});
  const [snapshots] = Object.values(raw.snapshot ?? {});
  const [tiers] = Object.values(raw.tiers ?? {});
  const [firstFrames] = Object.values(raw.firstFrame ?? {});
  const meteor = mapped(raw.meteor, (rounds) => {
    const ms = pick(rounds.map(roundMs));
    const particles = median(rounds.map((round) => round.particles));
    return { ms, meteors: rounds.at(-1).meteors, particles, ns: (ms * 1e6) / Math.max(1, particles) };
  });
  for (const rounds of Object.values(raw.drawn ?? {})) meteor['shower-drawn'] = { ms: pick(rounds.map(median)) };
  return {
    wasm,
    native: mapped(raw.native, worlds),
    meteor,
    ...(Object.keys(raw.wasm ?? {}).length > 0 && { differing: differingWorlds(raw) }),
    paths: mapped(raw.paths, (rounds) => ({ ratio: pick(rounds.map(({ ratio }) => ratio)) })),
    state: mapped(raw.state, (rounds) =>
      Object.fromEntries(Object.keys(rounds[0]).map((name) => [name, pick(rounds.map((one) => one[name]))])),
    ),
    scene: sceneFigures(raw.scene ?? {}, pick),
    sizes: mapped(raw.sizes, ([size]) => size),
    ...(served && { servedTicksPerSecond: 1000 / pick(served.map((round) => round.elapsed / round.milliseconds.length)) }),
    ...(snapshots && {
      snapshot: {
        saveMs: pick(snapshots.flatMap(({ saveMilliseconds }) => saveMilliseconds)),
        loadMs: pick(snapshots.flatMap(({ loadMilliseconds }) => loadMilliseconds)),
      },
    }),
    ...(tiers && { tierChangeMs: Math.max(...Object.keys(tiers[0]).map((way) => pick(tiers.map((stood) => stood[way])))) }),
    ...(firstFrames && { firstFrameMs: pick(firstFrames) }),
  };
}

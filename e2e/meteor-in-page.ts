/** What the golden tests of the meteor system do in a page, whichever browser it is in. */
import { readFileSync } from 'node:fs';
import {
  ALL_FRAMES,
  type MeteorRun,
  parseMeteorScenes,
  parseShapedScene,
  type ShapedScene,
  speedAt,
  stepSeconds,
} from '../tests/scenes/meteor.js';
import { SpawnConfig } from '../web/generated/meteor-layout.js';
import type { PresetName } from '../web/generated/meteor-names.js';
import type { MeteorPipeline } from '../web/kernels/meteor-pipeline.js';
import type { hashFrame } from '../web/meteor/shared/frame-hash.js';
import type { MeteorTier } from '../web/meteor/shared/kernel.js';
import type {} from './engine-page.js';

/** The meteors that are asked for in every kernel. */
export const SHAPED_SCENE = parseShapedScene(
  readFileSync(new URL('../tests/scenes/meteor-shaped.txt', import.meta.url), 'utf8'),
  SpawnConfig,
);

export const METEOR_SCENES = parseMeteorScenes(readFileSync(new URL('../tests/scenes/meteor-hashes.txt', import.meta.url), 'utf8'));

/** Frames of a request, so that no answer lets a browser wait for long. */
const CHUNK = 250;
const EVERYTHING = process.env.SKYFLOCK_ALL_TICKS !== undefined;

/** Some frames of one shower in both tiers, side by side; `frame` 1 begins it. */
interface FramesRequest {
  readonly preset: PresetName;
  readonly seed: number;
  readonly frame: number;
  readonly steps: readonly { readonly seconds: number; readonly speed: number }[];
  /** Frames whose hashes are wanted. */
  readonly looks: readonly number[];
  /** What is spawned before the step of a frame; null for what is no number, since not every page is sent such. */
  readonly spawns: readonly { readonly frame: number; readonly id: number; readonly words: readonly (number | null)[] }[];
}

interface FramesAnswer {
  readonly tiers: readonly MeteorTier[];
  /** By frame, then by tier. */
  readonly hashes: readonly { readonly frame: number; readonly hashes: readonly string[] }[];
  /** The ids that spawning gave, in both tiers one after the other. */
  readonly ids: readonly number[];
  /** The first frame whose dirty flags differed, or 0. */
  readonly differing: number;
}

interface PageScope {
  readonly skyflock: { readonly MeteorPipeline: typeof MeteorPipeline; readonly hashFrame: typeof hashFrame };
  showers?: MeteorPipeline[];
}

/** Runs in the page of openEnginePage, so it may use nothing that stands outside of it. */
async function framesInPage({ preset, seed, frame, steps, looks, spawns }: FramesRequest): Promise<FramesAnswer> {
  const scope = globalThis as unknown as PageScope;
  const { MeteorPipeline: Pipeline, hashFrame: hash } = scope.skyflock;
  if (frame === 1) {
    for (const shower of scope.showers ?? []) shower.destroy();
    const wish = { preset, options: { seed } };
    scope.showers = [await Pipeline.createWasm(wish), await Pipeline.createJs(wish)];
  }
  const showers = scope.showers ?? [];
  const hashes: { frame: number; hashes: string[] }[] = [];
  const ids: number[] = [];
  let differing = 0;
  steps.forEach(({ seconds, speed }, index) => {
    for (const { words } of spawns.filter((one) => one.frame === frame + index))
      for (const shower of showers) ids.push(shower.spawn(Float32Array.from(words, (word) => word ?? Number.NaN)));
    const flags = showers.map((shower) => shower.updateAll(seconds, speed));
    if (flags[0] !== flags[1] && differing === 0) differing = frame + index;
    if (looks.includes(frame + index)) hashes.push({ frame: frame + index, hashes: showers.map((one) => hash(one.getRenderData())) });
  });
  return { tiers: showers.map(({ tier }) => tier), hashes, ids, differing };
}

/** Evaluates a function in a page, as Playwright's pages and driven ones do. */
type Evaluate = (work: typeof framesInPage, request: FramesRequest) => Promise<FramesAnswer>;

/** What a browser makes of a golden run: null when both tiers show what they should, else what differs. */
export async function compareInPage(evaluate: Evaluate, run: MeteorRun & Partial<Pick<ShapedScene, 'spawns'>>): Promise<string | null> {
  const golden = new Map(run.hashes.map(({ frame, hash }) => [frame, hash]));
  const last = EVERYTHING && run.seed === 1 ? ALL_FRAMES : Math.max(...golden.keys());
  for (let frame = 1; frame <= last; frame += CHUNK) {
    const count = Math.min(CHUNK, last - frame + 1);
    const steps = Array.from({ length: count }, (_, index) => ({
      seconds: stepSeconds(METEOR_SCENES.odd, frame + index),
      speed: speedAt(frame + index),
    }));
    const looks = [...golden.keys(), frame + count - 1];
    const spawns = (run.spawns ?? []).filter((one) => one.frame >= frame && one.frame < frame + count);
    const sent = spawns.map((one) => ({ ...one, words: one.words.map((word) => (Number.isNaN(word) ? null : word)) }));
    const answer = await evaluate(framesInPage, { preset: run.preset as PresetName, seed: run.seed, frame, steps, looks, spawns: sent });
    if (answer.tiers.join() !== 'wasm,js') return `the tiers that ran are ${answer.tiers.join(' and ')}`;
    const ids = spawns.flatMap(({ id }) => [id, id]);
    if (answer.ids.join() !== ids.join()) return `spawning gave the ids ${answer.ids.join()}; wanted are ${ids.join()}`;
    if (answer.differing !== 0) return `dirty flags differ in frame ${answer.differing}`;
    for (const look of answer.hashes) {
      const [wasm, js] = look.hashes;
      const wanted = golden.get(look.frame) ?? wasm;
      if (wasm !== wanted || js !== wanted)
        return `frame ${look.frame} is ${wasm} in WebAssembly, ${js} in JavaScript; wanted is ${wanted}`;
    }
  }
  return null;
}

/** What the golden tests of the meteor system do in a page, whichever browser it is in. */
import { readFileSync } from 'node:fs';
import { ALL_FRAMES, parseMeteorScenes, speedAt, stepSeconds } from '../tests/scenes/meteor.js';
import type { PresetName } from '../web/generated/meteor-names.js';
import type { MeteorPipeline } from '../web/kernels/meteor-pipeline.js';
import type { hashFrame } from '../web/meteor/shared/frame-hash.js';
import type { MeteorTier } from '../web/meteor/shared/kernel.js';
import type {} from './engine-page.js';

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
}

interface FramesAnswer {
  readonly tiers: readonly MeteorTier[];
  /** By frame, then by tier. */
  readonly hashes: readonly { readonly frame: number; readonly hashes: readonly string[] }[];
  /** The first frame whose dirty flags differed, or 0. */
  readonly differing: number;
}

interface PageScope {
  readonly skyflock: { readonly MeteorPipeline: typeof MeteorPipeline; readonly hashFrame: typeof hashFrame };
  showers?: MeteorPipeline[];
}

/** Runs in the page of openEnginePage, so it may use nothing that stands outside of it. */
async function framesInPage({ preset, seed, frame, steps, looks }: FramesRequest): Promise<FramesAnswer> {
  const scope = globalThis as unknown as PageScope;
  const { MeteorPipeline: Pipeline, hashFrame: hash } = scope.skyflock;
  if (frame === 1) {
    for (const shower of scope.showers ?? []) shower.destroy();
    const wish = { preset, options: { seed } };
    scope.showers = [await Pipeline.createWasm(wish), await Pipeline.createJs(wish)];
  }
  const showers = scope.showers ?? [];
  const hashes: { frame: number; hashes: string[] }[] = [];
  let differing = 0;
  steps.forEach(({ seconds, speed }, index) => {
    const flags = showers.map((shower) => shower.updateAll(seconds, speed));
    if (flags[0] !== flags[1] && differing === 0) differing = frame + index;
    if (looks.includes(frame + index)) hashes.push({ frame: frame + index, hashes: showers.map((one) => hash(one.getRenderData())) });
  });
  return { tiers: showers.map(({ tier }) => tier), hashes, differing };
}

/** Evaluates a function in a page, as Playwright's pages and driven ones do. */
type Evaluate = (work: typeof framesInPage, request: FramesRequest) => Promise<FramesAnswer>;

/** What a browser makes of a golden run: null when both tiers show what they should, else what differs. */
export async function compareInPage(evaluate: Evaluate, run: (typeof METEOR_SCENES.runs)[number]): Promise<string | null> {
  const golden = new Map(run.hashes.map(({ frame, hash }) => [frame, hash]));
  const last = EVERYTHING && run.seed === 1 ? ALL_FRAMES : Math.max(...golden.keys());
  for (let frame = 1; frame <= last; frame += CHUNK) {
    const count = Math.min(CHUNK, last - frame + 1);
    const steps = Array.from({ length: count }, (_, index) => ({
      seconds: stepSeconds(METEOR_SCENES.odd, frame + index),
      speed: speedAt(frame + index),
    }));
    const looks = [...golden.keys(), frame + count - 1];
    const answer = await evaluate(framesInPage, { preset: run.preset as PresetName, seed: run.seed, frame, steps, looks });
    if (answer.tiers.join() !== 'wasm,js') return `the tiers that ran are ${answer.tiers.join(' and ')}`;
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

/** What the golden tests of the scene system do in a page, whichever browser it is in. */
import { readFileSync } from 'node:fs';
import { type GoldenScene, parseGoldenScenes, SceneStream, streamOptions, streamView } from '../tests/scenes/scene.js';
import {
  DrawGroup,
  DrawLight,
  DrawPass,
  DrawView,
  INBOX_RECORDS,
  INSTANCE_WORDS,
  RECORD_WORDS,
  SceneHeader,
  type SceneOptions,
} from '../web/generated/scene-layout.js';
import type { createSceneKernel } from '../web/kernels/scene.js';
import type { SceneKernel, SceneTier } from '../web/scene/shared/kernel.js';
import type {} from './engine-page.js';

export const GOLDEN_SCENES = parseGoldenScenes(readFileSync(new URL('../tests/scenes/scene-hashes.txt', import.meta.url), 'utf8'));

/** Updates of a request, so that no answer lets a browser wait for long. */
const CHUNK = 50;

/** Words of the layout that a page, which imports nothing, is told. */
const WORDS = {
  ...{ record: RECORD_WORDS, inbox: INBOX_RECORDS, instance: INSTANCE_WORDS },
  ...{ pass: DrawPass.size / 4, group: DrawGroup.size / 4, light: DrawLight.size / 4 },
  ...{ callbacks: SceneHeader.callbackCount / 4, passes: SceneHeader.passCount / 4, groups: SceneHeader.groupCount / 4 },
  ...{ instances: SceneHeader.instanceCount / 4, lights: SceneHeader.lightCount / 4 },
};

/** Some updates of one stream in both tiers, side by side; the first of them begins it. */
interface UpdatesRequest {
  readonly begins: boolean;
  readonly options: Partial<SceneOptions>;
  readonly updates: readonly {
    /** Its records, in base64. */
    readonly records: string;
    /** Words of the view and their values. */
    readonly view: readonly (readonly [at: number, value: number])[];
  }[];
  readonly words: typeof WORDS;
}

interface Reached {
  readonly tier: SceneTier;
  readonly state: string;
  readonly callbacks: string;
  readonly draws: string;
}

interface Running {
  readonly kernel: SceneKernel;
  /** Words that wait for the rest of their command. */
  rest: Uint32Array;
  callbacks: number;
  draws: number;
}

interface PageScope {
  readonly skyflock: { readonly createSceneKernel: typeof createSceneKernel };
  scenes?: Running[];
}

/** Runs in the page of openEnginePage, so it may use nothing that stands outside of it. */
async function updatesInPage({ begins, options, updates, words }: UpdatesRequest): Promise<readonly Reached[]> {
  const scope = globalThis as unknown as PageScope;
  const fold = (start: number, array: Uint32Array, count: number): number => {
    let hash = start;
    for (let at = 0; at < count; at++) {
      let h = Math.imul(hash ^ (array[at] as number), 0x85ebca6b);
      h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
      hash = (h ^ (h >>> 16)) >>> 0;
    }
    return hash;
  };
  if (begins) {
    for (const { kernel } of scope.scenes ?? []) kernel.destroy();
    scope.scenes = [];
    for (const tier of ['wasm', 'js'] as const) {
      const { kernel } = await scope.skyflock.createSceneKernel({ tier, options });
      scope.scenes.push({ kernel, rest: new Uint32Array(0), callbacks: 0, draws: 0 });
    }
  }
  const scenes = scope.scenes ?? [];
  for (const { records, view } of updates) {
    const bytes = Uint8Array.from(atob(records), (character) => character.charCodeAt(0));
    for (const scene of scenes) {
      const { kernel } = scene;
      let waiting = new Uint32Array(scene.rest.length + bytes.length / 4);
      waiting.set(scene.rest);
      waiting.set(new Uint32Array(bytes.buffer), scene.rest.length);
      while (waiting.length > 0) {
        const count = Math.min(waiting.length / words.record, words.inbox);
        kernel.views.inbox.set(waiting.subarray(0, count * words.record));
        const done = kernel.decode(count);
        if (done === 0) break;
        waiting = waiting.subarray(done * words.record);
      }
      scene.rest = waiting.slice();
      const told = (kernel.views.header[words.callbacks] as number) * words.record;
      scene.callbacks = fold(scene.callbacks, kernel.views.outbox, told);
      kernel.clearCallbacks();
      for (const [at, value] of view) kernel.views.view[at] = value;
      kernel.draw();
      const { header, passes, groups, instanceWords, instanceSlots, lights } = kernel.views;
      const instances = header[words.instances] as number;
      scene.draws = fold(scene.draws, passes, (header[words.passes] as number) * words.pass);
      scene.draws = fold(scene.draws, groups, (header[words.groups] as number) * words.group);
      scene.draws = fold(scene.draws, instanceWords, instances * words.instance);
      scene.draws = fold(scene.draws, instanceSlots, instances);
      scene.draws = fold(scene.draws, lights, (header[words.lights] as number) * words.light);
    }
  }
  const text = (hash: number): string => hash.toString(16).padStart(8, '0');
  return scenes.map(({ kernel, callbacks, draws }) => ({
    ...{ tier: kernel.tier, state: kernel.hash() },
    ...{ callbacks: text(callbacks), draws: text(draws) },
  }));
}

/** Evaluates a function in a page, as Playwright's pages and driven ones do. */
type Evaluate = (work: typeof updatesInPage, request: UpdatesRequest) => Promise<readonly Reached[]>;

/** What a browser makes of a golden stream: null when both tiers come to what they should, else what differs. */
export async function compareSceneInPage(evaluate: Evaluate, { seed, entities, hashes }: GoldenScene): Promise<string | null> {
  const stream = new SceneStream(seed, entities);
  let update = 0;
  for (const golden of hashes) {
    let reached: readonly Reached[] = [];
    while (update < golden.update) {
      const begins = update === 0;
      const count = Math.min(CHUNK, golden.update - update);
      const updates = Array.from({ length: count }, () => {
        update += 1;
        const records = stream.next();
        const view = Object.entries(streamView(update)).map(
          ([name, value]) => [DrawView[name as keyof typeof DrawView] / 4, value] as const,
        );
        return { records: Buffer.from(records.buffer).toString('base64'), view };
      });
      reached = await evaluate(updatesInPage, { begins, options: streamOptions(entities), updates, words: WORDS });
    }
    const tiers = reached.map(({ tier }) => tier);
    if (tiers.join() !== 'wasm,js') return `the tiers that ran are ${tiers.join(' and ')}`;
    const wanted = `${golden.state} ${golden.callbacks} ${golden.draws}`;
    for (const { tier, state, callbacks, draws } of reached) {
      const told = `${state} ${callbacks} ${draws}`;
      if (told !== wanted) return `update ${update} comes to ${told} in tier ${tier}; wanted is ${wanted}`;
    }
  }
  return null;
}

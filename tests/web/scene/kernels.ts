/** Both scene kernels, for tests that hold for either, and what they must agree on. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { mixWord } from '../../../web/engine/hash.js';
import { createJsSceneKernel } from '../../../web/fallback/scene/kernel.js';
import {
  DIRTY_MEMORY,
  DrawGroup,
  DrawLight,
  DrawPass,
  DrawView,
  INSTANCE_WORDS,
  MeshEntry,
  MeshState,
  RECORD_WORDS,
  SceneHeader,
  type SceneOptions,
  VERTEX_WORDS,
} from '../../../web/generated/scene-layout.js';
import type { SceneKernel, SceneTier, SceneViews } from '../../../web/scene/shared/kernel.js';
import { compileSceneModule, createWasmSceneKernel } from '../../../web/scene/wasm/wasm-kernel.js';
import type { Decoder } from '../../scenes/scene.js';

export const SCENE_WASM = fileURLToPath(new URL('../../../build/wasm/skyflock-scene.wasm', import.meta.url));

export type Begin = (options: Partial<SceneOptions>) => SceneKernel;

/** What begins a scene in a tier. */
export async function beginner(tier: SceneTier): Promise<Begin> {
  if (tier === 'js') return createJsSceneKernel;
  const module = await compileSceneModule(new Uint8Array(await readFile(SCENE_WASM)), SCENE_WASM);
  return (options) => createWasmSceneKernel(module, options);
}

/** A kernel as what records are fed to. */
export function decoderOf(kernel: SceneKernel): Decoder {
  return {
    get inbox() {
      return kernel.views.inbox;
    },
    decode: (count) => kernel.decode(count),
  };
}

/** A figure of the header. */
export const figure = ({ header }: SceneViews, field: number): number => header[field / 4] as number;

/** What the kernels count each in their own way: where memory is and how much of it. */
const OWN_FIGURES: readonly number[] = [SceneHeader.epoch / 4, SceneHeader.memory / 4];

/** The callback records that stand in the outbox. */
export function callbacksOf({ views }: SceneKernel): Uint32Array {
  return views.outbox.slice(0, figure(views, SceneHeader.callbackCount) * RECORD_WORDS);
}

/** All there is to see of a published state but for its draw list: equal where kernels agree. */
export function stateOf(kernel: SceneKernel): Readonly<Record<string, unknown>> {
  const { views } = kernel;
  const slots = figure(views, SceneHeader.slots);
  return {
    hash: kernel.hash(),
    header: views.header.map((word, at) => (OWN_FIGURES.includes(at) ? 0 : word)),
    generations: views.generations.slice(0, slots),
    flags: views.flags.slice(0, slots),
    meshes: views.meshes.slice(),
    vertices: meshWords(views),
    textures: views.textures.slice(),
    environment: views.environment.slice(),
  };
}

/** The vertices and indices of meshes that are whole, folded. */
function meshWords({ meshes, vertices, indices }: SceneViews): number {
  const words = new Uint32Array(vertices.buffer, vertices.byteOffset, Math.floor(vertices.byteLength / 4));
  const size = MeshEntry.size / 4;
  let fold = 0;
  for (let at = 0; at < meshes.length; at += size) {
    const entry = (field: number): number => meshes[at + field / 4] as number;
    if (entry(MeshEntry.state) < MeshState.ready) continue;
    const firstVertex = entry(MeshEntry.firstVertex) * VERTEX_WORDS;
    const firstIndex = entry(MeshEntry.firstIndex);
    for (let i = 0; i < entry(MeshEntry.vertices) * VERTEX_WORDS; i++) fold = mixWord(fold, words[firstVertex + i] as number);
    for (let i = 0; i < entry(MeshEntry.indices); i++) fold = mixWord(fold, indices[firstIndex + i] as number);
  }
  return fold;
}

/** A draw list, as arrays of words. */
export function drawListOf({ views }: SceneKernel): Readonly<Record<string, Uint32Array>> {
  const count = (field: number): number => figure(views, field);
  return {
    passes: views.passes.slice(0, (count(SceneHeader.passCount) * DrawPass.size) / 4),
    groups: views.groups.slice(0, (count(SceneHeader.groupCount) * DrawGroup.size) / 4),
    instances: views.instanceWords.slice(0, count(SceneHeader.instanceCount) * INSTANCE_WORDS),
    slots: views.instanceSlots.slice(0, count(SceneHeader.instanceCount)),
    lights: views.lights.slice(0, (count(SceneHeader.lightCount) * DrawLight.size) / 4),
  };
}

/** Makes the draw list for a view, and gives its dirty flags but for those of memory. */
export function drawAs(
  kernel: SceneKernel,
  view: { readonly [field in keyof Omit<typeof DrawView, 'size' | 'reserved'>]?: number },
): number {
  for (const [name, value] of Object.entries(view)) kernel.views.view[DrawView[name as keyof typeof view] / 4] = value;
  return kernel.draw() & ~DIRTY_MEMORY;
}

/** Folds words into a fold. */
export function foldWords(fold: number, words: Uint32Array): number {
  let folded = fold;
  for (const word of words) folded = mixWord(folded, word);
  return folded;
}

export const foldText = (fold: number): string => fold.toString(16).padStart(8, '0');

/** What is drawn of the published state, and what is seen at a place of the picture: the twin of src/scene/draw.cpp. */
import {
  CallbackKind,
  DIRTY_MEMORY,
  DIRTY_VIEWS,
  NONE,
  PickCommand,
  PickedCallback,
  RECORD_WORDS,
  RefusalKind,
  SceneHeader,
  SceneOp,
} from '../../generated/scene-layout.js';
import { DrawOutcome } from './draw-list.js';
import type { DrawInput } from './drawables.js';
import { PickHit, pick as pickFrom } from './pick.js';
import type { SceneState } from './scene-state.js';

/** What a pick that is refused has met. */
export const NO_HIT = new PickHit();

/** Makes the draw list of the published state for the scene's view. @returns dirty flags: what changed since the last one */
export function draw(scene: SceneState): number {
  const { header, list } = scene;
  const outcome = list.make(drawInput(scene));
  let flags = 0;
  if (outcome === DrawOutcome.refused) {
    scene.outbox.refuse(SceneOp.endUpdate, RefusalKind.memory, NONE, 0, 0);
  } else if (outcome === DrawOutcome.made) {
    // Where no state has changed it is the view that did.
    flags = scene.changed === 0 ? DIRTY_VIEWS : scene.changed;
    scene.changed = 0;
    header[SceneHeader.passCount / 4] = list.passCount;
    header[SceneHeader.groupCount / 4] = list.groupCount;
    header[SceneHeader.instanceCount / 4] = list.instanceCount;
    header[SceneHeader.lightCount / 4] = list.lightCount;
    header[SceneHeader.culled / 4] = list.culled;
  }
  scene.tellFigures();
  const epoch = header[SceneHeader.epoch / 4] as number;
  if (epoch !== scene.drawnEpoch) flags |= DIRTY_MEMORY;
  scene.drawnEpoch = epoch;
  return flags;
}

/** What is seen at a place of the picture, in shares of its width and height from the upper left corner. False: nothing. */
export function pick(scene: SceneState, x: number, y: number, hit: PickHit): boolean {
  hit.clear();
  return pickFrom(scene.list, drawInput(scene), x, y, hit) && hit.index !== NONE;
}

/** Answers the picks of the update that has just been published. */
export function answerPicks(scene: SceneState): void {
  const { picks, outbox } = scene;
  if (picks.length === 0) return;
  const hit = new PickHit();
  for (const command of picks) {
    const place = new Float32Array(command.buffer, PickCommand.x, 2);
    hit.clear();
    if (!pickFrom(scene.list, drawInput(scene), place[0] as number, place[1] as number, hit)) {
      outbox.refuse(SceneOp.pick, RefusalKind.memory, NONE, 0, 0);
      hit.clear();
    }
    tellPicked(scene, command[PickCommand.request / 4] as number, hit);
  }
  picks.length = 0;
}

export function tellPicked({ outbox }: SceneState, request: number, hit: PickHit): void {
  const callback = new Uint32Array(RECORD_WORDS);
  const floats = new Float32Array(callback.buffer);
  callback[PickedCallback.head / 4] = CallbackKind.picked;
  callback[PickedCallback.request / 4] = request;
  callback[PickedCallback.index / 4] = hit.index;
  callback[PickedCallback.generation / 4] = hit.generation;
  floats[PickedCallback.distance / 4] = hit.distance;
  floats.set(hit.point, PickedCallback.x / 4);
  outbox.add(callback);
}

function drawInput({ entities, meshes, textures, views, options, view }: SceneState): DrawInput {
  const { memory } = entities;
  return {
    columns: memory.published,
    slots: memory.publishedSlots,
    meshes: meshes.published.words,
    meshFloats: meshes.published.floats,
    meshCount: options.maxMeshes,
    textures: textures.published.words,
    textureCount: options.maxTextures,
    cameras: views.cameras,
    lights: views.lights,
    lightCount: options.maxLights,
    view,
  };
}

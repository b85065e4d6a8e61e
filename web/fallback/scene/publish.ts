/** A publish, what an update changed as a whole or not at all: the twin of src/scene/publish.cpp. */
import {
  CallbackKind,
  METRIC_FRAMES,
  NONE,
  PublishedCallback,
  RECORD_WORDS,
  RefusalKind,
  SceneHeader,
  SceneOp,
} from '../../generated/scene-layout.js';
import type { SceneState } from './scene-state.js';

const f = Math.fround;

const add = (header: Uint32Array, field: number, count: number): void => {
  header[field / 4] = (header[field / 4] as number) + count;
};

/** Publishes what is dirty, as the end of an update with this number. */
export function publish(scene: SceneState, update: number): void {
  const { header, entities, views, textures, meshes, outbox } = scene;
  if (!entities.isDirty() && !views.isDirty() && !textures.isDirty() && !meshes.isDirty()) {
    add(header, SceneHeader.skips, 1);
    countRatio(scene, 0);
    tellPublished(scene, update, 0);
    return;
  }
  const fault = entities.prepare();
  if (fault !== null) {
    add(header, SceneHeader.failures, 1);
    outbox.refuse(SceneOp.endUpdate, RefusalKind.publishFailed, NONE, 0, fault.kind);
    outbox.flushRefusals();
    return;
  }
  const published = entities.publish();
  const copies = published.copies + views.publish() + textures.publish() + meshes.publish();
  add(header, SceneHeader.copies, copies);
  add(header, SceneHeader.publishes, 1);
  header[SceneHeader.entities / 4] = entities.memory.publishedCount;
  header[SceneHeader.slots / 4] = entities.memory.publishedSlots;
  countRatio(scene, published.entities);
  tellPublished(scene, update, copies);
}

/** Notes which share of the entities a publish had something of, and what the mean of the last ones is. */
function countRatio({ ratios, entities, headerFloats }: SceneState, dirtyEntities: number): void {
  const { shares } = ratios;
  const all = entities.memory.publishedCount;
  shares[ratios.next] = dirtyEntities >= all && dirtyEntities !== 0 ? 1 : f(dirtyEntities) / f(Math.max(all, 1));
  ratios.next = ratios.next + 1 === METRIC_FRAMES ? 0 : ratios.next + 1;
  ratios.count = Math.min(ratios.count + 1, METRIC_FRAMES);
  let sum = 0;
  for (let i = 0; i < ratios.count; i++) sum = f(sum + (shares[i] as number));
  headerFloats[SceneHeader.dirtyRatio / 4] = sum / f(ratios.count);
}

function tellPublished({ header, entities, outbox }: SceneState, update: number, copies: number): void {
  header[SceneHeader.update / 4] = update;
  const callback = new Uint32Array(RECORD_WORDS);
  callback[PublishedCallback.head / 4] = CallbackKind.published;
  callback[PublishedCallback.update / 4] = update;
  callback[PublishedCallback.entities / 4] = entities.memory.publishedCount;
  callback[PublishedCallback.copies / 4] = copies;
  outbox.add(callback);
}

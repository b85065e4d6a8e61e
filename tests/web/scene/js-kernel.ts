// The engine in JavaScript without what draws: commands, publishing, callbacks, the hash.
import { Scene } from '../../../web/fallback/scene/scene.js';
import type { SceneOptions } from '../../../web/generated/scene-layout.js';
import type { SceneKernel } from '../../../web/scene/shared/kernel.js';
import { resolveOptions } from '../../../web/scene/shared/settings.js';

export type TestKernel = Pick<SceneKernel, 'decode' | 'hash' | 'clearCallbacks'> & {
  readonly views: Pick<SceneKernel['views'], 'header' | 'inbox' | 'inboxFloats' | 'outbox' | 'outboxFloats'>;
  readonly scene: Scene;
};

export function jsKernel(options: Partial<SceneOptions> = {}): TestKernel & SceneKernel {
  const scene = new Scene(resolveOptions(options));
  if (!scene.found()) throw new Error('no memory for a scene');
  const views = {
    get header() {
      return scene.header;
    },
    get inbox() {
      return scene.inbox.words;
    },
    get inboxFloats() {
      return scene.inbox.floats;
    },
    get outbox() {
      return scene.outbox.records.words;
    },
    headerFloats: scene.headerFloats,
    view: scene.view,
    get outboxFloats() {
      return scene.outbox.records.floats;
    },
  };
  const kernel = {
    tier: 'js',
    options: scene.options,
    scene,
    views,
    decode: (count: number) => scene.decode(count),
    hash: () => scene.hash(),
    clearCallbacks: () => scene.outbox.clear(),
    // Nothing draws here.
    draw: () => 0,
    pick: () => null,
    destroy: () => {},
  };
  return kernel as never as TestKernel & SceneKernel;
}

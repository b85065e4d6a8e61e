/** The scene kernel in JavaScript: for where WebAssembly is missing, refused, or did not arrive. */

import type { SceneOptions } from '../../generated/scene-layout.js';
import { SceneStartError } from '../../scene/shared/errors.js';
import type { Picked, SceneKernel, SceneViews } from '../../scene/shared/kernel.js';
import { resolveOptions } from '../../scene/shared/settings.js';
import { WAY_OUT_SMALLER } from '../../scene/shared/ways-out.js';
import { PickHit } from './pick.js';
import { Scene } from './scene.js';

/**
 * Begins an empty scene.
 * @throws SceneOptionError for a value out of range
 * @throws SceneStartError with stage `memory` when memory is refused
 */
export function createJsSceneKernel(options: Partial<SceneOptions> = {}): SceneKernel {
  const scene = new Scene(resolveOptions(options));
  if (!scene.found()) throw new SceneStartError('memory', "the scene's memory was refused", WAY_OUT_SMALLER);
  return new JsKernel(scene);
}

class JsKernel implements SceneKernel {
  readonly tier = 'js';
  readonly options: SceneOptions;
  readonly views: SceneViews;
  readonly #scene: Scene;
  readonly #hit = new PickHit();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.options = scene.options;
    this.views = new JsViews(scene);
  }

  decode(count: number): number {
    return this.#scene.decode(count);
  }

  draw(): number {
    return this.#scene.draw();
  }

  pick(x: number, y: number): Picked | null {
    const hit = this.#hit;
    if (!this.#scene.pick(Math.fround(x), Math.fround(y), hit)) return null;
    const [pointX, pointY, pointZ] = hit.point as unknown as [number, number, number];
    return { index: hit.index, generation: hit.generation, distance: hit.distance, point: [pointX, pointY, pointZ] };
  }

  hash(): string {
    return this.#scene.hash();
  }

  clearCallbacks(): void {
    this.#scene.outbox.clear();
  }

  destroy(): void {}
}

/** The arrays of a scene: each part of it has its own, and may have them anew after any call. */
class JsViews implements SceneViews {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  get header(): Uint32Array {
    return this.#scene.header;
  }
  get headerFloats(): Float32Array {
    return this.#scene.headerFloats;
  }
  get inbox(): Uint32Array {
    return this.#scene.inbox.words;
  }
  get inboxFloats(): Float32Array {
    return this.#scene.inbox.floats;
  }
  get outbox(): Uint32Array {
    return this.#scene.outbox.records.words;
  }
  get outboxFloats(): Float32Array {
    return this.#scene.outbox.records.floats;
  }
  get view(): Float32Array {
    return this.#scene.view;
  }
  get generations(): Uint32Array {
    return this.#scene.entities.memory.published.generations;
  }
  get flags(): Uint32Array {
    return this.#scene.entities.memory.published.flags;
  }
  get meshes(): Uint32Array {
    return this.#scene.meshes.published.words;
  }
  get meshFloats(): Float32Array {
    return this.#scene.meshes.published.floats;
  }
  get textures(): Uint32Array {
    return this.#scene.textures.published.words;
  }
  get vertices(): Uint8Array {
    return this.#scene.meshes.vertices.bytes;
  }
  get indices(): Uint32Array {
    return this.#scene.meshes.indices.words;
  }
  get environment(): Uint32Array {
    return this.#scene.views.environment;
  }
  get environmentFloats(): Float32Array {
    return this.#scene.views.environmentFloats;
  }
  get passes(): Uint32Array {
    return this.#scene.list.passes;
  }
  get passFloats(): Float32Array {
    return this.#scene.list.passFloats;
  }
  get groups(): Uint32Array {
    return this.#scene.list.groups.words;
  }
  get instances(): Float32Array {
    return this.#scene.list.instances.floats;
  }
  get instanceWords(): Uint32Array {
    return this.#scene.list.instances.words;
  }
  get instanceSlots(): Uint32Array {
    return this.#scene.list.instanceSlots.words;
  }
  get lights(): Uint32Array {
    return this.#scene.list.lights;
  }
  get lightFloats(): Float32Array {
    return this.#scene.list.lightFloats;
  }
}

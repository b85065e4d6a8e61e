/** What a script loads: meshes, textures, models. */
import { START_DEADLINE_MS } from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import { SceneLoadError } from '../shared/errors.js';
import type { MeshData } from '../shared/mesh-data.js';
import { SceneError } from '../shared/scene-error.js';
import type { EntityStore } from './entity-store.js';
import type { Mesh } from './meshes.js';
import { loadModel, type Model, makeModel } from './model.js';
import type { Replies } from './replies.js';
import type { ResourceHost } from './resource-host.js';
import type { Texture } from './textures.js';
import { refuse } from './values.js';

export class Resources {
  readonly #stores: EntityStore;
  readonly #replies: Replies;
  readonly #host: ResourceHost;
  readonly #base: string | null;

  /** @param base what addresses are relative to */
  constructor(stores: EntityStore, replies: Replies, host: ResourceHost, base: string | null) {
    this.#stores = stores;
    this.#replies = replies;
    this.#host = host;
    this.#base = base;
  }

  /**
   * A mesh of the script's own, which it holds until `release`.
   * @throws SceneMeshError that names the field that is wrong, SceneOptionError where there are too many
   */
  async mesh(data: MeshData): Promise<Mesh> {
    const mesh = this.#stores.meshes.custom(data);
    mesh.held = true;
    return mesh;
  }

  /**
   * A texture of an image file, a Blob with one, or an ImageBitmap, which is handed over and can't be used any more.
   * @param source an address is relative to the script's own, or to the page's where that has none
   * @throws SceneLoadError, SceneTimeoutError, SceneOptionError
   */
  async texture(source: string | URL | Blob | ImageBitmap): Promise<Texture> {
    const isAddress = typeof source === 'string' || source instanceof URL;
    if (!isAddress && (typeof source !== 'object' || source === null))
      refuse('texture', source, 'it must be an address, a Blob or an ImageBitmap');
    const url = isAddress ? this.#address(source) : null;
    const picture = await this.#load(url ?? 'the picture', () => this.#host.picture(url ?? (source as Blob | ImageBitmap)));
    return this.#stores.textures.add(picture);
  }

  /**
   * A model of an OBJ file, with the materials and textures that it names.
   * @throws SceneLoadError, SceneTimeoutError, SceneMeshError for what is no OBJ file, SceneOptionError where it is too large
   */
  async obj(url: string | URL): Promise<Model> {
    const address = this.#address(url);
    const files = await this.#load(address, () => loadModel(address, this.#host));
    return makeModel(files, this.#stores);
  }

  /**
   * The text of a file.
   * @throws SceneLoadError, SceneTimeoutError
   */
  async text(url: string | URL): Promise<string> {
    return new TextDecoder().decode(await this.bytes(url));
  }

  /**
   * The bytes of a file.
   * @throws SceneLoadError, SceneTimeoutError
   */
  async bytes(url: string | URL): Promise<Uint8Array> {
    const address = this.#address(url);
    return await this.#load(address, () => this.#host.bytes(address));
  }

  async #load<Value>(what: string, load: () => Promise<Value>): Promise<Value> {
    const number = this.#replies.next;
    const reply = this.#replies.ask<Value>(what, false, START_DEADLINE_MS);
    load().then(
      (value) => this.#replies.arrive(number, { value }),
      (error: unknown) =>
        this.#replies.arrive(number, { error: error instanceof SceneError ? error : new SceneLoadError(what, describe(error)) }),
    );
    return await reply;
  }

  #address(url: string | URL): string {
    try {
      return new URL(url, this.#base ?? undefined).href;
    } catch {
      return refuse(
        'url',
        String(url),
        this.#base === null ? 'it must be an absolute address' : `it must be an address, or relative to ${this.#base}`,
      );
    }
  }
}

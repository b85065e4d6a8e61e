/** Textures of a script: the engine knows their sizes, the renderer has their pictures. */
import { MOST_PIXELS, NONE, SceneOp, TextureCommand } from '../../generated/scene-layout.js';
import { SceneOptionError } from '../shared/errors.js';
import type { CommandQueue } from './commands.js';
import { Slots } from './slots.js';
import type { ScriptTransport } from './transport.js';
import { refuse } from './values.js';

/** A picture that was loaded. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Whether any of it can be seen through. */
  readonly seeThrough: boolean;
  /** Upright: its first row is its upper edge. */
  readonly bitmap: ImageBitmap;
}

/** A picture that can be laid on meshes. */
export class Texture {
  readonly #store: TextureStore;
  readonly number: number;
  /** Unit: px. */
  readonly width: number;
  readonly height: number;
  readonly seeThrough: boolean;
  ended = false;

  /** Textures come from `resources.texture`. */
  constructor(store: TextureStore, number: number, { width, height, seeThrough }: Picture) {
    this.#store = store;
    this.number = number;
    this.width = width;
    this.height = height;
    this.seeThrough = seeThrough;
  }

  /** The script needs it no more: entities that have it are drawn without. */
  release(): void {
    if (this.ended) return;
    this.ended = true;
    this.#store.end(this);
  }
}

export class TextureStore {
  readonly #queue: CommandQueue;
  readonly #transport: ScriptTransport;
  readonly #numbers: Slots;
  readonly #byNumber: (Texture | undefined)[] = [];
  /** The next number to try: pictures come by message, and one that is late must not be taken for a newer one's. */
  #next = 0;

  constructor(queue: CommandQueue, transport: ScriptTransport, most: number) {
    this.#queue = queue;
    this.#transport = transport;
    this.#numbers = new Slots(most);
  }

  get count(): number {
    return this.#numbers.taken;
  }

  /** The texture of this number, or null. */
  numbered(number: number): Texture | null {
    return this.#byNumber[number] ?? null;
  }

  /** What a command says of a texture. @throws SceneOptionError for what is none */
  numberOf(name: string, value: unknown): number {
    if (value === null || value === undefined) return NONE;
    if (value instanceof Texture && !value.ended) return value.number;
    return refuse(name, value, 'it must be a texture that resources.texture gave and that is not released, or null');
  }

  /** @throws SceneOptionError where there are too many, or it is too large */
  add(picture: Picture): Texture {
    const { width, height } = picture;
    if (!(width >= 1 && width <= MOST_PIXELS && height >= 1 && height <= MOST_PIXELS))
      refuse('texture', `${width} x ${height}`, `a texture has 1 to ${MOST_PIXELS} px along each side`);
    const number = this.#numbers.takeFrom(this.#next);
    if (number < 0)
      throw new SceneOptionError('textures', this.count + 1, `there may be ${this.#numbers.most} (maxTextures): release some`);
    this.#next = number + 1;
    const texture = new Texture(this, number, picture);
    this.#byNumber[number] = texture;
    const at = this.#queue.resource(SceneOp.makeTexture | (picture.seeThrough ? 0x100 : 0));
    const { words } = this.#queue;
    words[at + TextureCommand.texture / 4] = number;
    words[at + TextureCommand.width / 4] = width;
    words[at + TextureCommand.height / 4] = height;
    this.#transport.sendTexture(number, picture.bitmap);
    return texture;
  }

  end({ number }: Texture): void {
    this.#byNumber[number] = undefined;
    this.#numbers.free(number);
    this.#queue.words[this.#queue.resource(SceneOp.releaseTexture) + TextureCommand.texture / 4] = number;
    this.#transport.sendTexture(number, null);
  }
}

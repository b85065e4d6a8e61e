/** The scene as a script has it. */
import { NONE, PickCommand, PickedCallback, SceneOp, type SceneOptions } from '../../generated/scene-layout.js';
import { entityId } from '../shared/ids.js';
import type { MeshData } from '../shared/mesh-data.js';
import type { PickAnswer } from '../shared/messages.js';
import type { RefusedCommand } from '../shared/refusals.js';
import type { ScriptMetrics } from '../shared/script-types.js';
import { Bulk, type EntityIds } from './bulk.js';
import { type Camera, type CameraOptions, CameraStore } from './camera.js';
import { CommandQueue } from './commands.js';
import type { Entity, EntityOptions } from './entity.js';
import { EntityStore } from './entity-store.js';
import { Environment, type Light, type LightOptions, LightStore } from './light.js';
import * as math from './math.js';
import { type Mesh, type MeshChoice, type MeshName, type MeshShapes, MeshStore } from './meshes.js';
import { ScriptRandom } from './random.js';
import type { Replies } from './replies.js';
import type { ResourceHost } from './resource-host.js';
import { Resources } from './resources.js';
import { TextureStore } from './textures.js';
import type { ScriptTransport } from './transport.js';
import { checkWithin, type Vector } from './values.js';

/** Milliseconds that a pick may take. */
export const PICK_DEADLINE_MS = 3000;

/** What a pick found. */
export interface Picked {
  readonly entity: Entity;
  /** From the camera to the entity's bounds. Unit: u. */
  readonly distance: number;
  /** Where the ray meets them. Unit: u. */
  readonly point: Vector;
}

/** What a scene is made of. */
export interface SceneMeans {
  readonly transport: ScriptTransport;
  readonly options: SceneOptions;
  readonly replies: Replies;
  readonly resources: ResourceHost;
  /** What addresses are relative to. */
  readonly base: string | null;
  onFault(error: unknown, during: string): void;
  onQuit(code: number): void;
  /** A pick was asked. */
  onPick(): void;
  metrics(): ScriptMetrics;
}

/** What a refused command tells its script. */
export type RefusedListener = (command: RefusedCommand) => void;

/**
 * A scene: entities, cameras, lights, and what is around them. Everything that a script changes is seen together, once its
 * update ends: nothing is seen half.
 */
export class Scene {
  readonly #means: SceneMeans;
  readonly #queue: CommandQueue;
  readonly #store: EntityStore;
  readonly #lights: LightStore;
  readonly #bulk: Bulk;
  readonly #random: ScriptRandom;
  readonly #refusedListeners = new Set<RefusedListener>();
  #time = 0;
  #frame = 1;

  /** Loads textures, models and meshes of a script's own. */
  readonly resources: Resources;
  /** Background, ambient light, fog. */
  readonly environment: Environment;
  /** Functions that Math has, the same to the bit in every browser: `sin`, `cos`, `atan2`, `exp`, `pow` and others. */
  readonly math: typeof math = math;

  /** A script is given its scene. */
  constructor(means: SceneMeans) {
    const { transport, options, replies } = means;
    this.#means = means;
    this.#queue = new CommandQueue(transport);
    const queue = this.#queue;
    const meshes = new MeshStore(queue, options.maxMeshes);
    const textures = new TextureStore(queue, transport, options.maxTextures);
    const cameras = new CameraStore(queue);
    const { maxEntities } = options;
    this.#store = new EntityStore(
      { queue, meshes, textures, cameras },
      maxEntities,
      (wanted) => transport.sendPointing(wanted),
      means.onFault,
    );
    this.#lights = new LightStore(queue, options.maxLights);
    this.#bulk = new Bulk(this.#store);
    this.#random = new ScriptRandom(options.seed);
    this.resources = new Resources(this.#store, replies, means.resources, means.base);
    this.environment = new Environment(queue);
    queue.command(SceneOp.reset, true);
  }

  /** Seconds of the script: the sum of all dt. It does not depend on how fast the machine is. */
  get time(): number {
    return this.#time;
  }

  /** Number of the present update: 1 while the default export runs. */
  get frame(): number {
    return this.#frame;
  }

  /**
   * An entity begins.
   * @param mesh what it looks like, as `'cube'`, `{ kind: 'sphere', radius: 2 }` or a Mesh; null: nothing, it only carries others
   * @throws SceneOptionError that names what is wrong, SceneOverflowError
   */
  create(mesh: MeshChoice | null, options: EntityOptions = {}): Entity {
    return this.#store.create(mesh, options);
  }

  /** All entities, in the order of their slots. */
  entities(): Entity[] {
    return this.#store.list();
  }

  /** The entity of an id, or null where it has ended. */
  entity(id: number): Entity | null {
    return this.#store.withId(id);
  }

  /**
   * One of the engine's meshes with parameters, which are shared by all that ask for the same; or a mesh of the script's own. The
   * script holds it until `release`.
   * @throws SceneOptionError, SceneMeshError
   */
  mesh<Name extends MeshName>(kind: Name, parameters?: MeshShapes[Name]): Mesh;
  mesh(data: MeshData): Mesh;
  mesh(what: MeshName | MeshData, parameters: object = {}): Mesh {
    const { meshes } = this.#store;
    const mesh = typeof what === 'string' ? meshes.shape('mesh', what, parameters) : meshes.custom(what);
    mesh.held = true;
    return mesh;
  }

  /** A camera begins. While an active one sees the world, it is seen by it, and not by the default one. @throws SceneOptionError */
  camera(options: CameraOptions = {}): Camera {
    return this.#store.cameras.add(options);
  }

  /** A light begins. While there is none, everything has a light of its own. @throws SceneOptionError */
  light(options: LightOptions = {}): Light {
    return this.#lights.add(options);
  }

  /** Sets x, y, z of many entities at once. @param values 3 numbers each; unit: u */
  positions(ids: EntityIds, values: ArrayLike<number>): void {
    this.#bulk.positions(ids, values);
  }

  /** Sets how many entities are turned. @param values 4 numbers each, a quaternion of any length but 0 */
  orientations(ids: EntityIds, values: ArrayLike<number>): void {
    this.#bulk.orientations(ids, values);
  }

  /** Sets how large many entities are. @param values 3 numbers each, or one each */
  scales(ids: EntityIds, values: ArrayLike<number>): void {
    this.#bulk.scales(ids, values);
  }

  /** Sets many colours. @param values a Uint32Array with a word each, red in its lowest byte; or 4 each: bytes, or from 0 to 1 */
  colors(ids: EntityIds, values: ArrayLike<number>): void {
    this.#bulk.colors(ids, values);
  }

  /** Sets which of many entities are drawn. */
  actives(ids: EntityIds, values: ArrayLike<number | boolean>): void {
    this.#bulk.actives(ids, values);
  }

  /** Ends many entities, and all that follow them. */
  destroy(ids: EntityIds): void {
    this.#bulk.destroy(ids);
  }

  /**
   * What is seen at a place of the picture once this update is shown; null: nothing. While an update waits for it, what that has
   * changed so far is shown.
   * @param x 0 to 1, as a share of the picture's width @param y 0 to 1, as a share of its height, from the top
   * @throws SceneTimeoutError, SceneDestroyedError when the script ends before
   */
  async pick(x: number, y: number): Promise<Picked | null> {
    const share = { least: 0, most: 1 };
    checkWithin('x', x, share);
    checkWithin('y', y, share);
    const { replies } = this.#means;
    const at = this.#queue.command(SceneOp.pick);
    this.#queue.words[at + PickCommand.request / 4] = replies.next;
    this.#queue.floats[at + PickCommand.x / 4] = x;
    this.#queue.floats[at + PickCommand.y / 4] = y;
    const reply = replies.ask<PickAnswer | null>('pick', true, PICK_DEADLINE_MS);
    this.#means.onPick();
    const answer = await reply;
    const entity = answer === null ? null : this.#store.withId(answer.id);
    return answer === null || entity === null ? null : { entity, distance: answer.distance, point: answer.point };
  }

  /**
   * Calls `listener` with each command that the engine refused; the returned function ends that. The page is told as well. It is
   * for finding faults: when it comes depends on how fast the engine is, and no recording has it.
   */
  onRefused(listener: RefusedListener): () => void {
    const own: RefusedListener = (command) => listener(command);
    this.#refusedListeners.add(own);
    return () => this.#refusedListeners.delete(own);
  }

  /** A random number from 0 to 1, without 1: the n-th is the same on every run with this seed. */
  random(): number {
    return this.#random.next();
  }

  /** No more updates come; the picture stays. @param code what the page is told: 0 where all is well */
  quit(code = 0): void {
    this.#means.onQuit(checkWithin('code', code, { least: -(2 ** 31), most: 2 ** 31, whole: true }));
  }

  /** How the script runs. */
  get metrics(): ScriptMetrics {
    return this.#means.metrics();
  }

  /** What the thread of the script does with its scene, and the script doesn't. */
  static inner(scene: Scene): SceneInner {
    return new SceneInner(scene.#queue, scene.#store, {
      begin(frame, dt) {
        scene.#frame = frame;
        scene.#time += dt;
      },
      refused(command) {
        for (const listener of [...scene.#refusedListeners]) {
          try {
            listener(command);
          } catch (error) {
            scene.#means.onFault(error, 'listener for refused commands');
          }
        }
      },
    });
  }
}

/** A scene from its thread's side. */
export class SceneInner {
  readonly queue: CommandQueue;
  readonly store: EntityStore;
  readonly begin: (frame: number, dt: number) => void;
  readonly refused: (command: RefusedCommand) => void;

  constructor(
    queue: CommandQueue,
    store: EntityStore,
    scene: { begin(frame: number, dt: number): void; refused(command: RefusedCommand): void },
  ) {
    this.queue = queue;
    this.store = store;
    this.begin = scene.begin;
    this.refused = scene.refused;
  }
}

/** The answer of a PickedCallback: its request's number, and what was found. */
export function readPicked(words: Uint32Array, floats: Float32Array, at: number): readonly [request: number, answer: PickAnswer | null] {
  const request = words[at + PickedCallback.request / 4] as number;
  const index = words[at + PickedCallback.index / 4] as number;
  if (index === NONE) return [request, null];
  const number = (offset: number): number => floats[at + offset / 4] as number;
  const id = entityId(index, words[at + PickedCallback.generation / 4] as number);
  const point: Vector = [number(PickedCallback.x), number(PickedCallback.y), number(PickedCallback.z)];
  return [request, { id, distance: number(PickedCallback.distance), point }];
}

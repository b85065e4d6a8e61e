/** Cameras of a script. While none that sees the world is active, the picture is seen by a default one that visitors turn. */
import {
  CAMERA_ACTIVE,
  CAMERA_DEPTH,
  CAMERA_FIELD,
  CAMERA_KIND,
  CAMERA_ORIENTATION,
  CAMERA_POSITION,
  CameraCommand,
  CameraKind,
  CameraViewport,
  LARGEST_COORDINATE,
  LEAST_ANGLE,
  LEAST_HEIGHT,
  MAX_CAMERAS,
  MOST_ANGLE,
  MOST_HEIGHT,
  NONE,
  SceneOp,
} from '../../generated/scene-layout.js';
import { SceneDestroyedError, SceneOptionError } from '../shared/errors.js';
import type { CommandQueue } from './commands.js';
import { lookAtOrientation } from './look-at.js';
import { Slots } from './slots.js';
import {
  checkBoolean,
  checkFields,
  checkList,
  checkName,
  checkQuaternion,
  checkVector,
  checkWithin,
  type Quaternion,
  refuse,
  type Vector,
} from './values.js';

export type CameraName = keyof typeof CameraKind;
const NAMES = Object.keys(CameraKind) as CameraName[];
const FOV = { least: LEAST_ANGLE, most: MOST_ANGLE, unit: 'rad' };
const HEIGHT = { least: LEAST_HEIGHT, most: MOST_HEIGHT, unit: 'u' };

/** x, y, width and height in shares of the picture's, from its upper left corner. */
export type Viewport = readonly [x: number, y: number, width: number, height: number];

/** What a camera begins with, all of it optional: see `Camera`. */
export interface CameraOptions {
  /**
   * `perspective` (usual), `orthographic`, or `screen`: in px from the upper left corner of its viewport, x to the right, y down,
   * over the world.
   */
  readonly kind?: CameraName;
  readonly position?: Vector;
  readonly orientation?: Quaternion;
  /** Where it looks, in place of `orientation`. */
  readonly target?: Vector;
  /** What is up for `target`; usually 0, 1, 0. */
  readonly up?: Vector;
  readonly fov?: number;
  readonly height?: number;
  readonly near?: number;
  readonly far?: number;
  readonly viewport?: Viewport;
  readonly active?: boolean;
}

const OPTION_NAMES = ['kind', 'position', 'orientation', 'target', 'up', 'fov', 'height', 'near', 'far', 'viewport', 'active'];

/** A camera. It looks along its own -z, y up. Each setter gives one command. */
export class Camera {
  readonly #store: CameraStore;
  readonly number: number;
  readonly kind: CameraName;
  #position: Vector = [0, 0, 0];
  #orientation: Quaternion = [0, 0, 0, 1];
  #fov = 0.9;
  #height = 10;
  #near = 0.1;
  #far = 1000;
  #viewport: Viewport = [0, 0, 1, 1];
  #active = true;
  #alive = true;

  /** Cameras come from `scene.camera`. */
  constructor(store: CameraStore, number: number, kind: CameraName) {
    this.#store = store;
    this.number = number;
    this.kind = kind;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Where it stands. Unit: u. Usually 0, 0, 0. */
  get position(): Vector {
    return this.#position;
  }
  set position(value: Vector) {
    this.#begin(() => {
      this.#position = copied(checkVector('position', value));
    }, CAMERA_POSITION);
  }

  /** How it is turned: a quaternion of any length but 0. Usually 0, 0, 0, 1: it looks along -z. */
  get orientation(): Quaternion {
    return this.#orientation;
  }
  set orientation(value: Quaternion) {
    this.#begin(() => {
      this.#orientation = copied(checkQuaternion('orientation', value));
    }, CAMERA_ORIENTATION);
  }

  /** Turns it so that it looks at a place. @param up what is up in the picture; usually 0, 1, 0 */
  lookAt(target: Vector, up: Vector = [0, 1, 0]): void {
    this.orientation = this.#facing(this.#position, target, up);
  }

  /** Of a perspective camera: the vertical field of view. Unit: rad, 0.01 to 3.1; usually 0.9. */
  get fov(): number {
    return this.#fov;
  }
  set fov(value: number) {
    this.#checkKind('fov', value, 'perspective');
    this.#begin(() => {
      this.#fov = checkWithin('fov', value, FOV);
    }, CAMERA_FIELD);
  }

  /** Of an orthographic camera: the height that it sees. Unit: u, 0.000001 to 1000000; usually 10. */
  get height(): number {
    return this.#height;
  }
  set height(value: number) {
    this.#checkKind('height', value, 'orthographic');
    this.#begin(() => {
      this.#height = checkWithin('height', value, HEIGHT);
    }, CAMERA_FIELD);
  }

  /** What is nearer isn't seen. Unit: u, 0.000001 or more and less than `far`; usually 0.1. */
  get near(): number {
    return this.#near;
  }
  set near(value: number) {
    this.setDepth(value, this.#far);
  }

  /** What is farther isn't seen. Unit: u, more than `near`; usually 1000. */
  get far(): number {
    return this.#far;
  }
  set far(value: number) {
    this.setDepth(this.#near, value);
  }

  /** `near` and `far` at once. */
  setDepth(near: number, far: number): void {
    this.#begin(() => {
      checkDepth(near, far);
      this.#near = near;
      this.#far = far;
    }, CAMERA_DEPTH);
  }

  /** Whether it draws. Usually true. */
  get active(): boolean {
    return this.#active;
  }
  set active(value: boolean) {
    this.#begin(() => {
      this.#active = checkBoolean('active', value);
    }, CAMERA_ACTIVE);
  }

  /** Which part of the picture is its. Usually 0, 0, 1, 1. */
  get viewport(): Viewport {
    return this.#viewport;
  }
  set viewport(value: Viewport) {
    this.#checkAlive();
    this.#viewport = checkViewport(value);
    this.#writeViewport();
  }

  /** It ends: entities that only it draws are not drawn. */
  destroy(): void {
    this.#checkAlive();
    this.#alive = false;
    this.#store.end(this);
  }

  /** Begins with what was given. @throws SceneOptionError */
  begin(options: CameraOptions): void {
    const { position, orientation, target, up = [0, 1, 0], fov, height, near = this.#near, far = this.#far, viewport, active } = options;
    if (position !== undefined) this.#position = copied(checkVector('position', position));
    if (orientation !== undefined) this.#orientation = copied(checkQuaternion('orientation', orientation));
    if (target !== undefined) this.#orientation = this.#facing(this.#position, target, up);
    if (fov !== undefined) {
      this.#checkKind('fov', fov, 'perspective');
      this.#fov = checkWithin('fov', fov, FOV);
    }
    if (height !== undefined) {
      this.#checkKind('height', height, 'orthographic');
      this.#height = checkWithin('height', height, HEIGHT);
    }
    checkDepth(near, far);
    this.#near = near;
    this.#far = far;
    if (active !== undefined) this.#active = checkBoolean('active', active);
    if (viewport !== undefined) this.#viewport = checkViewport(viewport);
  }

  /** Writes the command that it begins by. */
  writeBegin(): void {
    const field = this.kind === 'screen' ? 0 : CAMERA_FIELD | CAMERA_DEPTH;
    this.#write(SceneOp.makeCamera, CAMERA_KIND | CAMERA_POSITION | CAMERA_ORIENTATION | field | CAMERA_ACTIVE);
    if (this.#viewport.some((share, at) => share !== (at < 2 ? 0 : 1))) this.#writeViewport();
  }

  /** A change of one field, checked before it is written. */
  #begin(change: () => void, field: number): void {
    this.#checkAlive();
    change();
    this.#write(SceneOp.updateCamera, field);
  }

  #write(op: number, fields: number): void {
    const { queue } = this.#store;
    const at = queue.command(op, true);
    const { words, floats } = queue;
    words[at] = (op | (this.#active ? 0x100 : 0) | (CameraKind[this.kind] << 9) | (fields << 16)) >>> 0;
    words[at + CameraCommand.camera / 4] = this.number;
    floats.set(this.#position, at + CameraCommand.position / 4);
    floats.set(this.#orientation, at + CameraCommand.orientation / 4);
    floats[at + CameraCommand.field / 4] = this.kind === 'orthographic' ? this.#height : this.#fov;
    floats[at + CameraCommand.near / 4] = this.#near;
    floats[at + CameraCommand.far / 4] = this.#far;
  }

  #writeViewport(): void {
    const { queue } = this.#store;
    const at = queue.command(SceneOp.cameraViewport, true);
    queue.words[at + CameraViewport.camera / 4] = this.number;
    queue.floats.set(this.#viewport, at + CameraViewport.x / 4);
  }

  #facing(from: Vector, target: Vector, up: Vector): Quaternion {
    const facing = lookAtOrientation(from, checkVector('target', target), checkVector('up', up));
    return facing ?? refuse('target', target, 'it must be another place than the camera stands at');
  }

  #checkKind(name: string, value: unknown, kind: CameraName): void {
    if (this.kind !== kind) refuse(name, value, `only a camera of kind '${kind}' has one, and this is '${this.kind}'`);
  }

  #checkAlive(): void {
    if (!this.#alive) throw new SceneDestroyedError(`camera ${this.number} was destroyed; make another`);
  }
}

const copied = <List extends readonly number[]>(list: List): List => [...list] as unknown as List;

function checkDepth(near: number, far: number): void {
  const deepest = { least: HEIGHT.least, most: LARGEST_COORDINATE, unit: 'u' };
  checkWithin('near', near, deepest);
  checkWithin('far', far, deepest);
  // As the engine compares them.
  if (!(Math.fround(far) > Math.fround(near))) refuse('far', far, `it must be more than near = ${near}`);
}

function checkViewport(value: unknown): Viewport {
  const [x, y, width, height] = checkList('viewport', value, 4).map(Math.fround) as [number, number, number, number];
  const fits = (first: number, size: number): boolean => first >= 0 && size > 0 && Math.fround(first + size) <= 1;
  if (!fits(x, width) || !fits(y, height))
    refuse('viewport', value, 'x and y must be 0 or more, width and height more than 0, and their sums at most 1');
  return [x, y, width, height];
}

export class CameraStore {
  readonly queue: CommandQueue;
  readonly #numbers = new Slots(MAX_CAMERAS);
  readonly #byNumber: (Camera | undefined)[] = [];

  constructor(queue: CommandQueue) {
    this.queue = queue;
  }

  /** @throws SceneOptionError, and makes none then */
  add(options: CameraOptions): Camera {
    checkFields('camera', options, OPTION_NAMES);
    if (this.#numbers.taken === MAX_CAMERAS)
      throw new SceneOptionError('cameras', MAX_CAMERAS + 1, `there may be ${MAX_CAMERAS}: destroy one`);
    const kind = checkName('kind', options.kind ?? 'perspective', NAMES);
    const number = this.#numbers.take();
    const camera = new Camera(this, number, kind);
    try {
      camera.begin(options);
    } catch (error) {
      this.#numbers.free(number);
      throw error;
    }
    this.#byNumber[number] = camera;
    camera.writeBegin();
    return camera;
  }

  /** The camera of this number, or null. */
  numbered(number: number): Camera | null {
    return this.#byNumber[number] ?? null;
  }

  /** What a command says of a camera. @throws SceneOptionError for what is none */
  numberOf(name: string, value: unknown): number {
    if (value === null || value === undefined) return NONE;
    return value instanceof Camera && value.alive
      ? value.number
      : refuse(name, value, 'it must be a camera that scene.camera gave, or null');
  }

  end({ number }: Camera): void {
    this.#byNumber[number] = undefined;
    this.#numbers.free(number);
    const at = this.queue.command(SceneOp.destroyCamera, true);
    this.queue.words[at + CameraCommand.camera / 4] = number;
  }
}

/** How a scene is looked at and lit: the twin of src/scene/views.h. */
import { addRecord } from '../../engine/hash.js';
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
  EnvironmentCommand,
  LEAST_ANGLE,
  LEAST_DEPTH,
  LEAST_HEIGHT,
  LIGHT_ACTIVE,
  LIGHT_COLOR,
  LIGHT_CONE,
  LIGHT_DIRECTION,
  LIGHT_INTENSITY,
  LIGHT_POSITION,
  LIGHT_RANGE,
  LightCommand,
  LightKind,
  MAX_CAMERAS,
  MOST_ANGLE,
  MOST_HEIGHT,
  MOST_INTENSITY,
  RefusalKind,
  SceneOp,
  type SceneOptions,
  WIDEST_CONE,
} from '../../generated/scene-layout.js';
import { type CameraState, copyCamera, copyLight, emptyCamera, emptyLight, type LightState } from './columns.js';
import { activeOf, type CommandAt, copyNumbers, fieldsOf, hasNumbers, numberOf, wordOf } from './command.js';
import { bitsOf, isNumber, makeUnit3, makeUnit4 } from './numbers.js';
import { type Outcome, type Refusal, refusal } from './outcome.js';

const f = Math.fround;

const CAMERA_FIELDS = CAMERA_POSITION | CAMERA_ORIENTATION | CAMERA_FIELD | CAMERA_DEPTH | CAMERA_KIND | CAMERA_ACTIVE;
const LIGHT_FIELDS = LIGHT_POSITION | LIGHT_DIRECTION | LIGHT_COLOR | LIGHT_INTENSITY | LIGHT_RANGE | LIGHT_CONE | LIGHT_ACTIVE;

const LEAST_FIELD = f(LEAST_ANGLE);
const MOST_FIELD = f(MOST_ANGLE);
const LEAST_SEEN = f(LEAST_HEIGHT);
const NEAREST = f(LEAST_DEPTH);
const WIDEST = f(WIDEST_CONE);

const usualField = (kind: number): number => (kind === CameraKind.perspective ? f(0.9) : 10);

/** Words of an EnvironmentCommand. */
const AROUND_WORDS = EnvironmentCommand.size / 4;
const BACKGROUND = EnvironmentCommand.background / 4;
const AMBIENT = EnvironmentCommand.ambient / 4;
const FOG = EnvironmentCommand.fog / 4;
const FOG_NEAR = EnvironmentCommand.fogNear / 4;
const FOG_FAR = EnvironmentCommand.fogFar / 4;

const NOT_FINITE: Refusal = refusal(RefusalKind.notFinite);
const outOfRange = (value: number): Refusal => refusal(RefusalKind.outOfRange, bitsOf(value));

const kindOf = (head: number): number => (head >>> 9) & 127;

/** Cameras, lights, what is around everything; a working and a published copy of each. */
export class Views {
  readonly #cameras = Array.from({ length: MAX_CAMERAS }, emptyCamera);
  readonly #publishedCameras = Array.from({ length: MAX_CAMERAS }, emptyCamera);
  #working: LightState[] = [];
  #published: LightState[] = [];
  readonly #around = new Uint32Array(AROUND_WORDS);
  readonly #aroundFloats = new Float32Array(this.#around.buffer);
  /** The published EnvironmentCommand. */
  readonly environment = new Uint32Array(AROUND_WORDS);
  readonly environmentFloats = new Float32Array(this.environment.buffer);
  /** Where a camera or a light is put together, so that one that is refused has changed nothing. */
  readonly #camera = emptyCamera();
  readonly #light = emptyLight();
  readonly #record = new Record();
  /** A bit a camera. */
  #dirtyCameras = 0;
  #dirtyLights = new Uint32Array(0);
  #dirtyLightCount = 0;
  #isDirtyAround = false;

  /** Room for options.maxLights lights. */
  begin({ maxLights }: Pick<SceneOptions, 'maxLights'>): void {
    this.#working = Array.from({ length: maxLights }, emptyLight);
    this.#published = Array.from({ length: maxLights }, emptyLight);
    this.#dirtyLights = new Uint32Array(Math.floor((maxLights + 31) / 32));
    this.#usualAround();
    this.environment.set(this.#around);
  }

  /** No camera, no light, the usual environment. */
  reset(): void {
    const noCamera = emptyCamera();
    const noLight = emptyLight();
    this.#cameras.forEach((camera, at) => {
      if (camera.exists) this.#setCameraState(at, noCamera);
    });
    this.#working.forEach((light, at) => {
      if (light.exists) this.#setLightState(at, noLight);
    });
    this.#usualAround();
    this.#isDirtyAround = true;
  }

  makeCamera(command: CommandAt): Outcome {
    const at = wordOf(command, CameraCommand.camera);
    if (at >= MAX_CAMERAS) return refusal(RefusalKind.tooMany, at);
    if (this.#cameraAt(at) !== null) return refusal(RefusalKind.unknownCamera, at);
    copyCamera(this.#camera, emptyCamera());
    this.#camera.exists = true;
    this.#camera.active = true;
    return this.#setCamera(command, at);
  }

  updateCamera(command: CommandAt): Outcome {
    const at = wordOf(command, CameraCommand.camera);
    const camera = this.#cameraAt(at);
    if (camera === null) return refusal(RefusalKind.unknownCamera, at);
    copyCamera(this.#camera, camera);
    return this.#setCamera(command, at);
  }

  destroyCamera(command: CommandAt): Outcome {
    const fields = fieldsOf(wordOf(command, CameraCommand.head));
    if (fields !== 0) return refusal(RefusalKind.malformed, fields);
    const at = wordOf(command, CameraCommand.camera);
    if (this.#cameraAt(at) === null) return refusal(RefusalKind.unknownCamera, at);
    this.#setCameraState(at, emptyCamera());
    return null;
  }

  setViewport(command: CommandAt): Outcome {
    const at = wordOf(command, CameraViewport.camera);
    const camera = this.#cameraAt(at);
    if (camera === null) return refusal(RefusalKind.unknownCamera, at);
    if (!hasNumbers(command, CameraViewport.x, 4)) return NOT_FINITE;
    for (let axis = 0; axis < 2; axis++) {
      const from = numberOf(command, CameraViewport.x + 4 * axis);
      const size = numberOf(command, CameraViewport.width + 4 * axis);
      if (!(from >= 0)) return outOfRange(from);
      if (!(size > 0) || !(f(from + size) <= 1)) return outOfRange(size);
    }
    copyNumbers(camera.viewport, command, CameraViewport.x);
    this.#dirtyCameras |= 1 << at;
    return null;
  }

  makeLight(command: CommandAt): Outcome {
    const at = wordOf(command, LightCommand.light);
    if (at >= this.#working.length) return refusal(RefusalKind.tooMany, at);
    if (this.#lightAt(at) !== null) return refusal(RefusalKind.unknownLight, at);
    const kind = kindOf(wordOf(command, LightCommand.head));
    if (kind > LightKind.spot) return refusal(RefusalKind.outOfRange, kind);
    copyLight(this.#light, emptyLight());
    this.#light.exists = true;
    this.#light.active = true;
    this.#light.kind = kind as LightKind;
    return this.#setLight(command, at);
  }

  updateLight(command: CommandAt): Outcome {
    const at = wordOf(command, LightCommand.light);
    const light = this.#lightAt(at);
    if (light === null) return refusal(RefusalKind.unknownLight, at);
    copyLight(this.#light, light);
    return this.#setLight(command, at);
  }

  destroyLight(command: CommandAt): Outcome {
    const fields = fieldsOf(wordOf(command, LightCommand.head));
    if (fields !== 0) return refusal(RefusalKind.malformed, fields);
    const at = wordOf(command, LightCommand.light);
    if (this.#lightAt(at) === null) return refusal(RefusalKind.unknownLight, at);
    this.#setLightState(at, emptyLight());
    return null;
  }

  setEnvironment(command: CommandAt): Outcome {
    if (!isNumber(wordOf(command, EnvironmentCommand.fogNear)) || !isNumber(wordOf(command, EnvironmentCommand.fogFar))) return NOT_FINITE;
    const near = numberOf(command, EnvironmentCommand.fogNear);
    const far = numberOf(command, EnvironmentCommand.fogFar);
    if (!(near >= 0)) return outOfRange(near);
    const hasFog = far > 0;
    if (!hasFog && far !== 0) return outOfRange(far);
    if (hasFog && !(near < far)) return outOfRange(near);
    const around = this.#around;
    around[BACKGROUND] = wordOf(command, EnvironmentCommand.background);
    around[AMBIENT] = wordOf(command, EnvironmentCommand.ambient);
    around[FOG] = wordOf(command, EnvironmentCommand.fog);
    around[FOG_NEAR] = wordOf(command, EnvironmentCommand.fogNear);
    around[FOG_FAR] = wordOf(command, EnvironmentCommand.fogFar);
    this.#isDirtyAround = true;
    return null;
  }

  isDirty(): boolean {
    return this.#dirtyCameras !== 0 || this.#dirtyLightCount !== 0 || this.#isDirtyAround;
  }

  /** What is, is published; how many records it copied. */
  publish(): number {
    let copies = 0;
    for (let bits = this.#dirtyCameras; bits !== 0; bits &= bits - 1, copies++) {
      const at = 31 - Math.clz32(bits & -bits);
      copyCamera(this.#publishedCameras[at] as CameraState, this.#cameras[at] as CameraState);
    }
    this.#dirtyCameras = 0;
    const dirty = this.#dirtyLights;
    for (let line = 0; this.#dirtyLightCount !== 0; line++) {
      for (let bits = dirty[line] as number; bits !== 0; bits &= bits - 1, copies++) {
        const at = line * 32 + 31 - Math.clz32(bits & -bits);
        copyLight(this.#published[at] as LightState, this.#working[at] as LightState);
        this.#dirtyLightCount--;
      }
      dirty[line] = 0;
    }
    if (this.#isDirtyAround) {
      this.environment.set(this.#around);
      copies++;
    }
    this.#isDirtyAround = false;
    return copies;
  }

  /** Adds the published ones to a state's hash, whose words stand at hash[into] and hash[into + 1]. */
  addTo(hash: Uint32Array, into: number): void {
    const record = this.#record;
    this.#publishedCameras.forEach((camera, at) => {
      if (!camera.exists) return;
      record.begin(2, at, camera.active ? 1 : 0, camera.kind);
      record.addNumbers(camera.position);
      record.addNumbers(camera.orientation);
      record.addNumber(camera.field);
      record.addNumber(camera.near);
      record.addNumber(camera.far);
      record.addNumbers(camera.viewport);
      record.addTo(hash, into);
    });
    this.#published.forEach((light, at) => {
      if (!light.exists) return;
      record.begin(3, at, light.active ? 1 : 0, light.kind, light.color);
      record.addNumbers(light.position);
      record.addNumbers(light.direction);
      record.addNumber(light.intensity);
      record.addNumber(light.range);
      record.addNumber(light.inner);
      record.addNumber(light.outer);
      record.addTo(hash, into);
    });
    record.begin(4, ...this.environment.subarray(BACKGROUND, FOG_FAR + 1));
    record.addTo(hash, into);
  }

  /** MAX_CAMERAS published ones. */
  get cameras(): readonly CameraState[] {
    return this.#publishedCameras;
  }

  /** maxLights published ones. */
  get lights(): readonly LightState[] {
    return this.#published;
  }

  /** Sets what a command says of #camera, and makes it the one with this number, if all of it holds. */
  #setCamera(command: CommandAt, at: number): Outcome {
    const camera = this.#camera;
    const head = wordOf(command, CameraCommand.head);
    const fields = fieldsOf(head);
    if ((fields & ~CAMERA_FIELDS) !== 0) return refusal(RefusalKind.malformed, fields);
    if ((fields & CAMERA_ACTIVE) !== 0) camera.active = activeOf(head);
    if ((fields & CAMERA_KIND) !== 0) {
      const kind = kindOf(head);
      if (kind > CameraKind.screen) return refusal(RefusalKind.outOfRange, kind);
      // What a field says is another thing for another kind.
      if (camera.kind !== kind) {
        camera.kind = kind as CameraKind;
        camera.field = usualField(kind);
      }
    }
    if ((fields & CAMERA_POSITION) !== 0) {
      if (!hasNumbers(command, CameraCommand.position, 3)) return NOT_FINITE;
      copyNumbers(camera.position, command, CameraCommand.position);
    }
    if ((fields & CAMERA_ORIENTATION) !== 0) {
      if (!hasNumbers(command, CameraCommand.orientation, 4)) return NOT_FINITE;
      copyNumbers(camera.orientation, command, CameraCommand.orientation);
      if (!makeUnit4(camera.orientation)) return NOT_FINITE;
    }
    if ((fields & CAMERA_FIELD) !== 0) {
      if (!isNumber(wordOf(command, CameraCommand.field))) return NOT_FINITE;
      const field = numberOf(command, CameraCommand.field);
      const isAngle = camera.kind === CameraKind.perspective;
      const holds = isAngle ? field >= LEAST_FIELD && field <= MOST_FIELD : field >= LEAST_SEEN && field <= MOST_HEIGHT;
      if (!holds) return outOfRange(field);
      camera.field = field;
    }
    if ((fields & CAMERA_DEPTH) !== 0) {
      if (!isNumber(wordOf(command, CameraCommand.near)) || !isNumber(wordOf(command, CameraCommand.far))) return NOT_FINITE;
      const near = numberOf(command, CameraCommand.near);
      const far = numberOf(command, CameraCommand.far);
      if (!(near >= NEAREST)) return outOfRange(near);
      if (!(far > near)) return outOfRange(far);
      camera.near = near;
      camera.far = far;
    }
    this.#setCameraState(at, camera);
    return null;
  }

  /** Sets what a command says of #light, and makes it the one with this number, if all of it holds. */
  #setLight(command: CommandAt, at: number): Outcome {
    const light = this.#light;
    const head = wordOf(command, LightCommand.head);
    const fields = fieldsOf(head);
    if ((fields & ~LIGHT_FIELDS) !== 0) return refusal(RefusalKind.malformed, fields);
    if ((fields & LIGHT_ACTIVE) !== 0) light.active = activeOf(head);
    if ((fields & LIGHT_COLOR) !== 0) light.color = wordOf(command, LightCommand.color);
    if ((fields & LIGHT_POSITION) !== 0) {
      if (!hasNumbers(command, LightCommand.position, 3)) return NOT_FINITE;
      copyNumbers(light.position, command, LightCommand.position);
    }
    if ((fields & LIGHT_DIRECTION) !== 0) {
      if (!hasNumbers(command, LightCommand.direction, 3)) return NOT_FINITE;
      copyNumbers(light.direction, command, LightCommand.direction);
      if (!makeUnit3(light.direction)) return NOT_FINITE;
    }
    if ((fields & LIGHT_INTENSITY) !== 0) {
      if (!isNumber(wordOf(command, LightCommand.intensity))) return NOT_FINITE;
      const intensity = numberOf(command, LightCommand.intensity);
      if (!(intensity >= 0 && intensity <= MOST_INTENSITY)) return outOfRange(intensity);
      light.intensity = intensity;
    }
    if ((fields & LIGHT_RANGE) !== 0) {
      if (!isNumber(wordOf(command, LightCommand.range))) return NOT_FINITE;
      const range = numberOf(command, LightCommand.range);
      if (!(range > 0)) return outOfRange(range);
      light.range = range;
    }
    if ((fields & LIGHT_CONE) !== 0) {
      if (!isNumber(wordOf(command, LightCommand.inner)) || !isNumber(wordOf(command, LightCommand.outer))) return NOT_FINITE;
      const inner = numberOf(command, LightCommand.inner);
      const outer = numberOf(command, LightCommand.outer);
      if (!(outer >= 0 && outer <= WIDEST)) return outOfRange(outer);
      if (!(inner >= 0 && inner <= outer)) return outOfRange(inner);
      light.inner = inner;
      light.outer = outer;
    }
    this.#setLightState(at, light);
    return null;
  }

  #cameraAt(at: number): CameraState | null {
    const camera = this.#cameras[at];
    return camera?.exists === true ? camera : null;
  }

  #lightAt(at: number): LightState | null {
    const light = this.#working[at];
    return light?.exists === true ? light : null;
  }

  #setCameraState(at: number, camera: CameraState): void {
    copyCamera(this.#cameras[at] as CameraState, camera);
    this.#dirtyCameras |= 1 << at;
  }

  #setLightState(at: number, light: LightState): void {
    copyLight(this.#working[at] as LightState, light);
    const line = this.#dirtyLights[at >>> 5] as number;
    const bit = 1 << (at & 31);
    if ((line & bit) === 0) this.#dirtyLightCount++;
    this.#dirtyLights[at >>> 5] = line | bit;
  }

  #usualAround(): void {
    this.#around.fill(0);
    this.#around[EnvironmentCommand.head / 4] = SceneOp.environment;
    this.#around[BACKGROUND] = 0xff1c1410;
    this.#around[AMBIENT] = 0xff504640;
    this.#around[FOG] = 0xff1c1410;
    this.#aroundFloats[FOG_NEAR] = 0;
    this.#aroundFloats[FOG_FAR] = 0;
  }
}

/** Puts words of a record one behind the other. */
class Record {
  readonly #words = new Uint32Array(24);
  readonly #floats = new Float32Array(this.#words.buffer);
  #count = 0;

  begin(...words: readonly number[]): void {
    this.#words.set(words);
    this.#count = words.length;
  }

  addNumber(value: number): void {
    this.#floats[this.#count++] = value;
  }

  addNumbers(values: Float32Array): void {
    for (const value of values) this.addNumber(value);
  }

  addTo(hash: Uint32Array, into: number): void {
    addRecord(hash, into, this.#words, 0, this.#count);
  }
}

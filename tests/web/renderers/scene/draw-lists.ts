/** Draw lists that are written by hand, at the layout's places: what a renderer draws without any engine. */
import {
  CameraKind,
  DrawGroup,
  DrawInstance,
  DrawLight,
  DrawPass,
  EnvironmentCommand,
  INSTANCE_WORDS,
  LightKind,
  MeshEntry,
  MeshState,
  NONE,
  SceneHeader,
  TextureEntry,
  Vertex,
} from '../../../../web/generated/scene-layout.js';
import type { SceneViews } from '../../../../web/scene/shared/kernel.js';
import { clipMatrix, type Point, type TestCamera, unit } from './cameras.js';
import type { Shape } from './shapes.js';

export interface TestEntity {
  readonly mesh: number;
  readonly position?: Point;
  readonly scale?: Point;
  /** Angles around x, then y, then z. Unit: rad. */
  readonly turned?: Point;
  readonly color?: number;
  readonly texture?: number;
  readonly transparent?: boolean;
}

export interface TestLight {
  readonly kind?: number;
  readonly color?: number;
  readonly intensity?: number;
  readonly range?: number;
  readonly position?: Point;
  readonly direction?: Point;
  /** Half angles. Unit: rad. */
  readonly inner?: number;
  readonly outer?: number;
}

export interface TestPass {
  readonly camera: TestCamera;
  readonly entities: readonly TestEntity[];
  readonly lights?: readonly TestLight[];
}

export interface TestScene {
  readonly shapes: readonly Shape[];
  readonly passes: readonly TestPass[];
  /** Whether each texture can be seen through. */
  readonly textures?: readonly boolean[];
  readonly background?: number;
  readonly ambient?: number;
  readonly fog?: { readonly color: number; readonly near: number; readonly far: number };
  /** Counts up for a scene whose meshes are others. */
  readonly version?: number;
}

/** An opaque colour from 0xrrggbb, or one with an opacity. */
export function rgb(hex: number, opacity = 1): number {
  const [red, green, blue] = [hex >>> 16, (hex >>> 8) & 255, hex & 255];
  return ((Math.round(opacity * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

const WHITE = 0xffffffff;

/** A record of words that are whole numbers or f32. */
class Records {
  readonly bytes: ArrayBuffer;
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  readonly #size: number;

  constructor(count: number, size: number) {
    this.bytes = new ArrayBuffer(count * size);
    this.words = new Uint32Array(this.bytes);
    this.floats = new Float32Array(this.bytes);
    this.#size = size / 4;
  }

  setWords(record: number, offset: number, ...values: readonly number[]): void {
    this.words.set(values, record * this.#size + offset / 4);
  }

  setFloats(record: number, offset: number, ...values: readonly number[]): void {
    this.floats.set(values, record * this.#size + offset / 4);
  }
}

/** @param width  the picture's, in pixels: its shape is the cameras' */
export function viewsOf(scene: TestScene, width: number, height: number): SceneViews {
  const { shapes, passes, textures = [] } = scene;
  const groups: {
    readonly pass: number;
    readonly mesh: number;
    readonly texture: number;
    readonly transparent: boolean;
    members: TestEntity[];
  }[] = [];
  passes.forEach(({ entities }, pass) => {
    for (const entity of entities) {
      const { mesh, texture = NONE, transparent = false } = entity;
      const last = groups.at(-1);
      const isSame = last?.pass === pass && last.mesh === mesh && last.texture === texture && last.transparent === transparent;
      if (isSame) last.members.push(entity);
      else groups.push({ pass, mesh, texture, transparent, members: [entity] });
    }
  });
  const header = new Records(1, SceneHeader.size);
  const instanceCount = groups.reduce((sum, { members }) => sum + members.length, 0);
  header.setWords(0, SceneHeader.passCount, passes.length, groups.length, instanceCount);
  header.setWords(
    0,
    SceneHeader.lightCount,
    passes.reduce((sum, { lights = [] }) => sum + lights.length, 0),
  );
  const meshes = meshRecords(shapes, scene.version ?? 1);
  const passRecords = new Records(passes.length, DrawPass.size);
  const lights = new Records(16 * passes.length, DrawLight.size);
  let firstLight = 0;
  passes.forEach(({ camera, lights: own = [] }, pass) => {
    const { matrix, eye, forward, viewport } = clipMatrix(camera, width, height);
    const firstGroup = groups.findIndex((group) => group.pass === pass);
    passRecords.setWords(pass, DrawPass.camera, pass, camera.kind ?? CameraKind.perspective, Math.max(0, firstGroup));
    passRecords.setWords(pass, DrawPass.groupCount, groups.filter((group) => group.pass === pass).length);
    passRecords.setFloats(pass, DrawPass.viewport, ...viewport);
    passRecords.setFloats(pass, DrawPass.matrix, ...matrix);
    passRecords.setFloats(pass, DrawPass.eye, ...eye);
    passRecords.setFloats(pass, DrawPass.forward, ...forward);
    passRecords.setWords(pass, DrawPass.firstLight, firstLight);
    passRecords.setWords(pass, DrawPass.lightCount, own.length);
    own.forEach((light, index) => {
      setLight(lights, firstLight + index, light);
    });
    firstLight += own.length;
  });
  const groupRecords = new Records(groups.length, DrawGroup.size);
  const instances = new Records(instanceCount, DrawInstance.size);
  let first = 0;
  groups.forEach(({ mesh, texture, transparent, members }, group) => {
    groupRecords.setWords(group, DrawGroup.mesh, mesh, texture, first, members.length, transparent ? 1 : 0);
    members.forEach((entity, index) => {
      setInstance(instances, first + index, entity);
    });
    first += members.length;
  });
  const textureRecords = new Records(textures.length, TextureEntry.size);
  textures.forEach((seeThrough, texture) => {
    textureRecords.setWords(texture, TextureEntry.state, 1, 1, 1, seeThrough ? 1 : 0);
  });
  const environment = new Records(1, EnvironmentCommand.size);
  const { background = rgb(0x10141c), ambient = rgb(0x404650), fog } = scene;
  environment.setWords(0, EnvironmentCommand.background, background, ambient, fog?.color ?? 0);
  environment.setFloats(0, EnvironmentCommand.fogNear, fog?.near ?? 0, fog?.far ?? 0);
  const empty = new Uint32Array(0);
  return {
    header: header.words,
    headerFloats: header.floats,
    inbox: empty,
    inboxFloats: new Float32Array(0),
    outbox: empty,
    outboxFloats: new Float32Array(0),
    view: new Float32Array(16),
    generations: empty,
    flags: empty,
    meshes: meshes.entries.words,
    meshFloats: meshes.entries.floats,
    textures: textureRecords.words,
    vertices: new Uint8Array(meshes.vertices.bytes),
    indices: meshes.indices,
    environment: environment.words,
    environmentFloats: environment.floats,
    passes: passRecords.words,
    passFloats: passRecords.floats,
    groups: groupRecords.words,
    instances: instances.floats,
    instanceWords: instances.words,
    instanceSlots: new Uint32Array(instanceCount),
    lights: lights.words,
    lightFloats: lights.floats,
  };
}

function meshRecords(shapes: readonly Shape[], version: number): { entries: Records; vertices: Records; indices: Uint32Array } {
  const entries = new Records(shapes.length, MeshEntry.size);
  const vertices = new Records(
    shapes.reduce((sum, shape) => sum + shape.vertices.length, 0),
    Vertex.size,
  );
  const indices: number[] = [];
  let firstVertex = 0;
  shapes.forEach((shape, mesh) => {
    entries.setWords(mesh, MeshEntry.state, MeshState.ready, shape.kind, shape.mode, version, 1);
    entries.setWords(mesh, MeshEntry.firstVertex, firstVertex, shape.vertices.length, indices.length, shape.indices.length);
    const radius = Math.max(...shape.vertices.map(([x = 0, y = 0, z = 0]) => Math.hypot(x, y, z)));
    entries.setFloats(mesh, MeshEntry.radius, radius);
    shape.vertices.forEach((vertex, index) => {
      vertices.setFloats(firstVertex + index, Vertex.position, ...vertex);
      vertices.setWords(firstVertex + index, Vertex.color, shape.colors?.[index] ?? WHITE);
    });
    indices.push(...shape.indices);
    firstVertex += shape.vertices.length;
  });
  return { entries, vertices, indices: Uint32Array.from(indices) };
}

function setLight(lights: Records, at: number, light: TestLight): void {
  const { kind = LightKind.directional, color = WHITE, intensity = 1, range = 20, position = [0, 0, 0], direction = [0, -1, 0] } = light;
  lights.setWords(at, DrawLight.kind, kind, color);
  lights.setFloats(at, DrawLight.intensity, intensity, range, ...position, Math.cos(light.inner ?? 0.3));
  lights.setFloats(at, DrawLight.direction, ...unit(direction), Math.cos(light.outer ?? 0.5));
}

function setInstance(instances: Records, at: number, entity: TestEntity): void {
  const { position = [0, 0, 0], scale = [1, 1, 1], turned = [0, 0, 0], color = WHITE } = entity;
  const columns = [0, 1, 2].map((axis) => {
    const column: [number, number, number] = [0, 0, 0];
    column[axis] = scale[axis] as number;
    return turnedBy(column, turned);
  });
  const rows = [0, 1, 2].flatMap((row) => [...columns.map((column) => column[row] as number), position[row] as number]);
  instances.setFloats(at, DrawInstance.matrix, ...rows);
  instances.words[at * INSTANCE_WORDS + DrawInstance.color / 4] = color;
}

function turnedBy([x, y, z]: Point, [aroundX, aroundY, aroundZ]: Point): Point {
  const [y1, z1] = [y * Math.cos(aroundX) - z * Math.sin(aroundX), y * Math.sin(aroundX) + z * Math.cos(aroundX)];
  const [z2, x2] = [z1 * Math.cos(aroundY) - x * Math.sin(aroundY), z1 * Math.sin(aroundY) + x * Math.cos(aroundY)];
  return [x2 * Math.cos(aroundZ) - y1 * Math.sin(aroundZ), x2 * Math.sin(aroundZ) + y1 * Math.cos(aroundZ), z2];
}

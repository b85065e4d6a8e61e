/**
 * A scene on the GPU. Vertices, indices and instances go up as the engine has them; a group of the draw list is one call.
 */
import type { ContextWatcher } from '../../engine/renderer-names.js';
import {
  CameraKind,
  DIRTY_MEMORY,
  DIRTY_MESHES,
  DrawGroup,
  DrawPass,
  INSTANCE_WORDS,
  MeshEntry,
  MeshMode,
  TextureEntry,
} from '../../generated/scene-layout.js';
import type { SceneViews } from '../../scene/shared/kernel.js';
import type { SceneRenderer } from '../../scene/shared/renderer.js';
import { CanvasBuffer } from '../common/buffer-size.js';
import { deviceSize } from '../common/device-size.js';
import { WatchedContext } from '../common/webgl2-context.js';
import type { Program } from '../common/webgl2-program.js';
import { canvasBlob } from './canvas-blob.js';
import {
  ENVIRONMENT,
  fogRate,
  GROUP,
  HEADER,
  hidesBacks,
  lineNudge,
  MESH,
  mirroredOf,
  PASS,
  type PassArea,
  POINT_PX,
  TEXTURE,
  writeArea,
} from './draw-list.js';
import { makeLights, writeLights } from './lights.js';
import { writeLinear } from './srgb.js';
import { dropSceneResources, makeSceneResources, readInstances, readVertices, type SceneResources } from './webgl2-resources.js';

type Canvas = HTMLCanvasElement | OffscreenCanvas;

const PASS_WORDS = DrawPass.size / 4;
const GROUP_WORDS = DrawGroup.size / 4;
const MESH_WORDS = MeshEntry.size / 4;
const TEXTURE_WORDS = TextureEntry.size / 4;

export class SceneWebgl2 implements SceneRenderer {
  readonly name = 'webgl2';
  readonly reason: string;
  readonly #canvas: Canvas;
  readonly #buffer: CanvasBuffer;
  readonly #context: WatchedContext<SceneResources>;
  /** Pictures by texture, and which of them are not on the GPU yet. */
  readonly #pictures = new Map<number, ImageBitmap>();
  readonly #newPictures = new Set<number>();
  #hasNewPicture = false;
  readonly #lights = makeLights();
  readonly #area: PassArea = { left: 0, top: 0, right: 0, bottom: 0 };
  readonly #ambient = new Float32Array(3);
  readonly #fog = new Float32Array(4);
  #views: SceneViews | null = null;
  /** What the canvas would show, and what of it the GPU gives. */
  #wanted = { width: 1, height: 1, ratio: 1 };
  #size = { width: 1, height: 1, ratio: 1 };
  #isEmpty = true;
  #resized = true;
  /** Nothing is on the GPU yet. */
  #isNew = true;
  /** Of the pass at hand. */
  #nudge = 0;
  /** The program in use. */
  #program: Program | null = null;

  /** @throws Error when the canvas gives no WebGL2 context, or a shader does not compile */
  constructor(canvas: Canvas, reason: string, watcher: ContextWatcher = {}) {
    this.#canvas = canvas;
    this.#buffer = new CanvasBuffer(canvas);
    this.reason = reason;
    const maker = { make: makeSceneResources, drop: dropSceneResources };
    const attributes = { antialias: true, depth: true, powerPreference: 'high-performance' } as const;
    this.#context = new WatchedContext(canvas, attributes, maker, {
      onLost: () => watcher.onLost?.(),
      onRestored: () => {
        this.#isNew = true;
        this.#resized = true;
        for (const texture of this.#pictures.keys()) this.#newPictures.add(texture);
        watcher.onRestored?.();
      },
    });
  }

  get lost(): boolean {
    return this.#context.lost;
  }

  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void {
    this.#wanted = deviceSize(cssWidth, cssHeight, devicePixelRatio);
    this.#isEmpty = !(cssWidth > 0 && cssHeight > 0);
    this.#resized = true;
  }

  setTexture(texture: number, picture: ImageBitmap | null): void {
    if (picture === null) this.#pictures.delete(texture);
    else this.#pictures.set(texture, picture);
    this.#newPictures.add(texture);
    this.#hasNewPicture = true;
  }

  draw(views: SceneViews, dirty: number): void {
    const { gl, resources } = this.#context;
    this.#views = views;
    if (resources === null || this.#isEmpty) return;
    if (dirty === 0 && !this.#isNew && !this.#resized && !this.#hasNewPicture) return;
    if (this.#resized) this.#size = this.#buffer.fitGpu(this.#wanted, gl);
    this.#resized = false;
    this.#upload(views, this.#isNew ? -1 : dirty, resources);
    this.#isNew = false;
    this.#drawAll(views, resources);
  }

  async toBlob(): Promise<Blob> {
    const { resources } = this.#context;
    if (resources === null) throw new Error('there is no picture: its GPU context is lost');
    if (this.#views === null || this.#isEmpty || this.#isNew) throw new Error('there is no picture yet');
    // A GPU's picture is there only until the thread goes on.
    this.#drawAll(this.#views, resources);
    return await canvasBlob(this.#canvas);
  }

  destroy(): void {
    this.#context.destroy();
    this.#pictures.clear();
    this.#views = null;
  }

  #upload(views: SceneViews, dirty: number, resources: SceneResources): void {
    const { gl } = this.#context;
    gl.bindVertexArray(resources.array);
    if ((dirty & (DIRTY_MESHES | DIRTY_MEMORY)) !== 0) resources.meshes.sync(gl, views);
    const instances = views.header[HEADER.instanceCount] as number;
    // A length of 0 means all there is.
    if (dirty !== 0 && instances > 0) {
      gl.bindBuffer(gl.ARRAY_BUFFER, resources.instances);
      gl.bufferData(gl.ARRAY_BUFFER, views.instances, gl.STREAM_DRAW, 0, instances * INSTANCE_WORDS);
    }
    for (const texture of this.#newPictures) {
      const picture = this.#pictures.get(texture);
      // A picture may be here before its texture is published, which says whether it can be seen through.
      if (picture !== undefined && views.textures[texture * TEXTURE_WORDS + TEXTURE.state] === 0) continue;
      if (picture === undefined) resources.textures.remove(texture);
      else resources.textures.set(texture, picture, views.textures[texture * TEXTURE_WORDS + TEXTURE.seeThrough] === 1);
      this.#newPictures.delete(texture);
    }
    this.#hasNewPicture = false;
  }

  #drawAll(views: SceneViews, resources: SceneResources): void {
    const { gl } = this.#context;
    const { width, height } = this.#size;
    const background = views.environment[ENVIRONMENT.background] as number;
    const opacity = (background >>> 24) / 255;
    const channel = (shift: number): number => (((background >>> shift) & 255) / 255) * opacity;
    gl.bindVertexArray(resources.array);
    gl.activeTexture(gl.TEXTURE0);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.depthFunc(gl.LEQUAL);
    gl.disable(gl.SCISSOR_TEST);
    gl.clearColor(channel(0), channel(8), channel(16), opacity);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.SCISSOR_TEST);
    const passes = views.header[HEADER.passCount] as number;
    for (let pass = 0; pass < passes; pass += 1) {
      const area = this.#area;
      writeArea(views, pass * PASS_WORDS, width, height, area);
      const across = area.right - area.left;
      const down = area.bottom - area.top;
      if (across <= 0 || down <= 0) continue;
      gl.viewport(area.left, height - area.bottom, across, down);
      gl.scissor(area.left, height - area.bottom, across, down);
      this.#drawPass(views, pass * PASS_WORDS, resources);
    }
  }

  #drawPass(views: SceneViews, pass: number, resources: SceneResources): void {
    const { gl } = this.#context;
    const isOnScreen = views.passes[pass + PASS.kind] === CameraKind.screen;
    if (isOnScreen) gl.disable(gl.DEPTH_TEST);
    else {
      gl.enable(gl.DEPTH_TEST);
      gl.depthMask(true);
      // What an earlier camera shows where this one stands is covered.
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
      this.#prepare(resources.lit, views, pass, isOnScreen);
      this.#setLights(resources.lit, views, pass);
    }
    this.#prepare(resources.unlit, views, pass, isOnScreen);
    gl.uniform1f(resources.unlit.uniforms.get('u_pointSize') ?? null, Math.min(POINT_PX * this.#size.ratio, resources.mostPoint));
    this.#nudge = lineNudge(views, pass);
    const first = views.passes[pass + PASS.firstGroup] as number;
    const end = first + (views.passes[pass + PASS.groupCount] as number);
    for (let group = first; group < end; group += 1) this.#drawGroup(views, group * GROUP_WORDS, isOnScreen, resources);
  }

  #drawGroup(views: SceneViews, group: number, isOnScreen: boolean, resources: SceneResources): void {
    const { gl } = this.#context;
    const { groups, meshes } = views;
    const mesh = (groups[group + GROUP.mesh] as number) * MESH_WORDS;
    const count = groups[group + GROUP.count] as number;
    const first = groups[group + GROUP.first] as number;
    const mode = meshes[mesh + MESH.mode] as number;
    const isFlat = mode !== MeshMode.triangles;
    const program = isOnScreen || isFlat ? resources.unlit : resources.lit;
    if (program !== this.#program) gl.useProgram(program.program);
    this.#program = program;
    const { uniforms } = program;
    const isSeenThrough = groups[group + GROUP.transparent] === 1;
    if (isSeenThrough) gl.enable(gl.BLEND);
    else gl.disable(gl.BLEND);
    gl.depthMask(!isSeenThrough);
    gl.uniform1i(uniforms.get('u_isOpaque') ?? null, isSeenThrough ? 0 : 1);
    gl.uniform1i(uniforms.get('u_isRound') ?? null, mode === MeshMode.points ? 1 : 0);
    gl.bindTexture(gl.TEXTURE_2D, resources.textures.get(groups[group + GROUP.texture] as number));
    readVertices(gl, resources, meshes[mesh + MESH.firstVertex] as number);
    readInstances(gl, resources, first);
    gl.uniform1f(uniforms.get('u_nudge') ?? null, isFlat ? this.#nudge : 0);
    const mirrored = isFlat ? 0 : mirroredOf(views.instances, first, count);
    if (isFlat || !hidesBacks(meshes[mesh + MESH.kind] as number, isOnScreen)) {
      gl.disable(gl.CULL_FACE);
      this.#drawSide(uniforms, meshes, mesh, count, 0);
      return;
    }
    gl.enable(gl.CULL_FACE);
    const mixes = mirrored > 0 && mirrored < count;
    // A screen's y goes down, so that it mirrors, too.
    if (mirrored < count) {
      gl.frontFace(isOnScreen ? gl.CW : gl.CCW);
      this.#drawSide(uniforms, meshes, mesh, count, mixes ? 1 : 0);
    }
    if (mirrored > 0) {
      gl.frontFace(isOnScreen ? gl.CCW : gl.CW);
      this.#drawSide(uniforms, meshes, mesh, count, mixes ? -1 : 0);
    }
  }

  /** @param side 1: the instances that are not mirrored; -1: those that are; 0: all */
  #drawSide(uniforms: Program['uniforms'], meshes: Uint32Array, mesh: number, count: number, side: number): void {
    const { gl } = this.#context;
    const mode = meshes[mesh + MESH.mode];
    const shape = mode === MeshMode.triangles ? gl.TRIANGLES : mode === MeshMode.lines ? gl.LINES : gl.POINTS;
    gl.uniform1f(uniforms.get('u_side') ?? null, side);
    gl.drawElementsInstanced(
      shape,
      meshes[mesh + MESH.indices] as number,
      gl.UNSIGNED_INT,
      4 * (meshes[mesh + MESH.firstIndex] as number),
      count,
    );
  }

  /** Takes a program and gives it the camera and the fog. */
  #prepare(program: Program, views: SceneViews, pass: number, isOnScreen: boolean): void {
    const { gl } = this.#context;
    const { passFloats, passes, environment, environmentFloats } = views;
    const { uniforms } = program;
    const eye = pass + PASS.eye;
    const forward = pass + PASS.forward;
    gl.useProgram(program.program);
    this.#program = program;
    gl.uniformMatrix4fv(uniforms.get('u_matrix') ?? null, false, passFloats, pass + PASS.matrix, 16);
    gl.uniform4f(
      uniforms.get('u_eye') ?? null,
      passFloats[eye] as number,
      passFloats[eye + 1] as number,
      passFloats[eye + 2] as number,
      passes[pass + PASS.kind] === CameraKind.perspective ? 1 : 0,
    );
    gl.uniform3fv(uniforms.get('u_forward') ?? null, passFloats, forward, 3);
    writeLinear(environment[ENVIRONMENT.fog] as number, this.#fog, 0);
    this.#fog[3] = fogRate(views, isOnScreen);
    gl.uniform4fv(uniforms.get('u_fog') ?? null, this.#fog);
    gl.uniform1f(uniforms.get('u_fogNear') ?? null, environmentFloats[ENVIRONMENT.fogNear] as number);
  }

  #setLights({ uniforms }: Program, views: SceneViews, pass: number): void {
    const { gl } = this.#context;
    writeLinear(views.environment[ENVIRONMENT.ambient] as number, this.#ambient, 0);
    gl.uniform3fv(uniforms.get('u_ambient') ?? null, this.#ambient);
    gl.uniform1i(uniforms.get('u_lightCount') ?? null, writeLights(views, pass, this.#lights));
    gl.uniform4fv(uniforms.get('u_lights') ?? null, this.#lights);
  }
}

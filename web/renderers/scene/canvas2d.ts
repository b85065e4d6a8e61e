/**
 * A scene without a GPU: pixels that are filled by hand, a depth for each, put on the canvas as one image.
 *
 * It shows what WebGL2 shows, at the same places and in the same light, without soft edges, without glints, and with lights that
 * are even over small triangles. What is hardly larger than a pixel is a dot; where a picture has more triangles than there is
 * time for, larger things are dots, too.
 */
import { CameraKind, DrawGroup, DrawPass, INSTANCE_WORDS, MeshEntry, MeshMode, NONE } from '../../generated/scene-layout.js';
import type { SceneViews } from '../../scene/shared/kernel.js';
import type { SceneRenderer } from '../../scene/shared/renderer.js';
import { CanvasBuffer } from '../common/buffer-size.js';
import { deviceSize } from '../common/device-size.js';
import { canvasBlob } from './canvas-blob.js';
import { type GroupLook, InstanceDrawer } from './canvas2d-instances.js';
import { MeshCopies } from './canvas2d-meshes.js';
import { Rasterizer } from './canvas2d-raster.js';
import { CpuShader } from './canvas2d-shader.js';
import { type TexelLevel, texelLevels } from './canvas2d-texels.js';
import { ENVIRONMENT, GROUP, HEADER, MESH, PASS, POINT_PX, writeArea } from './draw-list.js';

type Canvas = HTMLCanvasElement | OffscreenCanvas;
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const PASS_WORDS = DrawPass.size / 4;
const GROUP_WORDS = DrawGroup.size / 4;
const MESH_WORDS = MeshEntry.size / 4;
/** Device pixels of a radius below which nothing but a dot would be seen anyway. */
const DOT_RADIUS = 1;
/** Triangles of a picture from which the radius below which things are dots grows: by the root of how many times more. */
const MANY_TRIANGLES = 60_000;

export class SceneCanvas2d implements SceneRenderer {
  readonly name = 'canvas2d';
  readonly lost = false;
  readonly reason: string;
  readonly #canvas: Canvas;
  readonly #buffer: CanvasBuffer;
  readonly #context: Context;
  readonly #shader = new CpuShader();
  readonly #raster = new Rasterizer(this.#shader);
  readonly #instances = new InstanceDrawer(this.#raster, this.#shader);
  readonly #meshes = new MeshCopies();
  readonly #textures = new Map<number, readonly TexelLevel[]>();
  #look: GroupLook | null = null;
  #image: ImageData | null = null;
  #views: SceneViews | null = null;
  /** What the canvas would show, and what of it is drawn. */
  #wanted = { width: 1, height: 1, ratio: 1 };
  #size = { width: 1, height: 1, ratio: 1 };
  #isEmpty = true;
  /** Something changed that draw lists know nothing of. */
  #isStale = true;

  /** @throws Error when the canvas gives no 2D context */
  constructor(canvas: Canvas, reason: string) {
    const context = canvas.getContext('2d', { willReadFrequently: true }) as Context | null;
    if (context === null) throw new Error('this canvas gives no 2D context: it has one of another kind, or there is none here');
    this.#canvas = canvas;
    this.#buffer = new CanvasBuffer(canvas);
    this.#context = context;
    this.reason = reason;
  }

  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void {
    this.#wanted = deviceSize(cssWidth, cssHeight, devicePixelRatio);
    this.#isEmpty = !(cssWidth > 0 && cssHeight > 0);
    this.#image = null;
    this.#isStale = true;
  }

  setTexture(texture: number, picture: ImageBitmap | null): void {
    if (picture === null) this.#textures.delete(texture);
    else this.#textures.set(texture, texelLevels(picture));
    this.#isStale = true;
  }

  draw(views: SceneViews, dirty: number): void {
    this.#views = views;
    if (this.#isEmpty || (dirty === 0 && !this.#isStale)) return;
    this.#isStale = false;
    const image = this.#fitImage();
    const { words, depths } = this.#raster.target;
    const background = views.environment[ENVIRONMENT.background] as number;
    words.fill(background);
    depths.fill(1);
    const passes = views.header[HEADER.passCount] as number;
    const leastRadius = DOT_RADIUS * Math.max(1, Math.sqrt(trianglesOf(views) / MANY_TRIANGLES));
    for (let pass = 0; pass < passes; pass += 1) this.#drawPass(views, pass * PASS_WORDS, pass > 0, leastRadius);
    this.#context.putImageData(image, 0, 0);
  }

  async toBlob(): Promise<Blob> {
    if (this.#views === null || this.#image === null) throw new Error('there is no picture yet');
    return await canvasBlob(this.#canvas);
  }

  destroy(): void {
    this.#canvas.width = 1;
    this.#canvas.height = 1;
    this.#image = null;
    this.#views = null;
    this.#meshes.clear();
    this.#textures.clear();
    this.#raster.target = { words: new Uint32Array(0), depths: new Float32Array(0), width: 0, height: 0 };
  }

  #fitImage(): ImageData {
    if (this.#image !== null) return this.#image;
    this.#size = this.#buffer.fit2d(this.#wanted);
    const { width, height } = this.#size;
    const image = new ImageData(width, height);
    this.#raster.target = { words: new Uint32Array(image.data.buffer), depths: new Float32Array(width * height), width, height };
    this.#image = image;
    return image;
  }

  #drawPass(views: SceneViews, pass: number, covers: boolean, leastRadius: number): void {
    const raster = this.#raster;
    const { width, height, ratio } = this.#size;
    const isOnScreen = views.passes[pass + PASS.kind] === CameraKind.screen;
    writeArea(views, pass, width, height, raster);
    if (raster.left >= raster.right || raster.top >= raster.bottom) return;
    // What an earlier camera shows where this one stands is covered.
    if (covers && !isOnScreen) this.#clear(views.environment[ENVIRONMENT.background] as number);
    this.#shader.prepare(views, pass, isOnScreen);
    raster.prepare();
    const first = views.passes[pass + PASS.firstGroup] as number;
    const end = first + (views.passes[pass + PASS.groupCount] as number);
    for (let group = first; group < end; group += 1) {
      const at = group * GROUP_WORDS;
      const { groups } = views;
      const texture = groups[at + GROUP.texture] as number;
      const mesh = this.#meshes.get(views, groups[at + GROUP.mesh] as number);
      raster.levels = (texture === NONE || mesh.mode !== MeshMode.triangles ? undefined : this.#textures.get(texture)) ?? null;
      this.#look ??= { mesh, isOnScreen, isSeenThrough: false, leastRadius, pointRadius: 0 };
      const look = this.#look;
      look.mesh = mesh;
      look.isOnScreen = isOnScreen;
      look.isSeenThrough = groups[at + GROUP.transparent] === 1;
      look.leastRadius = leastRadius;
      look.pointRadius = (POINT_PX * ratio) / 2;
      const firstInstance = groups[at + GROUP.first] as number;
      const lastInstance = firstInstance + (groups[at + GROUP.count] as number);
      for (let instance = firstInstance; instance < lastInstance; instance += 1) {
        this.#instances.draw(views.instances, views.instanceWords, instance * INSTANCE_WORDS, views.passFloats, pass + PASS.matrix, look);
      }
    }
  }

  #clear(background: number): void {
    const { target, left, top, right, bottom } = this.#raster;
    for (let row = top; row < bottom; row += 1) {
      target.words.fill(background, row * target.width + left, row * target.width + right);
      target.depths.fill(1, row * target.width + left, row * target.width + right);
    }
  }
}

/** Triangles, lines and points of a picture. */
function trianglesOf({ header, groups, meshes }: SceneViews): number {
  let sum = 0;
  const end = (header[HEADER.groupCount] as number) * GROUP_WORDS;
  for (let group = 0; group < end; group += GROUP_WORDS) {
    const indices = meshes[(groups[group + GROUP.mesh] as number) * MESH_WORDS + MESH.indices] as number;
    sum += ((groups[group + GROUP.count] as number) * indices) / 3;
  }
  return sum;
}

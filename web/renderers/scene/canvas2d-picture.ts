/**
 * A scene's picture on the CPU: pixels that are filled by hand, and a depth for each.
 *
 * It shows what WebGL2 shows, at the same places and in the same light, without soft edges, without glints, and with lights that
 * are even over small triangles. What is hardly larger than a pixel is a dot; where a picture has more triangles than there is
 * time for, larger things are dots, too.
 */
import { CameraKind, DrawGroup, DrawPass, INSTANCE_WORDS, MeshEntry, MeshMode, NONE } from '../../generated/scene-layout.js';
import type { SceneViews } from '../../scene/shared/kernel.js';
import { type GroupLook, InstanceDrawer } from './canvas2d-instances.js';
import { MeshCopies } from './canvas2d-meshes.js';
import { Rasterizer } from './canvas2d-raster.js';
import { CpuShader } from './canvas2d-shader.js';
import type { TexelLevel } from './canvas2d-texels.js';
import { ENVIRONMENT, GROUP, HEADER, lineNudge, MESH, PASS, POINT_PX, writeArea } from './draw-list.js';

const PASS_WORDS = DrawPass.size / 4;
const GROUP_WORDS = DrawGroup.size / 4;
const MESH_WORDS = MeshEntry.size / 4;
/** Device pixels of a radius below which nothing but a dot would be seen anyway. */
const DOT_RADIUS = 1;
/** Triangles of a picture from which the radius below which things are dots grows: by the root of how many times more. */
const MANY_TRIANGLES = 60_000;

export class CpuPicture {
  /** All sizes of each texture's picture, the largest first. */
  readonly textures = new Map<number, readonly TexelLevel[]>();
  readonly #shader = new CpuShader();
  readonly #raster = new Rasterizer(this.#shader);
  readonly #instances = new InstanceDrawer(this.#raster, this.#shader);
  readonly #meshes = new MeshCopies();
  #look: GroupLook | null = null;

  /**
   * Draws a draw list.
   * @param words pixels as an ImageData has them: red in the lowest byte; width * height of them
   * @param ratio device pixels of a CSS pixel
   */
  draw(views: SceneViews, words: Uint32Array, width: number, height: number, ratio: number): void {
    const raster = this.#raster;
    if (raster.target.words !== words) raster.target = { words, depths: new Float32Array(width * height), width, height };
    words.fill(views.environment[ENVIRONMENT.background] as number);
    raster.target.depths.fill(1);
    const passes = views.header[HEADER.passCount] as number;
    const leastRadius = DOT_RADIUS * Math.max(1, Math.sqrt(trianglesOf(views) / MANY_TRIANGLES));
    for (let pass = 0; pass < passes; pass += 1) {
      writeArea(views, pass * PASS_WORDS, width, height, raster);
      if (raster.left < raster.right && raster.top < raster.bottom) this.#drawPass(views, pass * PASS_WORDS, leastRadius, ratio);
    }
  }

  /** Gives its memory back. */
  clear(): void {
    this.textures.clear();
    this.#meshes.clear();
    this.#raster.target = { words: new Uint32Array(0), depths: new Float32Array(0), width: 0, height: 0 };
  }

  #drawPass(views: SceneViews, pass: number, leastRadius: number, ratio: number): void {
    const raster = this.#raster;
    const isOnScreen = views.passes[pass + PASS.kind] === CameraKind.screen;
    // What an earlier camera shows where this one stands is covered.
    if (pass > 0 && !isOnScreen) this.#cover(views.environment[ENVIRONMENT.background] as number);
    this.#shader.prepare(views, pass, isOnScreen);
    raster.prepare();
    const nudge = lineNudge(views, pass);
    const first = views.passes[pass + PASS.firstGroup] as number;
    const end = first + (views.passes[pass + PASS.groupCount] as number);
    for (let group = first; group < end; group += 1) {
      const at = group * GROUP_WORDS;
      const { groups } = views;
      const texture = groups[at + GROUP.texture] as number;
      const mesh = this.#meshes.get(views, groups[at + GROUP.mesh] as number);
      raster.levels = (texture === NONE || mesh.mode !== MeshMode.triangles ? undefined : this.textures.get(texture)) ?? null;
      this.#look ??= { mesh, isOnScreen, isSeenThrough: false, leastRadius, pointRadius: 0, nudge: 0 };
      const look = this.#look;
      look.mesh = mesh;
      look.isOnScreen = isOnScreen;
      look.isSeenThrough = groups[at + GROUP.transparent] === 1;
      look.leastRadius = leastRadius;
      look.nudge = nudge;
      look.pointRadius = (POINT_PX * ratio) / 2;
      const firstInstance = groups[at + GROUP.first] as number;
      const lastInstance = firstInstance + (groups[at + GROUP.count] as number);
      for (let instance = firstInstance; instance < lastInstance; instance += 1) {
        this.#instances.draw(views.instances, views.instanceWords, instance * INSTANCE_WORDS, views.passFloats, pass + PASS.matrix, look);
      }
    }
  }

  #cover(background: number): void {
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

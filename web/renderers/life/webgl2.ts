/**
 * The renderer on the GPU. Frames go up in one call, as they came from the engine; the shaders take
 * the records apart, move each animal to where it is between two ticks and draw it once for every
 * copy of the torus in view.
 */

import type { ContextWatcher } from '../../engine/renderer-names.js';
import { ColorBy } from '../../generated/life-layout.js';
import type { LifeFrame } from '../../life/shared/frame.js';
import { CanvasBuffer } from '../common/buffer-size.js';
import { deviceSize } from '../common/device-size.js';
import { WatchedContext } from '../common/webgl2-context.js';
import type { Program } from '../common/webgl2-program.js';
import { type Camera, copiesInView } from './camera.js';
import { densityField, foodField } from './ground.js';
import { type Mark, marksOf } from './marks.js';
import { tintTable, tribeTable } from './palette.js';
import { type LifeRenderer, NO_OVERLAYS, type Overlays, tickProgress } from './renderer.js';
import { bodyPixels, crowdGain, DROP_FROM_PX, HALO_REACH, meanSpacing } from './shape.js';
import { dropResources, makeResources, type Resources, uploadField, uploadTints } from './webgl2-resources.js';

/** Reach of a light without a drop, in body radii. */
const LIGHT_REACH = 2.4;
/** Device pixels up to which sprites are points; larger ones are clipped at the edges by some GPUs. */
const MOST_POINT_PX = 48;
/** Milliseconds between two counts of the density. */
const DENSITY_INTERVAL_MS = 200;
const MARK_KINDS = { ring: 0, sight: 1, brush: 2 } as const;

const allStale = () => ({ herd: true, food: true, tints: -1, heatAt: Number.NEGATIVE_INFINITY });

export class Webgl2Renderer implements LifeRenderer {
  readonly name = 'webgl2';
  readonly reason: string;
  readonly #buffer: CanvasBuffer;
  readonly #context: WatchedContext<Resources>;
  #frame: LifeFrame | null = null;
  /** What of the frame is not on the GPU yet. */
  #stale = allStale();
  #camera: Camera = { x: 0, y: 0, zoom: 1 };
  /** What the canvas would show, and what of it the GPU gives. */
  #wanted = { width: 1, height: 1, ratio: 1 };
  #size = { width: 1, height: 1, ratio: 1 };
  #resized = true;
  #overlays: Overlays = NO_OVERLAYS;
  #tribes = Float32Array.from(tribeTable([]), (byte) => byte / 255);

  /** @throws Error when the canvas gives no WebGL2 context, or a shader does not compile */
  constructor(canvas: HTMLCanvasElement | OffscreenCanvas, reason: string, watcher: ContextWatcher = {}) {
    this.#buffer = new CanvasBuffer(canvas);
    this.reason = reason;
    const maker = { make: makeResources, drop: dropResources };
    this.#context = new WatchedContext(canvas, { alpha: false, powerPreference: 'high-performance' }, maker, {
      onLost: () => watcher.onLost?.(),
      onRestored: () => {
        this.#stale = allStale();
        this.#resized = true;
        watcher.onRestored?.();
      },
    });
  }

  get lost(): boolean {
    return this.#context.lost;
  }

  setFrame(frame: LifeFrame): void {
    this.#frame = frame;
    this.#stale.herd = true;
    this.#stale.food = true;
  }

  setCamera(camera: Camera): void {
    this.#camera = camera;
  }

  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void {
    this.#wanted = deviceSize(cssWidth, cssHeight, devicePixelRatio);
    this.#resized = true;
  }

  setPalette(hues: readonly number[]): void {
    this.#tribes = Float32Array.from(tribeTable(hues), (byte) => byte / 255);
  }

  setOverlays(overlays: Overlays): void {
    if (overlays.food !== this.#overlays.food) this.#stale.food = true;
    if (overlays.density !== this.#overlays.density) this.#stale.heatAt = Number.NEGATIVE_INFINITY;
    this.#overlays = overlays;
  }

  draw(now: number): void {
    const frame = this.#frame;
    const { gl, resources } = this.#context;
    if (frame === null || resources === null || frame.buffer.byteLength === 0) return;
    if (this.#resized) this.#size = this.#buffer.fitGpu(this.#wanted, gl);
    this.#resized = false;
    this.#upload(frame, resources, now);
    gl.viewport(0, 0, this.#size.width, this.#size.height);
    const progress = tickProgress(frame, now);
    this.#drawGround(frame, resources);
    this.#drawHerd(frame, resources, progress);
    const bodyPx = bodyPixels(this.#scale, meanSpacing(frame), this.#size.ratio);
    const marks = marksOf(frame, this.#overlays, this.#camera, this.#size.ratio, progress, bodyPx);
    for (const mark of marks) this.#drawMark(resources, mark);
  }

  destroy(): void {
    this.#context.destroy();
    this.#frame = null;
  }

  /** Device pixels per world unit. */
  get #scale(): number {
    return this.#camera.zoom * this.#size.ratio;
  }

  #upload(frame: LifeFrame, resources: Resources, now: number): void {
    const { gl } = this.#context;
    const stale = this.#stale;
    if (stale.herd) {
      gl.bindBuffer(gl.ARRAY_BUFFER, resources.herd);
      gl.bufferData(gl.ARRAY_BUFFER, frame.animals, gl.STREAM_DRAW);
      stale.herd = false;
    }
    if (stale.food) {
      uploadField(gl, resources.food, this.#overlays.food ? foodField(frame) : null);
      stale.food = false;
    }
    if (this.#overlays.density ? now - stale.heatAt >= DENSITY_INTERVAL_MS : stale.heatAt === Number.NEGATIVE_INFINITY) {
      uploadField(gl, resources.heat, this.#overlays.density ? densityField(frame) : null);
      stale.heatAt = now;
    }
    if (stale.tints !== frame.colorBy) {
      uploadTints(gl, resources.tints, tintTable(frame.colorBy));
      stale.tints = frame.colorBy;
    }
  }

  #drawGround(frame: LifeFrame, { ground, emptyArray, food, heat }: Resources): void {
    const { gl } = this.#context;
    gl.disable(gl.BLEND);
    gl.bindVertexArray(emptyArray);
    this.#use(ground, frame);
    this.#bind(ground, 'u_food', 0, food.texture);
    this.#bind(ground, 'u_heat', 1, heat.texture);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  #drawHerd(frame: LifeFrame, resources: Resources, progress: number): void {
    const { gl } = this.#context;
    const { width, height, ratio } = this.#size;
    const scale = this.#scale;
    const bodyPx = bodyPixels(scale, meanSpacing(frame), ratio);
    const reach = bodyPx <= DROP_FROM_PX ? LIGHT_REACH : HALO_REACH;
    const asPoints = 2 * bodyPx * reach <= Math.min(MOST_POINT_PX, resources.mostPoint);
    const program = asPoints ? resources.points : resources.quads;
    const uniforms = program.uniforms;
    this.#use(program, frame);
    gl.uniform1f(uniforms.get('u_progress') ?? null, progress);
    gl.uniform1f(uniforms.get('u_bodyPx') ?? null, bodyPx);
    gl.uniform1f(uniforms.get('u_reach') ?? null, reach);
    const area = frame.worldWidth * frame.worldHeight * scale * scale;
    gl.uniform1f(uniforms.get('u_gain') ?? null, crowdGain(frame.count, area));
    gl.uniform3fv(uniforms.get('u_tribes') ?? null, this.#tribes);
    gl.uniform1i(uniforms.get('u_byTint') ?? null, frame.colorBy === ColorBy.tribe ? 0 : 1);
    this.#bind(program, 'u_tints', 0, resources.tints);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindVertexArray(asPoints ? resources.pointArray : resources.quadArray);
    const world = { width: frame.worldWidth, height: frame.worldHeight };
    const view = { width: width / ratio, height: height / ratio };
    const copies = copiesInView(this.#camera, world, view, (bodyPx * reach) / scale);
    for (let y = -copies.y; y <= copies.y; y += 1) {
      for (let x = -copies.x; x <= copies.x; x += 1) {
        gl.uniform2f(uniforms.get('u_copy') ?? null, x, y);
        if (asPoints) gl.drawArrays(gl.POINTS, 0, frame.count);
        else gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, frame.count);
      }
    }
  }

  #drawMark({ mark, cornerArray }: Resources, { kind, x, y, radius, heading, halfAngle }: Mark): void {
    const { gl } = this.#context;
    const { uniforms } = mark;
    gl.useProgram(mark.program);
    gl.uniform2f(uniforms.get('u_view') ?? null, this.#size.width, this.#size.height);
    gl.uniform2f(uniforms.get('u_place') ?? null, x, y);
    gl.uniform1f(uniforms.get('u_radius') ?? null, radius);
    gl.uniform1f(uniforms.get('u_line') ?? null, 1.5 * this.#size.ratio);
    gl.uniform1f(uniforms.get('u_heading') ?? null, heading);
    gl.uniform1f(uniforms.get('u_halfAngle') ?? null, halfAngle);
    gl.uniform1i(uniforms.get('u_kind') ?? null, MARK_KINDS[kind]);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.bindVertexArray(cornerArray);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  /** Takes a program and gives it what ground and herd share. */
  #use({ program, uniforms }: Program, frame: LifeFrame): void {
    const { gl } = this.#context;
    gl.useProgram(program);
    gl.uniform2f(uniforms.get('u_camera') ?? null, this.#camera.x, this.#camera.y);
    gl.uniform2f(uniforms.get('u_world') ?? null, frame.worldWidth, frame.worldHeight);
    gl.uniform2f(uniforms.get('u_view') ?? null, this.#size.width, this.#size.height);
    gl.uniform1f(uniforms.get('u_scale') ?? null, this.#scale);
  }

  #bind({ uniforms }: Program, name: string, unit: number, texture: WebGLTexture): void {
    const { gl } = this.#context;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.uniform1i(uniforms.get(name) ?? null, unit);
  }
}

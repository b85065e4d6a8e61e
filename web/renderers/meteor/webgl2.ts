/**
 * A shower on the GPU: trails and heads as instanced sprites of the sheet, debris as points that are
 * read from the engine's records as they are, everything added up.
 */

import type { ContextWatcher } from '../../engine/renderer-names.js';
import { DIRTY_ALL, DIRTY_STARS, OWN_LOOK, Particle, type TrailStyle } from '../../generated/meteor-layout.js';
import type { MeteorRenderData } from '../../meteor/shared/kernel.js';
import type { LookSheets } from '../../meteor/shared/look-sheets.js';
import { type MeteorPalette, paletteOf, type TypeColors } from '../../meteor/shared/palette.js';
import type { MeteorRenderer } from '../../meteor/shared/renderer.js';
import { CanvasBuffer } from '../common/buffer-size.js';
import { deviceSize } from '../common/device-size.js';
import { WatchedContext } from '../common/webgl2-context.js';
import type { Program } from '../common/webgl2-program.js';
import type { NumberList } from './draw-list.js';
import { ShowerLists, sparkExposure, trailStyleOf } from './shower-lists.js';
import { SPARK_RADIUS } from './sparks.js';
import { makeSpriteSheet } from './sprite-sheet.js';
import { dropMeteorResources, type MeteorResources, makeMeteorResources, sheetTexture, uploadSheet } from './webgl2-resources.js';

const PARTICLE_WORDS = Particle.size / Float32Array.BYTES_PER_ELEMENT;

export class MeteorWebgl2 implements MeteorRenderer {
  readonly name = 'webgl2';
  readonly reason: string;
  readonly drawnShare = 1;
  readonly #buffer: CanvasBuffer;
  readonly #context: WatchedContext<MeteorResources>;
  readonly #lists = new ShowerLists();
  #looks: LookSheets | null = null;
  #palette: MeteorPalette = paletteOf('shower');
  /** The style the sheet has; null when it has to be made. */
  #style: TrailStyle | null = null;
  /** What the canvas would show, and what of it the GPU gives. */
  #wanted = { width: 1, height: 1, ratio: 1 };
  #size = { width: 1, height: 1, ratio: 1 };
  #view = { width: 1, height: 1 };
  #resized = true;

  /** @throws Error when the canvas gives no WebGL2 context, or a shader does not compile */
  constructor(canvas: HTMLCanvasElement | OffscreenCanvas, reason: string, watcher: ContextWatcher = {}) {
    this.#buffer = new CanvasBuffer(canvas);
    this.reason = reason;
    const maker = { make: makeMeteorResources, drop: dropMeteorResources };
    this.#context = new WatchedContext(canvas, { powerPreference: 'low-power' }, maker, {
      onLost: () => watcher.onLost?.(),
      onRestored: () => {
        this.#style = null;
        this.#looks?.forget();
        this.#resized = true;
        watcher.onRestored?.();
      },
    });
  }

  get lost(): boolean {
    return this.#context.lost;
  }

  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void {
    this.#wanted = deviceSize(cssWidth, cssHeight, devicePixelRatio);
    this.#resized = true;
  }

  setPalette(palette: MeteorPalette): void {
    this.#palette = palette;
    this.#style = null;
  }

  setLooks(looks: LookSheets): void {
    looks.forget();
    this.#looks = looks;
  }

  paint(colors: TypeColors, style: TrailStyle): WebGLTexture {
    const { gl } = this.#context;
    const texture = sheetTexture(gl);
    uploadSheet(gl, texture, makeSpriteSheet({ types: [colors], stars: [] }, style));
    return texture;
  }

  drop(texture: WebGLTexture): void {
    this.#context.gl.deleteTexture(texture);
  }

  /** The whole canvas is drawn anew each time. */
  showRegions(): void {}

  draw(data: MeteorRenderData, dirty: number): void {
    const { gl, resources } = this.#context;
    if (resources === null) return;
    const style = trailStyleOf(data);
    const flags = this.#prepare(style, resources) ? DIRTY_ALL : dirty;
    if (flags === 0) return;
    gl.viewport(0, 0, this.#size.width, this.#size.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE);
    gl.activeTexture(gl.TEXTURE0);
    this.#looks?.each(style, this, (look, sheet) => this.#drawMeteors(data, style, look, sheet, resources));
    // The palette's come last: stars and sparks are drawn from their sheet, too.
    this.#drawMeteors(data, style, OWN_LOOK, resources.sheet, resources);
    if ((flags & DIRTY_STARS) !== 0) {
      this.#lists.takeStars(data);
      this.#upload(resources.stars.buffer, this.#lists.stars);
    }
    this.#drawQuads(resources.sprites, resources.stars.array, this.#lists.stars.count);
    this.#drawSparks(data, resources);
  }

  /** Draws the meteors of a look; its sheet stays bound. */
  #drawMeteors(data: MeteorRenderData, style: TrailStyle, look: number, sheet: WebGLTexture, resources: MeteorResources): void {
    const { trails, sprites, slices, heads } = resources;
    const lists = this.#lists;
    const { gl } = this.#context;
    gl.bindTexture(gl.TEXTURE_2D, sheet);
    lists.takeMeteors(data, style, this.#view.width * this.#view.height, look);
    this.#upload(slices.buffer, lists.slices);
    this.#upload(heads.buffer, lists.heads);
    this.#drawQuads(trails, slices.array, lists.slices.count);
    this.#drawQuads(sprites, heads.array, lists.heads.count);
  }

  destroy(): void {
    this.#context.destroy();
  }

  #prepare(style: TrailStyle, resources: MeteorResources): boolean {
    const anew = this.#resized || style !== this.#style;
    if (this.#resized) {
      this.#size = this.#buffer.fitGpu(this.#wanted, this.#context.gl);
      const { width, height, ratio } = this.#size;
      this.#view = { width: width / ratio, height: height / ratio };
      this.#resized = false;
    }
    if (style !== this.#style) {
      uploadSheet(this.#context.gl, resources.sheet, makeSpriteSheet(this.#palette, style));
      this.#style = style;
    }
    return anew;
  }

  #upload(buffer: WebGLBuffer, list: NumberList): void {
    const { gl } = this.#context;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, list.data, gl.STREAM_DRAW, 0, list.length);
  }

  #drawQuads(program: Program, array: WebGLVertexArrayObject, count: number): void {
    if (count === 0) return;
    const { gl } = this.#context;
    this.#use(program);
    gl.bindVertexArray(array);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
  }

  #drawSparks(data: MeteorRenderData, { sparks, particleBuffer, particleArray, mostPoint }: MeteorResources): void {
    const { particles, particleCount } = data;
    if (particleCount === 0) return;
    const { gl } = this.#context;
    gl.bindBuffer(gl.ARRAY_BUFFER, particleBuffer);
    gl.bufferData(gl.ARRAY_BUFFER, particles, gl.STREAM_DRAW, 0, particleCount * PARTICLE_WORDS);
    this.#use(sparks);
    gl.uniform1f(sparks.uniforms.get('u_size') ?? null, 2 * SPARK_RADIUS * this.#size.ratio);
    gl.uniform1f(sparks.uniforms.get('u_gain') ?? null, sparkExposure(data, this.#view.width * this.#view.height));
    gl.uniform1f(sparks.uniforms.get('u_most') ?? null, mostPoint);
    gl.bindVertexArray(particleArray);
    gl.drawArrays(gl.POINTS, 0, particleCount);
  }

  #use({ program, uniforms }: Program): void {
    const { gl } = this.#context;
    gl.useProgram(program);
    gl.uniform2f(uniforms.get('u_view') ?? null, this.#view.width, this.#view.height);
  }
}

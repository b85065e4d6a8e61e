/** Gives the browser tests the renderers of scenes, and draw lists for them without any engine. */
import * as cameras from '../../tests/web/renderers/scene/cameras.js';
import { rgb, type TestScene, viewsOf } from '../../tests/web/renderers/scene/draw-lists.js';
import * as shapes from '../../tests/web/renderers/scene/shapes.js';
import * as worlds from '../../tests/web/renderers/scene/worlds.js';
import { CameraKind, DIRTY_ALL, DIRTY_ENTITIES, LightKind } from '../../web/generated/scene-layout.js';
import { SceneCanvas2d } from '../../web/renderers/scene/canvas2d.js';
import { createSceneRenderer } from '../../web/renderers/scene/create-renderer.js';
import { SceneWebgl2 } from '../../web/renderers/scene/webgl2.js';
import type { SceneRenderer } from '../../web/scene/shared/renderer.js';

export type Name = 'webgl2' | 'canvas2d';

const makeRenderer = (canvas: OffscreenCanvas | HTMLCanvasElement, name: Name): SceneRenderer =>
  name === 'webgl2' ? new SceneWebgl2(canvas, 'the test') : new SceneCanvas2d(canvas, 'the test');

/** What a canvas shows: red, green, blue, opacity of each pixel, from the upper left corner. */
function pixelsOf(canvas: OffscreenCanvas | HTMLCanvasElement): Uint8ClampedArray {
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, canvas.width, canvas.height).data;
}

/** A picture of a scene, and a way to its pixels. */
function pictureOf(scene: TestScene, name: Name, width: number, height: number, ratio = 1, textures: readonly ImageBitmap[] = []) {
  const canvas = new OffscreenCanvas(1, 1);
  const renderer = makeRenderer(canvas, name);
  renderer.resize(width, height, ratio);
  for (const [texture, picture] of textures.entries()) renderer.setTexture(texture, picture);
  renderer.draw(viewsOf(scene, width, height), DIRTY_ALL);
  const data = pixelsOf(canvas);
  const size = { width: canvas.width, height: canvas.height };
  renderer.destroy();
  return { ...size, at: (x: number, y: number): number[] => [...data.slice(4 * (y * size.width + x), 4 * (y * size.width + x) + 4)] };
}

/**
 * Milliseconds of each of so many pictures of a scene: on a 2D canvas until the last pixel is there, on a GPU what it takes to tell
 * it everything.
 */
function timePictures(scene: TestScene, name: Name, width: number, height: number, pictures: number): number[] {
  const canvas = document.body.appendChild(document.createElement('canvas'));
  const renderer = makeRenderer(canvas, name);
  renderer.resize(width, height, 1);
  const views = viewsOf(scene, width, height);
  const flat = name === 'canvas2d' ? (canvas.getContext('2d') as CanvasRenderingContext2D) : null;
  const times: number[] = [];
  for (let picture = 0; picture < pictures; picture += 1) {
    const begin = performance.now();
    renderer.draw(views, picture === 0 ? DIRTY_ALL : DIRTY_ENTITIES);
    // Reading a pixel waits for all that was asked of the canvas.
    flat?.getImageData(0, 0, 1, 1);
    times.push(performance.now() - begin);
    // What was asked of the GPU is done before the next is timed.
    if (flat === null) pixelsOf(canvas);
  }
  renderer.destroy();
  canvas.remove();
  return times;
}

/** A picture of so many pixels, each of a colour. */
async function bitmapOf(width: number, height: number, colorAt: (x: number, y: number) => string): Promise<ImageBitmap> {
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      context.fillStyle = colorAt(x, y);
      context.fillRect(x, y, 1, 1);
    }
  }
  return await createImageBitmap(context.canvas);
}

const scope = {
  ...{ ...cameras, ...shapes, ...worlds, rgb, viewsOf, CameraKind, LightKind, DIRTY_ALL, DIRTY_ENTITIES },
  ...{ createSceneRenderer, makeRenderer, SceneWebgl2, pixelsOf, pictureOf, timePictures, bitmapOf },
};
export type SceneRenderPage = typeof scope;
Object.assign(globalThis, { scenes: scope });

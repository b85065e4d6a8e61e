/** What the renderers of scenes draw, from draw lists that are written by hand: both the same, and each thing where it belongs. */
import { expect, type Page, test } from '@playwright/test';
import { watchConsole } from './demo-page.js';
import type { Name, SceneRenderPage } from './pages/scene-render.js';
import { TestPages } from './test-pages.js';

declare global {
  interface Window {
    /** Put there by the test page (e2e/pages/scene-render.ts). */
    readonly scenes: SceneRenderPage;
  }
}

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

async function open(page: Page): Promise<void> {
  await page.goto(pages.at('scene-render.html'));
  await page.waitForFunction(() => window.scenes !== undefined);
}

const RENDERERS: readonly Name[] = ['canvas2d', 'webgl2'];

for (const name of RENDERERS) {
  test(`${name}: entities stand where their cameras see them, in perspective, without it, in viewports and on screens`, async ({
    page,
  }) => {
    const noErrors = watchConsole(page);
    await open(page);
    const wrong = await page.evaluate((name) => {
      const { CameraKind, clipMatrix, cube, onPicture, pictureOf, rgb } = window.scenes;
      const [width, height] = [320, 200];
      const eye = [4, 6, 12] as const;
      const kinds = [
        { kind: CameraKind.perspective, eye, target: [0, 0, 0], field: 0.9 },
        { kind: CameraKind.orthographic, eye, target: [0, 1, 0], field: 12 },
        { kind: CameraKind.perspective, eye, target: [0, 0, 0], viewport: [0.5, 0.25, 0.5, 0.5] },
        { kind: CameraKind.screen },
      ] as const;
      const wrong: string[] = [];
      for (const camera of kinds) {
        const isOnScreen = camera.kind === CameraKind.screen;
        const places = Array.from({ length: 9 }, (_, index) => {
          const [column, row] = [(index % 3) - 1, Math.floor(index / 3) - 1];
          return isOnScreen ? ([160 + column * 90, 100 + row * 60, 0] as const) : ([column * 3, row * 1.5, column] as const);
        });
        const size = isOnScreen ? 24 : 0.7;
        const entities = places.map((position, index) => ({
          mesh: 0,
          position,
          scale: [size, size, size] as const,
          color: rgb(0x1c << (2 * index)),
        }));
        // Ambient light alone, so that each is in its own colour.
        const scene = {
          shapes: [cube()],
          ambient: rgb(0xffffff),
          background: rgb(0),
          passes: [{ camera, entities, lights: [{ intensity: 0 }] }],
        };
        const picture = pictureOf(scene, name, width, height);
        const view = clipMatrix(camera, width, height);
        for (const { position, color } of entities) {
          const { x, y } = onPicture(view, position, width, height);
          const [red = 0, green = 0, blue = 0] = picture.at(Math.floor(x), Math.floor(y));
          const seen = (blue << 16) | (green << 8) | red;
          if (seen !== (color & 0xffffff))
            wrong.push(`${camera.kind}: ${position}: ${seen.toString(16)} in place of ${(color & 0xffffff).toString(16)}`);
        }
      }
      return wrong;
    }, name);
    expect(wrong).toEqual([]);
    noErrors();
  });

  test(`${name}: the nearer hides the farther, and what can be seen through is blended in the list's order`, async ({ page }) => {
    await open(page);
    const [opaque, glass] = await page.evaluate((name) => {
      const { pictureOf, rgb, wall } = window.scenes;
      const camera = { eye: [0, 0, 5] as const };
      const at = (z: number, color: number, transparent = false) => ({ mesh: 0, position: [0, 0, z] as const, color, transparent });
      const sceneOf = (...entities: ReturnType<typeof at>[]) => ({
        ...{ shapes: [wall()], ambient: rgb(0xffffff), background: rgb(0) },
        passes: [{ camera, entities, lights: [{ intensity: 0 }] }],
      });
      const middle = (...entities: ReturnType<typeof at>[]) => pictureOf(sceneOf(...entities), name, 60, 60).at(30, 30);
      return [
        [middle(at(1, rgb(0xff0000)), at(0, rgb(0x0000ff))), middle(at(0, rgb(0x0000ff)), at(1, rgb(0xff0000)))],
        [
          middle(at(0, rgb(0xff0000, 0.5), true), at(1, rgb(0x0000ff, 0.5), true)),
          middle(at(2, rgb(0x00ff00)), at(0, rgb(0xff0000, 0.5), true)),
        ],
      ];
    }, name);
    expect(opaque).toEqual([
      [255, 0, 0, 255],
      [255, 0, 0, 255],
    ]);
    const [both, hidden] = glass as [number[], number[]];
    expect(hidden).toEqual([0, 255, 0, 255]);
    expect(both[0]).toBeGreaterThan(56);
    expect(both[0]).toBeLessThan(70);
    expect(both[2]).toBeGreaterThan(120);
    expect(both[2]).toBeLessThan(135);
    expect(both[3]).toBe(255);
  });

  test(`${name}: light comes from its side, a lamp shines in the middle of a ground, and fog hides what is far`, async ({ page }) => {
    await open(page);
    const { ball, lamp, fog } = await page.evaluate((name) => {
      const { LightKind, pictureOf, plane, rgb, sphere } = window.scenes;
      const dark = { background: rgb(0), ambient: rgb(0) };
      const ball = pictureOf(
        {
          ...dark,
          shapes: [sphere()],
          passes: [{ camera: { eye: [0, 0, 2] }, entities: [{ mesh: 0 }], lights: [{ direction: [-1, 0, 0] }] }],
        },
        name,
        100,
        100,
      );
      const ground = { mesh: 0, scale: [20, 1, 20] as const };
      const lights = [{ kind: LightKind.point, position: [2, 1, 0] as const, range: 4 }];
      const lamp = pictureOf(
        { ...dark, shapes: [plane()], passes: [{ camera: { eye: [0, 12, 0], target: [0, 0, 0] }, entities: [ground], lights }] },
        name,
        200,
        200,
      );
      const foggy = { shapes: [plane()], background: rgb(0), ambient: rgb(0xffffff), fog: { color: rgb(0xff00ff), near: 4, far: 40 } };
      const wide = { mesh: 0, scale: [900, 1, 900] as const, color: rgb(0x00ff00) };
      const fog = pictureOf(
        { ...foggy, passes: [{ camera: { eye: [0, 2, 0], target: [0, 1.6, -5] }, entities: [wide], lights: [{ intensity: 0 }] }] },
        name,
        100,
        200,
      );
      return {
        ball: [ball.at(73, 50)[0], ball.at(27, 50)[0]],
        lamp: [lamp.at(134, 100)[0], lamp.at(100, 100)[0], lamp.at(30, 100)[0]],
        fog: [199, 150, 120, 100, 90].map((y) => fog.at(50, y)[0] as number),
      };
    }, name);
    expect(ball[0]).toBeGreaterThan(200);
    expect(ball[1]).toBe(0);
    expect(lamp[0]).toBeGreaterThan(200);
    expect(lamp[0]).toBeGreaterThan(lamp[1] as number);
    expect(lamp[2]).toBe(0);
    expect(fog[0]).toBeLessThan(20);
    expect(fog[4]).toBe(255);
    expect([...fog].sort((a, b) => a - b)).toEqual(fog);
  });

  test(`${name}: textures stand upright, repeat their entity’s colour, and let through what they do not have`, async ({ page }) => {
    await open(page);
    const { solid, holed } = await page.evaluate(async (name) => {
      const { bitmapOf, pictureOf, rgb, wall } = window.scenes;
      const camera = { eye: [0, 0, 5] as const, kind: 1, field: 1 };
      const light = { shapes: [wall()], ambient: rgb(0xffffff), background: rgb(0x0000ff) };
      const corners = (picture: ReturnType<typeof pictureOf>) => [
        picture.at(10, 10),
        picture.at(50, 10),
        picture.at(10, 50),
        picture.at(50, 50),
      ];
      const solid = await bitmapOf(64, 64, (x, y) => (y < 32 ? (x < 32 ? '#f00' : '#0f0') : x < 32 ? '#888' : '#fff'));
      const holed = await bitmapOf(64, 64, (x, y) => (y < 32 === x < 32 ? 'rgb(255 128 0)' : 'rgb(0 0 0 / 0)'));
      const pass = (more: object) => ({ camera, entities: [{ mesh: 0, texture: 0, ...more }], lights: [{ intensity: 0 }] });
      return {
        solid: corners(pictureOf({ ...light, textures: [false], passes: [pass({})] }, name, 60, 60, 1, [solid])),
        holed: corners(pictureOf({ ...light, textures: [true], passes: [pass({ transparent: true })] }, name, 60, 60, 1, [holed])),
      };
    }, name);
    expect(solid).toEqual([
      [255, 0, 0, 255],
      [0, 255, 0, 255],
      [136, 136, 136, 255],
      [255, 255, 255, 255],
    ]);
    expect(holed).toEqual([
      [255, 128, 0, 255],
      [0, 0, 255, 255],
      [0, 0, 255, 255],
      [255, 128, 0, 255],
    ]);
  });

  test(`${name}: mirrored instances keep their fronts, alone and among others`, async ({ page }) => {
    await open(page);
    const seen = await page.evaluate((name) => {
      const { pictureOf, rgb, wall } = window.scenes;
      const camera = { eye: [0, 0, 5] as const, kind: 1, field: 4 };
      const seenOf = (...scales: readonly (readonly [number, number, number])[]) => {
        const entities = scales.map((scale, index) => ({ mesh: 0, scale, position: [index * 1.2 - 0.6, 0, 0] as const }));
        const scene = {
          shapes: [wall()],
          ambient: rgb(0xffffff),
          background: rgb(0),
          passes: [{ camera, entities, lights: [{ intensity: 0 }] }],
        };
        const picture = pictureOf(scene, name, 80, 80);
        return entities.map(({ position }) => picture.at(40 + position[0] * 20, 40)[0] === 255);
      };
      return [seenOf([-1, 1, 1], [1, -1, 1]), seenOf([-1, 1, 1], [1, 1, 1]), seenOf([1, 1, 1], [1, 1, -1]), seenOf([-1, 1, -1], [1, 1, 1])];
    }, name);
    // What is mirrored along its own view, or turned by half, shows its back.
    expect(seen).toEqual([
      [true, true],
      [true, true],
      [true, false],
      [false, true],
    ]);
  });

  test(`${name}: a later camera covers its viewport; a screen’s things stand over the world in their order, whichever way they face`, async ({
    page,
  }) => {
    await open(page);
    const pixels = await page.evaluate((name) => {
      const { CameraKind, cube, pictureOf, rgb, wall } = window.scenes;
      const lights = [{ intensity: 0 }];
      const near = { eye: [0, 0, 3] as const };
      const passes = [
        { camera: near, entities: [{ mesh: 0, scale: [9, 9, 1] as const, color: rgb(0xff0000) }], lights },
        {
          camera: { ...near, viewport: [0, 0, 0.5, 0.5] as const },
          entities: [{ mesh: 0, scale: [0.5, 0.5, 0.5] as const, color: rgb(0x00ff00) }],
          lights,
        },
        {
          camera: { kind: CameraKind.screen },
          entities: [
            { mesh: 1, position: [70, 70, 0] as const, scale: [20, 20, 1] as const, color: rgb(0x0000ff) },
            { mesh: 1, position: [75, 70, -9] as const, scale: [20, -20, 1] as const, color: rgb(0xffff00) },
          ],
        },
      ];
      const picture = pictureOf({ shapes: [cube(), wall()], ambient: rgb(0xffffff), background: rgb(0x202020), passes }, name, 100, 100);
      return [picture.at(90, 20), picture.at(25, 25), picture.at(5, 5), picture.at(62, 70), picture.at(75, 70), picture.at(82, 70)];
    }, name);
    expect(pixels.map((pixel) => pixel.slice(0, 3))).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [32, 32, 32],
      [0, 0, 255],
      [255, 255, 0],
      [255, 255, 0],
    ]);
  });

  test(`${name}: a background lets the page shine through, and a picture has twice the pixels on a fine screen, and none without a size`, async ({
    page,
  }) => {
    const noErrors = watchConsole(page);
    await open(page);
    const { glass, fine, none } = await page.evaluate(async (name) => {
      const { cube, DIRTY_ALL, makeRenderer, pictureOf, rgb, viewsOf } = window.scenes;
      const scene = (background: number) => ({
        shapes: [cube()],
        background,
        ambient: rgb(0xffffff),
        passes: [{ camera: { eye: [0, 0, 3] as const }, entities: [{ mesh: 0 }] }],
      });
      const glass = pictureOf(scene(rgb(0x80ff00, 0.5)), name, 50, 50);
      const fine = pictureOf(scene(rgb(0)), name, 50, 40, 2);
      const canvas = new OffscreenCanvas(7, 7);
      const renderer = makeRenderer(canvas, name);
      const views = viewsOf(scene(rgb(0)), 50, 50);
      for (const [width, height] of [
        [0, 0],
        [0, 50],
        [50, 0],
        [Number.NaN, 1],
      ] as const) {
        renderer.resize(width, height, 1);
        renderer.draw(views, DIRTY_ALL);
      }
      const none = [canvas.width, canvas.height, await renderer.toBlob().catch((error: Error) => error.message)];
      renderer.destroy();
      return { glass: [glass.at(2, 2), glass.at(25, 25)[3]], fine: [fine.width, fine.height, fine.at(50, 40)[3]], none };
    }, name);
    expect(glass[1]).toBe(255);
    const [red = 0, green = 0, blue = 0, opacity = 0] = glass[0] as number[];
    expect([green, blue, opacity]).toEqual([255, 0, 128]);
    expect(Math.abs(red - 128)).toBeLessThan(3);
    expect(fine).toEqual([100, 80, 255]);
    expect(none).toEqual([7, 7, 'there is no picture yet']);
    noErrors();
  });

  test(`${name}: what does not change is not drawn, and a PNG is drawn once more`, async ({ page }) => {
    await open(page);
    const { idle, busy, bright } = await page.evaluate(async (name) => {
      const { DIRTY_ALL, DIRTY_ENTITIES, evening, makeRenderer, viewsOf } = window.scenes;
      const renderer = makeRenderer(new OffscreenCanvas(1, 1), name);
      renderer.resize(160, 90, 1);
      const views = viewsOf(evening(), 160, 90);
      renderer.draw(views, DIRTY_ALL);
      let calls = 0;
      const kinds = [OffscreenCanvasRenderingContext2D.prototype, WebGL2RenderingContext.prototype] as unknown as Record<string, unknown>[];
      for (const kind of kinds) {
        for (const method of ['putImageData', 'drawElementsInstanced', 'clear']) {
          const real = kind[method] as ((...all: unknown[]) => unknown) | undefined;
          if (real === undefined) continue;
          kind[method] = function (this: unknown, ...all: unknown[]) {
            calls += 1;
            return real.apply(this, all);
          };
        }
      }
      for (let round = 0; round < 10; round += 1) renderer.draw(views, 0);
      const idle = calls;
      renderer.draw(views, DIRTY_ENTITIES);
      const busy = calls - idle;
      // Later, when the thread has gone on, and a GPU's picture is gone.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const image = await createImageBitmap(await renderer.toBlob());
      const context = new OffscreenCanvas(160, 90).getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      const bright = context.getImageData(0, 0, 160, 90).data.filter((value) => value > 60).length;
      renderer.destroy();
      return { idle, busy, bright };
    }, name);
    expect(idle).toBe(0);
    expect(busy).toBeGreaterThan(0);
    expect(bright).toBeGreaterThan(160 * 90 * 2);
  });
}

test('both renderers show the same evening, but for soft edges and what glints', async ({ page }) => {
  await open(page);
  const { mean, visible } = await page.evaluate(() => {
    const { DIRTY_ALL, evening, makeRenderer, pixelsOf, viewsOf } = window.scenes;
    const [flat, gpu] = (['canvas2d', 'webgl2'] as const).map((name) => {
      const canvas = new OffscreenCanvas(1, 1);
      const renderer = makeRenderer(canvas, name);
      renderer.resize(480, 270, 1);
      renderer.draw(viewsOf(evening(), 480, 270), DIRTY_ALL);
      const pixels = pixelsOf(canvas);
      renderer.destroy();
      return pixels;
    }) as [Uint8ClampedArray, Uint8ClampedArray];
    let [sum, far] = [0, 0];
    flat.forEach((value, at) => {
      const apart = Math.abs(value - (gpu[at] as number));
      sum += apart;
      if (apart > 40) far += 1;
    });
    return { mean: sum / flat.length, visible: far / flat.length };
  });
  expect(mean).toBeLessThan(2);
  expect(visible).toBeLessThan(0.01);
});

test('webgl2: a group is one call, and a mesh that changed is all that is uploaded of the meshes', async ({ page }) => {
  await open(page);
  const { calls, first, same, changed } = await page.evaluate(() => {
    const { cube, DIRTY_ALL, makeRenderer, rgb, sphere, viewsOf } = window.scenes;
    let [calls, bytes] = [0, 0];
    const kind = WebGL2RenderingContext.prototype as unknown as Record<string, (...all: unknown[]) => unknown>;
    const { drawElementsInstanced, bufferSubData } = kind as Record<
      'drawElementsInstanced' | 'bufferSubData',
      (...all: unknown[]) => unknown
    >;
    kind.drawElementsInstanced = function (...all) {
      calls += 1;
      return drawElementsInstanced.apply(this, all);
    };
    kind.bufferSubData = function (...all) {
      bytes += (all[4] as number) * (all[2] as Uint8Array).BYTES_PER_ELEMENT;
      return bufferSubData.apply(this, all);
    };
    const entities = [
      ...Array.from({ length: 50 }, (_, index) => ({ mesh: 0, position: [index % 7, index % 5, 0] as const })),
      ...Array.from({ length: 50 }, (_, index) => ({ mesh: 1, position: [-(index % 7), index % 5, 0] as const })),
    ];
    const scene = { shapes: [cube(), sphere()], background: rgb(0), passes: [{ camera: { eye: [0, 0, 20] as const }, entities }] };
    const renderer = makeRenderer(new OffscreenCanvas(1, 1), 'webgl2');
    renderer.resize(100, 100, 1);
    const views = viewsOf(scene, 100, 100);
    const drawn = (): number => {
      bytes = 0;
      renderer.draw(views, DIRTY_ALL);
      return bytes;
    };
    const first = drawn();
    const afterFirst = calls;
    const same = drawn();
    // The version of the first mesh, as where another got its number.
    views.meshes[3] = (views.meshes[3] as number) + 1;
    const changed = drawn();
    renderer.destroy();
    return { calls: afterFirst, first, same, changed };
  });
  expect(calls).toBe(2);
  expect(same).toBe(0);
  expect(changed).toBe(24 * 36 + 36 * 4);
  expect(first).toBeGreaterThan(10 * changed);
});

test('webgl2: a context that is lost and comes back shows the same picture, its textures too', async ({ page }) => {
  await open(page);
  const { before, lost, after, events, error } = await page.evaluate(async () => {
    const { bitmapOf, DIRTY_ALL, evening, pixelsOf, SceneWebgl2, viewsOf } = window.scenes;
    const canvas = new OffscreenCanvas(1, 1);
    const events: string[] = [];
    let restored = (): void => {};
    const back = new Promise<void>((resolve) => {
      restored = resolve;
    });
    const renderer = new SceneWebgl2(canvas, 'the test', {
      onLost: () => events.push('lost'),
      onRestored: () => {
        events.push('restored');
        restored();
      },
    });
    const world = evening();
    const [pass] = world.passes as [(typeof world.passes)[0]];
    const scene = {
      ...world,
      textures: [false],
      passes: [{ ...pass, entities: pass.entities.map((entity) => ({ ...entity, texture: 0 })) }],
    };
    const views = viewsOf(scene, 200, 120);
    renderer.setTexture(0, await bitmapOf(16, 16, (x, y) => (((x >> 2) + (y >> 2)) % 2 === 0 ? '#fff' : '#777')));
    renderer.resize(200, 120, 1);
    renderer.draw(views, DIRTY_ALL);
    const before = [...pixelsOf(canvas)];
    const gl = canvas.getContext('webgl2') as WebGL2RenderingContext;
    const error = gl.getError();
    const lose = gl.getExtension('WEBGL_lose_context') as WEBGL_lose_context;
    lose.loseContext();
    await new Promise((resolve) => setTimeout(resolve, 50));
    renderer.draw(views, DIRTY_ALL);
    const lost = { lost: renderer.lost, png: await renderer.toBlob().catch((reason: Error) => reason.message) };
    lose.restoreContext();
    await back;
    renderer.draw(views, 0);
    const after = [...pixelsOf(canvas)];
    renderer.destroy();
    return { before, lost, after, events, error };
  });
  expect(error).toBe(0);
  expect(lost).toEqual({ lost: true, png: 'there is no picture: its GPU context is lost' });
  expect(events).toEqual(['lost', 'restored']);
  expect(new Set(before).size).toBeGreaterThan(100);
  expect(after).toEqual(before);
});

test('webgl2: renderers that end give their contexts back, so that the fortieth draws, and the first that stayed too', async ({ page }) => {
  const noErrors = watchConsole(page);
  await open(page);
  const { last, first } = await page.evaluate(() => {
    const { DIRTY_ALL, evening, makeRenderer, pictureOf, pixelsOf, viewsOf } = window.scenes;
    const canvas = new OffscreenCanvas(1, 1);
    const stays = makeRenderer(canvas, 'webgl2');
    stays.resize(60, 40, 1);
    let last: number[] = [];
    for (let round = 0; round < 40; round += 1) last = pictureOf(evening(), 'webgl2', 60, 40).at(30, 38);
    stays.draw(viewsOf(evening(), 60, 40), DIRTY_ALL);
    const pixels = pixelsOf(canvas);
    stays.destroy();
    return { last, first: [...pixels.slice(4 * (38 * 60 + 30), 4 * (38 * 60 + 30) + 4)] };
  });
  expect(last[3]).toBe(255);
  expect(first).toEqual(last);
  noErrors();
});

test('a renderer is chosen by its name, or by what draws: software GL is left for the 2D canvas', async ({ page }) => {
  await open(page);
  const made = await page.evaluate(async () => {
    const made: string[] = [];
    for (const renderer of ['auto', 'webgl2', 'canvas2d'] as const) {
      const one = await window.scenes.createSceneRenderer(new OffscreenCanvas(1, 1), { renderer });
      made.push(`${one.name}: ${one.reason}`);
      one.destroy();
    }
    const taken = new OffscreenCanvas(1, 1);
    taken.getContext('2d');
    made.push(await window.scenes.createSceneRenderer(taken, { renderer: 'webgl2' }).then(String, (error: Error) => error.message));
    return made;
  });
  expect(made[0]).toMatch(/^canvas2d: WebGL2 (runs in software here|is missing)/);
  expect(made.slice(1)).toEqual(['webgl2: it was asked for', 'canvas2d: it was asked for', 'this canvas gives no WebGL2 context']);
});

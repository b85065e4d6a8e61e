/**
 * What the renderers of the meteor shower draw: the same picture from both, the stored one; and the
 * original's faults of drawing, each by its name. Frames are made by hand, so that no engine is needed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import type { QUALITIES } from '../web/generated/meteor-layout.js';
import { watchConsole } from './demo-page.js';
import { openMeteors } from './meteor-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

const RENDERERS = ['canvas2d', 'webgl2'] as const;
type Renderer = (typeof RENDERERS)[number];
const WIDTH = 480;
const HEIGHT = 270;

/** The rich frame as a PNG over the site's night. */
async function pictureOf(page: Page, renderer: Renderer, quality: number): Promise<string> {
  return await page.evaluate(
    ([renderer, quality, width, height]) => {
      const canvas = new OffscreenCanvas(1, 1);
      const draws = window.meteors.createMeteorRenderer(canvas, { renderer });
      draws.resize(width, height, 1);
      draws.draw(window.meteors.richShower(width, height, quality), 255);
      const night = document.createElement('canvas');
      night.width = width;
      night.height = height;
      const context = night.getContext('2d') as CanvasRenderingContext2D;
      context.fillStyle = '#060913';
      context.fillRect(0, 0, width, height);
      context.drawImage(canvas, 0, 0);
      draws.destroy();
      return night.toDataURL('image/png');
    },
    [renderer, quality, WIDTH, HEIGHT] as const,
  );
}

/** How far two pictures are apart: the mean difference of a channel, and the share of channels that differ visibly. */
async function distance(page: Page, one: string, other: string): Promise<{ mean: number; visible: number }> {
  return await page.evaluate(
    async (both) => {
      const pixels = await Promise.all(
        both.map(async (url) => {
          const image = new Image();
          image.src = url;
          await image.decode();
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d') as OffscreenCanvasRenderingContext2D;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, image.width, image.height).data;
        }),
      );
      const [a, b] = pixels as [Uint8ClampedArray, Uint8ClampedArray];
      if (a.length !== b.length) return { mean: 255, visible: 1 };
      let [sum, visible] = [0, 0];
      for (let at = 0; at < a.length; at += 1) {
        const difference = Math.abs((a[at] as number) - (b[at] as number));
        sum += difference;
        if (difference > 32) visible += 1;
      }
      return { mean: sum / a.length, visible: visible / a.length };
    },
    [one, other],
  );
}

const stored = (name: string): string => fileURLToPath(new URL(`pictures/${name}.png`, import.meta.url));

/** The stored picture; SKYFLOCK_STORE_PICTURES=1 stores the present one first. */
function reference(name: string, present: string): string {
  if (process.env.SKYFLOCK_STORE_PICTURES === '1') writeFileSync(stored(name), Buffer.from(present.split(',')[1] ?? '', 'base64'));
  if (!existsSync(stored(name))) throw new Error(`${stored(name)} is missing; make it with SKYFLOCK_STORE_PICTURES=1`);
  return `data:image/png;base64,${readFileSync(stored(name)).toString('base64')}`;
}

const names: readonly (typeof QUALITIES)[number]['name'][] = ['performance', 'balanced', 'ultra'];

for (const [quality, name] of names.entries()) {
  test(`both renderers show the same picture, the stored one, in quality ${name}`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await openMeteors(page, pages.at('meteor.html'));
    const [flat, gpu] = [await pictureOf(page, 'canvas2d', quality), await pictureOf(page, 'webgl2', quality)];
    const kept = reference(`meteor-${name}`, flat);
    for (const picture of [flat, gpu]) {
      const { mean, visible } = await distance(page, picture, kept);
      expect(mean).toBeLessThan(0.5);
      expect(visible).toBeLessThan(0.004);
    }
    const apart = await distance(page, flat, gpu);
    expect(apart.mean).toBeLessThan(0.5);
    expect(apart.visible).toBeLessThan(0.004);
    noErrors();
  });
}

test('pictures of different qualities, and an empty one, are told apart', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  const [simple, tapered] = [await pictureOf(page, 'canvas2d', 0), await pictureOf(page, 'canvas2d', 2)];
  expect((await distance(page, simple, tapered)).visible).toBeGreaterThan(0.0005);
  const empty = await page.evaluate(
    ([width, height]) => {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width, height });
      return canvas.toDataURL();
    },
    [WIDTH, HEIGHT] as const,
  );
  expect((await distance(page, empty, tapered)).mean).toBeGreaterThan(3);
});

/** Draws one picture after the other on the same canvas, and the last of them on a fresh one; how many channels differ. */
async function smears(page: Page, renderer: Renderer): Promise<{ differing: number; lit: number; share: number }> {
  return await page.evaluate((renderer) => {
    const { createMeteorRenderer, showerOf } = window.meteors;
    const [width, height] = [640, 400];
    const stars = Array.from({ length: 60 }, (_, index) => ({ x: (index * 97) % width, y: (index * 61) % height, opacity: 0.8 }));
    // Meteors that cross each other, end and begin, fast and slow, on and beyond the edges, and their debris.
    const frame = (step: number) => {
      const meteors = Array.from({ length: 9 }, (_, index) => {
        const angle = 0.3 + index * 0.35;
        const way = ((step * (3 + index * 2.5)) % 900) - 150;
        return {
          x: 320 + Math.cos(angle) * (way - 300),
          y: 200 + Math.sin(angle) * (way - 300),
          angle,
          bend: 0.2,
          type: (index % 3) as 0 | 1 | 2,
          glow: 2,
        };
      }).filter((_, index) => (step + index * 7) % 23 > 3);
      const sparks = Array.from({ length: 30 }, (_, index) => ({
        x: (index * 53 + step * 2) % width,
        y: (index * 31 + step) % height,
        opacity: 0.6,
      }));
      return showerOf({ meteors, sparks: sparks.slice(0, (step * 3) % 30), stars, quality: 2 });
    };
    const draw = (steps: readonly number[]): { data: Uint8ClampedArray; share: number } => {
      const canvas = new OffscreenCanvas(1, 1);
      const draws = createMeteorRenderer(canvas, { renderer });
      draws.resize(width, height, 1);
      // Stars change now and then only, as they do in a shower.
      for (const step of steps) draws.draw(frame(step), step % 8 === 0 ? 7 : 3);
      const copy = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
      copy.drawImage(canvas, 0, 0);
      const { drawnShare: share } = draws;
      draws.destroy();
      return { data: copy.getImageData(0, 0, width, height).data, share };
    };
    const last = 121;
    const { data: grown, share } = draw(Array.from({ length: last + 1 }, (_, step) => step));
    const { data: fresh } = draw([last]);
    let differing = 0;
    fresh.forEach((value, at) => {
      if (Math.abs(value - (grown[at] as number)) > 1) differing += 1;
    });
    return { differing, lit: fresh.filter((value) => value > 40).length, share };
  }, renderer);
}

for (const renderer of RENDERERS) {
  test(`${renderer}: clearing by fixed boxes that smears and eats neighbours: after 120 pictures it is the fresh picture`, async ({
    page,
  }) => {
    await openMeteors(page, pages.at('meteor.html'));
    const { differing, lit, share } = await smears(page, renderer);
    expect(lit).toBeGreaterThan(500);
    expect(differing).toBe(0);
    // Otherwise nothing would have been tested.
    if (renderer === 'canvas2d') expect(share).toBeLessThan(0.98);
  });

  test(`${renderer}: debris popped at 90 %: debris is drawn to the end of its own life, without its meteor`, async ({ page }) => {
    await openMeteors(page, pages.at('meteor.html'));
    const light = await page.evaluate((renderer) => {
      const { createMeteorRenderer, showerOf } = window.meteors;
      return [0.7, 0.4, 0.2, 0.1, 0].map((opacity) => {
        const canvas = new OffscreenCanvas(1, 1);
        const draws = createMeteorRenderer(canvas, { renderer });
        draws.resize(40, 40, 1);
        draws.draw(showerOf({ sparks: [{ x: 20, y: 20, opacity }] }), 255);
        const copy = new OffscreenCanvas(40, 40).getContext('2d') as OffscreenCanvasRenderingContext2D;
        copy.drawImage(canvas, 0, 0);
        const sum = copy.getImageData(0, 0, 40, 40).data.reduce((total, value, index) => (index % 4 === 3 ? total + value : total), 0);
        draws.destroy();
        return sum;
      });
    }, renderer);
    expect(light.at(-1)).toBe(0);
    expect(light.at(-2)).toBeGreaterThan(0);
    expect([...light].sort((a, b) => b - a)).toEqual(light);
  });

  test(`${renderer}: trails missing: a meteor’s trail is drawn with its head`, async ({ page }) => {
    await openMeteors(page, pages.at('meteor.html'));
    const [withTrail = 0, without = 0] = await page.evaluate((renderer) => {
      const { createMeteorRenderer, showerOf } = window.meteors;
      return [120, 0].map((trail) => {
        const canvas = new OffscreenCanvas(1, 1);
        const draws = createMeteorRenderer(canvas, { renderer });
        draws.resize(200, 100, 1);
        draws.draw(showerOf({ meteors: [{ x: 180, y: 50, angle: 0, trail }] }), 255);
        const copy = new OffscreenCanvas(200, 100).getContext('2d') as OffscreenCanvasRenderingContext2D;
        copy.drawImage(canvas, 0, 0);
        draws.destroy();
        return copy.getImageData(100, 40, 40, 20).data.filter((value) => value > 20).length;
      });
    }, renderer);
    expect(without).toBe(0);
    expect(withTrail).toBeGreaterThan(100);
  });

  test(`${renderer}: what does not change is not drawn`, async ({ page }) => {
    await openMeteors(page, pages.at('meteor.html'));
    const calls = await page.evaluate((renderer) => {
      const { createMeteorRenderer, richShower } = window.meteors;
      const kinds = [OffscreenCanvasRenderingContext2D.prototype, WebGL2RenderingContext.prototype] as unknown as Record<string, unknown>[];
      let calls = 0;
      const draws = createMeteorRenderer(new OffscreenCanvas(1, 1), { renderer });
      draws.resize(320, 200, 1);
      const frame = richShower(320, 200);
      draws.draw(frame, 255);
      for (const kind of kinds) {
        for (const name of ['drawImage', 'clearRect', 'drawArraysInstanced', 'drawArrays', 'clear']) {
          const real = kind[name] as ((...all: unknown[]) => unknown) | undefined;
          if (real === undefined) continue;
          kind[name] = function (this: unknown, ...all: unknown[]) {
            calls += 1;
            return real.apply(this, all);
          };
        }
      }
      for (let round = 0; round < 10; round += 1) draws.draw(frame, 0);
      const idle = calls;
      draws.draw(frame, 1);
      return { idle, busy: calls - idle };
    }, renderer);
    expect(calls.idle).toBe(0);
    expect(calls.busy).toBeGreaterThan(0);
  });
}

test('no gradient, no sprite and no canvas is made while pictures are drawn', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  const made = await page.evaluate(() => {
    const { createMeteorRenderer, richShower } = window.meteors;
    const draws = createMeteorRenderer(new OffscreenCanvas(1, 1), { renderer: 'canvas2d' });
    draws.resize(640, 360, 1);
    const frame = richShower(640, 360);
    draws.draw(frame, 255);
    const made: string[] = [];
    const kind = OffscreenCanvasRenderingContext2D.prototype as unknown as Record<string, unknown>;
    for (const name of [
      'createRadialGradient',
      'createLinearGradient',
      'createConicGradient',
      'createPattern',
      'createImageData',
      'putImageData',
      'getImageData',
    ]) {
      kind[name] = () => made.push(name);
    }
    globalThis.OffscreenCanvas = class {
      constructor() {
        made.push('OffscreenCanvas');
      }
    } as never;
    for (let round = 0; round < 60; round += 1) draws.draw(frame, round % 2 === 0 ? 7 : 3);
    return made;
  });
  expect(made).toEqual([]);
});

test('a picture is transparent where no light is, and light never covers much more than it gives', async ({ page }) => {
  await openMeteors(page, pages.at('meteor.html'));
  for (const renderer of RENDERERS) {
    const { clear, wrong } = await page.evaluate((renderer) => {
      const { createMeteorRenderer, richShower } = window.meteors;
      const canvas = new OffscreenCanvas(1, 1);
      const draws = createMeteorRenderer(canvas, { renderer });
      draws.resize(320, 200, 1);
      draws.draw(richShower(320, 200), 255);
      const copy = new OffscreenCanvas(320, 200).getContext('2d') as OffscreenCanvasRenderingContext2D;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, 320, 200);
      let [clear, wrong] = [0, 0];
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] === 0) clear += 1;
        // A colour that is not bright itself would darken the page; where two colours cross, each covers what the other lacks.
        else if ((data[at + 3] as number) > 40 && Math.max(data[at] as number, data[at + 1] as number, data[at + 2] as number) < 120)
          wrong += 1;
      }
      draws.destroy();
      return { clear: clear / (data.length / 4), wrong };
    }, renderer);
    expect(clear).toBeGreaterThan(0.5);
    expect(wrong).toBe(0);
  }
});

/**
 * WebGL2 in WebKitGTK, which has it for the canvases of a page and for none of a worker: `auto` takes it where a GPU does it, and
 * says what is true where it does not. Needs the built site.
 */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {} from '../../web/elements/life-sim.js';
import type {} from '../../web/elements/meteor-shower.js';
import { isSoftwareGl } from '../../web/engine/gpu.js';
import { WebKitPage } from './webkit-page.js';

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB_RUN = '/usr/bin/xvfb-run';
const DEADLINE_MS = 60_000;

const page = new WebKitPage();

beforeAll(async () => {
  for (const path of [DRIVER, XVFB_RUN]) if (!existsSync(path)) throw new Error(`there is no ${path}; 'npm test' installs it`);
  await page.open(DRIVER, XVFB_RUN);
}, 120_000);
afterAll(() => page.close(), 120_000);

/** The name of the GPU that a page's canvas draws on; null where it gives no WebGL2. */
const gpuOfPage = (): Promise<string | null> =>
  page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2');
    if (gl === null) return null;
    const info = gl.getExtension('WEBGL_debug_renderer_info');
    return String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
  }, null);

/** Puts an element with these attributes on the page; gives what draws it, and why. */
const drawnBy = (tag: 'life-sim' | 'meteor-shower', attributes: Readonly<Record<string, string>>) =>
  page.evaluate(
    async ({ tag, attributes }) => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      const ready = new Promise((done) => element.addEventListener('ready', done, { once: true }));
      document.body.append(element);
      await ready;
      const drawn = element.drawnBy;
      element.remove();
      return drawn === null ? null : { renderer: 'renderer' in drawn ? drawn.renderer : drawn.name, reason: drawn.reason };
    },
    { tag, attributes },
  );

it('a canvas of the page gives WebGL2, and one of a worker none', { timeout: DEADLINE_MS }, async () => {
  expect(await gpuOfPage()).not.toBeNull();
  expect(await page.evaluate(() => new OffscreenCanvas(1, 1).getContext('webgl2') === null, null)).toBe(true);
});

it.each([
  ['life-sim', { entities: '300' }],
  ['meteor-shower', { thread: 'page' }],
] as const)(
  '<%s renderer="auto"> on the page is drawn by what the GPU there is good for',
  { timeout: DEADLINE_MS },
  async (tag, attributes) => {
    const gpu = (await gpuOfPage()) ?? '';
    const expected = isSoftwareGl(gpu)
      ? { renderer: 'canvas2d', reason: `WebGL2 runs in software here (${gpu})` }
      : { renderer: 'webgl2', reason: 'a GPU does WebGL2 here' };
    expect(await drawnBy(tag, attributes)).toEqual(expected);
  },
);

it.each([
  ['life-sim', { entities: '300', renderer: 'webgl2' }],
  ['meteor-shower', { thread: 'page', renderer: 'webgl2' }],
] as const)('<%s renderer="webgl2"> draws', { timeout: DEADLINE_MS }, async (tag, attributes) => {
  expect(await drawnBy(tag, attributes)).toEqual({ renderer: 'webgl2', reason: 'it was asked for' });
});

it('a shower on a worker says that it is workers that get no WebGL2', { timeout: DEADLINE_MS }, async () => {
  expect(await drawnBy('meteor-shower', { thread: 'worker' })).toEqual({
    renderer: 'canvas2d',
    reason: 'WebGL2 is missing or switched off in workers',
  });
});

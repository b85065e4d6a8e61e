/** Meteor showers in Firefox: another engine's WebAssembly and JavaScript. Needs the built site. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareInPage, METEOR_SCENES, SHAPED_SCENE } from '../../e2e/meteor-in-page.js';
import { fliesInPage, SHAPED, wrongWith } from '../../e2e/shaped-in-page.js';
import type {} from '../../web/elements/meteor-shower.js';
import { FirefoxPage } from './firefox-page.js';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

const page = new FirefoxPage();

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  await page.open(FIREFOX);
});
afterAll(() => page.close());

it.each(METEOR_SCENES.runs)('the preset $preset with seed $seed shows the same in both tiers', { timeout: 7_200_000 }, async (run) => {
  expect(await compareInPage((work, request) => page.evaluate(work, request), run)).toBeNull();
});

it('meteors that are asked for fly the same in both tiers', { timeout: 600_000 }, async () => {
  expect(await compareInPage((work, request) => page.evaluate(work, request), SHAPED_SCENE)).toBeNull();
});

it.each(['worker', 'page'])('a meteor has the asked colour where its control point leads it, on the %s', async (thread) => {
  expect(wrongWith(await page.evaluate(fliesInPage, { ...SHAPED, attributes: { thread } }))).toBeNull();
});

it('an element shows a shower on a worker, and gives its picture', async () => {
  const seen = await page.evaluate(async () => {
    const shower = document.createElement('meteor-shower');
    const told = new Promise<unknown>((resolve) => {
      shower.addEventListener('ready', ({ detail: { tier, thread } }) => resolve({ tier, thread }));
      shower.addEventListener('fault', ({ detail }) => resolve(detail.reason));
    });
    document.body.append(shower);
    const ready = await told;
    const { type } = await shower.toPng();
    shower.remove();
    return { ready, type };
  }, null);
  expect(seen).toEqual({ ready: { tier: 'wasm', thread: 'worker' }, type: 'image/png' });
});

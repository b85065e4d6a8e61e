/** Meteor showers in Firefox: another engine's WebAssembly and JavaScript. Needs the built site. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareInPage, METEOR_SCENES } from '../../e2e/meteor-in-page.js';
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

/** Scenes in Firefox: another engine's WebAssembly and JavaScript. Needs the built site. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compareSceneInPage, GOLDEN_SCENES } from '../../e2e/scene-in-page.js';
import { FirefoxPage } from './firefox-page.js';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

const page = new FirefoxPage();

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  await page.open(FIREFOX);
});
afterAll(() => page.close());

it.each(GOLDEN_SCENES)('the stream of seed $seed comes to its golden hashes in both tiers', { timeout: 600_000 }, async (scene) => {
  expect(await compareSceneInPage((work, request) => page.evaluate(work, request), scene)).toBeNull();
});

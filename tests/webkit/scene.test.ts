/** Scenes in WebKitGTK: another engine's WebAssembly and JavaScript, without SharedArrayBuffer. Needs the built site. */
import { expect, it } from 'vitest';
import { compareSceneInPage, GOLDEN_SCENES } from '../../e2e/scene-in-page.js';
import { sitePage } from './webkit-page.js';

const page = sitePage();

it.each(GOLDEN_SCENES)('the stream of seed $seed comes to its golden hashes in both tiers', { timeout: 600_000 }, async (scene) => {
  expect(await page.evaluate(() => typeof SharedArrayBuffer, null)).toBe('undefined');
  expect(await compareSceneInPage((work, request) => page.evaluate(work, request), scene)).toBeNull();
});

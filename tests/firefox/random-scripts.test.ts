/** Twenty random scripts, each on its own thread, over rings and over batches, in both tiers: one hash. In Firefox. */
import { expect, it } from 'vitest';
import { compareScriptsInPage } from '../../e2e/random-scripts-in-page.js';
import { testPage } from './firefox-page.js';

const page = testPage('scene-faults.html');

it('random scripts come to their hashes in every tier and with every transport', { timeout: 600_000 }, async () => {
  const { reached, wanted } = await compareScriptsInPage((work, request) => page.evaluate(work, request));
  expect(reached).toEqual(wanted);
});

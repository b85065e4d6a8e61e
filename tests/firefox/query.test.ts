/** Animals near a point, asked of the element in Firefox: the same answer in every tier. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QUERY_TIERS, queryInPage } from '../../e2e/query-in-page.js';
import { FIREFOX, FirefoxPage } from './firefox-page.js';

const page = new FirefoxPage();
beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  await page.open(FIREFOX);
});
afterAll(() => page.close());

it('in Firefox life-sim.query answers alike in every tier', { timeout: 120_000 }, async () => {
  const asked = [];
  for (const tier of QUERY_TIERS) asked.push(await page.evaluate(queryInPage, tier));
  expect(asked.map(({ tier }) => tier)).toEqual(QUERY_TIERS);
  const [first] = asked;
  expect(first?.answers[0]?.length).toBeGreaterThan(50);
  expect(first?.answers[1]).toEqual(first?.answers[0]?.slice(0, 7));
  for (const { answers, hash } of asked) {
    expect(answers).toEqual(first?.answers);
    expect(hash).toBe(first?.hash);
  }
});

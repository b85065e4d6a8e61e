/**
 * Firefox keeps the page of a world in its back/forward cache: it is left and come back to, and its world goes on where it was.
 * After that it is noticed as before when a thread of it dies.
 */
import { expect, it } from 'vitest';
import type {} from '../../e2e/pages/back-forward.js';
import { testPage } from './firefox-page.js';

const DEADLINE_MS = 90_000;

const page = testPage('back-forward.html');

it.each([
  { tier: 'threads', harm: 'end' },
  { tier: 'threads', harm: 'hang' },
  { tier: 'js-workers', harm: 'end' },
  { tier: 'js-workers', harm: 'hang' },
  { tier: 'wasm', harm: null },
  { tier: 'js', harm: null },
] as const)(
  'in Firefox the page of a world of the tier $tier is kept while it is left, and a $harm after that is noticed',
  {
    timeout: DEADLINE_MS,
  },
  async (request) => {
    const answer = await page.evaluate((one) => window.backForward.leaveWorld(one), request);
    console.log(`${request.tier}, ${request.harm}: ${JSON.stringify(answer)}`);
    const { ticks, recoveries, hash, ...rest } = answer;
    expect(rest).toEqual({ tier: request.tier, persisted: true, alarms: [], expected: hash });
    expect(ticks).toBeGreaterThan(10);
    expect(recoveries).toHaveLength(request.harm === null ? 0 : 1);
  },
);

it.each(['worker', 'page'] as const)(
  'in Firefox the page of a shower on the %s is kept while it is left',
  {
    timeout: DEADLINE_MS,
  },
  async (thread) => {
    const answer = await page.evaluate((one) => window.backForward.leaveShower(one), thread);
    expect(answer).toMatchObject({ persisted: true, recoveries: 0, state: 'running' });
    expect(answer.frames).toBeGreaterThan(5);
  },
);

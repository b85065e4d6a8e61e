/** A world in Firefox on a machine that has no processor to spare: see e2e/busy-machine.spec.ts. */
import { expect, it } from 'vitest';
import type {} from '../../e2e/pages/recovery.js';
import { testPage } from './firefox-page.js';

const seconds = Number(process.env.SKYFLOCK_BUSY_SECONDS ?? 30);

const page = testPage('recovery.html');

it('in Firefox a world of the tier threads runs on a busy machine, and no fault is told', {
  timeout: seconds * 1000 + 300_000,
}, async () => {
  const { alarms, ticks, tier } = await page.evaluate((one) => window.recovery.leaveAlone(one), { tier: 'threads', seconds } as const);
  console.log(`Firefox, threads: ${ticks} ticks in ${seconds} s, ${alarms.length} false alarms`);
  expect(alarms).toEqual([]);
  expect(tier).toBe('threads');
  expect(ticks).toBeGreaterThan(seconds / 10);
});

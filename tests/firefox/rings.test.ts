/** Rings and triple buffers between C++ and JavaScript in Firefox, each on a worker of its own. */
import { describe, expect, it } from 'vitest';
import type {} from '../../e2e/pages/rings.js';
import { testPage } from './firefox-page.js';

const DEADLINE_MS = 120_000;

const page = testPage('rings.html');

describe.each(['C++', 'JavaScript'] as const)('in Firefox, from %s to the other side,', (writer) => {
  it.each([0, 0xffffff00])('every record comes, from index %i on', { timeout: DEADLINE_MS }, async (firstIndex) => {
    const run = await page.evaluate((request) => window.rings.sendRecords(request), { writer, count: 300_000, firstIndex });
    expect(run.read).not.toBe(0);
    expect(run.read).toBe(run.written);
  });

  it('a ring outlives a writer that is killed in the middle of a batch', { timeout: DEADLINE_MS }, async () => {
    const { read, expected, ofTheDead } = await page.evaluate((request) => window.rings.killWriter(request), { writer, more: 100_000 });
    expect(ofTheDead).toBeGreaterThan(0);
    expect(read).toBe(expected);
  });

  it('frames come whole and in order', { timeout: DEADLINE_MS }, async () => {
    expect(await page.evaluate((request) => window.rings.sendFrames(request), { writer, frames: 20_000, words: 2048 })).toBeGreaterThan(1);
  });
});

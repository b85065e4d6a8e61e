/** Reports, the overlay and the console's levels in Firefox. Needs the built site. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {} from '../../web/elements/life-sim.js';
import type {} from '../../web/elements/meteor-shower.js';
import { KEYS, keysOf, leaksOf } from '../web/support/report-check.js';
import { FIREFOX, FirefoxPage } from './firefox-page.js';

const page = new FirefoxPage();

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  await page.open(FIREFOX);
}, 300_000);
afterAll(() => page.close());

it.each([
  ['life-sim', 'threads'],
  ['meteor-shower', 'wasm'],
] as const)('<%s> reports what runs, and nothing of the page or its user', { timeout: 120_000 }, async (tag, runs) => {
  const { report, overlay } = await page.evaluate(async (tag: 'life-sim' | 'meteor-shower') => {
    const element = document.createElement(tag);
    element.title = 'Greta';
    const ready = new Promise((resolve) => element.addEventListener('ready', resolve, { once: true }));
    if (element.localName === 'life-sim') Object.assign(element, { tribes: [{ name: 'Zebulon' }], options: { entities: 300 } });
    element.setAttribute('debug', 'top-left');
    element.setAttribute('speed', 'diary');
    document.body.append(element);
    await ready;
    while (!(element.shadowRoot?.querySelector('.overlay')?.textContent ?? '').includes('FPS')) await new Promise(requestAnimationFrame);
    const report = await element.report();
    const overlay = element.shadowRoot?.querySelector('.overlay')?.textContent ?? '';
    element.remove();
    return { report, overlay };
  }, tag);
  expect(keysOf(report).sort()).toEqual([...KEYS].sort());
  expect(leaksOf(report, ['Greta', 'Zebulon', 'diary'])).toEqual([]);
  expect(report).toMatchObject({ about: tag, tier: { runs }, browser: { isolated: true, sharedMemory: true, simd: true } });
  expect(report.errors.map(({ sentence }) => sentence)).toEqual([expect.stringMatching(/^speed = … is refused: it must be /)]);
  expect(overlay).toContain(runs);
});

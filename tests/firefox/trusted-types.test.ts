/** The elements in Firefox on a page that asks for Trusted Types. Needs the built site. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {} from '../../web/elements/life-sim.js';
import type {} from '../../web/elements/meteor-shower.js';
import { FirefoxPage } from './firefox-page.js';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

const page = new FirefoxPage();

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  await page.open(FIREFOX);
});
afterAll(() => page.close());

it('a policy skyflock starts the threads of both elements', { timeout: 60_000 }, async () => {
  // In one go: the page takes no other work once its policy holds.
  const seen = await page.evaluate(async () => {
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "require-trusted-types-for 'script'; trusted-types skyflock";
    document.head.append(policy);
    let plain = 'started';
    try {
      new Worker('/nothing.js').terminate();
    } catch (error) {
      plain = (error as Error).name;
    }
    const ready = async (tag: 'life-sim' | 'meteor-shower', attributes: Record<string, string>): Promise<Record<string, unknown>> => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      const event = new Promise<CustomEvent>((resolve) =>
        element.addEventListener('ready', (event) => resolve(event as CustomEvent), { once: true }),
      );
      document.body.append(element);
      const { tier, thread, refused } = (await event).detail;
      element.remove();
      return { tier, thread, refused };
    };
    const world = await ready('life-sim', { entities: '300', workers: '2' });
    return { plain, world, shower: await ready('meteor-shower', {}) };
  }, null);
  expect(seen).toMatchObject({
    plain: 'TypeError',
    world: { tier: 'threads', refused: [] },
    shower: { tier: 'wasm', thread: 'worker', refused: [] },
  });
});

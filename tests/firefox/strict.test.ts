/** The elements in Firefox under a policy against inline styles, and in the document of an iframe. Needs the built site. */
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

it.each([
  ['life-sim', 'block 480px'],
  ['meteor-shower', 'block 320px'],
] as const)('<%s> has its style, in an iframe too, and goes on there', { timeout: 60_000 }, async (tag, expected) => {
  const seen = await page.evaluate(async (tag: 'life-sim' | 'meteor-shower') => {
    const violations: string[] = [];
    addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective));
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "style-src 'self'";
    document.head.append(policy);
    const refused = document.createElement('style');
    refused.textContent = 'body { color: red }';
    document.head.append(refused);
    // The policy holds: Firefox tells of it, and the sheet is none.
    const policyHolds = refused.sheet === null;
    refused.remove();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const expectedViolations = violations.splice(0).length;

    const looks: string[] = [];
    const element = document.createElement(tag);
    const look = (): void => {
      const { display, height } = getComputedStyle(element);
      looks.push(`${display} ${height}`);
    };
    const ready = new Promise((resolve) => element.addEventListener('ready', resolve, { once: true }));
    document.body.append(element);
    look();
    await ready;
    const frame = document.createElement('iframe');
    document.body.append(frame);
    // Firefox replaces the first document of a frame once.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const inside = frame.contentDocument as Document;
    inside.body.append(inside.adoptNode(element));
    look();
    const picture = await element.toPng();
    document.body.append(document.adoptNode(element));
    look();
    element.remove();
    frame.remove();
    return { policyHolds, expectedViolations, looks, picture: picture.type, violations };
  }, tag);
  expect(seen).toEqual({
    policyHolds: true,
    expectedViolations: 1,
    looks: [expected, expected, expected],
    picture: 'image/png',
    violations: [],
  });
});

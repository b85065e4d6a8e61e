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
  // A policy that comes later holds for all that comes after it: a style element is refused, which Firefox tells of.
  const refused = await page.evaluate(async () => {
    const violation = new Promise<string>((resolve) => {
      addEventListener('securitypolicyviolation', ({ violatedDirective }) => resolve(violatedDirective), { once: true });
    });
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "style-src 'self'";
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.head.append(policy, style);
    return await violation;
  }, null);
  expect(refused).toBe('style-src-elem');
});
afterAll(() => page.close());

it.each([
  ['life-sim', 'block 480px'],
  ['meteor-shower', 'block 320px'],
] as const)('<%s> has its style, in an iframe too, and goes on there', { timeout: 60_000 }, async (tag, expected) => {
  const seen = await page.evaluate(async (tag: 'life-sim' | 'meteor-shower') => {
    const violations: string[] = [];
    const note = ({ violatedDirective }: SecurityPolicyViolationEvent): number => violations.push(violatedDirective);
    addEventListener('securitypolicyviolation', note);
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
    while (element.shadowRoot?.querySelector('.drawn') == null) await new Promise(requestAnimationFrame);
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
    removeEventListener('securitypolicyviolation', note);
    return { looks, picture: picture.type, violations };
  }, tag);
  expect(seen).toEqual({ looks: [expected, expected, expected], picture: 'image/png', violations: [] });
});

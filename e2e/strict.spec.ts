/**
 * Both elements, as they are published, on pages that are strict or unusual: a policy without inline styles, documents that
 * elements move to, markup that is copied, and worlds of scripts that know no elements.
 */
import type { Server } from 'node:http';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { HEADERS, serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';
import type {} from '../web/elements/life-sim.js';
import type {} from '../web/elements/meteor-shower.js';
import { working } from './demo-page.js';

/** What docs/embedding.md says a page may refuse. */
const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'";

const ELEMENTS = [
  { tag: 'life-sim', markup: '<life-sim entities="300" seed="7" tier="wasm"></life-sim>', height: '480px' },
  { tag: 'meteor-shower', markup: '<meteor-shower preset="leonids" seed="7"></meteor-shower>', height: '320px' },
] as const;

const servers: Server[] = [];
test.afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Serves dist and a page with this body under the strict policy, opens it, and waits until both elements are defined. */
async function open(page: Page, body: string): Promise<void> {
  const scripts = ELEMENTS.map(({ tag }) => `<script type="module" src="/elements/${tag}.js"></script>`).join('');
  const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
    const { writeHead } = response;
    response.writeHead = ((status: number, headers: Record<string, string>) =>
      writeHead.call(response, status, { ...headers, 'Content-Security-Policy': POLICY })) as typeof writeHead;
    const texts: Readonly<Record<string, readonly [string, string]>> = {
      '/': ['text/html', `<!doctype html><link rel="stylesheet" href="/page.css">${scripts}<body>${body}`],
      '/frame.html': ['text/html', '<!doctype html><link rel="stylesheet" href="/page.css"><body>'],
      '/page.css': ['text/css', 'body { margin: 0; width: 600px } iframe { border: 0; width: 600px; height: 900px }'],
      '/favicon.ico': ['image/png', ''],
    };
    const text = texts[request.url ?? ''];
    if (text === undefined) return false;
    response.writeHead(200, { ...HEADERS, 'Content-Type': text[0] });
    response.end(text[1]);
    return true;
  });
  servers.push(server);
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(globalThis, { violations });
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      violations.push(`${violatedDirective} ${blockedURI}`),
    );
  });
  await page.goto(`http://localhost:${port}/`);
  await page.waitForFunction((tags) => tags.every((tag) => customElements.get(tag) !== undefined), ['life-sim', 'meteor-shower']);
}

const violationsOf = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);

/** What an element and its canvas look like, in the page or in its frame; null where there is no canvas yet. */
async function lookOf(page: Page, tag: string): Promise<Record<string, string> | null> {
  return await page.evaluate((tag) => {
    const element = document.querySelector(tag) ?? document.querySelector('iframe')?.contentDocument?.querySelector(tag);
    const canvas = element?.shadowRoot?.querySelector('canvas');
    if (element == null || canvas == null) return null;
    const own = getComputedStyle(element);
    const drawn = canvas.getBoundingClientRect();
    return {
      display: own.display,
      width: own.width,
      height: own.height,
      overflow: own.overflow,
      canvas: `${drawn.width} x ${drawn.height}`,
      canvasOpacity: getComputedStyle(canvas).opacity,
      sheets: String(element.shadowRoot?.adoptedStyleSheets.length),
      styleElements: String(element.shadowRoot?.querySelectorAll('style').length),
    };
  }, tag);
}

const styled = (height: string): Record<string, string> => ({
  display: 'block',
  width: '600px',
  height,
  overflow: 'hidden',
  canvas: `600 x ${Number.parseInt(height, 10)}`,
  canvasOpacity: '1',
  sheets: '1',
  styleElements: '0',
});

/** Waits until an element has the look it should have; the first picture fades in. */
const expectStyled = (page: Page, tag: string, height: string): Promise<void> =>
  expect.poll(() => lookOf(page, tag), { timeout: 20_000 }).toEqual(styled(height));

/** Waits until an element's picture moves on: the world's ticks, or the shower's frames. */
async function expectRunning(page: Page, tag: string): Promise<void> {
  const at = (): Promise<number> =>
    page.evaluate((tag) => {
      const element = document.querySelector(tag) ?? document.querySelector('iframe')?.contentDocument?.querySelector(tag);
      const parts = element as unknown as { life?: { frame: { tick: number } | null } | null; metrics?: { frame: number } | null };
      return parts.life?.frame?.tick ?? parts.metrics?.frame ?? -1;
    }, tag);
  await expect.poll(at, { timeout: 20_000 }).toBeGreaterThan(0);
  const before = await at();
  await expect.poll(at, { timeout: 20_000 }).toBeGreaterThan(before);
}

test("a policy of style-src 'self': both elements have their styles, and nothing is refused", async ({ page }) => {
  await open(page, ELEMENTS.map(({ markup }) => markup).join(''));
  for (const { tag, height } of ELEMENTS) await expectStyled(page, tag, height);
  for (const { tag } of ELEMENTS) await expectRunning(page, tag);
  expect(await violationsOf(page)).toEqual([]);
});

test('all that elements can show keeps to the policy: overlays, partitions, a selection, a message', async ({ page }) => {
  await open(
    page,
    '<life-sim entities="300" tier="wasm" partitions food density></life-sim><meteor-shower debug="top-left"></meteor-shower>',
  );
  for (const { tag } of ELEMENTS) await expectRunning(page, tag);
  await expect
    .poll(() => page.evaluate(() => document.querySelector('meteor-shower')?.shadowRoot?.querySelector('.overlay')?.textContent))
    .toMatch(/fps|ms/);
  const overlay = await page.evaluate(() => {
    const part = document.querySelector('meteor-shower')?.shadowRoot?.querySelector('.overlay');
    const { position, fontSize, whiteSpace } = getComputedStyle(part as Element);
    return { position, fontSize, whiteSpace };
  });
  expect(overlay).toEqual({ position: 'absolute', fontSize: '11px', whiteSpace: 'pre' });
  const message = await page.evaluate(async () => {
    const sim = document.querySelector('life-sim');
    if (sim === null) throw new Error('there is no world');
    await sim.select(1);
    sim.tool = 'kill';
    await sim.toPng();
    const refused = new Promise((resolve) => sim.addEventListener('error', resolve, { once: true }));
    sim.urls = { worker: '/nothing.js' };
    // A world that runs would go on.
    sim.remove();
    await new Promise((done) => setTimeout(done));
    document.body.prepend(sim);
    await refused;
    const { display, position } = getComputedStyle(sim.shadowRoot?.querySelector('.message') as Element);
    return { display, position };
  });
  expect(message).toEqual({ display: 'block', position: 'absolute' });
  // The script that is not there was tried as text, which this policy refuses.
  expect(await violationsOf(page)).toEqual(['worker-src blob']);
});

for (const { tag, markup, height } of ELEMENTS) {
  test(`<${tag}> goes to an iframe and back: it keeps its style and goes on`, async ({ page }) => {
    await open(page, `${markup}<iframe src="/frame.html"></iframe>`);
    await expectRunning(page, tag);
    const worlds = working(page).length;
    await page.evaluate((tag) => {
      const frame = document.querySelector('iframe')?.contentDocument;
      const element = document.querySelector(tag);
      if (frame == null || element === null) throw new Error('the page is not as it should be');
      frame.body.append(frame.adoptNode(element));
    }, tag);
    await expectStyled(page, tag, height);
    await expectRunning(page, tag);
    // No other world or shower was begun.
    expect(working(page).length).toBe(worlds);
    await page.evaluate((tag) => {
      const element = document.querySelector('iframe')?.contentDocument?.querySelector(tag);
      document.body.prepend(document.adoptNode(element as Element));
    }, tag);
    await expectStyled(page, tag, height);
    await expectRunning(page, tag);
    expect(await violationsOf(page)).toEqual([]);
  });

  test(`<${tag}> that waits in no document, then in a template's, begins again in an iframe`, async ({ page }) => {
    await open(page, `${markup}<iframe src="/frame.html"></iframe>`);
    await expectRunning(page, tag);
    await page.evaluate(async (tag) => {
      const element = document.querySelector(tag) as Element;
      const template = document.createElement('template');
      template.content.append(element);
      await new Promise((resolve) => setTimeout(resolve, 100));
      document.querySelector('iframe')?.contentDocument?.body.append(element);
    }, tag);
    await expectStyled(page, tag, height);
    await expectRunning(page, tag);
  });

  test(`<${tag}> has its style however it comes onto the page`, async ({ page }) => {
    await open(page, '');
    const looks = await page.evaluate(
      async ({ tag, markup }) => {
        const ways: Record<string, () => Element> = {
          created: () => document.createElement(tag),
          cloned: () => document.createElement(tag).cloneNode(true) as Element,
          'from a template': () => {
            const template = document.createElement('template');
            template.innerHTML = markup;
            return document.importNode(template.content, true).firstElementChild as Element;
          },
          "a template's own": () => {
            const template = document.createElement('template');
            template.innerHTML = markup;
            return template.content.firstElementChild as Element;
          },
          'parsed in a document of its own': () => new DOMParser().parseFromString(markup, 'text/html').querySelector(tag) as Element,
        };
        const seen: Record<string, string> = {};
        for (const [way, make] of Object.entries(ways)) {
          const element = make();
          document.body.append(element);
          const { display, height } = getComputedStyle(element);
          seen[way] = `${display} ${height} ${element.shadowRoot?.adoptedStyleSheets.length}`;
          element.remove();
        }
        return seen;
      },
      { tag, markup },
    );
    const expected = `block ${height} 1`;
    expect(Object.values(looks)).toHaveLength(5);
    for (const [way, look] of Object.entries(looks)) expect(look, way).toBe(expected);
  });
}

test('elements that a page writes while it is read have their styles', async ({ page }) => {
  await open(page, '<iframe src="/frame.html"></iframe>');
  await page.evaluate(
    (markup) => {
      document.open();
      document.write(`<!doctype html><link rel="stylesheet" href="/page.css">${markup}`);
      document.close();
    },
    ELEMENTS.map(({ markup }) => markup).join(''),
  );
  for (const { tag, height } of ELEMENTS) await expectStyled(page, tag, height);
});

test("a script of an extension's own world loads the elements, which are not defined there, with the reason", async ({ page }) => {
  await open(page, '');
  const devtools = await page.context().newCDPSession(page);
  const { frameTree } = await devtools.send('Page.getFrameTree');
  const { executionContextId } = await devtools.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'extension' });
  const warnings: string[] = [];
  page.on('console', (message) => warnings.push(`${message.type()} ${message.text()}`));
  const names = ['/elements/life-sim.js', '/elements/meteor-shower.js', '/index.js', '/cdn/life-sim.js', '/cdn/meteor-shower.js'];
  const { result } = await devtools.send('Runtime.evaluate', {
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `(async () => {
      const types = [String(customElements)];
      for (const name of ${JSON.stringify(names)}) types.push(await import(name).then((all) => typeof all, String));
      return types;
    })()`,
  });
  expect(result.value).toEqual(['null', ...names.map(() => 'object')]);
  const why = (tag: string): string => `warning <${tag}> is not defined: customElements is null here, as in content scripts of extensions`;
  expect(warnings).toEqual(['life-sim', 'meteor-shower', 'life-sim', 'meteor-shower'].map(why));
});

test('two copies of the package on a page: the first one defines the elements', async ({ page }) => {
  await open(page, '');
  const kept = await page.evaluate(async () => {
    const before = [customElements.get('life-sim'), customElements.get('meteor-shower')];
    for (const name of ['/cdn/life-sim.js', '/cdn/meteor-shower.js']) await import(name);
    return before.every(
      (element, index) => element !== undefined && customElements.get(['life-sim', 'meteor-shower'][index] ?? '') === element,
    );
  });
  expect(kept).toBe(true);
});

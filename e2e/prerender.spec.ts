/**
 * Pages that the browser prerenders (speculation rules): their workers run from the visit on, and so does the clock of a
 * start. Whatever is driven through DevTools, as Playwright drives its pages, is never prerendered. So Chromium is started
 * by itself here, the page visits the prerendered one on its own, and that one tells the server what became of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { HEADERS, serve } from '../scripts/serve.mjs';
import { startGroup } from '../tests/support/process-group.js';

/** What the prerendered page tells. */
interface Notes {
  wasPrerendered: boolean;
  /** When it was visited, in milliseconds since it was begun. */
  visitedAt: number;
  /** The states of its elements, and the tier of the world that it made by itself, before the visit. */
  before: string[];
  states: string;
  /** The tiers of the element's world and of the page's own; null while there is none. */
  tiers: (string | null)[];
  /** On which thread the shower runs. */
  shower: string | null;
  warnings: string[];
}

/** Longer than a start may take, so that one that counts this time fails. */
const UNSEEN_MS = 33_000;
/** How long a start may take once the page is visited, on a machine with much to do. */
const START_MS = 25_000;

const FIRST_PAGE = `<!doctype html><title>first</title><body>
  <script type="speculationrules">{"prerender": [{"source": "list", "urls": ["/prerendered.html"], "eagerness": "immediate"}]}</script>
  <script>setTimeout(() => location.assign('/prerendered.html'), ${UNSEEN_MS});</script>`;

const PRERENDERED_PAGE = `<!doctype html><title>prerendered</title><body>
  <life-sim entities="600" seed="4" style="display: block; width: 400px; height: 300px"></life-sim>
  <meteor-shower start="load" style="display: block; width: 400px; height: 300px"></meteor-shower>
  <script type="module">
  const notes = { wasPrerendered: document.prerendering === true, visitedAt: 0, before: [], states: '', tiers: [null, null], shower: null, warnings: [] };
  const note = (...words) => { notes.warnings.push(words.map(String).join(' ')); };
  console.warn = note;
  console.error = note;
  addEventListener('error', ({ message }) => note(message));
  const script = /src="([^"]+)"/.exec(await (await fetch('/engine.html')).text())[1];
  await import(script);
  const [sim, shower] = document.querySelectorAll('life-sim, meteor-shower');
  for (const element of [sim, shower]) element.addEventListener('error', ({ detail }) => note(detail?.error));
  let own = null;
  skyflock.createLife({ options: { entities: 300 }, workers: 2 }).then((life) => { own = life.tier; }, note);
  const look = () => {
    notes.states = sim.state + ', ' + shower.state;
    notes.tiers = [sim.life?.tier ?? null, own];
    notes.shower = shower.runsOn;
  };
  const pause = () => new Promise((done) => setTimeout(done, 250));
  while (document.prerendering) {
    look();
    notes.before.push(notes.states + ', ' + notes.tiers.join());
    await pause();
  }
  notes.visitedAt = performance.getEntriesByType('navigation')[0].activationStart;
  for (let waited = 0; waited < ${START_MS} && !(notes.states === 'running, running' && own !== null); waited += 250) {
    await pause();
    look();
  }
  await fetch('/notes', { method: 'POST', body: JSON.stringify(notes) });
  </script>`;

/** Has Chromium prerender a page of the built site and visit it later; gives what the page tells. */
async function visitPrerendered(): Promise<Notes> {
  const profile = mkdtempSync(join(tmpdir(), 'skyflock-prerender-'));
  let tell: (notes: Notes) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const told = new Promise<Notes>((resolve, reject) => {
    tell = resolve;
    fail = reject;
  });
  const answers = (request: IncomingMessage, response: ServerResponse): boolean => {
    const page = { '/first.html': FIRST_PAGE, '/prerendered.html': PRERENDERED_PAGE }[request.url ?? ''];
    if (page !== undefined) {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' }).end(page);
      return true;
    }
    if (request.url !== '/notes') return false;
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      response.writeHead(204, HEADERS).end();
      tell(JSON.parse(body) as Notes);
    });
    return true;
  };
  const { server, port } = await serve(0, undefined, answers);
  const flags = ['--headless', '--no-sandbox', '--disable-background-networking', '--no-first-run', `--user-data-dir=${profile}`];
  const address = `http://localhost:${port}/first.html`;
  const browser = startGroup(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', [...flags, address], { stdio: 'ignore' });
  void browser.ended.then((how) => fail(new Error(`the browser told nothing: ${how}`)));
  const milliseconds = UNSEEN_MS + 2 * START_MS;
  const late = setTimeout(() => fail(new Error(`the page told nothing within ${milliseconds} ms`)), milliseconds);
  try {
    return await told;
  } finally {
    clearTimeout(late);
    await browser.end();
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

test('worlds and showers of a prerendered page start when somebody visits it, in the best tier', async () => {
  test.setTimeout(UNSEEN_MS + 3 * START_MS);
  const notes = await visitPrerendered();
  expect(notes.wasPrerendered, 'Chromium has prerendered the page').toBe(true);
  expect(notes.visitedAt).toBeGreaterThan(UNSEEN_MS - 10_000);
  // Nothing was decided before the visit, and nothing had failed.
  expect(notes.before.length).toBeGreaterThan(20);
  expect(new Set(notes.before)).toEqual(new Set(['starting, starting, ,']));
  expect(notes).toMatchObject({ states: 'running, running', tiers: ['threads', 'threads'], shower: 'worker', warnings: [] });
});

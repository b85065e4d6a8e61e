/** The server of `npm run dev`, which serves the sources of every page. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';

const PAGES = readdirSync(join(ROOT, 'web/site')).filter((name) => name.endsWith('.html'));

let server: ViteDevServer;
let address = '';
beforeAll(async () => {
  const quiet = { logLevel: 'silent', optimizeDeps: { noDiscovery: true } } as const;
  server = await createServer({ ...quiet, configFile: join(ROOT, 'vite.config.ts'), server: { port: 0, hmr: false, watch: null } });
  await server.listen();
  address = server.resolvedUrls?.local[0] ?? '';
});
afterAll(() => server.close());

test.each(PAGES)('serves %s with every script and style sheet that it names', async (page) => {
  const html = await (await fetch(`${address}${page}`)).text();
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+)"/g)].map(([, path]) => path as string);
  expect(named.length).toBeGreaterThan(1);
  for (const path of named) {
    const answer = await fetch(new URL(path, `${address}${page}`));
    expect(answer.status, path).toBe(200);
    // A server that does not know a path may answer with a page.
    expect(answer.headers.get('Content-Type'), path).not.toMatch(/html/);
  }
});

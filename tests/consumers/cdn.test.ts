/** No tool and nothing installed: the files come from another origin, which sends no more than `Access-Control-Allow-Origin`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { EXPECTED, expectToRun } from './consumer.js';
import { copyOf, remove, unpackInto } from './install.js';
import { startChromium } from './page.js';
import { ISOLATION, type Serving, serveFolder } from './servers.js';

describe('cdn', () => {
  let folder = '';
  let browser: Browser;
  let cdn: Serving;

  beforeAll(async () => {
    folder = copyOf('cdn');
    unpackInto(folder);
    browser = await startChromium();
    cdn = await serveFolder(join(folder, 'node_modules/skyflock'), { 'Access-Control-Allow-Origin': '*' });
    const page = join(folder, 'index.html');
    writeFileSync(page, readFileSync(page, 'utf8').replaceAll('ORIGIN/', cdn.url));
  });
  afterAll(async () => {
    await cdn?.close();
    await browser?.close();
    remove(folder);
  });

  test.each([
    ['isolated', ISOLATION],
    ['plain', {}],
  ] as const)(
    'a page that is %s runs on its fastest tier',
    async (name, headers) => {
      const serving = await serveFolder(folder, headers);
      await expectToRun(browser, serving.url, EXPECTED[name]);
      await serving.close();
    },
    120_000,
  );
});

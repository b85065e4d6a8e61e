/** Vite's app with what pnpm and Yarn install: links into a store, and archives that are never unpacked (Plug'n'Play). */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPECTED, expectToRun, warningsIn } from './consumer.js';
import { copyOf, INSTALL_DEADLINE, installLocked, mustRun, remove, tarball } from './install.js';
import { startChromium } from './page.js';
import { ISOLATION, serveFolder } from './servers.js';

/** Yarn knows nothing of npm's settings, so that it is told where npm has its packages from. */
const YARN =
  'YARN_NPM_REGISTRY_SERVER="$(npm config get registry)" YARN_ENABLE_GLOBAL_CACHE=false node TOOLS/@yarnpkg/cli-dist/bin/yarn.js';

/** Command lines; `TOOLS` is the folder of the package managers. */
const MANAGERS = {
  pnpm: {
    lock: 'pnpm-lock.yaml',
    install: 'node TOOLS/pnpm/bin/pnpm.mjs install --frozen-lockfile',
    add: 'node TOOLS/pnpm/bin/pnpm.mjs add ./skyflock.tgz',
    build: 'node TOOLS/pnpm/bin/pnpm.mjs exec vite build',
  },
  yarn: {
    lock: 'yarn.lock',
    install: `${YARN} install --immutable`,
    add: `${YARN} add skyflock@file:./skyflock.tgz`,
    build: `${YARN} vite build`,
  },
} as const;

describe.each(Object.entries(MANAGERS))('%s', (name, { lock, ...lines }) => {
  let tools = '';
  let folder = '';
  let browser: Browser;
  const run = (what: keyof typeof lines, deadline: number): Promise<string> =>
    mustRun(folder, `${name}-${what}`, lines[what].replaceAll('TOOLS', join(tools, 'node_modules')), deadline);

  beforeAll(async () => {
    tools = copyOf('package-managers');
    await installLocked(tools, name);
    folder = copyOf('vite');
    rmSync(join(folder, 'package-lock.json'));
    copyFileSync(join(tools, lock), join(folder, lock));
    // The package is another one after each build, and stands in no lock file.
    copyFileSync(tarball(), join(folder, 'skyflock.tgz'));
    await run('install', INSTALL_DEADLINE);
    await run('add', INSTALL_DEADLINE);
    browser = await startChromium();
  }, 900_000);
  afterAll(async () => {
    await browser?.close();
    for (const one of [tools, folder]) if (one !== '') remove(one);
  }, 60_000);

  test('the build gives no warning', async () => {
    expect(warningsIn(await run('build', 300))).toEqual([]);
  }, 310_000);

  test.each([
    ['isolated', ISOLATION],
    ['plain', {}],
  ] as const)(
    'a page that is %s runs on its fastest tier',
    async (page, headers) => {
      const serving = await serveFolder(join(folder, 'dist'), headers);
      await expectToRun(browser, serving.url, EXPECTED[page]);
      await serving.close();
    },
    120_000,
  );
});

/** Vite again, with the package put there by another package manager than npm: its files are elsewhere, behind links or in an archive. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPECTED, expectToRun, warningsIn } from './consumer.js';
import { copyOf, INSTALL_DEADLINE, installLocked, mustRun, remove, tarball } from './install.js';
import { startChromium } from './page.js';
import { serveByTool, withoutIsolation } from './servers.js';

interface PackageManager {
  /** Installs what the lock file says. */
  readonly install: string;
  /** Adds the package, from skyflock.tgz beside package.json. */
  readonly add: string;
  /** What goes before the name of an installed command. */
  readonly run: string;
}

/** Declares the tests of a package manager: the folder of its name holds it, and below it `app`, the page. */
export function packageManager(name: string, { install, add, run }: PackageManager): void {
  describe(name, () => {
    let folder = '';
    let app = '';
    let browser: Browser;
    beforeAll(async () => {
      folder = copyOf(name);
      app = join(folder, 'app');
      await installLocked(folder, name);
      copyFileSync(tarball(), join(app, 'skyflock.tgz'));
      await command(install);
      await command(add);
      browser = await startChromium();
    }, 600_000);
    afterAll(async () => {
      await browser?.close();
      remove(folder);
    }, 60_000);
    // The manager itself is in the folder above.
    const here = (line: string): string => `PATH="${folder}/node_modules/.bin:$PATH" && ${line}`;
    const command = (line: string): Promise<string> => mustRun(app, name, here(line), INSTALL_DEADLINE);
    const see = async (line: string, expected: keyof typeof EXPECTED): Promise<void> => {
      const server = await serveByTool(app, here(`${run} ${line} --port PORT`));
      const front = expected === 'plain' ? await withoutIsolation(server) : server;
      try {
        await expectToRun(browser, front.url, EXPECTED[expected]);
      } finally {
        await front.close();
        if (front !== server) await server.close();
      }
    };

    test('the build gives no warning', async () => {
      const output = await command(`${run} vite build`);
      expect(warningsIn(output), output).toEqual([]);
    }, 310_000);
    test('an isolated page runs on threads', () => see('vite preview', 'isolated'), 180_000);
    test('a page without headers runs in WebAssembly on workers', () => see('vite preview', 'plain'), 180_000);
    test('the development server’s page runs on threads', () => see('vite', 'isolated'), 180_000);
  });
}

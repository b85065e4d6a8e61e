/**
 * The tests of one build tool. A small page with both elements and the state store is installed, built and served the way the
 * tool's users do it, with no setting for the package; everything on it must run on the fastest tier, and nothing may complain.
 */
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { install, mustRun, remove } from './install.js';
import { look, type Running, startChromium } from './page.js';
import { ISOLATION, type Serving, serveByTool, serveFolder, withoutIsolation } from './servers.js';

export interface Consumer {
  /** The folder with its page, where it isn't the one of its name. */
  readonly source?: string;
  /** Command lines that build the page for production; none where files are served as they are. */
  readonly builds?: readonly string[];
  /** The folder that is served, with and without the headers of isolation. */
  readonly folder?: string;
  /** The command line of the server that serves the built page with the headers its settings say; `PORT` is its port. */
  readonly server?: string;
  /** The command line of the development server, with the headers its settings say. */
  readonly dev?: string;
  /** Whether the server renders the page, for which it imports the package too: the elements are in the page before any script ran. */
  readonly rendersElements?: boolean;
  /**
   * Complaints that this tool's users see though all is well: those of the first try where a tool leaves the addresses of
   * workers and .wasm files as they are, so that the files are not there.
   */
  readonly leavesAddresses?: boolean;
  /** Whether a scene with a script of its own is on the page. */
  readonly hasScene?: boolean;
  /** Lines of the build's output that hold `warning` though nothing is wrong with the package. */
  readonly ownWarnings?: readonly RegExp[];
}

/** Seconds a build may take on two cores. */
const BUILD_DEADLINE = 300;

export const EXPECTED: Readonly<Record<'isolated' | 'plain', Running>> = {
  isolated: { isolated: true, life: 'threads', shower: 'wasm on a worker', state: 'wasm' },
  plain: { isolated: false, life: 'wasm', shower: 'wasm on a worker', state: 'wasm' },
};

/** What a try for a file that is not there looks like, of the files the package may fall back from. */
const FIRST_TRY = /(status 404|request failed|Failed to load resource).*(\.worker|skyflock-[a-z-]+)[\w.-]*\.(js|wasm)/;

export async function expectToRun(browser: Browser, url: string, expected: Running, allowed: readonly RegExp[] = []): Promise<void> {
  const { complaints, log, ...running } = await look(browser, url);
  const unexpected = complaints.filter((line) => !allowed.some((pattern) => pattern.test(line)));
  expect({ ...running, complaints: unexpected }, `the console said:\n${log.join('\n')}\n`).toEqual({ ...expected, complaints: [] });
}

/** What Rolldown says of its plugins when a machine is busy. */
const TIMINGS = /PLUGIN_TIMINGS/;

/** The lines of a tool's output that warn. */
export function warningsIn(output: string, own: readonly RegExp[] = []): string[] {
  return output
    .split('\n')
    .filter((line) => /warn|deprecat|\(!\)|⚠/i.test(line) && ![TIMINGS, ...own].some((pattern) => pattern.test(line)));
}

/** Declares the tests of one tool, whose page is in the folder of its name. */
export function consumer(
  tool: string,
  { source = tool, builds = [], folder: served, server, dev, rendersElements, leavesAddresses, hasScene, ownWarnings = [] }: Consumer,
): void {
  describe(tool, () => {
    let folder = '';
    let browser: Browser;
    let serving: Serving | null = null;
    const allowed = leavesAddresses ? [FIRST_TRY] : [];
    const scene = hasScene ? { scene: 'wasm on a worker' } : {};
    const expected = { isolated: { ...EXPECTED.isolated, ...scene }, plain: { ...EXPECTED.plain, ...scene } };
    const open = async (isolated: boolean, line: string | undefined): Promise<string> => {
      await serving?.close();
      serving = null;
      const behind =
        line !== undefined ? await serveByTool(folder, line) : await serveFolder(join(folder, served ?? '.'), isolated ? ISOLATION : {});
      const front = isolated || line === undefined ? behind : await withoutIsolation(behind);
      serving = {
        ...front,
        output: behind.output,
        async close() {
          await front.close();
          if (front !== behind) await behind.close();
        },
      };
      return serving.url;
    };

    beforeAll(async () => {
      folder = await install(source);
      browser = await startChromium();
    }, 360_000);
    afterAll(async () => {
      await serving?.close();
      await browser?.close();
      if (folder !== '') remove(folder);
    }, 180_000);

    if (builds.length > 0) {
      test(
        'the build gives no warning',
        async () => {
          let output = '';
          for (const line of builds) output += await mustRun(folder, `${tool}-build`, line, BUILD_DEADLINE);
          expect(warningsIn(output, ownWarnings), output).toEqual([]);
        },
        BUILD_DEADLINE * 1000 * builds.length,
      );
    }
    if (served !== undefined || server !== undefined) {
      test('an isolated page runs on threads', async () => {
        const url = await open(true, server);
        if (rendersElements) expect(await (await fetch(url)).text()).toMatch(/<life-sim.*<meteor-shower/s);
        await expectToRun(browser, url, expected.isolated, allowed);
      }, 180_000);
      test('a page without headers runs in WebAssembly on workers', async () => {
        await expectToRun(browser, await open(false, server), expected.plain, allowed);
      }, 180_000);
    }
    if (dev !== undefined) {
      test('the development server’s page runs on threads', async () => {
        await expectToRun(browser, await open(true, dev), expected.isolated, allowed);
      }, 240_000);
    }
  });
}

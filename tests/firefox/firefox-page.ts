/** A page in Firefox. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { buildTestPages } from '../../scripts/products.mjs';
import { DrivenPage } from '../support/driven-page.js';
import { freePort } from '../support/free-port.js';
import { setPreference } from '../support/marionette.js';
import { type ProcessGroup, startGroup } from '../support/process-group.js';

/** No questions, and no talk with anybody but the test's server. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  // Pages may open windows without a click.
  'dom.disable_open_during_load': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

export const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

/** A page that only tests have, for all tests of a file: opened before them, and closed after. */
export function testPage(name: string): FirefoxPage {
  return openedPage(async (page) => await page.open(FIREFOX, await buildTestPages(), name));
}

/** The built site's engine page, likewise. */
export function sitePage(): FirefoxPage {
  return openedPage((page) => page.open(FIREFOX));
}

/** The same in a Firefox whose screen, and whose user, can become another one. */
export function changingPage(): FirefoxPage {
  return openedPage(async (page) => {
    page.controlPort = await freePort();
    await page.open(FIREFOX);
  });
}

function openedPage(open: (page: FirefoxPage) => Promise<void>): FirefoxPage {
  const page = new FirefoxPage();
  beforeAll(async () => {
    if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
    await open(page);
  }, 300_000);
  afterAll(() => page.close());
  return page;
}

export class FirefoxPage {
  readonly #page = new DrivenPage();
  #firefox: ProcessGroup | null = null;
  /** Where Firefox takes changes of what it is; null for one that takes none. Set before it is opened. */
  controlPort: number | null = null;
  readonly #profile = mkdtempSync(join(tmpdir(), 'skyflock-firefox-'));

  /** Opens a page of a folder; the built site's engine page unless given. */
  async open(executable: string, folder?: string, name?: string): Promise<void> {
    const address = await this.#page.serve(folder, name);
    const control = this.controlPort === null ? {} : { 'marionette.port': this.controlPort };
    const lines = Object.entries({ ...PREFERENCES, ...control }).map(([key, value]) => `user_pref("${key}", ${JSON.stringify(value)});\n`);
    writeFileSync(join(this.#profile, 'user.js'), lines.join(''));
    const controlled = this.controlPort === null ? [] : ['--marionette', '--remote-allow-system-access'];
    const args = ['--headless', '--no-remote', ...controlled, '--profile', this.#profile, address];
    this.#firefox = startGroup(executable, args, { stdio: 'ignore' });
    void this.#firefox.ended.then((how) => this.#page.die(how));
  }

  /** Runs a function in the page; it may use nothing that stands outside of it. */
  async evaluate<Argument, Value>(work: (argument: Argument) => Value | Promise<Value>, argument: Argument): Promise<Value> {
    return await this.#page.evaluate(work, argument);
  }

  /** The screen has so many pixels to one of the page from now on. */
  async setPixelRatio(ratio: number): Promise<void> {
    await this.#set('layout.css.devPixelsPerPx', String(ratio));
  }

  /** The user asks for less motion, or no longer. */
  async setReducedMotion(isReduced: boolean): Promise<void> {
    await this.#set('ui.prefersReducedMotion', isReduced ? 1 : 0);
  }

  async #set(name: string, value: string | number): Promise<void> {
    if (this.controlPort === null) throw new Error('this Firefox takes no changes: open it by changingPage()');
    await setPreference(this.controlPort, name, value);
  }

  async close(): Promise<void> {
    await this.#firefox?.end();
    this.#page.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A page in WebKitGTK, opened by its driver in a screen of its own. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { DrivenPage } from '../support/driven-page.js';
import { freePort } from '../support/free-port.js';
import { type ProcessGroup, startGroup } from '../support/process-group.js';

/** Milliseconds for the driver to listen, and for it to open a page. */
const START_MS = 60_000;

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB_RUN = '/usr/bin/xvfb-run';

/** The built site's engine page, for all tests of a file: opened before them, and closed after. */
export function sitePage(): WebKitPage {
  const page = new WebKitPage();
  beforeAll(async () => {
    for (const path of [DRIVER, XVFB_RUN]) if (!existsSync(path)) throw new Error(`there is no ${path}; 'npm test' installs it`);
    await page.open(DRIVER, XVFB_RUN);
  }, 120_000);
  afterAll(() => page.close(), 120_000);
  return page;
}

interface DriverAnswer {
  readonly value: { readonly sessionId?: string; readonly error?: string; readonly message?: string } | null;
}

export class WebKitPage {
  readonly #page = new DrivenPage();
  #driver: ProcessGroup | null = null;
  #port = 0;
  #session: string | null = null;

  /** @param driver the path of WebKitWebDriver; Xvfb gives it a screen */
  async open(driver: string, xvfbRun: string): Promise<void> {
    const address = await this.#page.serve();
    this.#port = await freePort();
    // The screen ends with the driver.
    this.#driver = startGroup(xvfbRun, ['-a', driver, `--port=${this.#port}`], { stdio: 'ignore' });
    void this.#driver.ended.then((how) => this.#page.die(how));
    const { value } = await this.#ask('/session', { capabilities: { alwaysMatch: {} } });
    this.#session = value?.sessionId ?? null;
    if (this.#session === null) throw new Error(`WebKitWebDriver opened no session: ${value?.message}`);
    await this.#ask(`/session/${this.#session}/url`, { url: address });
  }

  /** Runs a function in the page; it may use nothing that stands outside of it. */
  async evaluate<Argument, Value>(work: (argument: Argument) => Value | Promise<Value>, argument: Argument): Promise<Value> {
    return await this.#page.evaluate(work, argument);
  }

  /**
   * The screen has so many pixels to one of the page from now on. WebKitGTK takes that from the system when it starts, and its
   * driver can't change it: what the page reads of it is replaced.
   */
  async setPixelRatio(ratio: number): Promise<void> {
    console.info(`WebKitGTK has no way to another pixel ratio while it runs: the page is told ${ratio}`);
    await this.evaluate((value) => void Object.defineProperty(window, 'devicePixelRatio', { value, configurable: true }), ratio);
  }

  /** The user asks for less motion, or no longer. It is the same with that: the page's `matchMedia` is replaced by the first call. */
  async setReducedMotion(isReduced: boolean): Promise<void> {
    console.info(`WebKitGTK has no way to another wish for less motion while it runs: the page is told ${isReduced}`);
    await this.evaluate((matches) => {
      const realm = window as unknown as { lessMotion?: EventTarget & { matches: boolean } };
      if (realm.lessMotion === undefined) {
        const list = Object.assign(new EventTarget(), { matches });
        const real = window.matchMedia.bind(window);
        realm.lessMotion = list;
        window.matchMedia = (query) => (query.includes('prefers-reduced-motion') ? (list as unknown as MediaQueryList) : real(query));
      }
      realm.lessMotion.matches = matches;
      realm.lessMotion.dispatchEvent(new Event('change'));
    }, isReduced);
  }

  async close(): Promise<void> {
    if (this.#session !== null) {
      await fetch(this.#at(`/session/${this.#session}`), { method: 'DELETE', signal: AbortSignal.timeout(START_MS) }).catch(() => {});
    }
    await this.#driver?.end();
    this.#page.close();
  }

  #at(path: string): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }

  /** Asks the driver, which may not listen yet. */
  async #ask(path: string, body: unknown): Promise<DriverAnswer> {
    const until = Date.now() + START_MS;
    for (;;) {
      try {
        const signal = AbortSignal.timeout(START_MS);
        const answer = await fetch(this.#at(path), { method: 'POST', body: JSON.stringify(body), signal });
        return (await answer.json()) as DriverAnswer;
      } catch (error) {
        if (Date.now() > until) throw new Error(`WebKitWebDriver did not answer ${path} within ${START_MS} ms`, { cause: error });
        await new Promise((done) => setTimeout(done, 200));
      }
    }
  }
}

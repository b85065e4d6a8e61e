/** Opens a consumer's page in Chromium and sees what runs there, and what was complained of on the way. */
import { type Browser, chromium } from '@playwright/test';

export async function startChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** What runs on a page. */
export interface Running {
  readonly isolated: boolean;
  /** `life-sim`'s tier. */
  readonly life: string;
  /** Where `meteor-shower`'s engine and picture are, and its tier. */
  readonly shower: string;
  /** Where `script-scene`'s engine and picture are, and its tier; left out on pages without one. */
  readonly scene?: string;
  /** The state store's engine. */
  readonly state: string;
}

export interface Seen extends Partial<Running> {
  /** Requests that failed, lines of the console that are warnings or errors, errors that nobody caught. */
  readonly complaints: readonly string[];
  /** Every line of the console, to read when something failed. */
  readonly log: readonly string[];
}

/** Milliseconds until all of a page runs: development servers compile first. */
const RUN_DEADLINE_MS = 60_000;

/** What the browser asks for by itself; no page has one. */
const ICON = '/favicon.ico';

interface Heard {
  life?: { tier: string; life: { stats: { tick: number } | null } };
  shower?: { tier: string; thread: string };
  scene?: { tier: string; thread: string };
  stateEngine?: string;
}

/** Loads the page once and says what runs on it when all of it does, or when the deadline is over. */
export async function look(browser: Browser, url: string): Promise<Seen> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  const log: string[] = [];
  page.on('console', (message) => {
    const { url: from, lineNumber } = message.location();
    if (from.endsWith(ICON)) return;
    const line = `console ${message.type()}: ${message.text()} (${from}:${lineNumber})`;
    log.push(line);
    if (message.type() === 'warning' || message.type() === 'error') complaints.push(line);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`request failed: ${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.url().endsWith(ICON)) complaints.push(`status ${response.status()}: ${response.url()}`);
  });
  await page.addInitScript(() => {
    const heard: Record<string, unknown> = {};
    Object.assign(globalThis, { heard });
    const listen = (event: Event): void => {
      const name = (event.target as Element).localName;
      if (name === 'life-sim') heard.life = (event as CustomEvent).detail;
      if (name === 'meteor-shower') heard.shower = (event as CustomEvent).detail;
      if (name === 'script-scene') heard.scene = (event as CustomEvent).detail;
    };
    addEventListener('ready', listen, true);
  });
  try {
    const answer = await page.goto(url, { timeout: RUN_DEADLINE_MS });
    if (!answer?.ok()) throw new Error(`the server answered with ${answer?.status()}`);
    await page.waitForFunction(
      () => {
        const { heard, stateEngine } = globalThis as unknown as { heard: Heard; stateEngine?: string };
        const drawn = ['life-sim', 'meteor-shower'].every((name) => document.querySelector(name)?.shadowRoot?.querySelector('.drawn'));
        const scene = document.querySelector('script-scene') as { stats?: { script: { update: number } | null } } | null;
        if (scene !== null && !(heard.scene && (scene.stats?.script?.update ?? 0) > 5)) return false;
        return heard.shower && (heard.life?.life.stats?.tick ?? 0) > 5 && stateEngine && drawn;
      },
      null,
      { timeout: RUN_DEADLINE_MS },
    );
  } catch (error) {
    complaints.push(
      `not all of the page ran within ${RUN_DEADLINE_MS} ms: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
  const running = await page
    .evaluate(() => {
      const { heard, stateEngine } = globalThis as unknown as { heard: Heard; stateEngine?: string };
      return {
        isolated: crossOriginIsolated,
        life: heard.life?.tier ?? 'none',
        shower: heard.shower ? `${heard.shower.tier} on a ${heard.shower.thread}` : 'none',
        ...(heard.scene === undefined ? {} : { scene: `${heard.scene.tier} on a ${heard.scene.thread}` }),
        state: stateEngine ?? 'none',
      };
    })
    .catch(() => ({}));
  await context.close();
  return { ...running, complaints, log };
}

// A build that is measured: where its parts are, its pages, what it gave, and what it can't give.

import { serve } from './serve.mjs';
import { say, within } from './steps.mjs';

/** Seconds for one answer of a page: the founding of a million animals and its warm-up is the longest. */
const ANSWER = 300;
/** Seconds for a page to open or to close. */
const PAGE = 60;

/**
 * @typedef {object} Task what a side is asked for, once a round
 * @property {string} kind what `raw` keeps its results under
 * @property {string} key names it among those of its kind
 * @property {(side: Side, round: number) => Promise<unknown>} run
 */

/** What a side may lack is called. */
export const nameOf = ({ kind, key }) => `${kind}: ${key}`;

/** A page of a side's build. Whatever it is asked has a deadline. */
export class SidePage {
  #page;
  #name;

  constructor(page, name) {
    this.#page = page;
    this.#name = name;
  }

  /** What a function gives in the page. */
  async ask(action, argument) {
    return await within(ANSWER, this.#name, this.#page.evaluate(action, argument));
  }

  /** Waits until something holds in the page. */
  async until(condition, argument) {
    await this.#page.waitForFunction(condition, argument, { timeout: PAGE * 1000 });
  }

  /** Closes it; one that hangs goes with the browser. */
  async close() {
    await within(PAGE, `closing ${this.#name}`, this.#page.close()).catch((error) => say(`  ${error.message}`));
  }
}

export class Side {
  /** Names it in tables. */
  name;
  /** Where its parts are, by name. */
  paths;
  /**
   * Results by kind and key, a list each.
   *
   * @type {Record<string, Record<string, unknown[]>>}
   */
  raw = {};
  /**
   * What it can't give, with the reason.
   *
   * @type {Map<string, string>}
   */
  lacks = new Map();
  #mayLack;
  #servers = new Map();

  /**
   * @param {string} name
   * @param {Record<string, string>} paths
   * @param {{ mayLack?: boolean, reasons?: Record<string, string> }} [options] whether it may lack something, which otherwise
   *   ends the run; and why parts are missing
   */
  constructor(name, paths, { mayLack = false, reasons = {} } = {}) {
    this.name = name;
    this.paths = paths;
    this.#mayLack = mayLack;
    for (const [part, reason] of Object.entries(reasons)) this.#lack(part, reason);
  }

  /** The path of a part. */
  path(part) {
    const path = this.paths[part];
    if (path === undefined) throw new Error(`its part '${part}' could not be built`);
    return path;
  }

  /** Runs a task and keeps its result. One that failed once is not run again, and leaves no results. */
  async take(task, round) {
    const { kind, key, run } = task;
    const result = await this.attempt(nameOf(task), () => run(this, round));
    this.raw[kind] ??= {};
    const results = this.raw[kind];
    if (this.lacks.has(nameOf(task))) delete results[key];
    else results[key] = [...(results[key] ?? []), result];
  }

  /** What an action gives, or undefined where it fails and the side may lack it. */
  async attempt(name, action) {
    if (this.lacks.has(name)) return undefined;
    try {
      return await action();
    } catch (error) {
      if (!this.#mayLack) throw error;
      this.#lack(name, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** The address of a page in one of its folders, which is served from now on. */
  async address(part, page) {
    if (!this.#servers.has(part)) this.#servers.set(part, await serve(0, this.path(part)));
    return `http://localhost:${this.#servers.get(part).port}/${page}`;
  }

  /** Opens a page of one of its parts, and waits for what the page puts into its global scope. */
  async open(browser, { part, page, scope = null }) {
    const name = `${page} of ${this.name}`;
    const address = await this.address(part, page);
    const inner = await within(PAGE, `opening ${name}`, browser.newPage());
    const opened = new SidePage(inner, name);
    try {
      await inner.goto(address, { timeout: PAGE * 1000 });
      if (scope !== null) await opened.until((global) => window[global] !== undefined, scope);
      return opened;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  /** Opens a page for an action, and closes it after that. */
  async visit(browser, place, action) {
    const page = await this.open(browser, place);
    try {
      return await action(page);
    } finally {
      await page.close();
    }
  }

  close() {
    for (const { server } of this.#servers.values()) {
      server.closeAllConnections();
      server.close();
    }
  }

  #lack(name, reason) {
    const [line] = reason.split('\n');
    this.lacks.set(name, line);
    say(`  ${this.name} has no ${name}: ${line}`);
  }
}

/**
 * Opens a page of each side for an action, and closes them after it.
 *
 * @template T
 * @param {readonly Side[]} sides
 * @param {(pageOf: (side: Side) => SidePage) => Promise<T>} action gets the page of a side; asking for one that could not be opened
 *   throws why
 */
export async function withPages(browser, sides, place, action) {
  const pages = new Map();
  const pageOf = (side) => {
    const page = pages.get(side);
    if (page === undefined) throw new Error(side.lacks.get(place.page));
    return page;
  };
  try {
    for (const side of sides) {
      const opened = await side.attempt(place.page, () => side.open(browser, place));
      if (opened !== undefined) pages.set(side, opened);
    }
    return await action(pageOf);
  } finally {
    for (const opened of pages.values()) await opened.close();
  }
}

/**
 * A page that a browser opens by itself, without a driver's session: it asks the test's server for functions to
 * run and sends back what they give. While a WebDriver session drives it, Firefox at times never starts a
 * worker's worker.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HEADERS, serve } from '../../scripts/serve.mjs';

const SITE = fileURLToPath(new URL('../../dist/site', import.meta.url));

/** What the page runs once its own scripts have run: whatever it is given, one after the other. */
const LOOP = `<script type="module">
for (;;) {
  const { code } = await (await fetch('/next')).json();
  let answer;
  try {
    while (document.readyState !== 'complete') await new Promise((done) => setTimeout(done, 10));
    answer = { value: await (0, eval)(code) };
  } catch (error) {
    answer = { error: String(error) };
  }
  await fetch('/answer', { method: 'POST', body: JSON.stringify(answer) });
}
</script>`;

interface Job {
  readonly code: string;
  settle(answer: { value?: unknown; error?: string }): void;
}

export class DrivenPage {
  #server: Server | null = null;
  readonly #jobs: Job[] = [];
  #running: Job | null = null;
  /** The page's request for a job, while there is none. */
  #asking: ServerResponse | null = null;
  #death: string | null = null;

  /** Serves a page of a folder, the built site's engine page unless given; gives its address. */
  async serve(folder = SITE, name = 'engine.html'): Promise<string> {
    const { server, port } = await serve(0, folder, (request, response) => this.#answer(request, response, join(folder, name)));
    this.#server = server;
    return `http://localhost:${port}/driven.html`;
  }

  /** Runs a function in the page; it may use nothing that stands outside of it. */
  async evaluate<Argument, Value>(work: (argument: Argument) => Value | Promise<Value>, argument: Argument): Promise<Value> {
    return await new Promise<Value>((resolve, reject) => {
      const settle: Job['settle'] = ({ value, error }) => (error === undefined ? resolve(value as Value) : reject(new Error(error)));
      if (this.#death !== null) settle({ error: `the browser is gone: ${this.#death}` });
      else this.#jobs.push({ code: `(${work})(${JSON.stringify(argument)})`, settle });
      this.#next();
    });
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  /** The browser ended: nothing will be answered any more. */
  die(reason: string): void {
    this.#death = reason;
    for (const job of [this.#running, ...this.#jobs.splice(0)]) job?.settle({ error: `the browser is gone: ${reason}` });
    this.#running = null;
  }

  #next(): void {
    if (this.#asking === null || this.#jobs.length === 0) return;
    this.#running = this.#jobs.shift() ?? null;
    this.#asking.end(JSON.stringify({ code: this.#running?.code }));
    this.#asking = null;
  }

  /** Answers what belongs to the driving; everything else comes from the site. */
  #answer(request: IncomingMessage, response: ServerResponse, html: string): boolean {
    switch (request.url) {
      case '/driven.html':
        response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' });
        response.end(readFileSync(html, 'utf8').replace('</body>', `${LOOP}</body>`));
        return true;
      case '/next':
        // A page asks again once it has answered; one that has not is another one.
        this.#running?.settle({ error: 'the page was loaded anew before it answered' });
        this.#running = null;
        response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/json' });
        this.#asking = response;
        this.#next();
        return true;
      case '/answer': {
        let text = '';
        request.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        request.on('end', () => {
          this.#running?.settle(JSON.parse(text));
          this.#running = null;
          response.writeHead(204, HEADERS).end();
        });
        return true;
      }
      default:
        return false;
    }
  }
}

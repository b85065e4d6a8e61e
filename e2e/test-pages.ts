/** The pages that only tests have, served as the site is. */
import type { Server } from 'node:http';
import { buildTestPages } from '../scripts/products.mjs';
import { serve } from '../scripts/serve.mjs';

export class TestPages {
  #server: Server | null = null;
  #port = 0;

  async open(): Promise<void> {
    const { server, port } = await serve(0, await buildTestPages());
    this.#server = server;
    this.#port = port;
  }

  /** The address of a page. */
  at(name: string): string {
    return `http://localhost:${this.#port}/${name}`;
  }

  close(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}

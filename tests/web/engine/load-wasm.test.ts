import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRESS_DEADLINE_MS } from '../../../web/engine/deadline.js';
import { compileWasm, fetchWasm } from '../../../web/engine/load-wasm.js';
import { refuseLifeWasm } from '../../../web/life/shared/errors.js';

/** The smallest module there is. */
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Answers badly once, and well from then on. */
function once(bad: (response: ServerResponse) => void): (response: ServerResponse) => void {
  let isFirst = true;
  return (response) => {
    if (isFirst) bad(response);
    else response.writeHead(200).end(EMPTY_MODULE);
    isFirst = false;
  };
}

const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  '/good.wasm': (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(EMPTY_MODULE),
  '/missing.wasm': (response) => response.writeHead(404).end('<!doctype html>'),
  '/stalled.wasm': () => {},
  '/half.wasm': (response) => response.writeHead(200, { 'content-length': '100' }).write(EMPTY_MODULE),
  '/broken-once.wasm': once((response) => response.destroy()),
  '/busy-once.wasm': once((response) => response.writeHead(503).end()),
  '/cut.wasm': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write(EMPTY_MODULE);
    setTimeout(() => response.destroy(), 50);
  },
};

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => ANSWERS[request.url ?? '']?.(response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('fetching a .wasm', () => {
  it('takes the bytes whatever their MIME type, and tells of progress', async () => {
    let parts = 0;
    const bytes = await fetchWasm(`${base}/good.wasm`, refuseLifeWasm, () => (parts += 1));
    expect(bytes).toEqual(EMPTY_MODULE);
    expect(parts).toBeGreaterThan(0);
    await expect(compileWasm(bytes, 'it', refuseLifeWasm)).resolves.toBeInstanceOf(WebAssembly.Module);
  });

  it('takes a file in Node, and says so when there is none', async () => {
    const built = pathToFileURL('build/wasm/skyflock-state.wasm').href;
    expect((await fetchWasm(built, refuseLifeWasm)).subarray(0, 4)).toEqual(EMPTY_MODULE.subarray(0, 4));
    await expect(fetchWasm(`${built}.missing`, refuseLifeWasm)).rejects.toMatchObject({
      stage: 'wasm',
      reason: expect.stringMatching(/^file:.*\.wasm\.missing could not be fetched: ENOENT/),
    });
  });

  it('says 404 and where', async () => {
    await expect(fetchWasm(`${base}/missing.wasm`, refuseLifeWasm)).rejects.toMatchObject({
      stage: 'wasm',
      reason: `${base}/missing.wasm answered 404 Not Found`,
    });
  });

  it('says so when nobody answers there', async () => {
    await expect(fetchWasm('http://127.0.0.1:9/x.wasm', refuseLifeWasm)).rejects.toMatchObject({ stage: 'wasm' });
    await expect(fetchWasm(`${base}/cut.wasm`, refuseLifeWasm)).rejects.toMatchObject({ stage: 'wasm' });
  });

  it.each(['/stalled.wasm', '/half.wasm'])(
    'gives up on %s after a second try, each as long as silence may last',
    { timeout: 30_000 },
    async (path) => {
      const start = performance.now();
      await expect(fetchWasm(base + path, refuseLifeWasm)).rejects.toMatchObject({
        stage: 'wasm',
        reason: `${base}${path} sent nothing for ${PROGRESS_DEADLINE_MS} ms`,
        passes: true,
      });
      expect(performance.now() - start).toBeLessThan(2 * PROGRESS_DEADLINE_MS + 1500);
    },
  );

  it('tries a download again that broke off, and a server that has too much to do', async () => {
    for (const path of ['/broken-once.wasm', '/busy-once.wasm']) expect(await fetchWasm(base + path, refuseLifeWasm)).toEqual(EMPTY_MODULE);
  });

  it('tells what may pass from what stays', async () => {
    await expect(fetchWasm(`${base}/cut.wasm`, refuseLifeWasm)).rejects.toMatchObject({ passes: true });
    await expect(fetchWasm(`${base}/missing.wasm`, refuseLifeWasm)).rejects.toMatchObject({ passes: false });
  });
});

describe('compiling a .wasm', () => {
  const text = new TextEncoder();

  it.each([
    ['an empty file', new Uint8Array(0), /is not WebAssembly but empty/],
    ['a page of HTML', text.encode('<!doctype html>'), /but a page of HTML/],
    ['a text', text.encode('version https://git-lfs'), /but something else/],
    ['a truncated module', Uint8Array.of(...EMPTY_MODULE, 1, 40, 1), /truncated or damaged/],
  ])('names %s', async (_, bytes, reason) => {
    await expect(compileWasm(new Uint8Array(bytes), 'x.wasm', refuseLifeWasm)).rejects.toMatchObject({
      stage: 'wasm',
      reason: expect.stringMatching(reason),
    });
  });
});

/** A server at the far end of a slow line: every answer comes late, and all of them share what the line carries. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HEADERS } from '../scripts/serve.mjs';

/** Milliseconds between two parts of answers. */
const STEP_MS = 20;

export interface Line {
  /** Milliseconds until an answer begins. */
  readonly latency: number;
  /** Bytes that all answers together send in a second. */
  readonly bytesPerSecond: number;
}

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };

/** Serves a folder over such a line, compressed as servers do it, with `page` for '/'. */
export async function serveSlowly(
  folder: string,
  page: string,
  { latency, bytesPerSecond }: Line,
): Promise<{ server: Server; port: number }> {
  const waiting: { readonly response: ServerResponse; bytes: Buffer }[] = [];
  // Answers take turns, as the packets of a line do.
  const timer = setInterval(() => {
    let left = Math.round((bytesPerSecond * STEP_MS) / 1000);
    while (left > 0 && waiting.length > 0) {
      const first = waiting.shift();
      if (first === undefined) break;
      const part = first.bytes.subarray(0, Math.min(left, 512));
      left -= part.length;
      first.bytes = first.bytes.subarray(part.length);
      if (first.bytes.length === 0) first.response.end(part);
      else {
        first.response.write(part);
        waiting.push(first);
      }
    }
  }, STEP_MS);
  const answer = async (url: string, response: ServerResponse): Promise<void> => {
    const path = new URL(url, 'http://localhost').pathname;
    const content = path === '/' ? Buffer.from(page) : await readFile(join(folder, path)).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, latency));
    if (content === null) {
      response.writeHead(404, HEADERS).end();
      return;
    }
    const type = TYPES[path === '/' ? 'html' : (path.split('.').pop() ?? '')] ?? 'application/octet-stream';
    response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Encoding': 'gzip' });
    waiting.push({ response, bytes: gzipSync(content) });
  };
  const server = createServer((request, response) => void answer(request.url ?? '/', response));
  server.on('close', () => clearInterval(timer));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, port: address.port };
}

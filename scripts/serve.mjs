// Serves the built site, with the headers that isolate a page.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { PlainError, ROOT } from './steps.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Headers of every answer; workers need them as much as pages. */
export const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

async function fileFor(folder, url) {
  const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
  const file = join(folder, path.endsWith(sep) ? join(path, 'index.html') : path);
  if (!file.startsWith(folder + sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? { file, size: found.size } : null;
}

/**
 * Serves a folder; resolves to the server and its port once it listens. Port 0 takes a free one.
 *
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean} answers
 *   whether it answers a request in place of the folder
 */
export async function serve(port, folder = join(ROOT, 'dist', 'site'), answers = () => false) {
  const server = createServer((request, response) => {
    if (answers(request, response)) return;
    fileFor(folder, request.url ?? '/').then(
      (found) => {
        if (found === null) {
          response.writeHead(404, { ...HEADERS, 'Content-Type': 'text/plain' }).end('Not found\n');
          return;
        }
        const type = TYPES[extname(found.file)] ?? 'application/octet-stream';
        response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': found.size });
        if (request.method === 'HEAD') response.end();
        else createReadStream(found.file).pipe(response);
      },
      () => response.writeHead(400, HEADERS).end(),
    );
  });
  await new Promise((done, fail) => {
    server.once('error', (error) =>
      fail(error.code === 'EADDRINUSE' ? new PlainError(`Port ${port} is taken; set PORT to another.`) : error),
    );
    server.listen(port, done);
  });
  return { server, port: server.address().port };
}

/** What serves a built consumer: the tool's own server, a plain one for folders, and one before another that takes headers away. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as ask, createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { startGroup } from '../support/process-group.js';
import { environment } from './install.js';

export interface Serving {
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  /** What the server printed so far. */
  output(): string;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
};

/** What makes a page cross-origin isolated. */
export const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } as const;

async function listen(answer: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(answer);
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, url: `http://127.0.0.1:${address.port}/` };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

/** Serves the files of a folder, any of them with these headers. */
export async function serveFolder(folder: string, headers: Readonly<Record<string, string>>): Promise<Serving> {
  const answer = async ({ url = '/' }: IncomingMessage): Promise<{ file: string; size: number } | null> => {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    const found = await stat(file).catch(() => null);
    return found?.isFile() ? { file, size: found.size } : null;
  };
  const { server, url } = await listen((request, response) => {
    void answer(request).then((found) => {
      if (found === null) {
        response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' }).end('Not found\n');
        return;
      }
      const type = TYPES[extname(found.file)] ?? 'application/octet-stream';
      response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': found.size });
      createReadStream(found.file).pipe(response);
    });
  });
  return { url, output: () => '', close: () => close(server) };
}

/** Serves what another server does, without the headers that isolate a page. */
export async function withoutIsolation(behind: Serving): Promise<Serving> {
  const { server, url } = await listen((request, response) => {
    const { method, headers } = request;
    const onward = ask(
      new URL(request.url ?? '/', behind.url),
      { method, headers: { ...headers, host: new URL(behind.url).host } },
      (answer) => {
        const kept = Object.entries(answer.headers).filter(([name]) => !/^cross-origin-(opener|embedder)-policy$/.test(name));
        response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  // Development servers hold a WebSocket to their page, which complains without one.
  server.on('upgrade', (request, socket, head) => {
    const onward = connect(Number(new URL(behind.url).port), '127.0.0.1', () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let at = 0; at < request.rawHeaders.length; at += 2) lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
      onward.write(`${lines.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return { url, output: () => '', close: () => close(server) };
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const { server, url } = await listen(() => {});
  await close(server);
  return Number(new URL(url).port);
}

const START_DEADLINE_MS = 90_000;

/** Whether the server answers with a page. */
async function answers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    return ok;
  } catch {
    return false;
  }
}

/**
 * Runs a tool's own server, in a group of its own, until it answers.
 * @param line a command line; `PORT` in it is the port
 */
export async function serveByTool(folder: string, line: string): Promise<Serving> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const env = { ...environment(folder), PORT: String(port), HOST: '127.0.0.1' } as NodeJS.ProcessEnv;
  const group = startGroup('/bin/sh', ['-c', line.replaceAll('PORT', String(port))], {
    ...{ cwd: folder, env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { child } = group;
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (printed += text));
  const serving: Serving = {
    url,
    output: () => printed,
    async close() {
      await group.end('SIGKILL');
      // What it started in groups of its own may hold them open.
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    },
  };
  const begin = Date.now();
  while (!(await answers(url))) {
    if (child.exitCode === null && Date.now() - begin < START_DEADLINE_MS) {
      await new Promise((done) => setTimeout(done, 100));
      continue;
    }
    await serving.close();
    throw new Error(`'${line}' does not answer at ${url}; it printed:\n${printed}`);
  }
  return serving;
}

/**
 * Gets a .wasm file's bytes and compiles them, with an error that says which of the many ways to
 * fail it was. The bytes go through an ArrayBuffer, so that a server's MIME type doesn't matter.
 */
import { START_DEADLINE_MS, withDeadline } from './deadline.js';
import { describe } from './describe.js';

const WAY_OUT_FILE = "Serve the package's .wasm file at this address, or give another by urls.wasm";
/** What to do about a .wasm that is not the script's. */
export const WAY_OUT_BUILD = 'Serve the .wasm file of the same build as the script, whole, and empty the cache';

/** Makes the error of the system whose .wasm file it is. */
export type Refusal = (reason: string, wayOut: string) => Error;

/**
 * Fetches the bytes of a .wasm file.
 *
 * @param refusal makes the error that is thrown: not found, not reachable, stalled
 * @param progress called for every part that arrives
 */
export async function fetchWasm(url: string, refusal: Refusal, progress: () => void = () => {}): Promise<Uint8Array<ArrayBuffer>> {
  let refused: Error | null = null;
  const refuse = (reason: string, wayOut: string): Error => {
    refused = refusal(reason, wayOut);
    return refused;
  };
  const late = (): Error => refuse(`${url} sent nothing for ${START_DEADLINE_MS} ms`, WAY_OUT_FILE);
  const controller = new AbortController();
  try {
    const file = fileOf(url);
    if (file !== null) {
      const bytes = await withDeadline(file, START_DEADLINE_MS, late);
      progress();
      return new Uint8Array(bytes);
    }
    const response = await withDeadline(fetch(url, { signal: controller.signal }), START_DEADLINE_MS, late);
    if (!response.ok) {
      throw refuse(`${url} answered ${response.status} ${response.statusText}`.trim(), WAY_OUT_FILE);
    }
    if (response.body === null) throw refuse(`${url} is empty`, WAY_OUT_BUILD);
    const reader = response.body.getReader();
    const parts: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await withDeadline(reader.read(), START_DEADLINE_MS, late);
      if (done) break;
      parts.push(value);
      length += value.length;
      progress();
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  } catch (error) {
    controller.abort();
    if (error === refused) throw error;
    throw refusal(`${url} could not be fetched: ${describe(error)}`, WAY_OUT_FILE);
  }
}

/** What Node has and its types here don't: modules of its own without an import, which a page's bundler would trip over. */
interface NodeGlobal {
  readonly process?: { getBuiltinModule?(name: 'node:fs/promises'): { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> } };
}

/** The bytes of a file in Node, whose `fetch` takes no file: address; null for any other address, and elsewhere. */
function fileOf(url: string): Promise<Uint8Array<ArrayBuffer>> | null {
  if (!url.startsWith('file:')) return null;
  const { process } = globalThis as NodeGlobal;
  const files = process?.getBuiltinModule?.('node:fs/promises');
  return files?.readFile(new URL(url)) ?? null;
}

/**
 * Compiles the bytes of a .wasm file.
 *
 * @param source where they came from, for the error
 * @param refusal makes the error that is thrown: not WebAssembly, truncated, damaged, refused by a CSP
 */
export async function compileWasm(bytes: Uint8Array<ArrayBuffer>, source: string, refusal: Refusal): Promise<WebAssembly.Module> {
  const magic = bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
  if (!magic) {
    const what = bytes.length === 0 ? 'empty' : bytes[0] === 0x3c ? 'a page of HTML' : 'something else';
    throw refusal(`${source} is not WebAssembly but ${what}`, WAY_OUT_FILE);
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError && /Content.Security|unsafe-eval|disallowed/i.test(error.message)) {
      throw refusal(`the page's CSP refuses WebAssembly: ${error.message}`, "Add 'wasm-unsafe-eval' to the CSP's script-src");
    }
    throw refusal(`${source} is truncated or damaged: ${describe(error)}`, WAY_OUT_BUILD);
  }
}

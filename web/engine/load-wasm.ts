/**
 * Gets a .wasm file's bytes and compiles them, with an error that says which of the many ways to
 * fail it was. The bytes go through an ArrayBuffer, so that a server's MIME type doesn't matter.
 */
import { PROGRESS_DEADLINE_MS, pause, withDeadline } from './deadline.js';
import { describe } from './describe.js';
import { lostWasm } from './lost-parts.js';
import type { Refusal } from './refusal.js';
import { nodeModule } from './runtime.js';
import type { TextPart } from './text-parts.js';
import { WAY_OUT_BUILD, WAY_OUT_FILE } from './ways-out.js';

/** Answers that another try may change: the server has too much to do, or is about to be there. */
const PASSING_STATUS: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/** A download that failed; `passes` says that another try may do. */
class DownloadError extends Error {
  readonly passes: boolean;
  readonly wayOut: string;

  constructor(reason: string, passes: boolean, wayOut = WAY_OUT_FILE) {
    super(reason);
    this.passes = passes;
    this.wayOut = wayOut;
  }
}

/**
 * Fetches the bytes of a .wasm file, with a second try after one that failed for a reason that may have passed.
 *
 * @param refusal makes the error that is thrown: not found, not reachable, stalled
 * @param progress called for every part that arrives
 */
export async function fetchWasm(url: string, refusal: Refusal, progress: () => void = () => {}): Promise<Uint8Array<ArrayBuffer>> {
  for (let mayFail = true; ; mayFail = false) {
    try {
      return await download(url, progress);
    } catch (error) {
      const { message, passes, wayOut } = error as DownloadError;
      if (!mayFail || !passes) throw refusal(message, wayOut, passes);
      await pause();
    }
  }
}

/** @throws DownloadError */
async function download(url: string, progress: () => void): Promise<Uint8Array<ArrayBuffer>> {
  const late = (): Error => new DownloadError(`${url} sent nothing for ${PROGRESS_DEADLINE_MS} ms`, true);
  const controller = new AbortController();
  try {
    // Node's `fetch` takes no file: address.
    const files = nodeModule('node:fs/promises');
    if (files !== undefined && url.startsWith('file:')) {
      const bytes = await withDeadline(files.readFile(new URL(url)), PROGRESS_DEADLINE_MS, late);
      progress();
      return new Uint8Array(bytes);
    }
    const response = await withDeadline(fetch(url, { signal: controller.signal }), PROGRESS_DEADLINE_MS, late);
    if (!response.ok) {
      const answer = `${url} answered ${response.status} ${response.statusText}`.trim();
      throw new DownloadError(answer, PASSING_STATUS.includes(response.status));
    }
    if (response.body === null) throw new DownloadError(`${url} is empty`, false, WAY_OUT_BUILD);
    const reader = response.body.getReader();
    const parts: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const { done, value } = await withDeadline(reader.read(), PROGRESS_DEADLINE_MS, late);
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
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(`${url} could not be fetched: ${describe(error)}`, true);
  }
}

/**
 * Gets a .wasm file and compiles it: from its address, or from its text where it is not to be had there.
 *
 * @param address makes the address, which throws where a script has none that others could be relative to
 * @param refusal makes the error that is thrown, of the first try
 */
export async function loadWasm(
  address: () => string,
  part: TextPart,
  refusal: Refusal,
  progress: () => void = () => {},
): Promise<WebAssembly.Module> {
  try {
    const url = addressFrom(address, refusal);
    return await compileWasm(await fetchWasm(url, refusal, progress), url, refusal);
  } catch (error) {
    // What takes too long as a file does so as text, and what a policy refuses it refuses from anywhere.
    if ((error as { passes?: boolean }).passes || isPolicy(error)) throw error;
    const bytes = await lostWasm(part);
    if (bytes === null) throw error;
    return await compileWasm(new Uint8Array(bytes), `the text of ${part}`, refusal);
  }
}

function addressFrom(address: () => string, refusal: Refusal): string {
  try {
    return address();
  } catch (error) {
    throw refusal(`its address could not be made: ${describe(error)}`, WAY_OUT_FILE);
  }
}

const REFUSED_BY_POLICY = "the page's CSP refuses WebAssembly";
const isPolicy = (error: unknown): boolean => describe(error).includes(REFUSED_BY_POLICY);

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
      throw refusal(`${REFUSED_BY_POLICY}: ${error.message}`, "Add 'wasm-unsafe-eval' to the CSP's script-src");
    }
    throw refusal(`${source} is truncated or damaged: ${describe(error)}`, WAY_OUT_BUILD);
  }
}

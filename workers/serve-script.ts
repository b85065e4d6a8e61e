/** The thread of a user's script: it greets, hears the page, and catches what the script lets fall. */
import { Alarm } from '../web/engine/alarm.js';
import { realTimers, withDeadline } from '../web/engine/deadline.js';
import { threadScope } from '../web/engine/thread-scope.js';
import { LAYOUT_ID } from '../web/generated/scene-layout.js';
import type { ModuleHost } from '../web/scene/script/load-module.js';
import type { ResourceHost } from '../web/scene/script/resource-host.js';
import { ScriptRunner } from '../web/scene/script/runner.js';
import { asScript, LINES_BEFORE } from '../web/scene/script/script-syntax.js';
import { type FromScript, SCENE_PROTOCOL, type ToScript } from '../web/scene/shared/messages.js';
import type { ScriptSource } from '../web/scene/shared/script-types.js';
import { scriptFiles } from './script-files.js';

/** Milliseconds that a worker has to say where a script does not parse. */
const LOCATE_MS = 2000;

/** Milliseconds that timers last at least, where they follow each other; and beneath which a sleep is not worth it. */
const SHORTEST_TIMER_MS = 4;
const SHORTEST_SLEEP_MS = 0.2;
const sleeper = typeof SharedArrayBuffer === 'function' ? new Int32Array(new SharedArrayBuffer(4)) : null;

/** Sleeps through a wait that is shorter than any timer's, on this thread alone. @returns what is left of it. Unit: ms */
function sleepBefore(milliseconds: number): number {
  if (sleeper === null || milliseconds < SHORTEST_SLEEP_MS || milliseconds >= SHORTEST_TIMER_MS) return milliseconds;
  Atomics.wait(sleeper, 0, 0, milliseconds);
  return 0;
}

/** @param files where a script's files come from @param placed says where a module does not parse */
export function serveScript(files: ResourceHost = scriptFiles, placed: ModuleHost['locate'] = locate): void {
  const scope = threadScope<ToScript, FromScript>();
  const alarm = new Alarm();
  const runner = new ScriptRunner({
    post: (message) => scope.postMessage(message),
    now: () => performance.now(),
    wake: (milliseconds, action) => alarm.set(sleepBefore(milliseconds), action),
    timers: realTimers,
    resources: files,
    importModule: (address) => import(/* @vite-ignore */ address),
    own: ownFolder(),
    forms: ['blob', 'data'],
    addressOf: (text, form) =>
      form === 'blob' ? URL.createObjectURL(new Blob([text], { type: 'text/javascript' })) : `data:text/javascript,${escaped(text)}`,
    ...(placed && { locate: placed }),
  });
  globalThis.addEventListener?.('error', (event) => {
    event.preventDefault();
    runner.fail(event.error ?? event.message, 'callback');
  });
  globalThis.addEventListener?.('unhandledrejection', (event) => {
    event.preventDefault();
    runner.fail(event.reason, 'promise that nobody caught');
  });
  // Node says so in another way.
  const { process } = globalThis as { process?: { on?(event: string, listener: (error: unknown) => void): void } };
  process?.on?.('uncaughtException', (error) => runner.fail(error, 'callback'));
  process?.on?.('unhandledRejection', (error) => runner.fail(error, 'promise that nobody caught'));
  scope.onmessage = ({ data }) => runner.receive(data);
  scope.postMessage({ type: 'hello', protocol: SCENE_PROTOCOL, layoutId: LAYOUT_ID });
}

/** Where the package's scripts are; empty where this one has no address, as one that is started from its text. */
function ownFolder(): string {
  // Node's threads have no location, and name their files in stacks.
  const { location } = globalThis as { location?: { readonly href: string } };
  const address = location?.href ?? /file:.*?(?=:\d)/.exec(new Error().stack ?? '')?.[0];
  try {
    return new URL('.', address).href;
  } catch {
    return '';
  }
}

/** A text as part of an address, without what stack traces put around one. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[()']/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

/** Where a module does not parse. A place that is told for another reason than the module's is none. */
async function locate(source: ScriptSource, reason: string): Promise<{ readonly line: number; readonly column: number } | null> {
  const text = 'text' in source ? source.text : new TextDecoder().decode(await scriptFiles.bytes(source.url));
  const address = URL.createObjectURL(new Blob([asScript(text)], { type: 'text/javascript' }));
  const worker = new Worker(address);
  const found = new Promise<{ line: number; column: number } | null>((resolve) => {
    worker.onerror = (event) => {
      event.preventDefault();
      const line = event.lineno - LINES_BEFORE;
      resolve(event.message?.includes(reason) && line > 0 && line <= text.split('\n').length ? { line, column: event.colno } : null);
    };
  });
  try {
    return await withDeadline(found, LOCATE_MS, () => new Error('it did not say'));
  } finally {
    worker.terminate();
    URL.revokeObjectURL(address);
  }
}

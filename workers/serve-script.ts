/** The thread of a user's script: it greets, hears the page, and catches what the script lets fall. */
import { Alarm } from '../web/engine/alarm.js';
import { realTimers, withDeadline } from '../web/engine/deadline.js';
import { threadScope } from '../web/engine/thread-scope.js';
import { LAYOUT_ID } from '../web/generated/scene-layout.js';
import { ScriptRunner } from '../web/scene/script/runner.js';
import { type FromScript, SCENE_PROTOCOL, type ToScript } from '../web/scene/shared/messages.js';
import { scriptFiles } from './script-files.js';

/** Milliseconds that a worker has to say where a script does not parse. */
const LOCATE_MS = 2000;

export function serveScript(): void {
  const scope = threadScope<ToScript, FromScript>();
  const alarm = new Alarm();
  const runner = new ScriptRunner({
    post: (message) => scope.postMessage(message),
    now: () => performance.now(),
    wake: (milliseconds, action) => alarm.set(milliseconds, action),
    timers: realTimers,
    resources: scriptFiles,
    importModule: (address) => import(/* @vite-ignore */ address),
    forms: ['blob', 'data'],
    addressOf: (text, form) =>
      form === 'blob' ? URL.createObjectURL(new Blob([text], { type: 'text/javascript' })) : `data:text/javascript,${escaped(text)}`,
    locate,
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

/** A text as part of an address, without what stack traces put around one. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[()']/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

/** Where a module does not parse: `import` does not say so everywhere, but a worker of it does. Nothing of it runs. */
async function locate(address: string): Promise<{ readonly line: number; readonly column: number } | null> {
  const worker = new Worker(address, { type: 'module' });
  const found = new Promise<{ line: number; column: number } | null>((resolve) => {
    worker.onerror = (event) => {
      event.preventDefault();
      resolve(event.lineno > 0 ? { line: event.lineno, column: event.colno } : null);
    };
  });
  try {
    return await withDeadline(found, LOCATE_MS, () => new Error('it did not say'));
  } finally {
    worker.terminate();
  }
}

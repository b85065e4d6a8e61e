/** Starts the thread of a script, and what connects it to the show thread. */
import { makeRing, ringLength } from '../../engine/memory-views.js';
import { startThread } from '../../engine/node-thread.js';
import type { ScriptAddress } from '../../engine/page-defaults.js';
import { WAY_OUT_SCRIPT } from '../../engine/ways-out.js';
import { RECORD_WORDS, type SceneOptions } from '../../generated/scene-layout.js';
import { type FromScript, type LinkRings, type ScriptLink, STAMP_BYTES, type ToScript } from '../shared/messages.js';
import { endWorker, greetedWorker, hearWorker } from './greeted-worker.js';

/** The thread of a script. */
export interface ScriptPort {
  send(message: ToScript, transfer?: Transferable[]): void;
  /** Ends it at once, whatever it does; nothing is heard of it any more. */
  destroy(): void;
}

/** Starts a script's thread from its file, null for the package's own. */
export type StartScript = (url: ScriptAddress | null) => Worker;

/** Whether a script's thread can share memory here. */
export function canShare(): boolean {
  const { crossOriginIsolated } = globalThis as { crossOriginIsolated?: boolean };
  return typeof SharedArrayBuffer === 'function' && crossOriginIsolated !== false;
}

/** What a script and the show thread are connected by: an end for each, and what the page sees of the script's work. */
export interface LinkParts {
  readonly show: ScriptLink;
  readonly script: ScriptLink;
  readonly stamp: SharedArrayBuffer | null;
}

/** @param shares whether by shared memory */
export function makeLink({ commandCapacity, callbackCapacity, inputCapacity }: SceneOptions, shares: boolean): LinkParts {
  const { port1, port2 } = new MessageChannel();
  if (!shares) return { show: { port: port1, rings: null }, script: { port: port2, rings: null }, stamp: null };
  const rings: LinkRings = { commands: ringOf(commandCapacity), callbacks: ringOf(callbackCapacity), input: ringOf(inputCapacity) };
  return { show: { port: port1, rings }, script: { port: port2, rings }, stamp: new SharedArrayBuffer(STAMP_BYTES) };
}

function ringOf(capacity: number): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(ringLength(RECORD_WORDS, capacity));
  makeRing(buffer, 0, RECORD_WORDS, capacity);
  return buffer;
}

/**
 * Starts a thread for a script; it has greeted when it is given.
 * @param lost told when it ends by itself
 * @throws SceneStartError
 */
export async function startScriptPort(
  start: StartScript,
  url: ScriptAddress | null,
  hear: (message: FromScript) => void,
  lost: (reason: string) => void,
): Promise<ScriptPort> {
  const who = "the script's thread";
  const worker = await greetedWorker<FromScript>({
    start: () => startThread(() => start(url)),
    part: 'script',
    who: `${who}: `,
    wayOut: WAY_OUT_SCRIPT,
  });
  hearWorker<FromScript>(worker, who, hear, lost);
  return {
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    destroy: () => endWorker(worker),
  };
}

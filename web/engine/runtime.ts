/**
 * What runtimes without pages have of their own: Node, Deno and Bun. Their modules are had without an import, which a page's
 * bundler would trip over.
 */

/** What is used of node:worker_threads. */
export interface NodeThreads {
  readonly Worker: new (script: URL, options: { readonly workerData: unknown; readonly execArgv: readonly string[] }) => NodeWorker;
  readonly parentPort: NodeParentPort | null;
  readonly workerData: unknown;
}

export interface NodePort {
  on(event: 'message', listener: (data: unknown) => void): void;
  on(event: 'messageerror', listener: (error: Error) => void): void;
  postMessage(message: unknown, transfer?: readonly Transferable[]): void;
}

/** A thread's end of its channel to whoever started it. */
export interface NodeParentPort extends NodePort {
  close(): void;
}

export interface NodeWorker extends NodePort {
  on(event: 'message', listener: (data: unknown) => void): void;
  on(event: 'messageerror' | 'error', listener: (error: Error) => void): void;
  on(event: 'exit', listener: (code: number) => void): void;
  terminate(): Promise<unknown>;
}

interface NodeModules {
  'node:worker_threads': NodeThreads;
  'node:fs/promises': { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> };
}

interface RuntimeGlobal {
  readonly process?: { getBuiltinModule?<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined };
}

/** A module of Node's, in Node, Deno and Bun; undefined elsewhere. */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  return (globalThis as RuntimeGlobal).process?.getBuiltinModule?.(name);
}

/** What a thread of Skyflock's is given as `workerData`: it hears its parent port then, and is no worker as pages have them. */
export const NODE_THREAD = 'skyflock';

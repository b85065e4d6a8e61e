/**
 * A place in the engine's pool of workers, seen from its own thread: an instance of the coordinator's
 * module over the same memory, on a stack of its own.
 *
 * The thread blocks in `skyflock_serve` for as long as it has its place; it hears no message then and
 * can only be dismissed through the shared memory, or terminated.
 */
import { describe } from './describe.js';
import { viewWord } from './memory-views.js';
import { signOfLife } from './sign-of-life.js';

/** What a place needs to serve. */
export interface PlaceStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the engine's host. */
  readonly host: number;
  readonly worker: number;
  readonly generation: number;
  /** Address at which the thread's stack begins; it grows downwards. */
  readonly stackTop: number;
  /** Address of a word; the thread hangs when it finds a 1 there. */
  readonly harm: number;
}

/** What a place says to the coordinator. */
export type FromPlace =
  /** Its script is there: it can be given a place. */
  | { readonly type: 'here' }
  /** It begins to serve; its sign tells of its death, or is null where there is none. */
  | { readonly type: 'serves'; readonly worker: number; readonly sign: string | null }
  /** It was dismissed, and touches the engine's memory no more. */
  | { readonly type: 'left'; readonly worker: number }
  /** A part of the tick trapped; the pool tries it again. */
  | { readonly type: 'trap'; readonly worker: number; readonly reason: string }
  /** The place could not serve at all. */
  | { readonly type: 'failed'; readonly worker: number; readonly reason: string };

/** A thread that serves in the pool, as its starter sees it. */
export interface Place {
  /** Ends the thread, be it in a loop without an end; resolves when it is dead and can write no more. */
  kill(): Promise<void>;
  /** Ends the thread, which was dismissed; resolves when it can write no more. */
  leave(): Promise<void>;
  /** Ends the thread, in whose memory nobody is interested any more. */
  end(): void;
}

/** Starts a thread for a place; `hear` gets what it says. */
export type SpawnPlace = (start: PlaceStart, hear: (message: FromPlace) => void) => Place;

interface PoolExports {
  skyflock_serve(host: number, worker: number, generation: number): void;
  _emscripten_stack_restore(address: number): void;
  emscripten_stack_get_current(): number;
  readonly __indirect_function_table: WebAssembly.Table;
}

/** Serves until the place is dismissed, or another thread has taken it. */
export function servePlace(start: PlaceStart, post: (message: FromPlace) => void): void {
  const { worker } = start;
  post({ type: 'serves', worker, sign: signOfLife() });
  try {
    const exports = instantiate(start, (reason) => post({ type: 'trap', worker, reason }));
    exports._emscripten_stack_restore(start.stackTop);
    exports.skyflock_serve(start.host, worker, start.generation);
    post({ type: 'left', worker });
  } catch (error) {
    post({ type: 'failed', worker, reason: describe(error) });
  }
}

/**
 * A module instance that can run parts of programs, and nothing else: whatever of the page's or of
 * Emscripten's functions it calls is an error, because it could block or allocate.
 */
function instantiate(start: PlaceStart, onTrap: (reason: string) => void): PoolExports {
  let exports: PoolExports;
  const harm = viewWord(start.memory, start.harm);
  const given: Record<string, WebAssembly.ImportValue> = {
    memory: start.memory,
    emscripten_get_now: () => performance.now(),
    skyflock_guard(part: number, context: number, index: number): number {
      while (Atomics.load(harm, 0) === 1) {
        // Hangs until it is replaced, as it was asked to.
      }
      const stack = exports.emscripten_stack_get_current();
      try {
        exports.__indirect_function_table.get(part)(context, index);
        return 1;
      } catch (error) {
        exports._emscripten_stack_restore(stack);
        onTrap(describe(error));
        return 0;
      }
    },
  };
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module, name } of WebAssembly.Module.imports(start.module)) {
    const functions = imports[module] ?? {};
    imports[module] = functions;
    functions[name] =
      given[name] ??
      (() => {
        throw new Error(`a worker of the pool called '${name}', which only the coordinator may`);
      });
  }
  exports = new WebAssembly.Instance(start.module, imports).exports as unknown as PoolExports;
  return exports;
}

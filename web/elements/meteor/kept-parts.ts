/** What a page keeps of its shows for the next one: what a thread may need again, and modules that are compiled. */
import { whenIdle } from '../../engine/keeping.js';
import type { ScriptAddress, WasmSource } from '../../engine/page-defaults.js';
import type { Showing } from './showing.js';
import { showThreads } from './threads.js';

/** Modules that shows have compiled, by where their files are: for all of a page's showers. */
const modules = new Map<string, WebAssembly.Module>();

const keyOf = (source: WasmSource | null): string => (source === null || typeof source === 'string' ? `file ${source ?? ''}` : 'given');

/** The module of a file that a show has compiled, or else what it would be compiled of. */
export function compiled(source: WasmSource | null): WasmSource | null {
  return modules.get(keyOf(source)) ?? source;
}

export class KeptParts {
  /** Gives back what is kept for the next show. */
  #release: (() => void) | null = null;
  /** Whether the show on the page was asked to keep its parts, and what is called when it has. */
  #isAsked = false;
  #onKept: () => void = () => {};

  /** Another show is on the page. */
  reset(): void {
    this.#isAsked = false;
  }

  /** Once there is a picture, and the page has nothing better to do, it loads what its show may need again. */
  async keep(showing: Showing, workerUrl: ScriptAddress | null, isShown: () => boolean): Promise<void> {
    if (this.#isAsked) return;
    this.#isAsked = true;
    try {
      await whenIdle();
      const keeping = await import('../../meteor/page/keep-show.js');
      if (showing.port === null || !isShown()) {
        this.#isAsked = false;
        return;
      }
      await keeping.keepShow(showing.port, workerUrl, showThreads, {
        onHeld: (release) => {
          this.release();
          this.#release = release;
        },
        onKept: (heard) => {
          this.#onKept = heard;
        },
      });
    } catch {
      // What is not kept is asked for again when it is needed.
    }
  }

  /** A show has kept its parts; of one with a module of its own there is nothing that another could use. */
  kept(module: WebAssembly.Module | null, source: WasmSource | null): void {
    this.#onKept();
    if (module !== null && (source === null || typeof source === 'string')) modules.set(keyOf(source), module);
  }

  release(): void {
    this.#release?.();
    this.#release = null;
  }
}

/** Where a world's scripts and .wasm files come from: their addresses, and the text of those that are missing there. */
import { START_DEADLINE_MS, withDeadline } from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import { isSparing, mayKeep, whenIdle } from '../../engine/keeping.js';
import { AGAIN, FRESH, KeptScript, type ScriptOrigin } from '../../engine/kept-script.js';
import { partOfPackage } from '../../engine/lost-parts.js';
import { startThread } from '../../engine/node-thread.js';
import { absolute, type PageDefaults, type ScriptAddress } from '../../engine/page-defaults.js';
import { startFromText } from '../../engine/start-from-text.js';
import { TEXT_PARTS, type TextPart } from '../../engine/text-parts.js';
import type { TierName } from '../../engine/tier-names.js';
import { LifeStartError, type StartStage } from '../shared/errors.js';
import type { FromCoordinator, KeepMessage, KeptMessage, ThreadScripts, WasmSources } from '../shared/messages.js';
import type { LifeUrls } from '../shared/types.js';
import type { WorkerLike } from './start-worker.js';

/** How worlds start their coordinators. */
export interface LifeThreads {
  /** Starts a worker from its file, null for the package's own. */
  start(url: ScriptAddress | null): Worker;
  /** Loads what starts a coordinator on the page's own thread. */
  page(): Promise<{ startOnPage(): WorkerLike }>;
}

/** What a page has kept of coordinators whose script is at one address. */
interface Kept {
  readonly script: KeptScript;
  scripts: ThreadScripts | null;
}

/** Modules that coordinators have compiled, by what was said of where their files are. */
const modules = new Map<string, WebAssembly.Module>();

/** By the address of the script, '' for the package's own: worlds of a page share what is kept. */
const kept = new Map<string, Kept>();

function keptAt(url: ScriptAddress | null, threads: LifeThreads): Kept {
  const key = String(url ?? '');
  let one = kept.get(key);
  if (one === undefined) {
    one = { script: new KeptScript(() => threads.start(url)), scripts: null };
    kept.set(key, one);
  }
  return one;
}

export class LifeFiles {
  readonly #kept: Kept;
  /** What was said of where the .wasm files are. */
  readonly #sources: WasmSources;
  #wasm: WasmSources;
  /** The coordinator's script, once it is text. */
  #script: ArrayBuffer | null = null;
  #hasTriedScript = false;
  #hasWasmTexts = false;
  /** What is left to try of a start, or of another one for a world that goes on. */
  #origins: ScriptOrigin[] = [];
  #isHeld = false;

  /** What the world says itself goes before what its page says. @throws LifeStartError for what is no address */
  constructor(page: PageDefaults, threads: LifeThreads, urls: LifeUrls = {}) {
    try {
      this.#kept = keptAt(absolute(urls.worker) ?? page.worker.life ?? null, threads);
      this.#sources = {
        wasm: absolute(urls.wasm) ?? page.wasm.life ?? null,
        threads: absolute(urls.threadsWasm) ?? page.wasm.lifeThreads ?? null,
      };
      const moduleOr = (name: keyof WasmSources): WasmSources['wasm'] => modules.get(this.#keyOf(name)) ?? this.#sources[name] ?? null;
      this.#wasm = { wasm: moduleOr('wasm'), threads: moduleOr('threads') };
    } catch (error) {
      throw new LifeStartError('worker', describe(error), 'Correct urls');
    }
  }

  get wasm(): WasmSources {
    return this.#wasm;
  }

  /** What an earlier coordinator has kept of its threads. */
  get kept(): { readonly scripts?: ThreadScripts } {
    const { scripts } = this.#kept;
    return scripts === null ? {} : { scripts };
  }

  /** Whether the next thread is one that was started ahead. */
  get isAhead(): boolean {
    return this.#script === null && this.#origins[0] === 'ahead';
  }

  /** A start begins, of a new world or of one that goes on. */
  beginStart(isAgain: boolean): void {
    this.#origins = (isAgain ? AGAIN : FRESH).filter((origin) => this.#kept.script.has(origin));
  }

  /** Starts a coordinator's thread. @throws whatever keeps it from being started */
  spawn(): Worker {
    const script = this.#script;
    if (script !== null) return startThread(() => startFromText(script));
    const [origin = 'file'] = this.#origins;
    const worker = this.#kept.script.start(origin);
    // It has greeted nobody.
    if (origin === 'ahead') worker.postMessage({ type: 'greet' });
    return worker;
  }

  /** A thread did not start: whether there is another way to start one. */
  nextOrigin(): boolean {
    if (this.#script !== null) return false;
    this.#origins.shift();
    return this.#origins.length > 0;
  }

  /** Once the page is idle, has what a running world may need fetched: here, and by its coordinator. */
  async keep(ask: (message: KeepMessage) => void, isWanted: () => boolean): Promise<void> {
    if (!mayKeep()) return;
    await whenIdle();
    if (!isWanted()) return;
    if (!this.#isHeld) this.#kept.script.hold();
    this.#isHeld = true;
    ask({ type: 'keep', sparing: isSparing() });
  }

  /** The coordinator of a world in this tier has kept what it may need, so that another one finds it in the browser's cache. */
  async takeKept({ wasm, scripts }: KeptMessage, tier: TierName): Promise<void> {
    for (const name of ['wasm', 'threads'] as const) {
      const module = wasm[name];
      if (!(module instanceof WebAssembly.Module)) continue;
      this.#wasm = { ...this.#wasm, [name]: module };
      if (typeof this.#sources[name] !== 'object' || this.#sources[name] === null) modules.set(this.#keyOf(name), module);
    }
    const { script, scripts: before } = this.#kept;
    this.#kept.scripts = { pool: scripts.pool ?? before?.pool ?? null, sim: scripts.sim ?? before?.sim ?? null };
    // Kernels in JavaScript are a script of their own, which nothing that is started from a text could load.
    const needsKernels = (tier === 'js' || tier === 'js-workers') && !isSparing();
    await script.keepText(needsKernels ? () => partOfPackage('coordinator').catch(() => null) : undefined);
    const ahead = script.keepAhead();
    if (ahead !== null) {
      const ready = new Promise<void>((resolve) => {
        const hear = ({ data }: MessageEvent<FromCoordinator>): void => {
          // Before its greeting it may hear nothing.
          if (data.type === 'hello') ahead.postMessage({ type: 'keep', sparing: isSparing() } satisfies KeepMessage);
          if (data.type !== 'kept') return;
          ahead.removeEventListener('message', hear);
          resolve();
        };
        ahead.addEventListener('message', hear);
      });
      await withDeadline(ready, START_DEADLINE_MS, () => new Error('the thread that was started ahead did not come')).catch(() => {});
    }
    // Whoever looks at a page finds here that it needs its server no more.
    performance.mark('skyflock:kept');
  }

  /** What modules are kept by: worlds with bytes of their own share none. */
  #keyOf(name: keyof WasmSources): string {
    const source = this.#sources[name];
    return typeof source === 'object' && source !== null ? '' : `${name} ${source ?? ''}`;
  }

  /** Memory is scarce: what is only kept is given back, as far as it takes much. */
  spareMemory(): void {
    this.#kept.script.dropAhead();
  }

  /** The world has ended. */
  release(): void {
    if (this.#isHeld) this.#kept.script.release();
    this.#isHeld = false;
  }

  /**
   * Gets as text what a start failed for, so that it can be tried once more.
   * @returns false where that was done already, or would be of no use
   */
  async replaceLost(stage: StartStage): Promise<boolean> {
    const isScript = stage === 'worker' || stage === 'threads';
    if (!isScript && stage !== 'wasm') return false;
    try {
      if (isScript) {
        if (this.#hasTriedScript || TEXT_PARTS.coordinator === undefined) return false;
        this.#hasTriedScript = true;
        const script = await textOf('coordinator');
        // What has no address of its own knows none of a file beside it.
        await this.#takeWasmTexts(false);
        this.#script = script;
        return true;
      }
      if (this.#hasWasmTexts) return false;
      return await this.#takeWasmTexts(true);
    } catch {
      // It is no loss: the reason that is told is the one of the file.
      return false;
    }
  }

  /** The text of the script did not do: its file is used again. */
  dropScript(): void {
    this.#script = null;
  }

  async #takeWasmTexts(evenConfigured: boolean): Promise<boolean> {
    if (TEXT_PARTS['skyflock-life.wasm'] === undefined) return false;
    const take = async (name: TextPart, configured: WasmSources['wasm']): Promise<WasmSources['wasm']> => {
      const isGiven = configured !== null && typeof configured !== 'string';
      return isGiven || (configured !== null && !evenConfigured) ? configured : await textOf(name);
    };
    const [wasm, threads] = await Promise.all([
      take('skyflock-life.wasm', this.#wasm.wasm ?? null),
      take('skyflock-life-threads.wasm', this.#wasm.threads ?? null),
    ]);
    this.#wasm = { wasm: wasm ?? null, threads: threads ?? null };
    this.#hasWasmTexts = true;
    return true;
  }
}

/** @throws Error where there is none, or it does not come */
async function textOf(name: TextPart): Promise<ArrayBuffer> {
  const bytes = await partOfPackage(name);
  if (bytes === null) throw new Error(`there is no text of ${name}`);
  return bytes;
}

/** Where a world's scripts and .wasm files come from: their addresses, and the text of those that can't be had there. */
import { describe, LifeStartError, type StartStage } from '../engine/errors.js';
import { partOfPackage } from '../engine/lost-parts.js';
import { absolute, type PageDefaults, type ScriptAddress } from '../engine/page-defaults.js';
import type { WasmSources } from '../engine/protocol.js';
import { startFromText } from '../engine/start-from-text.js';
import { startThread } from '../engine/start-thread.js';
import { TEXT_PARTS, type TextPart } from '../engine/text-parts.js';
import type { LifeUrls } from './api.js';

export class LifeFiles {
  readonly #workerUrl: ScriptAddress | null;
  #wasm: WasmSources;
  /** The coordinator's script, once it is text. */
  #script: ArrayBuffer | null = null;
  #hasTriedScript = false;
  #hasWasmTexts = false;

  /** What the world says itself goes before what its page says. @throws LifeStartError for what is no address */
  constructor(page: PageDefaults, urls: LifeUrls = {}) {
    try {
      this.#workerUrl = absolute(urls.worker) ?? page.worker.life ?? null;
      this.#wasm = {
        wasm: absolute(urls.wasm) ?? page.wasm.life ?? null,
        threads: absolute(urls.threadsWasm) ?? page.wasm.lifeThreads ?? null,
      };
    } catch (error) {
      throw new LifeStartError('worker', describe(error), 'Correct urls');
    }
  }

  get wasm(): WasmSources {
    return this.#wasm;
  }

  /** Starts a coordinator's thread. @throws whatever keeps it from being started */
  spawn(): Worker {
    const script = this.#script;
    if (script !== null) return startThread(() => startFromText(script));
    const url = this.#workerUrl;
    if (url !== null) return startThread(() => new Worker(url as string, { type: 'module' }));
    return startThread(() => new Worker(new URL('../../workers/coordinator.worker.ts', import.meta.url), { type: 'module' }));
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

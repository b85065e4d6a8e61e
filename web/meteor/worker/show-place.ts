import type { FromShow } from '../shared/messages.js';
import type { PipelineWish } from './pipeline.js';
import type { MakeRenderer } from './show-picture.js';
import type { CreatePipeline } from './show-shower.js';

/** What a show needs of its thread. */
export interface ShowPlace {
  post(message: FromShow, transfer?: Transferable[]): void;
  /** Calls once, as soon as there may be another picture; one call is waited for at a time. */
  requestFrame(action: () => void): number;
  cancelFrame(handle: number): void;
  now(): number;
  /** The GPU's name, or null where there is none. */
  gpuName(): string | null;
  readonly createPipeline: CreatePipeline;
  readonly createRenderer: MakeRenderer;
  /**
   * Loads what a show may need later; what is missing is left out.
   * @param wish of the shower that runs, or null
   * @returns its module, or null
   */
  readonly keep?: (wish: PipelineWish | null, sparing: boolean) => Promise<WebAssembly.Module | null>;
}

/**
 * The life kernel over the WebAssembly engine on one thread, its world cut into partitions as for a
 * pool of workers: what many threads would take can then be told on a machine that has few.
 */
import type { LifeHost, MainModule } from '../../../build/wasm/skyflock-life.js';
import type { PartitionStrategy } from '../../generated/life-layout.js';
import type { FoundingRequest } from '../shared/messages.js';
import { type EngineFactory, found, instantiate, WasmKernel } from './wasm-kernel.js';

/**
 * @param partitions 1 to MAX_WORKERS of the layout
 * @param strategy how the world is cut into them
 */
export async function createPartitionedKernel(
  factory: EngineFactory<MainModule>,
  module: WebAssembly.Module,
  request: FoundingRequest,
  partitions: number,
  strategy: PartitionStrategy,
): Promise<PartitionedKernel> {
  const { engine, memory } = await instantiate(factory, module);
  const host = new engine.LifeHost();
  host.setPartitions(partitions);
  host.setStrategy(strategy);
  found(engine, host, memory, request);
  return new PartitionedKernel('wasm', host, memory, request);
}

export class PartitionedKernel extends WasmKernel<LifeHost> {
  /**
   * Milliseconds that the last tick takes with a thread for each partition and hand-overs for nothing:
   * the slowest partition of every step, and what runs alone.
   */
  get criticalPathMilliseconds(): number {
    return this.host.criticalPathMilliseconds();
  }
}

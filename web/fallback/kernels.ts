/** What the tiers without WebAssembly need on the coordinator's thread. */
export { createJsKernel } from './life-kernel.js';
export { simScript, spawnSimWorker } from './spawn-sim-worker.js';
export { createWorkersKernel } from './workers-kernel.js';

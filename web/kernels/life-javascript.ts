/** What the tiers without WebAssembly need on the coordinator's thread. */
export { createJsKernel } from '../fallback/life/kernel.js';
export { createWorkersKernel } from '../fallback/life/workers/workers-kernel.js';
export { simScript, spawnSimWorker } from './spawn-sim-worker.js';

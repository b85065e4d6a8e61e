/** `<life-sim>` in one file, for pages that load it from a content delivery network; its .wasm files lie beside it. */
export * from '../elements/life-sim.js';

/** What its workers run; pages have no use for it. */
export const threads = {
  coordinator: () => import('../../workers/coordinator-thread.js'),
  pool: () => import('../../workers/pool.worker.js'),
  sim: () => import('../../workers/sim.worker.js'),
};

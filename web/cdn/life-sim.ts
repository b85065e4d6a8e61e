/** `<life-sim>` in one file, for pages that load it from a content delivery network; its .wasm files lie beside it. */
import { serveCoordinator } from '../../workers/serve-coordinator.js';
import { servePool } from '../../workers/serve-pool.js';
import { serveSimulation } from '../../workers/serve-simulation.js';

export * from '../elements/life-sim.js';

/** What its workers run; pages have no use for it. */
export const threads = {
  coordinator: serveCoordinator,
  pool: servePool,
  sim: serveSimulation,
};

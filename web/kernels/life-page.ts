/** The coordinator of a page that gets no worker, with its kernel: hardly any page loads it. */
import { createJsKernelGently } from '../fallback/life/kernel.js';
import { PageCoordinator } from '../life/page/page-coordinator.js';
import type { WorkerLike } from '../life/page/start-worker.js';

/** Begins a coordinator on the page's own thread. */
export function startOnPage(): WorkerLike {
  return new PageCoordinator(createJsKernelGently);
}

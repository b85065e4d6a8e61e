/** What runs in the coordinator's thread. */
import { serveCoordinator } from './serve-coordinator.js';

serveCoordinator();

/** The script of a thread of the engine's pool. */
import { servePool } from './serve-pool.js';

servePool();

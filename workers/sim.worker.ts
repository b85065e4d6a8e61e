/** The script of a worker of tier `js-workers`. */
import { serveSimulation } from './serve-simulation.js';

serveSimulation();

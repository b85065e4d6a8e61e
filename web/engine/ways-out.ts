/** What to do about a start that failed, where several places say the same. What is one system's alone stands there. */
import { START_DEADLINE_MS } from './deadline.js';

const SENDS = "Check that the page's server sends the worker script as JavaScript";
const ALLOWS = "and that the page's CSP allows it";

/** A worker's script that is missing or invalid. */
export const WAY_OUT_SCRIPT = `${SENDS} ${ALLOWS} (worker-src 'self')`;
/** The same of a thread that shares its starter's memory. */
export const WAY_OUT_THREAD = `${SENDS}, with COEP, ${ALLOWS}`;
/** A page and a worker that don't know each other. */
export const WAY_OUT_MIXED = 'Serve page and worker from the same build, and empty the cache';
/** A file that did not come in time. */
export const WAY_OUT_TIME = `Try again on a faster line; a start waits ${START_DEADLINE_MS / 1000} s`;
/** A script that is loaded later, and is not there. */
export const WAY_OUT_FILES = 'Serve all of the files of the package';
/** A .wasm file that is not at its address. */
export const WAY_OUT_FILE = "Serve the package's .wasm file at this address, or name another by configure({ wasmUrl })";
/** A .wasm file that is not the script's. */
export const WAY_OUT_BUILD = 'Serve the .wasm file of the same build as the script, whole, and empty the cache';
/** A file of the package's that Node does not find. */
export const WAY_OUT_INSTALL = "Build it with 'npm run build', or install the package again";

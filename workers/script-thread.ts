/** What runs in the thread of a user's script. */
import { serveScript } from './serve-script.js';

serveScript();

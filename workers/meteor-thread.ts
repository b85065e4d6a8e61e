/** What runs in the thread of a show. */
import { serveShow } from './serve-show.js';

serveShow();

/** Puts the engine into the page's scope, where tests and a console can call it. */
import { createLife } from '../life/api.js';

Object.assign(globalThis, { skyflock: { createLife } });

/** Puts the engine and what shows it into the page's scope, where tests and a console can use them. */
import { LifeSimElement } from '../elements/life-sim.js';
import { createLife } from '../life/api.js';
import { createRenderer } from '../renderers/create-renderer.js';

Object.assign(globalThis, { skyflock: { createLife, createRenderer, LifeSimElement } });

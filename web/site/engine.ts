/** Puts the engine and the element into the page's scope, where tests and a console can use them. */
import { LifeSimElement } from '../elements/life-sim.js';
import { createLife } from '../life/api.js';

Object.assign(globalThis, { skyflock: { createLife, LifeSimElement } });

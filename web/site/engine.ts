/** Puts the engines and what shows them into the page's scope, where tests and a console can use them. */
import { LifeSimElement } from '../elements/life-sim.js';
import '../elements/meteor-shower.js';
import { hashFrame } from '../engine/meteor-hash.js';
import { createLife } from '../life/api.js';
import { MeteorPipeline } from '../meteor/pipeline.js';
import { createRenderer } from '../renderers/create-renderer.js';

Object.assign(globalThis, { skyflock: { createLife, createRenderer, hashFrame, LifeSimElement, MeteorPipeline } });

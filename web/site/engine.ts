/** Puts the engines and what shows them into the page's scope, where tests and a console can use them. */
import { LifeSimElement } from '../elements/life-sim.js';
import '../elements/meteor-shower.js';
import { MeteorPipeline } from '../kernels/meteor-pipeline.js';
import { createSceneKernel } from '../kernels/scene.js';
import { createLife } from '../life.js';
import { hashFrame } from '../meteor/shared/frame-hash.js';
import { createRenderer } from '../renderers/life/create-renderer.js';

Object.assign(globalThis, { skyflock: { createLife, createRenderer, createSceneKernel, hashFrame, LifeSimElement, MeteorPipeline } });

/**
 * Stands in for the engine of the tier `threads` where a coordinator asks for it: the build with faults, which puts into
 * its ticks what the worker's address asks for (`?faults=`, a list of injections in the order of their ticks).
 */
import createFaultyEngine from '../../build/wasm/skyflock-life-faults.js';
import { FAULTS, type Injection } from './injection.js';

/** What is left to inject; a world that is rebuilt gets no fault twice. */
const left = JSON.parse(new URL(globalThis.location.href).searchParams.get('faults') ?? '[]') as Injection[];

const createEngine: typeof createFaultyEngine = async (overrides) => {
  const engine = await createFaultyEngine(overrides);
  const host = engine.LifeHost.prototype;
  const { step } = host;
  host.step = function () {
    const next = left[0];
    if (next !== undefined && next.tick === this.tick()) {
      left.shift();
      this.inject(FAULTS[next.kind], next.tick, next.step, next.partition, next.times);
    }
    return step.call(this);
  };
  return engine;
};

export default createEngine;

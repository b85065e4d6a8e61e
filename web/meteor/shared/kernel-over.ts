/** What users get of an engine, whichever it is: checked settings, views, figures. */

import { DIRTY_ALL, MeteorHeader, type MeteorOptions, ShowerState, STEPPED_MOVED } from '../../generated/meteor-layout.js';
import type { MeteorEngine } from './engine.js';
import { MeteorOptionError, MeteorStartError } from './errors.js';
import type { MeteorKernel, MeteorMetrics, MeteorRenderData, MeteorTier } from './kernel.js';
import { MetricRing } from './metrics.js';
import { optionWords, readOptions } from './settings.js';
import { MeteorViews } from './views.js';

export class KernelOver implements MeteorKernel {
  readonly tier: MeteorTier;
  measurePacking = false;
  readonly #engine: MeteorEngine;
  readonly #views = new MeteorViews();
  readonly #update = new MetricRing();
  readonly #pack = new MetricRing();
  readonly #draw = new MetricRing();
  #memoryHighWater = 0;

  constructor(tier: MeteorTier, engine: MeteorEngine) {
    this.tier = tier;
    this.#engine = engine;
    this.#lookAnew();
  }

  get options(): MeteorOptions {
    return readOptions(this.#views.optionWords, this.#views.optionFloats);
  }

  get renderData(): MeteorRenderData {
    return this.#views;
  }

  step(dt: number, speedMultiplier: number): number {
    const engine = this.#engine;
    const views = this.#views;
    const begin = performance.now();
    let packing = 0;
    let stepped: number;
    if (this.measurePacking) {
      engine.advance(dt, speedMultiplier);
      const middle = performance.now();
      stepped = engine.pack();
      packing = performance.now() - middle;
    } else {
      stepped = engine.step(dt, speedMultiplier);
    }
    const took = performance.now() - begin;
    if ((stepped & STEPPED_MOVED) !== 0) this.#look();
    const flags = stepped & DIRTY_ALL;
    views.update(flags);
    views.noteTimes(took, packing);
    this.#update.push(took);
    if (this.measurePacking) this.#pack.push(packing);
    return flags;
  }

  spawn(words: Float32Array): number {
    this.#views.config.set(words);
    const id = this.#engine.spawn();
    // The pool may have grown, and the block moved.
    this.#lookAnew();
    return id;
  }

  configure(options: Partial<MeteorOptions>): void {
    const now = this.options;
    if (options.seed !== undefined && options.seed !== now.seed) {
      throw new MeteorOptionError('seed', options.seed, 'it is fixed once the shower began; begin another with it');
    }
    const done = this.#engine.configure(optionWords(options, now));
    this.#lookAnew();
    if (!done) throw new MeteorStartError('memory', 'the memory for these options was refused', 'Lower stars or trailPoints');
  }

  resize(width: number, height: number): void {
    this.configure({ width, height });
  }

  getMetrics(): MeteorMetrics {
    const { header, state } = this.#views;
    const word = (field: number): number => header[field / 4] as number;
    return {
      tier: this.tier,
      frame: word(MeteorHeader.frame),
      meteors: word(MeteorHeader.meteorCount),
      particles: word(MeteorHeader.particleCount),
      trailPoints: word(MeteorHeader.trailPoints),
      stars: word(MeteorHeader.starCount),
      room: this.#views.room,
      highWater: word(MeteorHeader.highWater),
      meteorHighWater: state[ShowerState.meteorHighWater / 4] as number,
      frameMilliseconds: word(MeteorHeader.meanFrameTime) / 1000,
      updateMilliseconds: this.#update.mean,
      packMilliseconds: this.#pack.mean,
      drawMilliseconds: this.#draw.mean,
      memoryBytes: word(MeteorHeader.memory),
      memoryHighWater: this.#memoryHighWater,
      cacheHits: word(MeteorHeader.cacheHits),
      cacheMisses: word(MeteorHeader.cacheMisses),
      epoch: word(MeteorHeader.epoch),
    };
  }

  recordDraw(milliseconds: number): void {
    this.#draw.push(milliseconds);
  }

  save(): ArrayBuffer {
    return this.#views.save();
  }

  destroy(): void {
    this.#engine.destroy();
  }

  /** Looks at what the engine packed outside of a step, if it did. */
  #lookAnew(): void {
    this.#look();
    this.#views.show();
  }

  #look(): void {
    const { buffer, base } = this.#engine;
    this.#views.look(buffer, base);
    this.#memoryHighWater = Math.max(this.#memoryHighWater, this.#views.header[MeteorHeader.memory / 4] as number);
  }
}

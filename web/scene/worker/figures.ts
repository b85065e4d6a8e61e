/** What a show thread measures, and the engine's own figures beside it. */
import { FrameLog } from '../../engine/frame-log.js';
import { SceneHeader } from '../../generated/scene-layout.js';
import type { SceneViews } from '../shared/kernel.js';
import { METRICS_INTERVAL_MS, type ShowMetrics } from '../shared/messages.js';
import type { SceneRenderer } from '../shared/renderer.js';

/** Counts of the script's end. */
export interface EndCounts {
  readonly inputDropped: number;
  readonly callbacksDropped: number;
}

export class Figures {
  readonly #log = new FrameLog();
  #since = Number.NEGATIVE_INFINITY;
  #pictures = 0;
  #decode = 0;
  #list = 0;
  #draw = 0;
  frameSkips = 0;
  floods = 0;
  inputs = 0;

  /** A picture was made. @param interval since the one before; 0 after a rest. Unit: ms. */
  picture(interval: number, decode: number, list: number, draw: number): void {
    this.#log.frame(interval);
    this.#pictures += 1;
    this.#decode += decode;
    this.#list += list;
    this.#draw += draw;
  }

  /** The metrics, when it is time for them. */
  due(
    now: number,
    { header, headerFloats }: SceneViews,
    renderer: SceneRenderer | null,
    update: number,
    end: EndCounts | null,
  ): ShowMetrics | null {
    if (now - this.#since < METRICS_INTERVAL_MS) return null;
    const pictures = Math.max(1, this.#pictures);
    const word = (offset: number): number => header[offset / 4] as number;
    const metrics: ShowMetrics = {
      framesPerSecond: this.#log.perSecond,
      frameLog: this.#log.intervals,
      decodeMs: this.#decode / pictures,
      listMs: this.#list / pictures,
      drawMs: this.#draw / pictures,
      renderer: renderer?.name ?? null,
      update,
      frameSkips: this.frameSkips,
      floods: this.floods,
      entities: word(SceneHeader.entities),
      capacity: word(SceneHeader.capacity),
      memory: word(SceneHeader.memory),
      commands: word(SceneHeader.commands),
      publishes: word(SceneHeader.publishes),
      skips: word(SceneHeader.skips),
      copies: word(SceneHeader.copies),
      failures: word(SceneHeader.failures),
      dirtyRatio: headerFloats[SceneHeader.dirtyRatio / 4] as number,
      callbacks: word(SceneHeader.callbacks),
      callbacksDropped: word(SceneHeader.callbacksDropped) + (end?.callbacksDropped ?? 0),
      inputDropped: end?.inputDropped ?? 0,
      inputs: this.inputs,
      meshes: word(SceneHeader.meshes),
      vertices: word(SceneHeader.vertices),
      textures: word(SceneHeader.textures),
      groups: word(SceneHeader.groupCount),
      instances: word(SceneHeader.instanceCount),
      culled: word(SceneHeader.culled),
    };
    this.#since = now;
    this.#pictures = 0;
    this.#decode = 0;
    this.#list = 0;
    this.#draw = 0;
    return metrics;
  }
}

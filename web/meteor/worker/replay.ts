/** Steps a shower as a recording says, at the pace it was recorded at. */

import type { MeteorRecording } from '../shared/recording.js';
import type { ShowerPipeline } from './pipeline.js';
import type { Spawned } from './spawned.js';

export class Replay {
  readonly recording: MeteorRecording;
  readonly #spawned: Spawned;
  #step = 0;
  #action = 0;
  /** Seconds that have passed and are not stepped yet. */
  #due = 0;

  /** @param spawned spawns its meteors, and tells of them */
  constructor(recording: MeteorRecording, spawned: Spawned) {
    this.recording = recording;
    this.#spawned = spawned;
  }

  get ended(): boolean {
    return this.#step * 2 >= this.recording.steps.length;
  }

  /** Does what is due after so many more seconds, never half a step; gives the dirty flags. */
  advance(shower: ShowerPipeline, seconds: number): number {
    const { steps } = this.recording;
    let dirty = 0;
    this.#due += seconds;
    while (!this.ended && (steps[this.#step * 2] as number) <= this.#due) {
      this.#act(shower);
      const dt = steps[this.#step * 2] as number;
      dirty |= shower.updateAll(dt, steps[this.#step * 2 + 1] as number);
      this.#spawned.tell(shower.getRenderData());
      this.#due -= dt;
      this.#step += 1;
    }
    // What was done after the last step.
    if (this.ended) this.#act(shower);
    return dirty;
  }

  #act(shower: ShowerPipeline): void {
    const { actions } = this.recording;
    for (let action = actions[this.#action]; action !== undefined && action.step === this.#step; action = actions[this.#action]) {
      if (action.spawn !== undefined) this.#spawned.spawn(shower, action.spawn);
      if (action.configure !== undefined) shower.configure(action.configure);
      this.#action += 1;
    }
  }
}

/** The benchmark's page side: asks the worker for one thing at a time, each with a deadline. */

import { withDeadline } from '../engine/deadline.js';
import { startThread } from '../engine/node-thread.js';
import type { Founded, MeasureAnswer, MeasureRequest, Round, SnapshotTimes, World } from './measure-protocol.js';

/** Milliseconds a round, or the founding of a million animals and its warm-up, may take. */
const DEADLINE_MS = 240_000;

type Ask<T> = T extends MeasureRequest ? Omit<T, 'id'> : never;

export class Measure {
  #worker: Worker | null = null;
  #nextId = 1;
  /** Rejects the request that waits, if one does. */
  #refuse: ((error: Error) => void) | null = null;

  /** Founds a world and warms it up. */
  async found(world: World): Promise<Founded> {
    const { founded } = await this.#ask({ type: 'found', world });
    if (founded === null) throw new Error(`the founding of '${world.key}' gave nothing`);
    return founded;
  }

  /** Runs some ticks; `served` ones also write what a page needs. */
  async round(key: string, ticks: number, served: boolean): Promise<Round> {
    const { round } = await this.#ask({ type: 'round', key, ticks, served });
    if (round === null) throw new Error(`the round of '${key}' gave nothing`);
    return round;
  }

  /** Saves a world of the tier `wasm` so many times, and makes another of each snapshot. */
  async snapshot(key: string, rounds: number): Promise<SnapshotTimes> {
    const { snapshot } = await this.#ask({ type: 'snapshot', key, rounds });
    if (snapshot === null) throw new Error(`the snapshots of '${key}' gave nothing`);
    return snapshot;
  }

  /** Gives a world's memory back. */
  async drop(key: string): Promise<void> {
    await this.#ask({ type: 'drop', key });
  }

  /** Ends the worker and every world in it; a request that waits rejects. The next one starts another worker. */
  stop(reason = 'the measuring was stopped'): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#refuse?.(new Error(reason));
  }

  async #ask(request: Ask<MeasureRequest>): Promise<MeasureAnswer> {
    const id = this.#nextId++;
    this.#worker ??= startThread(() => new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' }));
    const worker = this.#worker;
    const reply = new Promise<MeasureAnswer>((resolve, reject) => {
      this.#refuse = reject;
      worker.onmessage = ({ data }: MessageEvent<MeasureAnswer>) => {
        if (data.id === id) resolve(data);
      };
      worker.onerror = (event) => reject(new Error(`the benchmark's worker failed: ${event.message}`));
      worker.postMessage({ ...request, id });
    });
    const late = (): Error => {
      // Whatever is asked next would wait behind this.
      this.stop();
      return new Error(`the benchmark's worker gave no answer to '${request.type}' in ${DEADLINE_MS} ms, and was ended with its worlds`);
    };
    const answer = await withDeadline(reply, DEADLINE_MS, late).finally(() => {
      this.#refuse = null;
    });
    if (answer.error !== null) throw new Error(answer.error);
    return answer;
  }
}

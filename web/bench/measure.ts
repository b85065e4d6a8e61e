/** The benchmark's page side: asks the worker for one thing at a time, each with a deadline. */
import { withDeadline } from '../engine/deadline.js';
import type { MeasureAnswer, MeasureRequest, Round, World } from './measure-protocol.js';

/** Milliseconds a round, or the founding of a million animals and its warm-up, may take. */
const DEADLINE_MS = 240_000;

type Ask<T> = T extends MeasureRequest ? Omit<T, 'id'> : never;

export class Measure {
  readonly #worker = new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' });
  #nextId = 1;

  /** Founds a world and warms it up. */
  async found(world: World): Promise<void> {
    await this.#ask({ type: 'found', world });
  }

  /** Runs some ticks; `served` ones also write what a page needs. */
  async round(key: string, ticks: number, served: boolean): Promise<Round> {
    const { round } = await this.#ask({ type: 'round', key, ticks, served });
    if (round === null) throw new Error(`the round of '${key}' gave nothing`);
    return round;
  }

  /** Gives a world's memory back. */
  async drop(key: string): Promise<void> {
    await this.#ask({ type: 'drop', key });
  }

  async #ask(request: Ask<MeasureRequest>): Promise<MeasureAnswer> {
    const id = this.#nextId++;
    const reply = new Promise<MeasureAnswer>((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<MeasureAnswer>) => {
        if (data.id === id) resolve(data);
      };
      this.#worker.onerror = (event) => reject(new Error(`the benchmark's worker failed: ${event.message}`));
      this.#worker.postMessage({ ...request, id });
    });
    const late = (): Error => new Error(`the benchmark's worker gave no answer to '${request.type}' in ${DEADLINE_MS} ms`);
    const answer = await withDeadline(reply, DEADLINE_MS, late);
    if (answer.error !== null) throw new Error(answer.error);
    return answer;
  }
}

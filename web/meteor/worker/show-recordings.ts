/**
 * Recordings of a show, and meteors that are asked for: what is done to its shower is taken down, or done to it again. Most
 * pages never ask for any of it; the scripts for it come when one does.
 */
import { loadLater, START_DEADLINE_MS } from '../../engine/deadline.js';
import type { MeteorOptions } from '../../generated/meteor-layout.js';
import type { PresetName } from '../../generated/meteor-names.js';
import { MeteorTimeoutError } from '../shared/errors.js';
import type { MeteorRenderData, SpawnMeteor } from '../shared/kernel.js';
import type { ShowAnswers, SpawnedMeteors } from '../shared/messages.js';
import type { MeteorRecording, Recorder } from '../shared/recording.js';
import type { ShowerPipeline } from './pipeline.js';
import type { Replay } from './replay.js';
import type { Spawned, SpawnedHost } from './spawned.js';

type RecordingTools = typeof import('./recording-tools.js');
export const loadRecordings = (): Promise<RecordingTools> => import('./recording-tools.js');
type Replayed = ShowAnswers['replay'];

/** What a shower is founded for, besides being seen. */
export interface ShowPlan {
  readonly records?: boolean;
  readonly replay?: Replay;
}

export class ShowRecordings {
  readonly #host: SpawnedHost;
  #tools: RecordingTools | null = null;
  #spawned: Spawned | null = null;
  #recorder: Recorder | null = null;
  #replay: Replay | null = null;
  #asker: { resolve(end: Replayed): void; reject(error: Error): void } | null = null;

  constructor(host: SpawnedHost) {
    this.#host = host;
  }

  /** The meteors that were asked for, for another thread to go on from; null before the first. */
  get spawned(): SpawnedMeteors | null {
    return this.#spawned?.kept ?? null;
  }

  /** What is being played, or null. */
  get played(): MeteorRecording | null {
    return this.#replay?.recording ?? null;
  }

  /** A plan to record. */
  async toRecord(): Promise<ShowPlan> {
    await this.#load();
    return { records: true };
  }

  /** A plan to play a recording. @throws MeteorOptionError for an invalid one */
  async toReplay(recording: MeteorRecording): Promise<ShowPlan> {
    const { checkRecording, Replay } = await this.#load();
    return { replay: new Replay(checkRecording(recording), await this.toSpawn()) };
  }

  /** What spawns meteors. */
  async toSpawn(): Promise<Spawned> {
    const { Spawned } = await this.#load();
    this.#spawned ??= new Spawned(this.#host);
    return this.#spawned;
  }

  async #load(): Promise<RecordingTools> {
    const late = (): Error => new MeteorTimeoutError('the script that spawns and records', START_DEADLINE_MS);
    this.#tools ??= await loadLater(loadRecordings, late);
    return this.#tools;
  }

  /** A shower begins, in place of the one before. */
  beginShower({ records = false, replay }: ShowPlan, preset: PresetName, options: MeteorOptions, spawned: SpawnedMeteors | null): void {
    this.end(new Error('another shower was begun before the recording had ended'));
    this.#recorder = records && this.#tools !== null ? new this.#tools.Recorder(preset, options) : null;
    this.#replay = replay ?? null;
    this.#spawned?.begin(spawned);
  }

  /** Tells what a step did to the meteors that were asked for. */
  tell(data: MeteorRenderData): void {
    this.#spawned?.tell(data);
  }

  /** Nothing is recorded or played any more; who waits for the end of a replay is told why. */
  end(why: Error): void {
    this.#asker?.reject(why);
    this.#asker = null;
    this.#recorder = null;
    this.#replay = null;
  }

  step(dt: number, speed: number): void {
    this.#recorder?.step(dt, speed);
  }

  spawn(config: SpawnMeteor, id: number): void {
    this.#recorder?.spawn(config, id);
  }

  configure(options: Partial<MeteorOptions>): void {
    this.#recorder?.configure(options);
  }

  /** The recording, which ends with the frame that the data is of. */
  stop(last: MeteorRenderData): MeteorRecording {
    if (this.#recorder === null || this.#tools === null)
      throw new Error(
        'nothing is being recorded: call record() first, and stop before another preset, seed or thread begins another shower',
      );
    const recording = this.#recorder.end(this.#tools.hashFrame(last));
    this.#recorder = null;
    return recording;
  }

  /** When what is played has ended: how. */
  replayed(): Promise<Replayed> {
    return new Promise((resolve, reject) => {
      this.#asker = { resolve, reject };
    });
  }

  /** Does what is due after so many more seconds; gives the dirty flags. The end is told when it comes. */
  advance(shower: ShowerPipeline, seconds: number): number {
    const replay = this.#replay;
    if (replay === null || this.#tools === null) return 0;
    const dirty = replay.advance(shower, seconds);
    if (replay.ended) {
      const hash = this.#tools.hashFrame(shower.getRenderData());
      this.#replay = null;
      this.#asker?.resolve({ same: hash === replay.recording.hash, hash });
      this.#asker = null;
    }
    return dirty;
  }
}

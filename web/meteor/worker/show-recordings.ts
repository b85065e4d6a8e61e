/** Recordings of a show, and meteors that are asked for: what is done to its shower is taken down, or done to it again. */
import type { MeteorOptions } from '../../generated/meteor-layout.js';
import type { PresetName } from '../../generated/meteor-names.js';
import { hashFrame } from '../shared/frame-hash.js';
import type { MeteorRenderData, SpawnMeteor } from '../shared/kernel.js';
import type { LookSheets } from '../shared/look-sheets.js';
import type { ShowAnswers, SpawnedMeteors } from '../shared/messages.js';
import { checkRecording, type MeteorRecording, Recorder } from '../shared/recording.js';
import type { ShowerPipeline } from './pipeline.js';
import { Replay } from './replay.js';
import { Spawned, type SpawnedHost } from './spawned.js';

type Replayed = ShowAnswers['replay'];

/** What a shower is founded for, besides being seen. */
export interface ShowPlan {
  readonly records?: boolean;
  readonly replay?: Replay;
}

export class ShowRecordings {
  readonly #spawned: Spawned;
  #recorder: Recorder | null = null;
  #replay: Replay | null = null;
  #asker: { resolve(end: Replayed): void; reject(error: Error): void } | null = null;

  constructor(host: SpawnedHost) {
    this.#spawned = new Spawned(host);
  }

  /** What the colours of meteors that were asked for are drawn from. */
  get sheets(): LookSheets {
    return this.#spawned.sheets;
  }

  /** The meteors that were asked for, for another thread to go on from. */
  get spawned(): SpawnedMeteors {
    return this.#spawned.kept;
  }

  /** What is being played, or null. */
  get played(): MeteorRecording | null {
    return this.#replay?.recording ?? null;
  }

  /** A plan to play a recording. @throws MeteorOptionError for an invalid one */
  toReplay(recording: MeteorRecording): ShowPlan {
    return { replay: new Replay(checkRecording(recording), this.#spawned) };
  }

  /** A shower begins, in place of the one before. */
  beginShower({ records = false, replay }: ShowPlan, preset: PresetName, options: MeteorOptions, spawned: SpawnedMeteors | null): void {
    this.end(new Error('another shower was begun before the recording had ended'));
    this.#recorder = records ? new Recorder(preset, options) : null;
    this.#replay = replay ?? null;
    this.#spawned.begin(spawned);
  }

  /** Tells what a step did to the meteors that were asked for. */
  tell(data: MeteorRenderData): void {
    this.#spawned.tell(data);
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

  /** See `Looks.spawn`. */
  spawn(shower: ShowerPipeline, asked: SpawnMeteor): number {
    const { id, config } = this.#spawned.spawn(shower, asked);
    this.#recorder?.spawn(config, id);
    return id;
  }

  configure(options: Partial<MeteorOptions>): void {
    this.#recorder?.configure(options);
  }

  /** The recording, which ends with the frame that the data is of. */
  stop(last: MeteorRenderData): MeteorRecording {
    if (this.#recorder === null)
      throw new Error(
        'nothing is being recorded: call record() first, and stop before another preset, seed or thread begins another shower',
      );
    const recording = this.#recorder.end(hashFrame(last));
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
    if (replay === null) return 0;
    const dirty = replay.advance(shower, seconds);
    if (replay.ended) {
      const hash = hashFrame(shower.getRenderData());
      this.#replay = null;
      this.#asker?.resolve({ same: hash === replay.recording.hash, hash });
      this.#asker = null;
    }
    return dirty;
  }
}

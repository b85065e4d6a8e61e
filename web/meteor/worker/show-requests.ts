/** What an element asks of its show, one answer each. */
import { withDeadline } from '../../engine/deadline.js';
import { errorToData } from '../../engine/error-to-data.js';
import { MeteorAbsentError } from '../shared/errors.js';
import type { FromShow, ShowAnswer, ShowRequest } from '../shared/messages.js';
import type { ShowerPipeline } from './pipeline.js';
import type { ShowPicture } from './show-picture.js';
import type { ShowPlan, ShowRecordings } from './show-recordings.js';

/** Milliseconds that a request waits for the first shower, whose size may never come. */
const SHOWER_DEADLINE_MS = 2800;

/** What it needs of the show. */
export interface RequestHost {
  post(message: FromShow): void;
  /** The shower that runs, or null before the first one stands. */
  shower(): ShowerPipeline | null;
  /** Founds another shower. @throws MeteorDestroyedError when another was begun before it stood */
  found(plan: ShowPlan): Promise<void>;
  drawSoon(): void;
}

export class ShowRequests {
  readonly #host: RequestHost;
  readonly #picture: ShowPicture;
  readonly #recordings: ShowRecordings;
  /** Told when the first shower stands. */
  readonly #waiting: ((shower: ShowerPipeline) => void)[] = [];

  constructor(picture: ShowPicture, recordings: ShowRecordings, host: RequestHost) {
    this.#picture = picture;
    this.#recordings = recordings;
    this.#host = host;
  }

  /** A shower stands: what waited for it is done. */
  stands(shower: ShowerPipeline): void {
    for (const tell of this.#waiting.splice(0)) tell(shower);
  }

  /** Does what is asked, and answers. */
  answer(id: number, request: ShowRequest): void {
    this.#work(request).then(
      (value) => this.#host.post({ type: 'answer', id, value }),
      (error: unknown) => this.#host.post({ type: 'failure', id, error: errorToData(error) }),
    );
  }

  async #work(request: ShowRequest): Promise<ShowAnswer> {
    const shower = this.#host.shower() ?? (await this.#standing());
    switch (request.ask) {
      case 'spawn': {
        const spawned = await this.#recordings.toSpawn();
        // Another shower may stand by now.
        const { id, config } = spawned.spawn(this.#host.shower() ?? shower, request.config);
        this.#recordings.spawn(config, id);
        this.#host.drawSoon();
        return id;
      }
      case 'picture':
        return await this.#picture.toPng(shower.getRenderData());
      case 'record':
        await this.#host.found(await this.#recordings.toRecord());
        return null;
      case 'stopRecording':
        return this.#recordings.stop(shower.getRenderData());
      case 'replay':
        await this.#host.found(await this.#recordings.toReplay(request.recording));
        return await this.#recordings.replayed();
    }
  }

  /** The first shower, once it stands. */
  async #standing(): Promise<ShowerPipeline> {
    const standing = new Promise<ShowerPipeline>((resolve) => {
      this.#waiting.push(resolve);
    });
    const why = this.#picture.isSized ? `it did not stand within ${SHOWER_DEADLINE_MS} ms` : 'its element has no size';
    return await withDeadline(standing, SHOWER_DEADLINE_MS, () => new MeteorAbsentError(why));
  }
}

/**
 * What an element asks of its show, one answer each. Most pages never ask for anything: a show loads this script with the first
 * request.
 */
import { withDeadline } from '../../engine/deadline.js';
import { MeteorAbsentError } from '../shared/errors.js';
import type { ShowAnswer, ShowRequest } from '../shared/messages.js';
import type { ShowerPipeline } from './pipeline.js';
import type { ShowPicture } from './show-picture.js';
import { type ShowPlan, ShowRecordings } from './show-recordings.js';
import type { SpawnedHost } from './spawned.js';

/** Milliseconds that a request waits for the first shower, whose size may never come. */
const SHOWER_DEADLINE_MS = 2800;

/** What it needs of the show. */
export interface RequestHost extends SpawnedHost {
  /** The shower that runs, or null before the first one stands. */
  shower(): ShowerPipeline | null;
  /** Founds another shower. @throws MeteorDestroyedError when another was begun before it stood */
  found(plan: ShowPlan): Promise<void>;
  drawSoon(): void;
}

export class ShowRequests {
  readonly #host: RequestHost;
  readonly #picture: ShowPicture;
  readonly recordings: ShowRecordings;
  /** Told when the first shower stands. */
  readonly #waiting: ((shower: ShowerPipeline) => void)[] = [];

  constructor(picture: ShowPicture, host: RequestHost) {
    this.#picture = picture;
    this.#host = host;
    this.recordings = new ShowRecordings(host);
    picture.looks = this.recordings.sheets;
  }

  /** A shower stands: what waited for it is done. */
  stands(shower: ShowerPipeline): void {
    for (const tell of this.#waiting.splice(0)) tell(shower);
  }

  /** Does what is asked. @returns the answer */
  async answer(request: ShowRequest): Promise<ShowAnswer> {
    const shower = this.#host.shower() ?? (await this.#standing());
    switch (request.ask) {
      case 'spawn': {
        const id = this.recordings.spawn(shower, request.config);
        this.#host.drawSoon();
        return id;
      }
      case 'picture':
        return await this.#picture.toPng(shower.getRenderData());
      case 'record':
        await this.#host.found({ records: true });
        return null;
      case 'stopRecording':
        return this.recordings.stop(shower.getRenderData());
      case 'replay':
        await this.#host.found(this.recordings.toReplay(request.recording));
        return await this.recordings.replayed();
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

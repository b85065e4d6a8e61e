/** What answers a show's requests, and has its recordings and spawned meteors: loaded with the first request, which most pages never make. */
import { loadLater, START_DEADLINE_MS } from '../../engine/deadline.js';
import { errorToData } from '../../engine/error-to-data.js';
import { MeteorTimeoutError } from '../shared/errors.js';
import type { ToShow } from '../shared/messages.js';
import type { MeteorRecording } from '../shared/recording.js';
import type { ShowerPipeline } from './pipeline.js';
import type { ShowPicture } from './show-picture.js';
import type { ShowRecordings } from './show-recordings.js';
import type { RequestHost, ShowRequests } from './show-requests.js';

/** Loads the script. */
export const loadRequests = (): Promise<typeof import('./show-requests.js')> => import('./show-requests.js');

export class LateRequests {
  readonly #picture: ShowPicture;
  readonly #host: RequestHost;
  #requests: ShowRequests | null = null;

  constructor(picture: ShowPicture, host: RequestHost) {
    this.#picture = picture;
    this.#host = host;
  }

  /** Null before the first request. */
  get recordings(): ShowRecordings | null {
    return this.#requests?.recordings ?? null;
  }

  /** The recording that is being played, or null. */
  get played(): MeteorRecording | null {
    return this.recordings?.played ?? null;
  }

  /** @throws MeteorTimeoutError where the script does not come, or what its load fails with */
  async load(): Promise<ShowRequests> {
    const late = (): Error => new MeteorTimeoutError('the script that answers', START_DEADLINE_MS);
    const { ShowRequests: Requests } = await loadLater(loadRequests, late);
    this.#requests ??= new Requests(this.#picture, this.#host);
    return this.#requests;
  }

  /** Answers a request, with its failure where it fails. */
  async answer({ id, request }: Extract<ToShow, { type: 'request' }>): Promise<void> {
    try {
      const value = await (await this.load()).answer(request);
      this.#host.post({ type: 'answer', id, value });
    } catch (error) {
      this.#host.post({ type: 'failure', id, error: errorToData(error) });
    }
  }

  /** A shower stands: what waited for it is done. */
  stands(shower: ShowerPipeline): void {
    this.#requests?.stands(shower);
  }
}

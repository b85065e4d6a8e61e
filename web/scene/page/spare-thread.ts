/** A script's thread that is started before it is needed, so that a script that has to begin anew runs again at once. */
import type { ScriptAddress } from '../../engine/page-defaults.js';
import type { FromScript } from '../shared/messages.js';
import { type ScriptPort, type StartScript, startScriptPort } from './script-port.js';

/** Who has a thread. */
export interface ThreadOwner {
  hear(message: FromScript): void;
  /** It ended by itself. */
  lost(reason: string): void;
}

interface Started {
  owner: ThreadOwner | null;
  isLost: boolean;
  readonly port: Promise<ScriptPort>;
}

export class SpareThread {
  readonly #start: StartScript;
  readonly #url: ScriptAddress | null;
  #spare: Started | null = null;

  /** @param start starts a thread @param url its file; null: the package's own */
  constructor(start: StartScript, url: ScriptAddress | null) {
    this.#start = start;
    this.#url = url;
  }

  /** Starts one, unless there is one. */
  prepare(): void {
    this.#spare ??= this.#begin(null);
    // Without it one is started when it is needed, and says why it can't be.
    this.#spare.port.catch(() => {});
  }

  /** The thread that was started ahead, or one that starts now. @throws SceneStartError */
  async take(owner: ThreadOwner): Promise<ScriptPort> {
    const spare = this.#spare;
    this.#spare = null;
    const port = (await spare?.port.catch(() => null)) ?? null;
    if (spare !== null && port !== null && !spare.isLost) {
      spare.owner = owner;
      return port;
    }
    port?.destroy();
    return await this.#begin(owner).port;
  }

  /** It is not needed. */
  drop(): void {
    this.#spare?.port.then(
      (port) => port.destroy(),
      () => {},
    );
    this.#spare = null;
  }

  #begin(owner: ThreadOwner | null): Started {
    const hear = (message: FromScript): void => started.owner?.hear(message);
    const lost = (reason: string): void => {
      started.isLost = true;
      started.owner?.lost(reason);
    };
    const started: Started = { owner, isLost: false, port: startScriptPort(this.#start, this.#url, hear, lost) };
    return started;
  }
}

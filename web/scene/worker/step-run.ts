/**
 * A scene in step: after each update of its script everything is carried out and published before the next one begins, so that
 * the hash after update n is the same in every tier, with every transport, and in every browser. For Node, tests and replays.
 */
import type { SceneKernel } from '../shared/kernel.js';
import type { LinkPort } from '../shared/link-port.js';
import type { LinkRings, LinkToScript, LinkToShow } from '../shared/messages.js';
import { Inbox } from './inbox.js';
import { ScriptEnd, type ScriptEndHost } from './script-end.js';

const NO_HOST: ScriptEndHost = { onTexture: () => {}, onPointing: () => {} };

export class StepRun {
  readonly #kernel: SceneKernel;
  readonly #inbox: Inbox;
  readonly #end: ScriptEnd;

  constructor(kernel: SceneKernel, port: LinkPort<LinkToShow, LinkToScript>, rings: LinkRings | null, host: ScriptEndHost = NO_HOST) {
    this.#kernel = kernel;
    this.#inbox = new Inbox(kernel);
    this.#end = new ScriptEnd(port, rings, host);
  }

  /** Number of the last update that was published. */
  get update(): number {
    return this.#inbox.update;
  }

  /** Carries out all that the script has given, and answers. */
  pump(): void {
    this.#inbox.pump(this.#end, () => false);
    this.#end.flush();
  }

  /** The same. @returns the hash of the published state */
  settle(): string {
    this.pump();
    return this.#kernel.hash();
  }

  /** An input record for the script's next update. */
  addInput(words: Uint32Array, at: number): void {
    this.#end.addInput(words, at);
    this.#end.flush();
  }

  close(): void {
    this.#end.close();
  }
}

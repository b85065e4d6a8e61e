/** Records what a script hears, plays it again, and says whether the hash came out alike. */
import type { SceneLink, SceneRecording } from '../../scene.js';
import { count } from '../common/format.js';

export interface RecorderParts {
  readonly record: HTMLButtonElement;
  readonly replay: HTMLButtonElement;
  readonly text: HTMLElement;
}

export class RecorderRow {
  readonly #link: SceneLink;
  readonly #parts: RecorderParts;
  #recording: SceneRecording | null = null;
  #isOn = false;

  constructor(link: SceneLink, parts: RecorderParts, fail: (error: unknown) => void) {
    this.#link = link;
    this.#parts = parts;
    parts.record.addEventListener('click', () => void this.#toggle().catch(fail));
    parts.replay.addEventListener('click', () => void this.#replay().catch(fail));
  }

  /** Another script runs: what was recorded is not its. */
  clear(): void {
    this.#recording = null;
    this.#show(false);
    this.#parts.replay.disabled = true;
    this.#parts.text.textContent = '';
  }

  #show(isOn: boolean): void {
    this.#isOn = isOn;
    this.#parts.record.textContent = isOn ? 'Stop' : 'Record';
    this.#parts.record.setAttribute('aria-pressed', String(isOn));
  }

  async #toggle(): Promise<void> {
    const { text, replay } = this.#parts;
    if (!this.#isOn) {
      await this.#link.record();
      this.#show(true);
      text.textContent = 'Recording: the script began anew, and all that it hears is taken down.';
      return;
    }
    this.#show(false);
    const recording = await this.#link.stopRecording();
    this.#recording = recording;
    replay.disabled = false;
    text.textContent = `${count(recording.steps.length)} updates recorded, hash ${recording.hash}.`;
  }

  async #replay(): Promise<void> {
    const { text, replay } = this.#parts;
    const recording = this.#recording;
    if (recording === null) return;
    replay.disabled = true;
    text.textContent = `Playing ${count(recording.steps.length)} updates again …`;
    try {
      const { same, hash } = await this.#link.replay(recording);
      text.textContent = same ? `Played again to the same hash, ${hash}.` : `Played again to ${hash}, and not to ${recording.hash}.`;
    } finally {
      replay.disabled = false;
    }
  }
}

/** Worlds as files: saved to one, loaded from one that is chosen or dropped on the page. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import { describe } from '../../engine/describe.js';
import { h } from '../common/dom.js';
import { download, nameOf } from './exports.js';
import type { Notices } from './notices.js';

/** What a file with a snapshot is called at its end. */
const ENDING = 'skylife';

export class WorldFiles {
  readonly #sim: LifeSimElement;
  readonly #notices: Notices;
  readonly #chooser = h('input', { type: 'file', accept: `.${ENDING}`, 'aria-label': 'World to load', hidden: true });

  /** @param root what files can be dropped on */
  constructor(root: HTMLElement, sim: LifeSimElement, notices: Notices) {
    this.#sim = sim;
    this.#notices = notices;
    root.append(this.#chooser);
    this.#chooser.addEventListener('change', () => {
      this.#takeFiles(this.#chooser.files);
      // The same file can be chosen again.
      this.#chooser.value = '';
    });
    root.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    });
    root.addEventListener('drop', (event) => {
      if ((event.dataTransfer?.files.length ?? 0) === 0) return;
      event.preventDefault();
      this.#takeFiles(event.dataTransfer?.files ?? null);
    });
  }

  /** Saves the world as it is to a file of the user's. */
  save(): void {
    const save = async (): Promise<void> => {
      const snapshot = await this.#sim.save();
      download(new Blob([snapshot], { type: 'application/octet-stream' }), nameOf(this.#sim, ENDING));
    };
    save().catch((error: unknown) => this.#warn('The world was not saved', error));
  }

  /** Lets the user choose a file, and goes on with its world. */
  choose(): void {
    this.#chooser.click();
  }

  #takeFiles(files: FileList | null): void {
    const file = files?.item(0);
    if (file == null) return;
    const load = async (): Promise<void> => {
      await this.#sim.load(await file.arrayBuffer());
      this.#notices.tellNotice(`${file.name} is loaded.`);
    };
    load().catch((error: unknown) => this.#warn(`${file.name} was not loaded`, error));
  }

  #warn(what: string, error: unknown): void {
    this.#notices.warn(`${what}: ${describe(error)}`);
  }
}

/** The world a user asks for: kept in the element, in the address, and through every new founding. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import { FOUNDING_OPTIONS, type LifeOptions, OPTIONS } from '../../generated/life-layout.js';
import type { SceneName, TribeFounding } from '../../life/api.js';
import { type SharedWorld, writeLink } from './share-link.js';

export type OptionName = (typeof OPTIONS)[number]['name'];

export class WorldChoice {
  readonly #sim: LifeSimElement;
  #options: Partial<LifeOptions>;
  #tribes: readonly TribeFounding[] | null;

  /** Puts what a link says into the element, which is not on the page yet. */
  constructor(sim: LifeSimElement, { scene, seed, entities, colorBy, tier, workers, renderer, options, tribes }: SharedWorld) {
    this.#sim = sim;
    this.#options = options;
    this.#tribes = tribes;
    // As texts: the element checks them and says what is wrong.
    const attributes = { scene, seed, entities, 'color-by': colorBy, tier, workers, renderer };
    for (const [name, value] of Object.entries(attributes)) if (value !== null) sim.setAttribute(name, value);
    sim.options = options;
    sim.tribes = tribes;
  }

  /** Another scene: what was changed of the one before goes. */
  setScene(scene: SceneName): void {
    this.#options = {};
    this.#tribes = null;
    this.#sim.entities = null;
    this.#sim.options = {};
    this.#sim.tribes = null;
    this.#sim.scene = scene;
  }

  setEntities(entities: number): void {
    this.#sim.entities = entities;
  }

  setSeed(seed: number): void {
    this.#sim.seed = seed;
  }

  /** Changes an option: of the running world where that can be, else by founding another. */
  async setOption(name: OptionName, value: number): Promise<void> {
    this.#options = { ...this.#options, [name]: value };
    const founds = OPTIONS.findIndex((option) => option.name === name) < FOUNDING_OPTIONS;
    const { life } = this.#sim;
    if (founds || life === null) {
      this.#sim.options = this.#options;
      return;
    }
    await life.setOption(name, value);
    this.remember();
  }

  setTribes(tribes: readonly TribeFounding[] | null): void {
    this.#tribes = tribes;
    this.#sim.options = this.#options;
    this.#sim.tribes = tribes;
  }

  /** Founds the same world again, with every change so far. */
  restart(): void {
    this.#sim.options = this.#options;
    this.#sim.restart();
  }

  /** The page's address with the world in it. */
  get link(): string {
    const { scene, seed, entities, colorBy, tier, workers, renderer, life } = this.#sim;
    const text = writeLink({
      scene,
      // A link holds what the world was founded with, whatever later versions have for defaults.
      seed: String(seed ?? life?.founding.options.seed ?? 1),
      entities: entities === null ? null : String(entities),
      colorBy: colorBy === 'tribe' ? null : colorBy,
      tier: tier === 'auto' ? null : tier,
      workers: workers === null ? null : String(workers),
      renderer: renderer === 'auto' ? null : renderer,
      options: this.#options,
      tribes: this.#tribes,
    });
    return `${location.href.replace(/#.*$/, '')}#${text}`;
  }

  /** Writes the world into the address, without a step in the browser's history. */
  remember(): void {
    history.replaceState(null, '', this.link);
  }
}

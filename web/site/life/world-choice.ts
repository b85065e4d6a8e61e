/** The world a user asks for: kept in the element, in the address, and through every new founding. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import { FOUNDING_OPTIONS, type LifeOptions, OPTIONS } from '../../generated/life-layout.js';
import { sceneNamed } from '../../life/shared/founding.js';
import type { RecordedCommand, Recording, SceneName, TribeFounding } from '../../life.js';
import type { PageSettings } from './page-settings.js';
import { differingOptions, type SharedWorld, writeLink } from './share-link.js';

export type OptionName = (typeof OPTIONS)[number]['name'];

/** Characters of an address that every browser, and whatever passes links on, takes. */
const LONGEST_LINK = 2000;

/** Puts what a link says into the element, which is not on the page yet. */
export function askFor(sim: LifeSimElement, { scene, seed, entities, colorBy, tier, workers, renderer, ...world }: SharedWorld): void {
  // As texts: the element checks them and says what is wrong.
  const attributes = { scene, seed, entities, 'color-by': colorBy, tier, workers, renderer };
  for (const [name, value] of Object.entries(attributes)) if (value !== null) sim.setAttribute(name, value);
  sim.options = world.options;
  sim.tribes = world.tribes;
  sim.commands = world.commands;
}

export class WorldChoice {
  readonly #sim: LifeSimElement;
  readonly #settings: PageSettings;
  #options: Partial<LifeOptions>;
  #tribes: readonly TribeFounding[] | null;
  /** What a link asks of the world it founds; gone as soon as another is founded. */
  #commands: readonly RecordedCommand[] | null;

  constructor(sim: LifeSimElement, settings: PageSettings, { options, tribes, commands }: SharedWorld) {
    this.#sim = sim;
    this.#settings = settings;
    this.#options = options;
    this.#tribes = tribes;
    this.#commands = commands;
  }

  /** Another scene: what was changed of the one before goes. */
  setScene(scene: SceneName): void {
    this.#forgetCommands();
    this.#options = {};
    this.#tribes = null;
    this.#sim.options = {};
    this.#sim.tribes = null;
    this.#settings.setAll({ scene, entities: null });
  }

  setEntities(entities: number): void {
    this.#forgetCommands();
    this.#settings.set('entities', entities);
  }

  setSeed(seed: number): void {
    this.#forgetCommands();
    this.#settings.set('seed', seed);
  }

  /** Changes an option: of the running world where that can be, else by founding another. */
  async setOption(name: OptionName, value: number): Promise<void> {
    this.#options = { ...this.#options, [name]: value };
    const founds = OPTIONS.findIndex((option) => option.name === name) < FOUNDING_OPTIONS;
    const { life } = this.#sim;
    if (founds || life === null) {
      this.#forgetCommands();
      this.#sim.options = this.#options;
      return;
    }
    await life.setOption(name, value);
    this.remember();
  }

  setTribes(tribes: readonly TribeFounding[] | null): void {
    this.#forgetCommands();
    this.#tribes = tribes;
    this.#sim.options = this.#options;
    this.#sim.tribes = tribes;
  }

  /** Founds the same world again, with every change so far. */
  restart(): void {
    this.#sim.options = this.#options;
    this.#sim.restart();
  }

  #forgetCommands(): void {
    if (this.#commands === null) return;
    this.#commands = null;
    this.#sim.commands = null;
  }

  /** The page's address with the world in it. */
  get link(): string {
    return this.#linkTo(this.#said);
  }

  /**
   * A link to the world of a recording, with all that was asked of it; null where that is too long for
   * an address, or where the recording begins with a snapshot.
   */
  linkOf({ scene, options, tribes, commands, from }: Recording): string | null {
    if (from !== null) return null;
    const founding = {
      ...{ scene, seed: String(options.seed), entities: String(options.entities) },
      options: differingOptions(options, sceneNamed(scene).options),
      tribes: this.#tribes === null ? null : tribes,
    };
    const link = this.#linkTo({ ...this.#said, ...founding, commands });
    return link.length <= LONGEST_LINK ? link : null;
  }

  #linkTo(world: SharedWorld): string {
    return `${location.href.replace(/#.*$/, '')}#${writeLink(world)}`;
  }

  get #said(): SharedWorld {
    const { scene, seed, entities, colorBy, tier, workers, renderer, life } = this.#sim;
    return {
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
      commands: this.#commands,
    };
  }

  /** Writes the world, or a link, into the address, without a step in the browser's history. */
  remember(link = this.link): void {
    history.replaceState(null, '', link);
  }
}

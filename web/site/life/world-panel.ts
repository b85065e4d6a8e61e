/** The World tab: which world, how tools act, and every option that a running world can change. */
import { type FolderApi, Pane } from 'tweakpane';
import type { Brush } from '../../elements/life-sim.js';
import { RENDERER_NAMES } from '../../engine/renderer-names.js';
import { MAX_TRIBES, OPTION_DOCS } from '../../generated/life-layout.js';
import { sceneNamed } from '../../life/shared/founding.js';
import { type LifeFounding, SCENE_NAMES, TIER_NAMES } from '../../life.js';
import { title } from '../common/format.js';
import { nameControls } from '../common/named-controls.js';
import { AnimalsSlider, possible } from './animals-slider.js';
import type { LetterKeys } from './keys.js';
import type { Notices } from './notices.js';
import { foundingOptions, isSwitch, liveGroups, type Option, sliderRange } from './option-groups.js';
import type { PageSettings, PanelSettings } from './page-settings.js';
import type { OptionName, WorldChoice } from './world-choice.js';
import type { WorldFiles } from './world-files.js';

const listOf = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [title(name), name]));

/** Settings that stand in the panel, by the names of its controls. */
interface Said extends Pick<PanelSettings, 'scene' | 'renderer' | 'tier'>, Omit<Brush, 'tribe'> {
  readonly entities: number | null;
  readonly seed: number | null;
  readonly tribe: number;
}

/** What the panel acts on. */
export interface WorldPanelParts {
  readonly choice: WorldChoice;
  readonly settings: PageSettings;
  readonly files: WorldFiles;
  readonly notices: Notices;
  readonly letterKeys: LetterKeys;
}

export class WorldPanel {
  readonly #choice: WorldChoice;
  readonly #settings: PageSettings;
  readonly #files: WorldFiles;
  readonly #notices: Notices;
  readonly #pane: Pane;
  readonly #slider = new AnimalsSlider(
    (animals) => this.#show({ entities: animals }),
    (animals) => this.#choice.setEntities(animals),
  );
  /** What the settings said last. */
  #said: Said;
  /** What the controls show of them; numbers that are left to the scene are those of the world's founding. */
  readonly #world;
  /** Names of the world's tribes. */
  #tribes: readonly string[] = [];
  readonly #options: Record<string, number | boolean> = {};
  readonly #shown: Option[] = [];
  /** The panel takes values instead of giving them. */
  #showing = false;

  constructor(root: HTMLElement, { choice, settings, files, notices, letterKeys }: WorldPanelParts) {
    this.#choice = choice;
    this.#settings = settings;
    this.#files = files;
    this.#notices = notices;
    this.#said = this.#saidNow();
    const { entities, seed } = sceneNamed(this.#said.scene).options;
    this.#world = { ...this.#said, entities: this.#said.entities ?? entities, seed: this.#said.seed ?? seed };
    this.#pane = new Pane({ container: root });
    this.#addWorld();
    this.#addBrush();
    for (const { title: name, options } of liveGroups()) this.#addOptions(name, options);
    this.#addOptions('Fixed at the founding', foundingOptions());
    this.#addMachine();
    this.#addKeys(letterKeys);
    nameControls(root);
    settings.onChange(() => this.#follow());
  }

  /** Shows what a world was founded with. */
  show({ scene, options, tribes }: LifeFounding): void {
    this.#tribes = tribes.map(({ name }) => name);
    for (const option of this.#shown) this.#options[option.name] = isSwitch(option) ? options[option.name] === 1 : options[option.name];
    this.#show({ scene, entities: options.entities, seed: options.seed, tribe: this.#saidNow().tribe });
    if (this.#world.tribe >= tribes.length) this.#setBrush('tribe', tribes.length - 1);
  }

  #addWorld(): void {
    const folder = this.#pane.addFolder({ title: 'World' });
    const world = this.#world;
    folder.addBinding(world, 'scene', { options: listOf(SCENE_NAMES), label: 'Scene' }).on('change', () => {
      this.#act(() => this.#choice.setScene(world.scene));
    });
    const animals = folder.addBinding(world, 'entities', { min: 1, step: 1, label: 'Animals', format: (value: number) => String(value) });
    animals.element.querySelector('.tp-lblv_v')?.prepend(this.#slider.element);
    animals.on('change', ({ last }) => {
      if (last) this.#act(() => this.#choice.setEntities(possible(world.entities)));
    });
    folder
      .addBinding(world, 'seed', { step: 1, min: 0, label: 'Seed', format: (value: number) => String(value) })
      .on('change', ({ last }) => {
        if (last) this.#act(() => this.#choice.setSeed(world.seed));
      });
    folder.addButton({ title: 'Another seed' }).on('click', () => {
      this.#choice.setSeed(Math.floor(Math.random() * 1_000_000));
    });
    folder.addButton({ title: 'Start over' }).on('click', () => this.#choice.restart());
    folder.addButton({ title: 'Save world' }).on('click', () => this.#files.save());
    folder.addButton({ title: 'Load world' }).on('click', () => this.#files.choose());
  }

  #addBrush(): void {
    const folder = this.#pane.addFolder({ title: 'Tools' });
    const add = (name: keyof Brush, label: string, min: number, max: number, step: number): void => {
      folder.addBinding(this.#world, name, { min, max, step, label }).on('change', () => {
        this.#act(() => this.#setBrush(name, this.#world[name]));
      });
    };
    add('radius', 'Radius', 8, 400, 1);
    add('food', 'Food a stroke', -10, 20, 0.5);
    add('tribe', 'Tribe to add', 0, MAX_TRIBES - 2, 1);
    add('count', 'Animals a stroke', 1, 200, 1);
  }

  #addOptions(name: string, options: readonly Option[]): void {
    const folder = this.#pane.addFolder({ title: name, expanded: false });
    for (const option of options) this.#addOption(folder, option);
  }

  #addOption(folder: FolderApi, option: Option): void {
    const { name, byDefault, unit } = option;
    const turns = isSwitch(option);
    this.#shown.push(option);
    this.#options[name] = turns ? byDefault === 1 : byDefault;
    const binding = folder.addBinding(this.#options, name, { label: title(name), ...(turns ? {} : sliderRange(option)) });
    binding.element.title = `${OPTION_DOCS[name]}${unit === '' ? '' : ` Unit: ${unit}.`}`;
    binding.on('change', ({ last }) => {
      if (last) this.#act(() => this.#set(name, Number(this.#options[name])));
    });
  }

  #addMachine(): void {
    const folder = this.#pane.addFolder({ title: 'Machine', expanded: false });
    const world = this.#world;
    folder.addBinding(world, 'renderer', { options: listOf(['auto', ...RENDERER_NAMES]), label: 'Renderer' }).on('change', () => {
      this.#act(() => {
        this.#settings.set('renderer', world.renderer);
        this.#choice.remember();
      });
    });
    folder.addBinding(world, 'tier', { options: listOf(['auto', ...TIER_NAMES]), label: 'Tier' }).on('change', () => {
      this.#act(() => this.#settings.set('tier', world.tier));
    });
  }

  #addKeys(keys: LetterKeys): void {
    const folder = this.#pane.addFolder({ title: 'Keys', expanded: false });
    const shown = { isOn: keys.isOn };
    const binding = folder.addBinding(shown, 'isOn', { label: 'Letter keys' });
    binding.element.title = 'V, G, F, A, X, P and H act while the focus is in the world';
    binding.on('change', () => {
      keys.isOn = shown.isOn;
    });
  }

  #setBrush(name: keyof Brush, value: number): void {
    this.#settings.set('brush', { ...this.#settings.get('brush'), [name]: value });
  }

  #saidNow(): Said {
    const get = this.#settings.get.bind(this.#settings);
    const { tribe, ...brush } = get('brush');
    const number = typeof tribe === 'number' ? tribe : Math.max(0, this.#tribes.indexOf(tribe));
    return {
      ...{ scene: get('scene'), entities: get('entities'), seed: get('seed'), renderer: get('renderer'), tier: get('tier') },
      ...{ ...brush, tribe: number },
    };
  }

  /** Shows what changed elsewhere: an attribute, a script. */
  #follow(): void {
    const before = this.#said;
    this.#said = this.#saidNow();
    const changed = Object.entries(this.#said).filter(([name, value]) => value !== null && value !== before[name as keyof Said]);
    if (changed.length > 0) this.#show(Object.fromEntries(changed));
  }

  #show(values: Partial<Said>): void {
    this.#showing = true;
    Object.assign(this.#world, values);
    this.#slider.show(this.#world.entities);
    this.#pane.refresh();
    this.#showing = false;
  }

  #set(name: OptionName, value: number): void {
    this.#choice.setOption(name, value).catch((error: unknown) => this.#notices.warn(String(error)));
  }

  #act(action: () => void): void {
    if (!this.#showing) action();
  }
}

/** The World tab: which world, how tools act, and every option that a running world can change. */
import { type FolderApi, Pane } from 'tweakpane';
import type { LifeSimElement } from '../../elements/life-sim.js';
import { OPTION_DOCS } from '../../generated/life-layout.js';
import { type LifeFounding, SCENE_NAMES, TIER_NAMES } from '../../life/api.js';
import { RENDERER_NAMES } from '../../renderers/renderer.js';
import { title } from './format.js';
import type { Notices } from './notices.js';
import { foundingOptions, isSwitch, liveGroups, type Option, sliderRange } from './option-groups.js';
import type { PageSettings } from './page-settings.js';
import type { OptionName, WorldChoice } from './world-choice.js';
import type { WorldFiles } from './world-files.js';

const listOf = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [title(name), name]));

export class WorldPanel {
  readonly #sim: LifeSimElement;
  readonly #choice: WorldChoice;
  readonly #settings: PageSettings;
  readonly #files: WorldFiles;
  readonly #notices: Notices;
  readonly #pane: Pane;
  readonly #world;
  readonly #brush;
  readonly #options: Record<string, number | boolean> = {};
  readonly #shown: Option[] = [];
  /** The panel takes values instead of giving them. */
  #showing = false;

  constructor(root: HTMLElement, sim: LifeSimElement, choice: WorldChoice, settings: PageSettings, files: WorldFiles, notices: Notices) {
    this.#sim = sim;
    this.#choice = choice;
    this.#settings = settings;
    this.#files = files;
    this.#notices = notices;
    this.#world = {
      scene: sim.scene,
      entities: sim.entities ?? 20_000,
      seed: sim.seed ?? 1,
      renderer: settings.get('renderer'),
      tier: settings.get('tier'),
    };
    this.#brush = { ...sim.brush, tribe: Number(sim.brush.tribe) };
    this.#pane = new Pane({ container: root });
    this.#addWorld();
    this.#addBrush();
    for (const { title: name, options } of liveGroups()) this.#addOptions(name, options);
    this.#addOptions('Fixed at the founding', foundingOptions());
    this.#addMachine();
    settings.onChange(() => this.#showMachine());
  }

  /** Shows what a world was founded with. */
  show({ scene, options, tribes }: LifeFounding): void {
    this.#showing = true;
    Object.assign(this.#world, {
      scene,
      entities: options.entities,
      seed: options.seed,
    });
    for (const option of this.#shown) this.#options[option.name] = isSwitch(option) ? options[option.name] === 1 : options[option.name];
    this.#brush.tribe = Math.min(this.#brush.tribe, tribes.length - 1);
    this.#sim.brush = this.#brush;
    this.#pane.refresh();
    this.#showing = false;
  }

  #addWorld(): void {
    const folder = this.#pane.addFolder({ title: 'World' });
    const world = this.#world;
    folder.addBinding(world, 'scene', { options: listOf(SCENE_NAMES), label: 'Scene' }).on('change', () => {
      this.#act(() => this.#choice.setScene(world.scene));
    });
    folder.addBinding(world, 'entities', { min: 500, max: 200_000, step: 500, label: 'Animals' }).on('change', ({ last }) => {
      if (last) this.#act(() => this.#choice.setEntities(world.entities));
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
    const brush = this.#brush;
    const apply = (): void => {
      this.#act(() => {
        this.#sim.brush = brush;
      });
    };
    folder.addBinding(brush, 'radius', { min: 8, max: 400, step: 1, label: 'Radius' }).on('change', apply);
    folder.addBinding(brush, 'food', { min: -10, max: 20, step: 0.5, label: 'Food a stroke' }).on('change', apply);
    folder.addBinding(brush, 'tribe', { min: 0, max: 14, step: 1, label: 'Tribe to add' }).on('change', apply);
    folder.addBinding(brush, 'count', { min: 1, max: 200, step: 1, label: 'Animals a stroke' }).on('change', apply);
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

  #showMachine(): void {
    const [renderer, tier] = [this.#settings.get('renderer'), this.#settings.get('tier')];
    if (renderer === this.#world.renderer && tier === this.#world.tier) return;
    this.#showing = true;
    Object.assign(this.#world, { renderer, tier });
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

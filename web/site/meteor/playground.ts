/** The playground: a panel for every setting of a shower, and the HTML that makes one like it. */
import { type FolderApi, Pane } from 'tweakpane';
import { CORNERS } from '../../elements/base/debug-overlay.js';
import { REDUCED_MOTIONS } from '../../elements/meteor/attributes.js';
import type { MeteorShowerElement } from '../../elements/meteor-shower.js';
import { THREAD_NAMES } from '../../engine/draw-threads.js';
import { RENDERER_NAMES } from '../../engine/renderer-names.js';
import { DEFAULT_OPTIONS, type MeteorOptions, OPTION_DOCS } from '../../generated/meteor-layout.js';
import { PRESET_NAMES, type PresetName, QUALITY_NAMES } from '../../generated/meteor-names.js';
import { METEOR_TIERS } from '../../meteor/shared/kernel.js';
import { presetNamed } from '../../meteor/shared/settings.js';
import { FREE_OPTIONS } from '../../meteor/worker/show-options.js';
import { ElementSettings } from '../common/element-settings.js';
import { title } from '../common/format.js';
import { nameControls } from '../common/named-controls.js';
import { pageText } from './html-text.js';

type OptionName = keyof MeteorOptions;
type Option = (typeof FREE_OPTIONS)[number];

/** Settings that stand in the panel as they are. */
const BASICS = [
  'preset',
  'seed',
  'density',
  'speed',
  'stars',
  'interactive',
  'paused',
  'quality',
  'renderer',
  'tier',
  'thread',
  'reducedMotion',
  'debug',
] as const;
type Basic = (typeof BASICS)[number];
type Basics = Pick<MeteorShowerElement, Basic>;
/** Everything the panel sets: `options` are those that differ from the preset's. */
type Settings = Basics & Pick<MeteorShowerElement, 'options'>;

const listOf = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [title(name), name]));

/** Which option stands in which folder; one that is in none stands in the last. */
const GROUPS: readonly { readonly title: string; readonly names: readonly OptionName[] }[] = [
  { title: 'Meteors', names: ['meteors', 'rate', 'speed', 'natural', 'size', 'glow', 'cool', 'warm', 'bright'] },
  { title: 'Paths and trails', names: ['pattern', 'curve', 'slant', 'trailLength', 'trailPoints'] },
  { title: 'Debris', names: ['debris', 'debrisRate', 'debrisPerMeteor', 'debrisLife'] },
];

export class Playground {
  readonly #shower: MeteorShowerElement;
  readonly #html: HTMLElement;
  readonly #pane: Pane;
  readonly #settings: ElementSettings<Settings, Settings>;
  /** What the panel shows of the settings. */
  readonly #basic: Basics;
  readonly #options: Record<string, number> = {};
  /** The panel takes values instead of giving them. */
  #showing = false;

  constructor(shower: MeteorShowerElement, root: HTMLElement, html: HTMLElement) {
    this.#shower = shower;
    this.#html = html;
    this.#settings = new ElementSettings<Settings, Settings>(shower, ['options', ...BASICS], [], {
      title: 'meteor page',
      panel: {},
      registration: {},
    });
    this.#basic = this.#shown();
    this.#pane = new Pane({ container: root });
    this.#addBasics();
    const grouped = new Set(GROUPS.flatMap(({ names }) => names));
    for (const { title: name, names } of GROUPS)
      this.#addOptions(
        name,
        FREE_OPTIONS.filter((option) => names.includes(option.name)),
      );
    this.#addOptions(
      'More',
      FREE_OPTIONS.filter((option) => !grouped.has(option.name)),
    );
    this.#addMachine();
    nameControls(root);
    this.#settings.onChange(() => this.#show());
    this.#show();
  }

  /** The HTML of the shower as it is. */
  get html(): string {
    return pageText(this.#shower);
  }

  /** Another preset, with its own options. */
  choose(preset: PresetName): void {
    this.#settings.setAll({ options: {}, preset });
  }

  #addBasics(): void {
    const folder = this.#pane.addFolder({ title: 'Shower' });
    const basic = this.#basic;
    folder.addBinding(basic, 'preset', { options: listOf(PRESET_NAMES), label: 'Preset' }).on('change', () => {
      if (!this.#showing) this.choose(basic.preset);
    });
    folder
      .addBinding(basic, 'seed', { step: 1, min: 0, label: 'Seed', format: (value: number) => String(value) })
      .on('change', ({ last }) => {
        if (last) this.#give('seed');
      });
    folder.addBinding(basic, 'density', { min: 0, max: 4, step: 0.05, label: 'Density' }).on('change', () => this.#give('density'));
    folder.addBinding(basic, 'speed', { min: 0, max: 5, step: 0.05, label: 'Speed' }).on('change', () => this.#give('speed'));
    folder.addBinding(basic, 'stars', { min: 0, max: 4, step: 0.05, label: 'Stars' }).on('change', () => this.#give('stars'));
    folder.addBinding(basic, 'interactive', { label: 'Interactive' }).on('change', () => this.#give('interactive'));
    folder.addBinding(basic, 'paused', { label: 'Paused' }).on('change', () => this.#give('paused'));
    folder.addButton({ title: 'One more meteor' }).on('click', () => {
      this.#shower.spawn({ type: 'bright' }).catch((error: unknown) => console.warn(String(error)));
    });
  }

  #addOptions(name: string, options: readonly Option[]): void {
    const folder = this.#pane.addFolder({ title: name, expanded: false });
    for (const option of options) this.#addOption(folder, option);
  }

  #addOption(folder: FolderApi, option: Option): void {
    const { name, unit } = option;
    this.#options[name] = DEFAULT_OPTIONS[name];
    const binding = folder.addBinding(this.#options, name, { label: title(name), ...rangeOf(option) });
    binding.element.title = `${OPTION_DOCS[name]}${unit === '' ? '' : ` Unit: ${unit}.`}`;
    binding.on('change', ({ last }) => {
      if (!last || this.#showing) return;
      // Sliders leave a trace of their steps behind the value; the engine's numbers have seven digits.
      const value = Number((this.#options[name] as number).toPrecision(7));
      const { [name]: _, ...others } = this.#settings.get('options');
      const isOwn = value === presetOptions(this.#settings.get('preset'))[name];
      this.#settings.set('options', isOwn ? others : { ...others, [name]: value });
    });
  }

  #addMachine(): void {
    const folder = this.#pane.addFolder({ title: 'Machine', expanded: false });
    const basic = this.#basic;
    const add = (name: 'quality' | 'renderer' | 'tier' | 'thread' | 'reducedMotion' | 'debug', names: readonly string[]): void => {
      folder.addBinding(basic, name, { options: listOf(names), label: title(name) }).on('change', () => this.#give(name));
    };
    add('quality', ['auto', ...QUALITY_NAMES]);
    add('renderer', ['auto', ...RENDERER_NAMES]);
    add('tier', ['auto', ...METEOR_TIERS]);
    add('thread', ['auto', ...THREAD_NAMES]);
    add('reducedMotion', REDUCED_MOTIONS);
    add('debug', CORNERS);
  }

  #give(name: Basic): void {
    if (this.#showing) return;
    this.#settings.set(name, this.#basic[name]);
  }

  #shown(): Basics {
    return Object.fromEntries(BASICS.map((name) => [name, this.#settings.get(name)])) as unknown as Basics;
  }

  /** Shows what the settings are, whoever changed them: the panel, an attribute, a script. */
  #show(): void {
    this.#showing = true;
    Object.assign(this.#basic, this.#shown());
    Object.assign(this.#options, presetOptions(this.#basic.preset), this.#settings.get('options'));
    this.#pane.refresh();
    this.#showing = false;
    this.#write();
  }

  #write(): void {
    this.#html.textContent = this.html;
  }
}

function presetOptions(preset: PresetName): MeteorOptions {
  return { ...DEFAULT_OPTIONS, ...presetNamed(preset).options };
}

/** A slider that has what is usual on most of its way. */
function rangeOf({ least, most, byDefault, type }: Option): { min: number; max: number; step: number } {
  const max = Math.min(most, byDefault === 0 ? most : Math.max(least + 1, byDefault * 8));
  return { min: least, max, step: type === 'u32' ? 1 : 10 ** Math.floor(Math.log10((max - least) / 200)) };
}

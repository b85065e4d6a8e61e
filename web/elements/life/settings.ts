/** What `<life-sim>` is set to: its attributes as properties, both ways, and the properties that no attribute could hold. */
import type { CreateLifeOptions, RecordedCommand, TribeFounding } from '../../life.js';
import { reflecting } from '../base/attribute-element.js';
import { ATTRIBUTES, type Settings, type Switches } from './attributes.js';
import { type Brush, DEFAULT_BRUSH } from './brush.js';
import { emit, type LifeSimEventMap } from './events.js';

/** An element with the settings' attributes; what they do is the subclass's. */
export abstract class SettingsElement extends reflecting<Settings, Switches, LifeSimEventMap>(ATTRIBUTES) {
  #options: CreateLifeOptions['options'] = {};
  #tribes: readonly TribeFounding[] | null = null;
  #commands: readonly RecordedCommand[] | null = null;
  #urls: CreateLifeOptions['urls'];
  #brush: Brush = DEFAULT_BRUSH;

  /** Options that differ from the scene's; a change founds another world. */
  get options(): NonNullable<CreateLifeOptions['options']> {
    return this.#options ?? {};
  }
  set options(value: NonNullable<CreateLifeOptions['options']>) {
    this.#options = value;
    this.restart();
  }

  /** Tribes in place of the scene's, or null; a change founds another world. */
  get tribes(): readonly TribeFounding[] | null {
    return this.#tribes;
  }
  set tribes(value: readonly TribeFounding[] | null) {
    this.#tribes = value;
    this.restart();
  }

  /** What is asked of the world, by tick, as a recording holds it; or null. A change founds another world. */
  get commands(): readonly RecordedCommand[] | null {
    return this.#commands;
  }
  set commands(value: readonly RecordedCommand[] | null) {
    this.#commands = value;
    this.restart();
  }

  /** Where the worker script and the .wasm files are, when not where `configure` says, or beside the package. */
  get urls(): CreateLifeOptions['urls'] {
    return this.#urls;
  }
  set urls(value: CreateLifeOptions['urls']) {
    this.#urls = value;
    this.restart();
  }

  /** How the tools `food`, `spawn` and `kill` act; parts may be set alone. */
  get brush(): Brush {
    return this.#brush;
  }
  set brush(value: Partial<Brush>) {
    this.#brush = { ...this.#brush, ...value };
    emit(this, 'brushchange', { brush: this.#brush });
  }

  /** Founds the world anew, with the settings as they are. */
  abstract restart(): void;
}

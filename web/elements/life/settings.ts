/** What `<life-sim>` is set to: its attributes as properties, both ways, and the properties that no attribute could hold. */
import type { CreateLifeOptions, RecordedCommand, TribeFounding } from '../../life.js';
import { reflecting } from '../base/attribute-element.js';
import { Given } from '../base/given.js';
import { ATTRIBUTES, type Settings, type Switches } from './attributes.js';
import { type Brush, DEFAULT_BRUSH } from './brush.js';
import { emit, type LifeSimEventMap } from './events.js';

/** An element with the settings' attributes; what they do is the subclass's. */
export abstract class SettingsElement extends reflecting<Settings, Switches, LifeSimEventMap>(ATTRIBUTES) {
  readonly #options = new Given<NonNullable<CreateLifeOptions['options']>>({});
  readonly #tribes = new Given<readonly TribeFounding[] | null>(null);
  readonly #commands = new Given<readonly RecordedCommand[] | null>(null);
  readonly #urls = new Given<CreateLifeOptions['urls']>(undefined);
  readonly #brush = new Given(DEFAULT_BRUSH);

  /** Options that differ from the scene's; others found another world. */
  get options(): NonNullable<CreateLifeOptions['options']> {
    return this.#options.value;
  }
  set options(value: NonNullable<CreateLifeOptions['options']>) {
    if (this.#options.take(value)) this.restart();
  }

  /** Tribes in place of the scene's, or null; others found another world. */
  get tribes(): readonly TribeFounding[] | null {
    return this.#tribes.value;
  }
  set tribes(value: readonly TribeFounding[] | null) {
    if (this.#tribes.take(value)) this.restart();
  }

  /** What is asked of the world, by tick, as a recording holds it; or null. Others found another world. */
  get commands(): readonly RecordedCommand[] | null {
    return this.#commands.value;
  }
  set commands(value: readonly RecordedCommand[] | null) {
    if (this.#commands.take(value)) this.restart();
  }

  /** Where the worker script and the .wasm files are, when not where `configure` says, or beside the package. Others found another world. */
  get urls(): CreateLifeOptions['urls'] {
    return this.#urls.value;
  }
  set urls(value: CreateLifeOptions['urls']) {
    if (this.#urls.take(value)) this.restart();
  }

  /** How the tools `food`, `spawn` and `kill` act; parts may be set alone. */
  get brush(): Brush {
    return this.#brush.value;
  }
  set brush(value: Partial<Brush>) {
    if (this.#brush.take({ ...this.brush, ...value })) emit(this, 'brushchange', { brush: this.brush });
  }

  /** Founds the world anew, with the settings as they are. */
  abstract restart(): void;
}

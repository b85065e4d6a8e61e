import type { PathNames } from './path-names.js';
import type { ShadowReader } from './shadow.js';
import type { StateSink } from './sink.js';

/**
 * Keeps no tree of its own: the kernel's shadow is the state. The fastest sink, for those who read by path and subscribe to
 * paths.
 */
export class FlatSink implements StateSink {
  readonly #names: PathNames;
  readonly #shadow: ShadowReader;

  constructor(names: PathNames, shadow: ShadowReader) {
    this.#names = names;
    this.#shadow = shadow;
  }

  get state(): object {
    return this.#shadow.all();
  }

  get(path: string): unknown {
    return this.#shadow.value(this.#names.find(path));
  }

  set(): void {}

  replace(): void {}
}

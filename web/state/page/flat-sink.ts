import { isPlainObjectOrArray, valueAt } from './containers.js';
import type { Getters } from './getters.js';
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

  readonly #getters: () => Getters;

  /** @param getters those of the state, whose objects are made anew with every call as all others are */
  constructor(names: PathNames, shadow: ShadowReader, getters: () => Getters) {
    this.#names = names;
    this.#shadow = shadow;
    this.#getters = getters;
  }

  get state(): object {
    return this.#getters().dress(this.#shadow.all(), []) as object;
  }

  get(path: string): unknown {
    const getters = this.#getters();
    if (getters.isEmpty) return this.#shadow.value(this.#names.find(path));
    const keys = path.split('.');
    if (getters.lengthOf(keys) > 0) return valueAt(this.state, keys, isPlainObjectOrArray);
    return getters.dress(this.#shadow.value(this.#names.find(path)), keys);
  }

  set(): void {}

  adopt(): void {}

  replace(): void {}
}

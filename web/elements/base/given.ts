/**
 * What a property holds that is an object. Frameworks make and set another one at each render: whoever acts on such a
 * property acts on what it says, not on which object says it.
 */
export class Given<Value> {
  readonly #byDefault: Value;
  #value: Value;
  /** What the value said when it was given: its owner may change it in place, and give it again. */
  #says: unknown;

  constructor(byDefault: Value) {
    this.#byDefault = byDefault;
    this.#value = byDefault;
    this.#says = whatItSays(byDefault);
  }

  get value(): Value {
    return this.#value;
  }

  /**
   * Takes another value; the default for none, which frameworks set where their markup no longer names the property.
   * @returns whether it says something else than the one before
   */
  take(value: Value | null | undefined): boolean {
    this.#value = value ?? this.#byDefault;
    const before = this.#says;
    this.#says = whatItSays(this.#value);
    return this.#says !== before;
  }
}

/** The same text for plain data that is the same, in whatever order its keys stand; of what is none, as a circle, nothing is the same. */
function whatItSays(value: unknown): unknown {
  try {
    return JSON.stringify(value, (_, part: unknown) => {
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
      const keys = Object.keys(part).sort();
      return Object.fromEntries(keys.map((key) => [key, Reflect.get(part, key)]));
    });
  } catch {
    return Symbol();
  }
}

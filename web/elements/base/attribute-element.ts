/** An element whose attributes are its settings, both ways. */
import { log } from '../../engine/log.js';
import { type AttributeTable, type Refusal, turnsOff } from './attribute-rules.js';
import { BaseElement } from './base-element.js';

/** Keeps what the attributes say; what follows from it is the subclass's. */
export abstract class AttributeElement<Values extends object, Switch extends string> extends BaseElement {
  /** What the attributes say; the default where one says nothing, or nothing valid. */
  protected readonly settings: Values;
  readonly #table: AttributeTable<Values, Switch>;

  constructor(table: AttributeTable<Values, Switch>) {
    super();
    this.#table = table;
    this.settings = table.defaults();
  }

  /** A setting has another value. */
  protected abstract settingChanged(name: keyof Values): void;
  /** A switch was turned. */
  protected abstract switchChanged(name: Switch): void;
  /** An attribute says what it can't; `shown` is what holds instead. */
  protected abstract settingRefused(error: Refusal, shown: unknown): void;

  attributeChangedCallback(attribute: string, before: string | null, now: string | null): void {
    const name = this.#table.propertyOf(attribute);
    if (before === now || name === undefined) return;
    if (this.#table.isSetting(name)) this.#read(name, now);
    else {
      if (now === 'false') warnOfFalse(this, attribute, name);
      if ((before === null) !== (now === null)) this.switchChanged(name);
    }
  }

  /** What a property says. */
  protected readProperty(name: string): unknown {
    const { rules, switches } = this.#table;
    if (this.#table.isSetting(name)) return rules[name].show(this.settings[name]);
    const attribute = switches[name as Switch];
    return this.hasAttribute(attribute) !== turnsOff(attribute);
  }

  /**
   * Sets a property's attribute; a setting that has its default needs none. A text is read as the attribute's: frameworks
   * that find a property set it to what their markup says, and to undefined where it no longer says anything. Of a switch
   * that is on, markup says an empty text.
   * @throws Refusal for what it can't be
   */
  protected writeProperty(name: string, value: unknown): void {
    const { rules, switches } = this.#table;
    if (!this.#table.isSetting(name)) {
      const attribute = switches[name as Switch];
      this.toggleAttribute(attribute, (value === '' || Boolean(value)) !== turnsOff(attribute));
      return;
    }
    const { attribute, byDefault, check, parse, write } = rules[name];
    const given = value === undefined ? byDefault : value;
    const checked = typeof given === 'string' ? parse(given) : check(given);
    const text = write(checked);
    if (text === write(byDefault)) this.removeAttribute(attribute);
    else this.setAttribute(attribute, text);
  }

  #read<Name extends keyof Values>(name: Name, text: string | null): void {
    const { value, error } = this.#table.rules[name].read(text);
    if (error !== null) this.settingRefused(error, value);
    if (this.settings[name] === value) return;
    this.settings[name] = value;
    this.settingChanged(name);
  }
}

/** Whoever writes it wants the opposite of what HTML makes of it. */
function warnOfFalse({ localName }: HTMLElement, attribute: string, property: string): void {
  log('warn', `${localName}: ${attribute}="false" means ${attribute} in HTML: remove it, or set ${property} = ${turnsOff(attribute)}`);
}

/** Listens, with an element's own typed events besides those that every element has. */
export interface Listens<Events> {
  addEventListener<Name extends keyof Events & string>(
    name: Name,
    listener: (this: this, event: Events[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** A class whose elements have the properties that reflect attributes, and typed events. */
export type ReflectingClass<Values extends object, Switches extends object, Events> = (abstract new () => Listens<Events> &
  AttributeElement<Values, keyof Switches & string> &
  Values &
  Switches) & { readonly observedAttributes: readonly string[] };

/** Makes an element's base class: one with an accessor for each attribute of its table. */
export function reflecting<Values extends object, Switches extends object, Events>(
  table: AttributeTable<Values, keyof Switches & string>,
): ReflectingClass<Values, Switches, Events> {
  abstract class Reflecting extends AttributeElement<Values, keyof Switches & string> {
    static readonly observedAttributes = table.names;

    static {
      for (const name of table.properties)
        Object.defineProperty(Reflecting.prototype, name, {
          configurable: true,
          get(this: Reflecting) {
            return this.readProperty(name);
          },
          set(this: Reflecting, value: unknown) {
            this.writeProperty(name, value);
          },
        });
    }

    constructor() {
      super(table);
    }
  }
  return Reflecting as unknown as ReflectingClass<Values, Switches, Events>;
}

/** What an element's attributes may say, what each falls back to, and the properties they reflect. */

/** An error that says which setting was refused, and what it may be. */
export interface Refusal extends Error {
  readonly range: string;
}

/** The error class of an element's settings. */
export type RefusalClass = new (option: string, value: unknown, range: string) => Refusal;

/** One attribute that holds a value. */
export interface Rule<Value> {
  readonly attribute: string;
  readonly byDefault: Value;
  /** The value of a text. @throws Refusal naming what it may be */
  parse(text: string): Value;
  /** The value of what a script gave. @throws Refusal likewise */
  check(value: unknown): Value;
  /** The value as the attribute's text. */
  write(value: Value): string;
  /** What the property says of the value that holds. */
  show(value: Value): Value;
  /** What an attribute says, or the default along with what is wrong. */
  read(text: string | null): { readonly value: Value; readonly error: Refusal | null };
}

/** The text itself. */
export const asText = (value: string): string => value;
/** NaN for an invalid number, an empty text included. */
export const asNumber = (value: string): number => (value === '' ? Number.NaN : Number(value));

/** The rules of one element: `RefusalClass` is what they throw. */
export function ruleMaker(Refused: RefusalClass) {
  /** Errors speak of the attribute, and of the text that stands in it. */
  const named = <Value>(attribute: string, value: unknown, check: () => Value): Value => {
    try {
      return check();
    } catch (error) {
      if (error instanceof Refused) throw new Refused(attribute, value, error.range);
      throw error;
    }
  };

  return {
    /**
     * @param read what to make of the attribute's text before it is checked
     * @param show what the property says, where that is not the value itself
     */
    rule<Value>(
      attribute: string,
      byDefault: Value,
      check: (value: unknown) => Value,
      read: (text: string) => unknown,
      write: (value: Value) => string = String,
      show: (value: Value) => Value = (value) => value,
    ): Rule<Value> {
      const parse = (text: string): Value => named(attribute, text, () => check(read(text.trim())));
      return {
        attribute,
        byDefault,
        write,
        show,
        parse,
        check: (value) => named(attribute, value, () => check(value)),
        read: (text) => {
          if (text === null) return { value: byDefault, error: null };
          try {
            return { value: parse(text), error: null };
          } catch (error) {
            if (error instanceof Refused) return { value: byDefault, error };
            throw error;
          }
        },
      };
    },

    /** A check for one of these names. */
    oneOf<Name extends string>(what: string, names: readonly Name[]): (value: unknown) => Name {
      return (value) => {
        const name = names.find((one) => one === value);
        if (name === undefined) throw new Refused(what, value, `it must be one of ${names.join(', ')}`);
        return name;
      };
    },
  };
}

/** The rules by property name. */
export type Rules<Values extends object> = { readonly [Name in keyof Values]: Rule<Values[Name]> };

/** Whether a switch's attribute says that its property is off: `no-sight` is there where `showSight` is false. */
export const turnsOff = (attribute: string): boolean => attribute.startsWith('no-');

/** All attributes of an element: those with a value, and switches, which are either there or not, by property name. */
export class AttributeTable<Values extends object, Switch extends string> {
  readonly rules: Rules<Values>;
  readonly switches: Readonly<Record<Switch, string>>;
  /** The attributes' names, and those of their properties in the same order. */
  readonly names: readonly string[];
  readonly properties: readonly string[];

  constructor(rules: Rules<Values>, switches: Readonly<Record<Switch, string>>) {
    this.rules = rules;
    this.switches = switches;
    const values = Object.values(rules) as Rule<unknown>[];
    this.names = [...values.map(({ attribute }) => attribute), ...(Object.values(switches) as string[])];
    this.properties = Object.keys({ ...rules, ...switches });
  }

  /** The property of one of the attributes. */
  propertyOf(attribute: string): (keyof Values & string) | Switch | undefined {
    return this.properties[this.names.indexOf(attribute)] as (keyof Values & string) | Switch | undefined;
  }

  /** Whether a property is a setting, which has a value, and no switch. */
  isSetting(name: string): name is keyof Values & string {
    return name in this.rules;
  }

  /** Every setting's default. */
  defaults(): Values {
    const rules = Object.entries(this.rules) as [string, Rule<unknown>][];
    return Object.fromEntries(rules.map(([name, { byDefault }]) => [name, byDefault])) as Values;
  }
}

// @vitest-environment jsdom
/** Properties that reflect attributes: made from a table, they behave as if their class had written them down. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { reflecting } from '../../../../web/elements/base/attribute-element.js';
import { AttributeTable, asNumber, asText, type Refusal, ruleMaker } from '../../../../web/elements/base/attribute-rules.js';
import { defineElement } from '../../../../web/elements/base/base-element.js';
import '../../../../web/elements/life-sim.js';
import '../../../../web/elements/meteor-shower.js';

class RefusedError extends Error implements Refusal {
  readonly range: string;
  constructor(option: string, value: unknown, range: string) {
    super(`${option} = ${value} is refused: ${range}`);
    this.range = range;
  }
}

interface Values {
  height: number;
  colorOf: 'sea' | 'sand';
  notes: string;
}
interface Switches {
  open: boolean;
  showEdge: boolean;
}

const { rule, oneOf } = ruleMaker(RefusedError);
const positive = (value: unknown): number => {
  if (typeof value === 'number' && value > 0) return value;
  throw new RefusedError('height', value, 'it must be above 0');
};
const text = (value: unknown): string => String(value);
const TABLE = new AttributeTable<Values, keyof Switches>(
  {
    height: rule<number>('height', 1, positive, asNumber),
    colorOf: rule<Values['colorOf']>('color-of', 'sea', oneOf('color-of', ['sea', 'sand']), asText),
    notes: rule<string>('notes', '', text, asText, text, (notes) => notes.toUpperCase()),
  },
  { open: 'open', showEdge: 'no-edge' },
);

class PondElement extends reflecting<Values, Switches, { rain: CustomEvent<number> }>(TABLE) {
  readonly told: string[] = [];

  protected override get upgradedProperties(): readonly string[] {
    return TABLE.properties;
  }

  protected override settingChanged(name: keyof Values): void {
    this.told.push(`${name} ${this.settings[name]}`);
  }

  protected override switchChanged(name: keyof Switches): void {
    this.told.push(`${name} ${this[name]}`);
  }

  protected override settingRefused({ message }: Refusal, shown: unknown): void {
    this.told.push(`${message}; ${shown}`);
  }
}
defineElement('test-pond', PondElement);

let pond: PondElement;
beforeEach(() => {
  document.body.replaceChildren();
  pond = document.createElement('test-pond') as PondElement;
});

/** Sets a property to what its type forbids, as a script without types may. */
const set = (element: object, name: string, value: unknown): boolean => Reflect.set(element, name, value);

describe('a property with a value', () => {
  test('has its default while the attribute is absent', () => {
    expect([pond.height, pond.colorOf, pond.notes]).toEqual([1, 'sea', '']);
  });

  test('says what the attribute says', () => {
    pond.setAttribute('height', ' 2.5 ');
    pond.setAttribute('color-of', 'sand');
    expect([pond.height, pond.colorOf]).toEqual([2.5, 'sand']);
    pond.removeAttribute('height');
    expect(pond.height).toBe(1);
    expect(pond.told).toEqual(['height 2.5', 'colorOf sand', 'height 1']);
  });

  test('writes the attribute, and removes it for the default', () => {
    pond.height = 3;
    expect(pond.outerHTML).toBe('<test-pond height="3"></test-pond>');
    pond.height = 1;
    expect(pond.outerHTML).toBe('<test-pond></test-pond>');
  });

  test('takes a text as the attribute takes it, and undefined for its default', () => {
    set(pond, 'height', '4');
    expect([pond.height, pond.getAttribute('height')]).toEqual([4, '4']);
    set(pond, 'height', undefined);
    expect([pond.height, pond.hasAttribute('height')]).toEqual([1, false]);
  });

  test('throws for an invalid value, and stays as it is', () => {
    pond.height = 2;
    expect(() => set(pond, 'height', -1)).toThrow('height = -1 is refused: it must be above 0');
    expect(() => set(pond, 'colorOf', 'mud')).toThrow('color-of = mud is refused: it must be one of sea, sand');
    expect([pond.height, pond.colorOf, pond.told.length]).toEqual([2, 'sea', 1]);
  });

  test('has its default where the attribute is invalid, of which the element hears', () => {
    pond.height = 2;
    pond.setAttribute('height', 'high');
    expect(pond.height).toBe(1);
    expect(pond.told).toEqual(['height 2', 'height = high is refused: it must be above 0; 1', 'height 1']);
  });

  test('may show something else than it holds', () => {
    pond.notes = 'deep';
    expect([pond.notes, pond.getAttribute('notes')]).toEqual(['DEEP', 'deep']);
  });
});

describe('a switch', () => {
  test('is on while its attribute is there, and puts it there', () => {
    expect(pond.open).toBe(false);
    pond.setAttribute('open', '');
    expect(pond.open).toBe(true);
    pond.open = false;
    expect(pond.hasAttribute('open')).toBe(false);
    pond.open = true;
    pond.setAttribute('open', 'again');
    expect(pond.told).toEqual(['open true', 'open false', 'open true']);
  });

  test("whose attribute begins with 'no-' is off while that is there", () => {
    expect(pond.showEdge).toBe(true);
    pond.showEdge = false;
    expect(pond.outerHTML).toBe('<test-pond no-edge=""></test-pond>');
    pond.removeAttribute('no-edge');
    expect(pond.showEdge).toBe(true);
    expect(pond.told).toEqual(['showEdge false', 'showEdge true']);
  });

  test.each([
    ['', true],
    ['on', true],
    [1, true],
    [0, false],
    [null, false],
    [undefined, false],
  ])('takes %j as %j', (value, on) => {
    set(pond, 'open', value);
    set(pond, 'showEdge', value);
    expect([pond.open, pond.showEdge]).toEqual([on, on]);
  });
});

describe('a switch that says "false"', () => {
  test.each([
    ['open', 'open = false'],
    ['no-edge', 'showEdge = true'],
  ])('is there all the same: %s, and one line says so', async (attribute, way) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    pond.setAttribute(attribute, 'false');
    expect([pond.open, pond.showEdge]).toEqual(attribute === 'open' ? [true, true] : [false, false]);
    pond.setAttribute(attribute, 'false');
    // Lines are written once the script is through.
    await Promise.resolve();
    expect(warn.mock.calls).toEqual([[`test-pond: ${attribute}="false" means ${attribute} in HTML: remove it, or set ${way}`]]);
    pond.setAttribute(attribute, '');
    await Promise.resolve();
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test('as a setting is read as any text', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    pond.setAttribute('notes', 'false');
    await Promise.resolve();
    expect([pond.notes, warn.mock.calls]).toEqual(['FALSE', []]);
    warn.mockRestore();
  });
});

describe('the accessors', () => {
  test('are there for whoever asks, as frameworks do, and are no element’s own', () => {
    for (const name of TABLE.properties) {
      expect(name in pond, name).toBe(true);
      expect(Object.hasOwn(pond, name), name).toBe(false);
    }
  });

  test('are described as those that a class writes down', () => {
    class Written {
      get open(): boolean {
        return true;
      }
      set open(_: boolean) {}
    }
    const shape = (prototype: object): object => {
      const { get, set, ...rest } = Object.getOwnPropertyDescriptor(prototype, 'open') ?? {};
      return { get: typeof get, set: typeof set, ...rest };
    };
    expect(shape(Object.getPrototypeOf(PondElement.prototype))).toEqual(shape(Written.prototype));
    const listed: string[] = [];
    for (const name in pond) listed.push(name);
    expect(listed.filter((name) => TABLE.properties.includes(name))).toEqual([]);
  });

  test('belong to one element’s class: the others have none of them', () => {
    expect('height' in document.createElement('meteor-shower')).toBe(false);
    expect('preset' in document.createElement('life-sim')).toBe(false);
    expect('scene' in document.createElement('meteor-shower')).toBe(false);
  });

  test('can be overridden in a subclass, which goes on to them', () => {
    class DeepPondElement extends PondElement {
      override get height(): number {
        return super.height * 10;
      }
      override set height(value: number) {
        super.height = value / 10;
      }
    }
    defineElement('test-deep-pond', DeepPondElement);
    const deep = document.createElement('test-deep-pond') as DeepPondElement;
    deep.height = 50;
    expect([deep.height, deep.getAttribute('height'), deep.colorOf]).toEqual([50, '5', 'sea']);
    expect(DeepPondElement.observedAttributes).toEqual(['height', 'color-of', 'notes', 'open', 'no-edge']);
  });

  test('leave alone what a subclass observes besides', () => {
    class NamedPondElement extends PondElement {
      static override readonly observedAttributes = [...PondElement.observedAttributes, 'lang'];
    }
    defineElement('test-named-pond', NamedPondElement);
    const named = document.createElement('test-named-pond') as NamedPondElement;
    named.lang = 'de';
    named.open = true;
    expect(named.told).toEqual(['open true']);
  });

  test('get what was set before the element was defined', () => {
    const early = document.createElement('test-late-pond');
    Object.assign(early, { height: 7, open: true, showEdge: false });
    document.body.append(early);
    class LatePondElement extends PondElement {}
    defineElement('test-late-pond', LatePondElement);
    expect(early.outerHTML).toBe('<test-late-pond height="7" open="" no-edge=""></test-late-pond>');
    expect(Object.keys(early).filter((name) => TABLE.properties.includes(name))).toEqual([]);
    set(early, 'height', 8);
    expect(early.getAttribute('height')).toBe('8');
  });

  test('hear typed events, and those of the platform', () => {
    const heard = vi.fn();
    pond.addEventListener('rain', ({ detail }) => heard(detail.toFixed(1)));
    pond.addEventListener('click', ({ type }) => heard(type));
    pond.dispatchEvent(new CustomEvent('rain', { detail: 2 }));
    pond.click();
    expect(heard.mock.calls).toEqual([['2.0'], ['click']]);
  });
});

describe('the elements', () => {
  test('<life-sim> shows sight unless no-sight is there, and has a null where the scene decides', () => {
    const sim = document.createElement('life-sim');
    expect([sim.showSight, sim.entities, sim.scene]).toEqual([true, null, 'savanna']);
    sim.showSight = false;
    sim.entities = 300;
    expect(sim.outerHTML).toBe('<life-sim no-sight="" entities="300"></life-sim>');
    sim.entities = null;
    expect(sim.hasAttribute('entities')).toBe(false);
    expect('hideSight' in sim).toBe(false);
  });

  test('<meteor-shower> has no options where the attribute is no JSON, which stays as it is', () => {
    const shower = document.createElement('meteor-shower');
    shower.setAttribute('options', '{"rate": 8}');
    expect(shower.options).toEqual({ rate: 8 });
    shower.setAttribute('options', '{rate');
    expect([shower.options, shower.getAttribute('options')]).toEqual([{}, '{rate']);
    shower.options = { rate: 9 };
    expect(shower.getAttribute('options')).toBe('{"rate":9}');
  });
});

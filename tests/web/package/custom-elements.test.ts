import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';
import { METEOR_TYPES, STAR_COLORS } from '../../../web/generated/meteor-layout.js';

interface Named {
  readonly name: string;
  readonly description: string;
}
interface Declaration extends Named {
  readonly tagName: string;
  readonly attributes: readonly (Named & {
    readonly fieldName?: string;
    readonly type: { readonly text: string };
    readonly default: string;
  })[];
  readonly members: readonly (Named & { readonly kind: string })[];
  readonly events: readonly Named[];
  readonly slots: readonly Named[];
  readonly cssParts: readonly Named[];
  readonly cssProperties: readonly Named[];
}

/** As it is published: npm run build makes it. */
const manifest = JSON.parse(readFileSync(join(ROOT, 'dist/custom-elements.json'), 'utf8')) as {
  readonly schemaVersion: string;
  readonly modules: readonly { readonly path: string; readonly declarations: readonly Declaration[] }[];
};
const elements = manifest.modules.flatMap(({ path, declarations }) =>
  declarations.map((element) => ({ path, element, tag: element.tagName })),
);

const namesOf = (all: readonly Named[]): string[] => all.map(({ name }) => name).sort();
const sourceOf = (name: string): string => readFileSync(join(ROOT, 'web/elements', `${name}.ts`), 'utf8');
/** Where an element's own parts stand. */
const folderOf = (tag: string): string => (tag === 'script-scene' ? 'scene' : tag.replace(/-.*/, ''));
/** The names of an element's own sources. */
const sourcesOf = (tag: string): string[] => [
  tag,
  ...readdirSync(join(ROOT, 'web/elements', folderOf(tag))).map((name) => `${folderOf(tag)}/${basename(name, '.ts')}`),
];
const found = (pattern: RegExp, ...sources: string[]): string[] =>
  [...new Set(sources.flatMap((source) => [...sourceOf(source).matchAll(pattern)].map(([, name]) => name as string)))].sort();

describe('custom-elements.json', () => {
  test('is about all elements', () => {
    expect(manifest.schemaVersion).toBe('2.1.0');
    expect(elements.map(({ tag }) => tag)).toEqual(['life-sim', 'meteor-shower', 'script-scene']);
  });

  test.each(elements)('has the attributes and the properties that <$tag> has', ({ path, element }) => {
    const code = `
      const { ${element.name}: Element } = await import('./${path}');
      const settable = [];
      for (let type = Element; type !== Function.prototype; type = Object.getPrototypeOf(type))
        settable.push(...Object.getOwnPropertyNames(type.prototype ?? {}));
      console.log(JSON.stringify([Element.observedAttributes, settable]))`;
    const [attributes, properties] = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8', timeout: 30_000 }),
    ) as [string[], string[]];
    expect(namesOf(element.attributes)).toEqual(attributes.sort());
    expect(properties).toEqual(expect.arrayContaining(namesOf(element.members)));
  });

  test.each(elements)('says of every part of <$tag> what it is', ({ element }) => {
    const { attributes, members, events, slots, cssParts, cssProperties } = element;
    const silent = [element, ...attributes, ...members, ...events, ...slots, ...cssParts, ...cssProperties].filter(
      ({ description }) => description === '',
    );
    expect(silent).toEqual([]);
  });

  test('has defaults, and the values that an attribute may have', () => {
    const attribute = (tag: string, name: string): Declaration['attributes'][number] | undefined =>
      elements.find((one) => one.tag === tag)?.element.attributes.find((one) => one.name === name);
    expect(attribute('meteor-shower', 'reduced-motion')).toMatchObject({
      fieldName: 'reducedMotion',
      type: { text: "'off' | 'still' | 'slow'" },
      default: "'still'",
    });
    expect(attribute('life-sim', 'workers')).toMatchObject({ type: { text: 'number | null' }, default: 'null' });
    expect(attribute('life-sim', 'food')).toMatchObject({ fieldName: 'showFood', type: { text: 'boolean' }, default: 'false' });
  });

  test.each(elements)('names the events, slots and parts of <$tag>', ({ tag, element }) => {
    expect(namesOf(element.events)).toEqual(found(/\bemit\([\w.#]+, '(\w+)'/g, ...sourcesOf(tag)));
    const parts = [
      ...found(/setAttribute\('part', '(\w+)'\)/g, `${folderOf(tag)}/shadow`, 'base/overlay-box'),
      // A shower takes no gestures.
      ...(tag !== 'meteor-shower' ? found(/setAttribute\('part', '(\w+)'\)/g, 'base/gesture-hint') : []),
      ...found(/part\?\.toggle\('(\w+)'/g, ...sourcesOf(tag)),
    ];
    expect(namesOf(element.cssParts)).toEqual(parts.sort());
    expect(element.slots.length).toBe(found(/lement\('(slot)'/g, `${folderOf(tag)}/shadow`).length);
  });

  test('names the custom properties that style sheets and colours take', () => {
    const style = (tag: string): string[] => found(new RegExp(`var\\((--${tag}-[a-z-]+)`, 'g'), `${folderOf(tag)}/shadow`);
    const clear = ['left', 'right', 'top', 'bottom'].map((side) => `--life-sim-clear-${side}`);
    const colors = [...METEOR_TYPES.flatMap(({ name }) => [name, `${name}-glow`]), ...STAR_COLORS.map(({ name }) => `star-${name}`)];
    expect(elements.map(({ element }) => namesOf(element.cssProperties))).toEqual([
      [...style('life-sim'), ...clear].sort(),
      [...style('meteor-shower'), ...colors.map((name) => `--meteor-shower-${name}`)].sort(),
      style('script-scene'),
    ]);
  });
});

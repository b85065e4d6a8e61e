import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SceneMeshError } from '../../../../web/scene/shared/errors.js';
import { readMtl } from '../../../../web/scene/shared/obj/read-mtl.js';
import { readObj } from '../../../../web/scene/shared/obj/read-obj.js';
import { Scanner } from '../../../../web/scene/shared/obj/scanner.js';
import { areasOf, lines, meshOf, numbersOf, SQUARE, sum, textOf } from './support.js';

/** Outlines that do not cross themselves: each corner in a direction of its own from the middle. */
const outlines = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 400 })), { minLength: 3, maxLength: 60 })
  .map((corners) => {
    const whole = sum(corners.map(([share]) => share)) * 1.01;
    let turned = 0;
    return corners.map(([share, radius]) => {
      turned += (share / whole) * 2 * Math.PI;
      return [Math.fround(radius * Math.cos(turned)), Math.fround(radius * Math.sin(turned))] as const;
    });
  })
  // Corners over a half turn from the next one leave the middle outside, where directions say nothing.
  .filter((corners) =>
    corners.every(([x, y], i) => {
      const [nextX, nextY] = corners[(i + 1) % corners.length] ?? [x, y];
      return x * nextY - y * nextX > 1e-3;
    }),
  );

const shoelace = (corners: readonly (readonly [number, number])[]): number =>
  sum(corners.map(([x, y], i) => x * (corners[(i + 1) % corners.length]?.[1] ?? 0) - y * (corners[(i + 1) % corners.length]?.[0] ?? 0))) /
  2;

describe('any outline that does not cross itself', () => {
  it('is cut into triangles that cover it once, whichever corner it begins at', () => {
    fc.assert(
      fc.property(outlines, fc.nat(), (corners, begin) => {
        const by = begin % corners.length;
        const face = `f ${corners.map((_, i) => ((i + by) % corners.length) + 1).join(' ')}`;
        const mesh = meshOf(...corners.map(([x, y]) => `v ${x} ${y} 0`), face);
        const areas = areasOf(mesh);
        expect(areas).toHaveLength(corners.length - 2);
        expect(Math.min(...areas)).toBeGreaterThan(-1e-6);
        const area = shoelace(corners);
        expect(Math.abs(sum(areas) - area)).toBeLessThanOrEqual(1e-9 * area);
      }),
      { numRuns: 300 },
    );
  });

  it('may have thousands of corners in the way of others', () => {
    const comb = Array.from({ length: 5000 }, (_, i) => [i, i % 2 === 0 ? 0 : 1000] as const);
    const corners = [[0, -1], [4999, -1], ...comb.slice().reverse()] as (readonly [number, number])[];
    const areas = areasOf(meshOf(...corners.map(([x, y]) => `v ${x} ${y} 0`), `f ${corners.map((_, i) => i + 1).join(' ')}`));
    expect(Math.min(...areas)).toBeGreaterThanOrEqual(0);
    expect(sum(areas)).toBeCloseTo(shoelace(corners), 3);
  });

  it('may wind around itself', () => {
    const arm = (radius: number) =>
      Array.from({ length: 400 }, (_, i) => {
        const angle = i / 12;
        return [(radius + i) * Math.cos(angle), (radius + i) * Math.sin(angle)].map(Math.fround) as [number, number];
      });
    const corners = [...arm(60), ...arm(50).reverse()];
    const areas = areasOf(meshOf(...corners.map(([x, y]) => `v ${x} ${y} 0`), `f ${corners.map((_, i) => i + 1).join(' ')}`));
    const sign = Math.sign(shoelace(corners));
    expect(Math.min(...areas.map((area) => area * sign))).toBeGreaterThan(0);
    expect(sum(areas) / shoelace(corners)).toBeCloseTo(1, 9);
  });
});

describe('numbers', () => {
  const number = (text: string): number => {
    const scanner = new Scanner(new TextEncoder().encode(`v ${text}`));
    scanner.next();
    scanner.word();
    return scanner.number();
  };

  it('are those that JavaScript reads, to the last bit', () => {
    const digits = (most: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most }).map((all) => all.join(''));
    const decimal = fc
      .tuple(fc.constantFrom('', '-', '+'), digits(20), fc.option(digits(20)), fc.option(fc.integer({ min: -340, max: 340 })))
      .map(
        ([sign, whole, part, exponent]) => `${sign}${whole}${part === null ? '' : `.${part}`}${exponent === null ? '' : `e${exponent}`}`,
      );
    fc.assert(
      fc.property(decimal, (text) => Object.is(number(text), Number(text))),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => Object.is(number(String(value)), Number(String(value)))),
    );
  });

  it.each(['', '.', '-', 'e5', '1e', '1e+', '0x1', '1..2', '1-2', 'NaN', 'Infinity', '1_0'])('are none where text is none: %s', (text) => {
    expect(number(text)).toBeNaN();
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    'v',
    'vt',
    'vn',
    'f',
    'l',
    'p',
    'o',
    'g',
    's',
    'usemtl',
    'mtllib',
    'curv',
    '#',
    '\\',
    '1',
    '-1',
    '2/2',
    '3//1',
    '1/1/1',
    '0.5',
    '1e400',
    'nan',
    'off',
    '-',
    '/',
    'x',
    '9999999999999',
  );
  const gaps = fc.constantFrom(' ', '\t', '\n', '\r', '\r\n', '\\\n', ' ', ' ');
  const texts = fc
    .array(fc.tuple(words, gaps), { maxLength: 200 })
    .map((all) => [...SQUARE, ...all.map(([word, gap]) => word + gap)].join('\n').replace(/\n(?=[^\n]*$)/, ' '));
  const statements = fc
    .array(fc.tuple(words, fc.array(words, { maxLength: 7 })), { maxLength: 60 })
    .map((all) => lines(...SQUARE, ...all.map(([word, rest]) => [word, ...rest].join(' '))));

  it('of statements gives a model without NaN, whose indices are all in range', () => {
    fc.assert(
      fc.property(fc.oneof(texts, statements), (text) => {
        const model = readObj(text);
        expect(numbersOf(model).every(Number.isFinite)).toBe(true);
        for (const { mesh, lines: own, points } of model.parts) {
          for (const one of [mesh, own, points]) {
            if (one !== null) expect(Math.max(...one.indices)).toBeLessThan(one.positions.length / 3);
          }
          for (let i = 0; i < (mesh?.normals.length ?? 0); i += 3) {
            expect(Math.hypot(...(mesh?.normals.subarray(i, i + 3) ?? []))).toBeCloseTo(1, 5);
          }
        }
        expect(model.notes.every(({ line }) => line >= 1 && line <= text.split(/\r\n|\r|\n/).length)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same model with other white space, line ends and joined lines', () => {
    const plain = statements.filter((text) => !/[#\\]|usemtl|mtllib|\bo\b/.test(text));
    fc.assert(
      fc.property(
        plain,
        fc.constantFrom('\t', ' \\\n', ' \\\r\n\t', '  '),
        fc.constantFrom('\n', '\r', '\r\n', ' \n'),
        (text, blank, end) => {
          const changed = text.replaceAll('\n', '\0').replaceAll(' ', blank).replaceAll('\0', end);
          const withoutLines = (model: ReturnType<typeof readObj>): string =>
            textOf({ ...model, notes: model.notes.map((note) => ({ ...note, line: 1 })) });
          expect(withoutLines(readObj(changed))).toBe(withoutLines(readObj(text)));
        },
      ),
    );
  });

  it('and any bytes throw nothing but the typed error', () => {
    const attempt = (read: () => unknown): void => {
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(SceneMeshError);
      }
    };
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 400, unit: 'binary' }), texts), (text) => {
        attempt(() => readObj(text));
        attempt(() => readMtl(text));
      }),
      { numRuns: 1000 },
    );
  });
});

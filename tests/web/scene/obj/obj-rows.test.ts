// What files have that readers trip over; docs/obj.md has the same rows.
import { describe, expect, it } from 'vitest';
import { readObj } from '../../../../web/scene/shared/obj/read-obj.js';
import { areasOf, at, lines, meshOf, numbersOf, onlyPart, read, rowsOf, SQUARE, sum, textOf } from './support.js';

const TRIANGLE = SQUARE.slice(0, 3);
const texts = (...all: readonly string[]): unknown[] => read(...all).notes.map(({ line, text }) => [line, text]);
/** A list, begun with another of its entries. */
const turned = <Item>(items: readonly Item[], by: number): Item[] => [...items.slice(by), ...items.slice(0, by)];
const flat = (points: readonly (readonly [number, number])[]): string[] => points.map(([x, y]) => `v ${x} ${y} 0`);
const face = (count: number): string => `f ${Array.from({ length: count }, (_, i) => i + 1).join(' ')}`;

describe('a concave face', () => {
  const arrow = [
    [0, 0],
    [4, 0],
    [4, 4],
    [2, 1],
    [0, 4],
  ] as const;
  const star = Array.from({ length: 20 }, (_, i) => {
    const [angle, radius] = [(i * Math.PI) / 10, i % 2 === 0 ? 5 : 1];
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });

  it.each([0, 1, 2, 3, 4])('of five corners is cut into triangles that cover it once, begun at corner %i', (by) => {
    const areas = areasOf(meshOf(...flat(turned(arrow, by)), 'f 1 2 3 4 5'));
    expect(areas).toHaveLength(3);
    expect(Math.min(...areas)).toBeGreaterThan(0);
    expect(sum(areas)).toBeCloseTo(10, 6);
  });

  it.each(Array.from({ length: 20 }, (_, by) => by))('with ten notches is cut right, begun at corner %i', (by) => {
    const areas = areasOf(meshOf(...flat(turned(star, by)), face(20)));
    expect(Math.min(...areas)).toBeGreaterThan(0);
    expect(sum(areas)).toBeCloseTo(10 * 5 * 1 * Math.sin(Math.PI / 10), 4);
  });

  it.each([0, 1, 2, 3])('of four corners is cut by the diagonal from the notch, which is corner %i', (by) => {
    const areas = areasOf(
      meshOf(
        ...flat(
          turned(
            [
              [1, 1],
              [0, 4],
              [0, 0],
              [4, 0],
            ],
            4 - by,
          ),
        ),
        'f 1 2 3 4',
      ),
    );
    expect(areas.map((area) => Math.round(area * 1e6) / 1e6)).toEqual([2, 2]);
  });

  it('is cut right on any plane, and seen from the other side', () => {
    const points = arrow.map(([x, y]) => `v ${x} ${y} ${2 * x - y}`);
    for (const corners of ['1 2 3 4 5', '5 4 3 2 1', '3 4 5 1 2', '4 3 2 1 5']) {
      const mesh = meshOf(...points, `f ${corners}`);
      const areas = areasOf(mesh);
      const sign = Math.sign(areas[0] ?? 0);
      expect(Math.min(...areas.map((area) => area * sign))).toBeGreaterThan(0);
      expect(sum(areas) * sign).toBeCloseTo(10, 5);
      expect(at(mesh.normals, 0, 3).map((part) => part * sign)).toEqual([-2, 1, 1].map((part) => Math.fround(part / Math.sqrt(6))));
    }
  });

  it('with a hole, to which its outline goes and back, is cut around it', () => {
    const outline = [
      [0, 0],
      [6, 0],
      [6, 6],
      [0, 6],
      [0, 0],
      [2, 2],
      [2, 4],
      [4, 4],
      [4, 2],
      [2, 2],
    ] as const;
    for (let by = 0; by < outline.length; by++) {
      const areas = areasOf(meshOf(...flat(turned(outline, by)), face(10)));
      expect(Math.min(...areas)).toBeGreaterThanOrEqual(0);
      expect(sum(areas)).toBeCloseTo(32, 6);
    }
  });

  it('with corners on its straight edges has no triangle without an area', () => {
    const outline = [
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 1],
      [2, 2],
      [1, 2],
      [0, 2],
      [0, 1],
    ] as const;
    for (let by = 0; by < 8; by++) {
      const areas = areasOf(meshOf(...flat(turned(outline, by)), face(8)));
      expect(Math.min(...areas)).toBeGreaterThan(0);
      expect(sum(areas)).toBe(4);
    }
  });

  it('that crosses itself is drawn all the same, with a note', () => {
    const model = read(
      ...flat([
        [0, 0],
        [4, 4],
        [4, 0],
        [0, 4],
        [-3, 2],
      ]),
      face(5),
    );
    expect(model.triangles).toBe(3);
    expect(model.notes).toEqual([{ line: 6, text: expect.stringMatching(/crosses itself/) }]);
  });
});

describe('colours of vertices', () => {
  const red = 'v 0 0 0 0.5 0.25 0.125';

  it('are kept as written, which is sRGB', () => {
    expect(at(meshOf(red, 'v 1 0 0 1 1 0', 'v 0 1 0 0 0 0', 'f 1 2 3').colors, 0, 3)).toEqual([0.5, 0.25, 0.125]);
  });

  it('are white for the vertices without one', () => {
    const { colors } = meshOf('v 9 9 9', 'v 0 1 0', red, 'v 1 0 0', 'f 2 3 4');
    expect([...(colors ?? [])]).toEqual([1, 1, 1, 0.5, 0.25, 0.125, 1, 1, 1]);
  });

  it('stand beside a material', () => {
    const part = onlyPart(read(red, 'v 1 0 0', 'v 0 1 0', 'usemtl wood', 'f 1 2 3'));
    expect([part.material, part.mesh?.colors?.[0]]).toEqual(['wood', 0.5]);
  });

  it('are none where no vertex of a mesh has one', () => {
    expect(meshOf(...TRIANGLE, red, 'f 1 2 3').colors).toBeNull();
  });

  it('are not the w of a vertex, which polygons ignore', () => {
    const mesh = meshOf('v 0 0 0 2', 'v 2 0 0 0.5', 'v 0 2 0 1', 'f 1 2 3');
    expect([areasOf(mesh), mesh.colors]).toEqual([[2], null]);
  });
});

describe('indices', () => {
  const coordinates = ['vt 0 0', 'vt 1 0', 'vt 1 1', 'vn 0 0 1'];

  it('below 0 count from the line that they stand on', () => {
    const late = read('v 9 9 9', ...TRIANGLE, 'f -3 -2 -1', 'v 5 5 5');
    expect(textOf(late)).toBe(textOf(read('v 9 9 9', ...TRIANGLE, 'f 2 3 4', 'v 5 5 5')));
  });

  it('below 0 do so for texture coordinates and normals, too', () => {
    const mesh = meshOf(...TRIANGLE, ...coordinates, 'f -3/-3/-1 -2/-2/-1 -1/-1/-1', 'vt 7 7', 'vn 1 0 0');
    expect([...(mesh.uvs ?? [])]).toEqual([0, 0, 1, 0, 1, 1]);
    expect([...mesh.normals]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
  });

  it("above 0 are the file's, also in a second object", () => {
    const model = read('o one', ...TRIANGLE, 'f 1 2 3', 'o two', 'v 0 0 5', 'v 2 0 5', 'v 0 2 5', 'f 4 5 6', 'f 1 2 3');
    expect(rowsOf(model)).toEqual([
      ['one', null, 1, 0, 0],
      ['two', null, 2, 0, 0],
    ]);
    expect(areasOf(model.parts[1]?.mesh ?? onlyPart(model).mesh ?? meshOf())).toEqual([2, 0.5]);
  });

  it('of v/vt without vn are those of texture coordinates', () => {
    const mesh = meshOf(...TRIANGLE, ...coordinates, 'f 1/3 2/2 3/1');
    expect([...(mesh.uvs ?? [])]).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it.each([
    ['f 1 2 6', 'vertices'],
    ['f 1/1 2/2 3/4', 'texture coordinates'],
    ['f 1//1 2//2 3//1', 'normals'],
    ['l 1 6', 'vertices'],
    ['p 1 6', 'vertices'],
    ['f 1 2 -6', 'vertices'],
  ])('beyond the end refuse the element, and say the line: %s', (bad, what) => {
    const model = read(...SQUARE, ...coordinates, bad, 'f 1 2 3');
    expect(rowsOf(model)).toEqual([[null, null, 1, 0, 0]]);
    expect(model.notes).toEqual([{ line: 10, text: expect.stringContaining(what) }]);
  });

  it('may be of a vertex that stands further down', () => {
    expect(read('f 1 2 3', ...TRIANGLE).triangles).toBe(1);
  });

  it.each(['f 0 1 2', 'f 1 2 x', 'f 1/0 2/1 3/1', 'f 1/2/3/4 1 2', 'f 1 2', 'f', 'l 1', 'p', 'f 1.5 2 3', 'f 1 2 -'])(
    'that are none refuse the element: %s',
    (bad) => {
      const model = read(...TRIANGLE, ...coordinates, bad);
      expect([model.parts, model.notes.map(({ line }) => line)]).toEqual([[], [8]]);
    },
  );
});

describe('lines of a file', () => {
  const usual = read(...SQUARE, 'usemtl red', 'f 1 2 3 4', 'l 1 5');

  it('that end with \\ are joined to the next one by a blank', () => {
    expect(textOf(read(...SQUARE, 'usemtl red', 'f 1 2\\', '3 4', 'l 1 \\', ' 5'))).toBe(textOf(usual));
    expect(onlyPart(read(...TRIANGLE, 'usemtl old\\', 'wood', 'f 1 2 3')).material).toBe('old wood');
  });

  it('have numbers of their own after those that are joined', () => {
    expect(texts(...TRIANGLE, 'l 1 \\', '2', 'f 1 2 8')).toEqual([[6, expect.stringContaining('index 8')]]);
  });

  it('are cut at #', () => {
    expect(textOf(read(...SQUARE, 'usemtl red # none', 'f 1 2 3 4 # 5 6 7', 'l 1 5#2'))).toBe(textOf(usual));
  });

  it('are cut at # after a vertex, whose colour it is not', () => {
    const mesh = meshOf('v 0 0 0 # one two three', 'v 1 0 0 # 1 2 3', 'v 0 1 0', 'f 1 2 3');
    expect([mesh.colors, numbersOf(read('v 0 0 0 # a b c', 'p 1')).some(Number.isNaN)]).toEqual([null, false]);
  });

  it('are not joined by a comment that ends with \\', () => {
    expect(read('# C:\\models\\', ...TRIANGLE, 'f 1 2 3 # \\', 'l 1 2').parts).toHaveLength(1);
    expect(read('# C:\\models\\', ...TRIANGLE).vertices).toBe(3);
  });

  it('have words between any white space', () => {
    const text = lines(...SQUARE, 'usemtl red', 'f 1 2 3 4', 'l 1 5');
    expect(textOf(readObj(text.replaceAll(' ', '\t')))).toBe(textOf(usual));
    expect(textOf(readObj(text.replaceAll(' ', ' \t  ').replaceAll('\n', ' \n \t')))).toBe(textOf(usual));
  });

  it.each([
    ['CR', '\r'],
    ['CR and LF', '\r\n'],
  ])('may end with %s', (_name, end) => {
    expect(textOf(readObj(lines(...SQUARE, 'usemtl red', 'f 1 2 3 \\', ' 4', 'l 1 5').replaceAll('\n', end)))).toBe(textOf(usual));
  });

  it('may begin with the mark of UTF-8', () => {
    const text = `\ufeff${lines(...SQUARE, 'usemtl red', 'f 1 2 3 4', 'l 1 5')}`;
    expect(textOf(readObj(text))).toBe(textOf(usual));
    expect(textOf(readObj(new TextEncoder().encode(text)))).toBe(textOf(usual));
  });

  it('need no end on the last one', () => {
    expect(read(...TRIANGLE).vertices).toBe(readObj(TRIANGLE.join('\n')).vertices);
    expect(readObj(`${TRIANGLE.join('\n')}\nf 1 2 3`).triangles).toBe(1);
    expect(readObj(`${TRIANGLE.join('\n')}\nf 1 2 3\\`).triangles).toBe(1);
  });
});

describe('numbers', () => {
  it('of vt may lack v, which is 0, and have a w, which is dropped', () => {
    const mesh = meshOf(...TRIANGLE, 'vt 0.5', 'vt 0.25 0.75 9', 'f 1/1 2/2 3/1');
    expect([...(mesh.uvs ?? [])]).toEqual([0.5, 0, 0.25, 0.75, 0.5, 0]);
  });

  it('may begin with a point, and have a sign and an exponent', () => {
    expect([...meshOf('v .5 -.5 +.5', 'v 1. 2e1 -3E-1', 'v 0 1 0', 'f 1 2 3').positions]).toEqual(
      [0.5, -0.5, 0.5, 1, 20, -0.3, 0, 1, 0].map(Math.fround),
    );
  });

  it.each(['v nan 1 2', 'v 1 2', 'v 1 inf 2', 'v 1e39 1 2', 'v 0x10 1 2', 'v 1,5 1 2', 'v'])(
    'that are none, or that f32 can not hold, are 0 with a note: %s',
    (bad) => {
      const model = read(bad, 'p 1');
      expect(model.notes[0]).toEqual({ line: 1, text: expect.stringMatching(/read as 0/) });
      expect(numbersOf(model).every(Number.isFinite)).toBe(true);
    },
  );
});

describe('faces with and without texture coordinates or normals in one object', () => {
  it('have 0, 0 and a normal of their own where they have none', () => {
    const mesh = meshOf(...SQUARE, 'vt 0.5 0.5', 'vn 1 0 0', 'f 1 2 3', 'f 1/1/1 3/1/1 4/1/1');
    expect([...(mesh.uvs ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect([...mesh.normals]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
  });
});

describe('what is skipped', () => {
  it.each(['lod 1', 'bevel on', 'c_interp on', 'd_interp off', 'mg 1 0.5'])('%s changes nothing, without a note', (line) => {
    expect(textOf(read(...TRIANGLE, 'f 1 2 3', line))).toBe(textOf(read(...TRIANGLE, 'f 1 2 3')));
  });

  it('free-form elements change nothing, with one note a kind', () => {
    const free = ['cstype bezier', 'deg 3', 'curv 0 1 1 2 \\', '3 1', 'parm u 0 1', 'end', 'parm u 0 1', 'vp 1 2'];
    const model = read(...TRIANGLE, ...free, 'f 1 2 3');
    expect(rowsOf(model)).toEqual([[null, null, 1, 0, 0]]);
    expect(model.notes.map(({ line, text }) => `${line} ${text.split(' ')[0]}`)).toEqual([
      "4 'cstype'",
      "5 'deg'",
      "6 'curv'",
      "8 'parm'",
      "9 'end'",
      "11 'vp'",
    ]);
  });

  it('statements of no format have one note a word', () => {
    expect(texts(...TRIANGLE, 'frobnicate 1', 'frobnicate 2', 'x')).toEqual([
      [4, "'frobnicate' is skipped: it is no statement of the format"],
      [6, "'x' is skipped: it is no statement of the format"],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { at, meshOf, onlyPart, read, rowsOf, SQUARE } from './support.js';

const BOX = [...['v 0 0 0', 'v 1 0 0', 'v 1 1 0', 'v 0 1 0', 'v 0 0 1', 'v 1 0 1', 'v 1 1 1', 'v 0 1 1']];
const SIDES = ['f 4 3 2 1', 'f 5 6 7 8', 'f 1 2 6 5', 'f 2 3 7 6', 'f 3 4 8 7', 'f 4 1 5 8'];

describe('materials', () => {
  it('make one part each, in the order of first use, however often they change', () => {
    const model = read(...SQUARE, 'usemtl r', 'f 1 2 3', 'usemtl b', 'f 1 3 4', 'usemtl r', 'f 1 2 5');
    expect(rowsOf(model)).toEqual([
      [null, 'r', 2, 0, 0],
      [null, 'b', 1, 0, 0],
    ]);
    expect(model.materials).toEqual([
      { name: 'r', line: 6 },
      { name: 'b', line: 8 },
    ]);
  });

  it('have whole names, with blanks and after any white space', () => {
    expect(onlyPart(read(...SQUARE, 'usemtl dark  red wood ', 'f 1 2 3')).material).toBe('dark  red wood');
    expect(onlyPart(read(...SQUARE, 'usemtl\tred', 'f 1 2 3')).material).toBe('red');
    expect(onlyPart(read(...SQUARE, 'usemtl wood#2 # old', 'f 1 2 3')).material).toBe('wood#2');
  });

  it.each(['constructor', '__proto__', 'toString'])('may be called %s', (name) => {
    expect(rowsOf(read(...SQUARE, `o ${name}`, `usemtl ${name}`, `g ${name}`, 'f 1 2 3'))).toEqual([[name, name, 1, 0, 0]]);
  });

  it('that nothing uses make no part, and no material at all is null', () => {
    expect(rowsOf(read(...SQUARE, 'usemtl r', 'usemtl b', 'f 1 2 3', 'usemtl', 'f 1 2 3'))).toEqual([
      [null, 'b', 1, 0, 0],
      [null, null, 1, 0, 0],
    ]);
  });
});

describe('objects', () => {
  it('are a mesh each, of whole names', () => {
    expect(rowsOf(read(...SQUARE, 'o my box', 'f 1 2 3', 'o two', 'f 1 3 4'))).toEqual([
      ['my box', null, 1, 0, 0],
      ['two', null, 1, 0, 0],
    ]);
  });

  it('do not take the faces before the first one, which are a mesh of their own', () => {
    expect(rowsOf(read(...SQUARE, 'f 1 2 3', 'o one', 'f 1 3 4'))).toEqual([
      [null, null, 1, 0, 0],
      ['one', null, 1, 0, 0],
    ]);
  });

  it('of each material are parts of their own', () => {
    expect(rowsOf(read(...SQUARE, 'usemtl r', 'o a', 'f 1 2 3', 'usemtl b', 'f 1 2 3', 'o b', 'f 1 2 3'))).toEqual([
      ['a', 'r', 1, 0, 0],
      ['a', 'b', 1, 0, 0],
      ['b', 'b', 1, 0, 0],
    ]);
  });

  it('have faces, lines and points by their kind', () => {
    const part = onlyPart(read(...SQUARE, 'o all', 'f 1 2 3 4', 'l 1 2 5', 'p 5 1', 'f 1 2 5'));
    expect(rowsOf({ ...read('v 0 0 0'), parts: [part] })).toEqual([['all', null, 3, 2, 2]]);
    expect([...(part.lines?.indices ?? [])]).toEqual([0, 1, 1, 2]);
    expect(at(part.lines?.positions ?? [], 2, 3)).toEqual([0.5, 0.5, 1]);
    expect([...(part.points?.positions ?? [])]).toEqual([0.5, 0.5, 1, 0, 0, 0]);
  });
});

describe('groups', () => {
  it('of `g a b` are two, and a bare `g` is the default one', () => {
    const model = read(...SQUARE, 'g a b', 'f 1 2 3 4', 'l 1 2', 'g', 'f 1 2 3', 'g b', 'p 1');
    expect(model.groups).toEqual([
      { name: 'default', triangles: 1, segments: 0, points: 0 },
      { name: 'a', triangles: 2, segments: 1, points: 0 },
      { name: 'b', triangles: 2, segments: 1, points: 1 },
    ]);
    expect(rowsOf(model)).toEqual([[null, null, 3, 1, 1]]);
  });

  it('are told of each triangle of a mesh', () => {
    expect(meshOf(...SQUARE, 'g a b', 'f 1 2 3 4', 'g', 'f 1 2 5', 'g c', 'f 2 3 5').groups).toEqual([
      { names: ['a', 'b'], first: 0, count: 2 },
      { names: ['default'], first: 2, count: 1 },
      { names: ['c'], first: 3, count: 1 },
    ]);
  });
});

describe('libraries', () => {
  it('of one line are all read, and names with blanks are whole', () => {
    expect(read(...SQUARE, 'mtllib a.mtl b.mtl', 'mtllib my scene.MTL').libraries).toEqual([
      { name: 'a.mtl', line: 6 },
      { name: 'b.mtl', line: 6 },
      { name: 'my scene.MTL', line: 7 },
    ]);
  });
});

describe('normals', () => {
  it("are the file's where it gives them, of length 1", () => {
    const mesh = meshOf(...SQUARE, 'vn 0 3 4', 'f 1//1 2//1 3//1');
    expect(at(mesh.normals, 0, 3)).toEqual([0, Math.fround(0.6), Math.fround(0.8)]);
  });

  it('are flat without a smoothing group, and after `s off`', () => {
    for (const smoothing of [[], ['s 1', 's off'], ['s 0']]) {
      const mesh = meshOf(...BOX, ...smoothing, ...SIDES);
      expect(mesh.positions).toHaveLength(3 * 24);
      for (let i = 0; i < 24; i++) expect(at(mesh.normals, i, 3).map(Math.abs).sort()).toEqual([0, 0, 1]);
    }
  });

  it('of a smoothing group are weighted by the angle, so that those of a box point from its middle', () => {
    const triangles = SIDES.flatMap((side) => {
      const [, a, b, c, d] = side.split(' ');
      return [`f ${a} ${b} ${c}`, `f ${a} ${c} ${d}`];
    });
    for (const sides of [SIDES, triangles]) {
      const mesh = meshOf(...BOX, 's 1', ...sides);
      expect(mesh.positions).toHaveLength(3 * 8);
      for (let i = 0; i < 8; i++) {
        const away = at(mesh.positions, i, 3).map((value) => (value - 0.5) / Math.sqrt(0.75));
        for (const [k, part] of at(mesh.normals, i, 3).entries()) expect(part).toBeCloseTo(away[k] ?? 0, 6);
      }
    }
  });

  it('take vertices at one position as one, also where they are listed twice', () => {
    const roof = ['v 0 0 0', 'v 1 0 0', 'v 1 1 1', 'v 0 1 1'];
    const other = ['v 0 2 0', 'v 1 2 0', 'v 1 1 1', 'v -0 1 1'];
    const mesh = meshOf(...roof, ...other, 's 1', 'f 1 2 3 4', 'f 6 5 8 7');
    const ridge = [...Array(8).keys()].filter((i) => mesh.positions[3 * i + 2] === 1);
    expect(ridge).toHaveLength(4);
    for (const i of ridge) expect(at(mesh.normals, i, 3)).toEqual([0, 0, 1]);
  });

  it('do not cross from one smoothing group or object to another', () => {
    const ridge = ['v 0 0 0', 'v 1 0 0', 'v 1 1 1', 'v 0 1 1', 'v 0 2 0', 'v 1 2 0'];
    for (const between of ['s 2', 'o two']) {
      const model = read(...ridge, 's 1', 'f 1 2 3 4', between, 'f 6 5 4 3');
      for (const { mesh } of model.parts) expect([...(mesh?.normals ?? [])].filter((part) => part === 1)).toEqual([]);
    }
    const both = read(...ridge, 's 1', 'usemtl a', 'f 1 2 3 4', 'usemtl b', 'f 6 5 4 3');
    for (const { mesh } of both.parts) expect(at(mesh?.normals ?? [], mesh?.positions[2] === 1 ? 0 : 2, 3)).toEqual([0, 0, 1]);
  });

  it('are of the file at some corners, and of the group at others', () => {
    const mesh = meshOf(...BOX, 'vn 0 0 1', 's 1', ...SIDES.slice(1), 'f 4//1 3 2 1');
    const given = [...Array(mesh.positions.length / 3).keys()].filter((i) => at(mesh.normals, i, 3)[2] === 1);
    expect(given.map((i) => at(mesh.positions, i, 3))).toEqual([[0, 1, 0]]);
  });

  it('are of length 1 for a face without an area, and where a normal of the file has no length', () => {
    expect(at(meshOf(...SQUARE, 'f 1 1 1').normals, 0, 3)).toEqual([0, 1, 0]);
    expect(at(meshOf(...SQUARE, 's 1', 'f 1 2 1').normals, 0, 3)).toEqual([0, 1, 0]);
    expect(at(meshOf(...SQUARE, 'vn 0 0 0', 'f 1//1 2//1 3//1').normals, 0, 3)).toEqual([0, 0, 1]);
  });

  it('keep the weight of a notch: its angle is over a half turn', () => {
    const dent = ['v 0 0 0', 'v 2 0 0', 'v 0.5 0.5 0', 'v 0 2 0', 'v 0.5 0.5 -1'];
    const mesh = meshOf(...dent, 's 1', 'f 1 2 3 4', 'f 2 5 3', 'f 5 4 3');
    const notch = [...Array(5).keys()].find((i) => mesh.positions[3 * i] === 0.5 && mesh.positions[3 * i + 2] === 0) ?? 0;
    // Between the notch's edges, and between each of them and the dent's edge straight down.
    const tip = Math.PI / 2;
    const inner = 2 * Math.PI - Math.acos((1.5 * -0.5 + -0.5 * 1.5) / 2.5);
    const sides = [
      [0.5, 1.5, 0],
      [1.5, 0.5, 0],
    ].map(([x = 0, y = 0]) => [(x / Math.hypot(x, y)) * tip, (y / Math.hypot(x, y)) * tip]);
    const total = [(sides[0]?.[0] ?? 0) + (sides[1]?.[0] ?? 0), (sides[0]?.[1] ?? 0) + (sides[1]?.[1] ?? 0), inner];
    const length = Math.hypot(...total);
    for (const [k, part] of at(mesh.normals, notch, 3).entries()) expect(part).toBeCloseTo((total[k] ?? 0) / length, 5);
  });
});

import { describe, expect, it } from 'vitest';
import { SceneMeshError } from '../../../../web/scene/shared/errors.js';
import { readMtl } from '../../../../web/scene/shared/obj/read-mtl.js';
import type { ObjMaterial } from '../../../../web/scene/shared/obj/types.js';
import { lines } from './support.js';

const library = (...all: readonly string[]) => readMtl(lines(...all));
/** The material of a file that has one. */
function material(...all: readonly string[]): ObjMaterial {
  const found = library('newmtl m', ...all).materials.get('m');
  if (found === undefined) throw new Error('there is no material m');
  return found;
}

describe('the colour of a material', () => {
  it('is Kd, and one number of it is for all three', () => {
    expect(material('Kd 0.1 0.2 0.3').color).toEqual([0.1, 0.2, 0.3]);
    expect(material('Kd 0.5').color).toEqual([0.5, 0.5, 0.5]);
    expect(material('Kd\t0.1\t0.2  0.3').color).toEqual([0.1, 0.2, 0.3]);
  });

  it('is white with a texture and 0.8 without one where there is no Kd, with a note', () => {
    const { materials, notes } = library('newmtl a', 'map_Kd a.png', 'newmtl b');
    expect([...materials.values()].map(({ color }) => color)).toEqual([
      [1, 1, 1],
      [0.8, 0.8, 0.8],
    ]);
    expect(notes.map(({ line }) => line)).toEqual([1, 3]);
    expect(notes[1]?.text).toBe("material 'b' has no Kd: its colour is 0.8, 0.8, 0.8");
  });

  it.each(['Kd spectral a.rfl', 'Kd xyz 1 1 1', 'Kd', 'Kd nan 0 0'])(
    'is as if it were missing where it is none that is read: %s',
    (bad) => {
      const { materials, notes } = library('newmtl m', bad);
      expect(materials.get('m')?.color).toEqual([0.8, 0.8, 0.8]);
      expect(notes.map(({ line }) => line).sort()).toEqual([1, 2]);
    },
  );
});

describe('the opacity of a material', () => {
  it('is 1 less Tr where there is no d', () => {
    expect([material('Tr 0.25').opacity, material('').opacity]).toEqual([0.75, 1]);
  });

  it('is d where there are both, in either order', () => {
    expect([material('d 0.3', 'Tr 0.1').opacity, material('Tr 0.1', 'd 0.3').opacity]).toEqual([0.3, 0.3]);
  });

  it('is the number of `d -halo 0.6`', () => {
    expect(material('d -halo 0.6').opacity).toBe(0.6);
  });

  it('stays from 0 to 1, and what is no number is skipped with a note', () => {
    expect([material('d 7').opacity, material('Tr 7').opacity]).toEqual([1, 0]);
    expect(library('newmtl m', 'Kd 1', 'd none').notes).toEqual([{ line: 3, text: expect.stringContaining("'none'") }]);
  });
});

describe('the texture of a material', () => {
  const plain = { scale: [1, 1], offset: [0, 0] };

  it.each([
    ['map_Kd f.png', { texture: 'f.png', ...plain }],
    ['map_Kd -s 2 2 f.png', { texture: 'f.png', scale: [2, 2], offset: [0, 0] }],
    ['map_Kd -o 0.5 f.png', { texture: 'f.png', scale: [1, 1], offset: [0.5, 0] }],
    ['map_Kd -s 2 3 4 -o .5 -1 1e1 -t 0 f.png', { texture: 'f.png', scale: [2, 3], offset: [0.5, -1] }],
    ['map_Kd\t-s\t2\tf.png', { texture: 'f.png', scale: [2, 1], offset: [0, 0] }],
    ['map_Kd -clamp on f.png', { texture: 'f.png', ...plain }],
    ['map_Kd -blendu off -blendv on -texres 512 -mm 0 1 -bm 2 -boost 3 -imfchan m -cc off f.png', { texture: 'f.png', ...plain }],
    ['map_Kd -CLAMP on -S 2 2 f.png', { texture: 'f.png', scale: [2, 2], offset: [0, 0] }],
    ['map_Kd my  wood planks.png ', { texture: 'my  wood planks.png', ...plain }],
    ['map_Kd wood#2.png # old', { texture: 'wood#2.png', ...plain }],
    ['map_Kd -s 1 1 1 7', { texture: '7', ...plain }],
    ['map_Kd -o 0.5 7', { texture: '7', scale: [1, 1], offset: [0.5, 0] }],
    ['map_Kd C:\\tex\\f.png', { texture: 'f.png', ...plain }],
    ['map_Kd \\\\server\\tex\\f.png', { texture: 'f.png', ...plain }],
    ['map_Kd tex\\wood\\f.png', { texture: 'tex/wood/f.png', ...plain }],
    ['map_Kd tex/f.png', { texture: 'tex/f.png', ...plain }],
    ['map_Kd -front.png', { texture: '-front.png', ...plain }],
  ])('is read with its options: %s', (line, expected) => {
    expect(material(line)).toMatchObject(expected);
  });

  it('without a file is skipped with a note', () => {
    for (const line of ['map_Kd', 'map_Kd # f.png']) {
      expect(library('newmtl m', 'Kd 1', line).notes).toEqual([{ line: 3, text: expect.stringContaining('names no file') }]);
    }
  });
});

describe('an MTL file', () => {
  it('has its statements in any case', () => {
    expect(library('NEWMTL Red', 'KD 1 0 0', 'D 0.5', 'map_kd f.png').materials).toEqual(
      new Map([['Red', { color: [1, 0, 0], opacity: 0.5, texture: 'f.png', scale: [1, 1], offset: [0, 0] }]]),
    );
  });

  it('with one material twice has the last one, and a note', () => {
    const { materials, notes } = library('newmtl m', 'Kd 1', 'd 0.5', 'newmtl m', 'Kd 0.5');
    expect(materials.get('m')).toMatchObject({ color: [0.5, 0.5, 0.5], opacity: 1 });
    expect(notes).toEqual([{ line: 4, text: "material 'm' is there twice: the last one counts" }]);
  });

  it.each(['constructor', '__proto__', 'hasOwnProperty'])('may have a material called %s', (name) => {
    const { materials } = library(`newmtl ${name}`, 'Kd 1 0 0');
    expect([...materials.keys()]).toEqual([name]);
    expect(materials.get(name)?.color).toEqual([1, 0, 0]);
  });

  it('has whole names', () => {
    expect([...library('newmtl dark  red wood', 'Kd 1', 'newmtl\tblue#2', 'Kd 1').materials.keys()]).toEqual(['dark  red wood', 'blue#2']);
  });

  it('may have what the scene does not show, and has notes on what no format has', () => {
    const known = ['Ka 1 1 1', 'Ks 0 0 0', 'Ns 96', 'Ni 1.45', 'illum 2', 'map_Bump -bm 1 b.png', 'Pr 0.5'];
    expect(library('newmtl m', 'Kd 1', ...known).notes).toEqual([]);
    expect(library('newmtl m', 'Kd 1', 'shine 2', 'Shine 3').notes).toEqual([{ line: 3, text: expect.stringContaining("'shine'") }]);
  });

  it('may begin with the mark of UTF-8, end lines in any way, and join them', () => {
    const expected = library('newmtl m', 'Kd 1 0 0', 'd 0.5');
    for (const end of ['\r', '\r\n', ' # comment\n']) {
      expect(readMtl(`\ufeff${['newmtl m', 'Kd 1 \\', '0 0', 'd 0.5'].join(end).replace('\\ # comment', '\\')}`)).toEqual(expected);
    }
  });

  it('that skips statements before its first material says so', () => {
    const { materials, notes } = library('Kd 1', 'newmtl', 'd 1', 'newmtl m', 'Kd 1');
    expect([[...materials.keys()], notes.map(({ line }) => line)]).toEqual([['m'], [1, 2, 3]]);
  });

  it('is refused where no line is of its format', () => {
    expect(() => readMtl('<!doctype html>\n<p>404</p>')).toThrow(SceneMeshError);
    expect(() => readMtl('newmtl m', { maxBytes: 3 })).toThrow(/bytes = 8 is refused: a file may have 3; raise maxBytes/);
    expect(readMtl('# nothing\n')).toEqual({ materials: new Map(), notes: [] });
  });
});

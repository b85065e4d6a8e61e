import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../../web/cli/flags.js';
import { main } from '../../../web/cli/main.js';
import type { MeshResult } from '../../../web/cli/mesh.js';
import { parseMeshArguments } from '../../../web/cli/mesh-args.js';

const COMMAND = fileURLToPath(new URL('../../../dist/cli/skyflock.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'skyflock-mesh-'));
afterAll(() => rmSync(folder, { recursive: true }));

let out = '';
let err = '';
beforeEach(() => {
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

/** Writes a file into the folder; gives its path. */
function write(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function mesh(file: string): Promise<MeshResult> {
  out = '';
  expect(await main(['mesh', file, '--json']), err).toBe(0);
  expect(out.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(out) as MeshResult;
}

const SQUARE = ['v 0 0 0', 'v 1 0 0', 'v 1 1 0', 'v 0 1 0'];
const grey = { opacity: 1, texture: null, scale: [1, 1], offset: [0, 0] };

describe('the arguments of skyflock mesh', () => {
  it('are a file, and --json before or after it', () => {
    expect(parseMeshArguments(['a.obj'])).toEqual({ file: 'a.obj', json: false });
    expect(parseMeshArguments(['--json', 'a b.obj'])).toEqual({ file: 'a b.obj', json: true });
  });

  it.each([
    [[], /the OBJ file is missing: skyflock mesh FILE.obj/],
    [['a.obj', 'b.obj'], /there are 2 files; skyflock mesh takes one/],
    [['a.obj', '--area'], /unknown argument '--area'; there are --json/],
    [['a.obj', '--json=yes'], /--json takes no value/],
  ])('%j are refused in a line', (args, message) => {
    expect(() => parseMeshArguments(args)).toThrow(UsageError);
    expect(() => parseMeshArguments(args)).toThrow(message);
  });
});

describe('skyflock mesh', () => {
  it('prints one line of JSON with every field', async () => {
    write('colors.mtl', 'newmtl red', 'Kd 1 0 0', 'd 0.5', 'map_Kd -s 2 2 -o 0.5 red wood.png', 'newmtl blue', 'Kd 0.5');
    const file = write(
      'whole.obj',
      'mtllib colors.mtl',
      ...SQUARE,
      'usemtl red',
      'f 1 2 3 4',
      'o lid',
      'f 1 2 3',
      'usemtl blue',
      'l 1 2 3',
      'p 4',
      'f 1 2 9',
    );
    expect(await mesh(file)).toEqual({
      vertices: 4,
      triangles: 3,
      area: 1.5,
      objects: [
        { name: null, material: 'red', triangles: 2, lines: 0, points: 0 },
        { name: 'lid', material: 'red', triangles: 1, lines: 0, points: 0 },
        { name: 'lid', material: 'blue', triangles: 0, lines: 2, points: 1 },
      ],
      groups: [{ name: 'default', triangles: 3, segments: 2, points: 1 }],
      materials: {
        red: { color: [1, 0, 0], opacity: 0.5, texture: 'red wood.png', scale: [2, 2], offset: [0.5, 0] },
        blue: { ...grey, color: [0.5, 0.5, 0.5] },
      },
      notes: [{ line: 13, text: 'the face is refused: index 9, and the file has 4 vertices' }],
    });
    expect(err).toBe('');
  });

  it('says the area of a concave face, and one row for a material that comes back', async () => {
    const file = write(
      'arrow.obj',
      'v 0 0 0',
      'v 4 0 0',
      'v 4 4 0',
      'v 2 1 0',
      'v 0 4 0',
      'usemtl r',
      'f 1 2 3 4 5',
      'usemtl b',
      'f 3 2 1',
      'usemtl r',
      'f 1 2 3',
    );
    const { area, objects, notes } = await mesh(file);
    expect(area).toBe(10 + 8 + 8);
    expect(objects.map(({ material, triangles }) => [material, triangles])).toEqual([
      ['r', 4],
      ['b', 1],
    ]);
    // No MTL file is named: nothing can be missing in it.
    expect(notes).toEqual([]);
  });

  it('reads all MTL files beside the OBJ file, of names with blanks, and of paths of another machine', async () => {
    mkdirSync(join(folder, 'sub'));
    for (const name of ['a.mtl', 'b.mtl', 'my scene.mtl', 'sub/c.mtl', 'd.mtl', 'e.mtl']) write(name, `newmtl ${name}`, 'Kd 1');
    const file = write(
      'many.obj',
      'mtllib a.mtl b.mtl',
      'mtllib my scene.mtl',
      'mtllib sub\\c.mtl',
      'mtllib C:\\models\\d.mtl',
      'mtllib /home/anna/e.mtl',
      'v 0 0 0',
    );
    const { materials, notes } = await mesh(file);
    expect(Object.keys(materials)).toEqual(['a.mtl', 'b.mtl', 'my scene.mtl', 'sub/c.mtl', 'd.mtl', 'e.mtl']);
    expect(notes).toEqual([]);
  });

  it('takes a material of the first MTL file that has it, as the format says', async () => {
    write('first.mtl', 'newmtl m', 'Kd 1 0 0');
    write('second.mtl', 'newmtl m', 'Kd 0 1 0');
    expect((await mesh(write('order.obj', 'mtllib first.mtl second.mtl', 'v 0 0 0'))).materials).toEqual({
      m: { ...grey, color: [1, 0, 0] },
    });
  });

  it('goes on without an MTL file that is missing, with a note', async () => {
    const { triangles, notes } = await mesh(write('alone.obj', ...SQUARE, 'mtllib gone.mtl', 'usemtl m', 'f 1 2 3'));
    expect([triangles, notes]).toEqual([1, [{ line: 5, text: expect.stringMatching(/^mtllib gone.mtl is left out: .*ENOENT/) }]]);
  });

  it('goes on without an MTL file that is none, and without a folder of that name', async () => {
    write('page.mtl', '<!doctype html>', '<p>404</p>');
    mkdirSync(join(folder, 'folder.mtl'));
    const { notes } = await mesh(write('wrong.obj', ...SQUARE, 'mtllib page.mtl folder.mtl'));
    expect(notes.map(({ text }) => text)).toEqual([
      expect.stringMatching(/no line is one of an MTL file/),
      expect.stringMatching(/it is a folder/),
    ]);
  });

  it('has notes on a material that no MTL file has, and on what its MTL files are like, with their names', async () => {
    write('poor.mtl', 'newmtl m', 'newmtl m', 'Kd 1');
    const { notes } = await mesh(write('poor.obj', 'mtllib poor.mtl', ...SQUARE, 'usemtl none', 'f 1 2 3'));
    expect(notes).toEqual([
      { line: 6, text: "material 'none' is in none of the MTL files" },
      { line: 1, text: "poor.mtl: material 'm' has no Kd: its colour is 0.8, 0.8, 0.8" },
      { line: 2, text: "poor.mtl: material 'm' is there twice: the last one counts" },
    ]);
  });

  it('prints materials of any name', async () => {
    write('names.mtl', 'newmtl __proto__', 'Kd 1 0 0', 'newmtl constructor', 'Kd 0 1 0');
    const { materials, objects } = await mesh(
      write('names.obj', 'mtllib names.mtl', ...SQUARE, 'usemtl __proto__', 'f 1 2 3', 'usemtl constructor', 'f 1 2 3'),
    );
    expect(Object.entries(materials).map(([name, { color }]) => [name, color])).toEqual([
      ['__proto__', [1, 0, 0]],
      ['constructor', [0, 1, 0]],
    ]);
    expect(objects.map(({ material }) => material)).toEqual(['__proto__', 'constructor']);
  });

  it('prints a summary for people', async () => {
    write('sum.mtl', 'newmtl red', 'Kd 1 0 0');
    expect(await main(['mesh', write('sum.obj', 'mtllib sum.mtl', ...SQUARE, 'usemtl red', 'f 1 2 3 4', 'parm u 0')])).toBe(0);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/sum.obj: 4 vertices, 2 triangles, area 1$/),
      'object      (none), material red: 2 triangles, 0 segments, 0 points',
      'material    red: colour 1 0 0, opacity 1',
      "note        line 8: 'parm' is skipped: free-form curves and surfaces are not read",
      '',
    ]);
  });

  it.each([
    ['that is missing', () => join(folder, 'gone.obj'), /^skyflock: .*gone.obj can't be read: .*ENOENT/],
    ['that is a folder', () => folder, /can't be read: it is a folder/],
    [
      'of another format',
      () => write('ply.obj', 'ply', 'format ascii 1.0', 'end_header'),
      /ply.obj is refused: format = ply is refused: .*an OBJ file/,
    ],
    ['that is no text', () => write('coff.obj', 'd\u0086\0\0'), /coff.obj is refused: .*byte \d is 0/],
  ])('refuses a file %s in one sentence, with exit code 2', async (_what, path, message) => {
    expect(await main(['mesh', path(), '--json'])).toBe(2);
    expect(err).toMatch(message);
    expect([err.trimEnd().split('\n').length, out]).toEqual([1, '']);
  });

  it('has help of its own', async () => {
    expect(await main(['mesh', '--help'])).toBe(0);
    expect(out).toMatch(/^Usage: skyflock mesh FILE.obj \[flags\]\n/);
  });

  it('is a command of the package that was built', async () => {
    write('built.mtl', 'newmtl red', 'Kd 1 0 0');
    write('built.obj', 'mtllib built.mtl', ...SQUARE, 'usemtl red', 'f 1 2 3 4');
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [COMMAND, 'mesh', 'built.obj', '--json'], { cwd: folder, timeout: 50_000 }, (error, text) =>
        error === null ? resolve(text) : reject(error),
      );
    });
    expect(JSON.parse(stdout)).toMatchObject({ area: 1, materials: { red: { color: [1, 0, 0] } }, notes: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { SceneMeshError } from '../../../../web/scene/shared/errors.js';
import { readObj } from '../../../../web/scene/shared/obj/read-obj.js';
import { lines, read, SQUARE } from './support.js';

describe('a file beyond a limit', () => {
  const square = lines(...SQUARE, 'f 1 2 3 4');

  it.each([
    [{ maxVertices: 4 }, 'vertices = over 4 is refused: a mesh may have 4; raise maxVertices, or split the file'],
    [{ maxTriangles: 1 }, 'triangles = over 1 is refused: a mesh may have 1; raise maxTriangles, or split the file'],
    [{ maxBytes: 10 }, `bytes = ${square.length} is refused: a file may have 10; raise maxBytes, or split the file`],
    [{ maxVertices: 0 }, 'maxVertices = 0 is refused: it must be a whole number from 1 to 100000000'],
    [{ maxBytes: Number.NaN }, 'maxBytes = NaN is refused: it must be a whole number from 1 to 2147483647'],
  ])('is refused with the limit and the way out: %j', (limits, message) => {
    expect(() => readObj(square, limits)).toThrow(SceneMeshError);
    expect(() => readObj(square, limits)).toThrow(message);
  });

  it('is read right up to it', () => {
    expect(readObj(square, { maxVertices: 5, maxTriangles: 2, maxBytes: square.length }).triangles).toBe(2);
  });
});

describe('what is no OBJ file', () => {
  it.each([
    ['a page', '<!doctype html>\n<p>404</p>', /format = <!doctype is refused: .* no line is one of an OBJ file/],
    ['a program', new Uint8Array([0x64, 0x86, 2, 0, 0, 0]), /byte 3 is 0, which no text has/],
    ['text of UTF-16', new Uint8Array([0xff, 0xfe, 0x76, 0, 0x20, 0]), /encoding = UTF-16 is refused: .*save it anew as UTF-8/],
    ['a number', 7 as unknown as string, /text = 7 is refused: it must be a string or a Uint8Array/],
  ])('is refused: %s', (_what, text, message) => {
    expect(() => readObj(text)).toThrow(SceneMeshError);
    expect(() => readObj(text)).toThrow(message);
  });

  it('is not one without anything', () => {
    for (const text of ['', '# made by hand\n', '\n\n'])
      expect(readObj(text)).toMatchObject({ vertices: 0, triangles: 0, parts: [], notes: [] });
  });
});

describe('bytes', () => {
  it('may be a part of a buffer, of Node or shared', () => {
    const bytes = new TextEncoder().encode(`xx${lines(...SQUARE, 'usemtl caf\u00e9', 'f 1 2 3')}`);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    for (const one of [bytes, Buffer.from(bytes), shared]) expect(readObj(one.subarray(2)).parts[0]?.material).toBe('caf\u00e9');
  });
});

describe('a file of a million faults', () => {
  it('has a hundred notes of a kind, and one that counts the rest', () => {
    const { notes } = read(...SQUARE, ...Array.from({ length: 1000 }, () => 'f 1 2 9'));
    expect(notes).toHaveLength(101);
    expect(notes.at(-1)).toEqual({ line: 106, text: '900 more from here on: faces refused' });
  });

  it('has as many of words that nobody knows', () => {
    const { notes } = read(...SQUARE, ...Array.from({ length: 5000 }, (_, i) => `word${i}`));
    expect(notes).toHaveLength(101);
  });
});

describe('the time', { timeout: 120_000 }, () => {
  /** Microseconds of processor time of the fastest of some runs: a busy machine changes it least. */
  const time = (text: string): number =>
    Math.min(
      ...[0, 1, 2].map(() => {
        const before = process.cpuUsage();
        readObj(text);
        const { user, system } = process.cpuUsage(before);
        return user + system;
      }),
    );

  // Not `lines`: a call takes no million of arguments.
  const textOfLines = (all: readonly string[]): string => `${all.join('\n')}\n`;
  const grid = (side: number): string => {
    const rows: string[] = [];
    for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) rows.push(`v ${x / 7} ${y / 7} ${((x * y) % 10) / 10}`);
    for (let y = 1; y < side; y++) {
      for (let x = 1; x < side; x++) rows.push(`f ${(y - 1) * side + x} ${(y - 1) * side + x + 1} ${y * side + x + 1} ${y * side + x}`);
    }
    return textOfLines(['s 1', ...rows]);
  };
  const ring = (corners: number): string => {
    const points = Array.from({ length: corners }, (_, i) => {
      const [angle, radius] = [(2 * Math.PI * i) / corners, i % 2 === 0 ? 1000 : 999];
      return `v ${radius * Math.cos(angle)} ${radius * Math.sin(angle)} 0`;
    });
    return textOfLines([...points, `f ${points.map((_, i) => i + 1).join(' ')}`]);
  };
  const repeated =
    (line: (i: number) => string) =>
    (count: number): string =>
      textOfLines([...SQUARE, ...Array.from({ length: count }, (_, i) => line(i))]);

  it.each([
    ['a mesh of a million lines', (count: number) => grid(Math.round(Math.sqrt(count / 2))), 1_000_000],
    ['one face of many corners', ring, 200_000],
    ['objects of their own', repeated((i) => `o o${i}\nusemtl m${i % 7}\nf 1 2 3`), 100_000],
    ['groups of their own', repeated((i) => `g g${i} h\nf 1 2 3`), 100_000],
    ['faces around one vertex', repeated((i) => `vt ${i} 0\nf 1/${i + 1} 2/1 3/1`), 300_000],
    ['faces that are refused', repeated(() => 'f 1 2 9999'), 1_000_000],
    ['one line that is joined of many', (count: number) => `${lines(...SQUARE)}l ${'1 2 \\\n'.repeat(count)}`, 300_000],
    ['one name', (count: number) => `${lines(...SQUARE)}o ${'a \\\n'.repeat(count)}`, 300_000],
    ['one comment', (count: number) => `${lines(...SQUARE)}# ${'\\ # '.repeat(count)}`, 1_000_000],
    ['libraries in one line', (count: number) => `mtllib ${'a.mtl '.repeat(count)}`, 300_000],
  ])('is in proportion to the length: %s', (_what, make, count) => {
    const [short, long] = [make(count / 8), make(count)];
    time(short);
    // Eight times the lines: 8 times as long, where a square would be 64; four times that is for caches and the collector.
    expect(time(long) / Math.max(time(short), 2000)).toBeLessThan(32);
  });
});

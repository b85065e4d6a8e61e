/** Reads the statements of an OBJ file into lists. */
import { Elements, FACE, LINE, NONE, POINTS } from './elements.js';
import { F, FO, G, L, O, P, S, skippedKind, V, VN, VT } from './keywords.js';
import { meshRefusal, quoted, refuseFormat } from './limits.js';
import { FloatList, IntList } from './lists.js';
import { GroupSets, PartTable } from './names.js';
import { NoteList } from './notes.js';
import { ABSENT, Scanner } from './scanner.js';
import type { ObjLimits, ObjName } from './types.js';

/** What a colour has where a vertex has none. */
const WHITE = 1;
/** Smoothing groups are numbers of 32 bits. */
const LAST_SMOOTHING = 0xffffffff;

export class Statements {
  /** x, y, z each, and u, v. */
  readonly positions = new FloatList();
  readonly uvs = new FloatList();
  readonly normals = new FloatList();
  /** r, g, b of each vertex up to the last one that has a colour; whether it has one stands in `colored`. */
  readonly colors = new FloatList(0);
  readonly colored = new IntList(0);
  readonly elements = new Elements();
  readonly parts = new PartTable();
  readonly groups = new GroupSets();
  readonly notes = new NoteList();
  readonly libraries: ObjName[] = [];

  readonly #scanner: Scanner;
  readonly #limits: ObjLimits;
  #smoothing = 0;
  #triangles = 0;

  /** @throws SceneMeshError for a file that is none of the format, or is beyond a limit */
  constructor(bytes: Uint8Array, limits: ObjLimits) {
    this.#scanner = new Scanner(bytes);
    this.#limits = limits;
    this.#readAll();
  }

  get vertices(): number {
    return this.positions.length / 3;
  }

  #readAll(): void {
    const scanner = this.#scanner;
    let isObj = false;
    let stranger = '';
    while (scanner.next()) {
      const code = scanner.shortWord();
      if (code !== 0 && this.#readShort(code)) {
        isObj = true;
        continue;
      }
      const word = code === 0 ? scanner.word() : String.fromCharCode(...(code > 0xff ? [code >> 8, code & 0xff] : [code]));
      if (this.#readLong(word)) isObj = true;
      else stranger ||= word;
    }
    if (!isObj && stranger !== '') refuseFormat('an OBJ file', stranger);
  }

  /** Reads a statement whose word has one letter or two. False where it is another one. */
  #readShort(code: number): boolean {
    if (code === V) this.#vertex();
    else if (code === VT) this.#numbers(this.uvs, 2, 1);
    else if (code === VN) this.#numbers(this.normals, 3, 3);
    else if (code === F || code === FO) this.#element(FACE, 3);
    else if (code === L) this.#element(LINE, 2);
    else if (code === P) this.#element(POINTS, 1);
    else if (code === O) this.parts.object = this.#scanner.rest();
    else if (code === G) this.groups.set(this.#scanner.rest());
    else if (code === S) this.#smooth();
    else return false;
    return true;
  }

  /** Reads or skips any other statement. False where no OBJ file has it. */
  #readLong(word: string): boolean {
    const { line } = this.#scanner;
    if (word === 'usemtl') this.parts.setMaterial(this.#scanner.rest(), line);
    else if (word === 'mtllib') this.#library(this.#scanner.rest(), line);
    else return this.#skip(word, line);
    return true;
  }

  #skip(word: string, line: number): boolean {
    const kind = skippedKind(word);
    if (kind === 'free-form') {
      this.notes.once(line, 'free-form elements skipped', word, () => `'${word}' is skipped: free-form curves and surfaces are not read`);
    } else if (kind === 'outside') {
      this.notes.once(line, 'statements skipped', word, () => `'${word}' is skipped: what it names is not read`);
    } else if (kind === 'unknown') {
      this.notes.once(line, 'unknown statements skipped', word, () => `${quoted(word)} is skipped: it is no statement of the format`);
    }
    return kind !== 'unknown';
  }

  #vertex(): void {
    const vertex = this.vertices;
    if (vertex === this.#limits.maxVertices) {
      throw meshRefusal('vertices', `over ${vertex}`, `a mesh may have ${vertex}; raise maxVertices, or split the file`);
    }
    this.#numbers(this.positions, 3, 3);
    const scanner = this.#scanner;
    if (!scanner.hasWord()) return;
    const first = scanner.number();
    // One number after the position is its weight in rational curves; two are nothing.
    if (!scanner.hasWord()) return;
    const second = scanner.number();
    if (!scanner.hasWord()) return;
    const third = scanner.number();
    const sum = Math.fround(first) + Math.fround(second) + Math.fround(third);
    if (Number.isFinite(sum)) this.#color(vertex, first, second, third);
    else this.notes.add(scanner.line, 'colours that are no numbers', 'a colour is no number that f32 holds; the vertex is white');
  }

  #color(vertex: number, red: number, green: number, blue: number): void {
    while (this.colored.length < vertex) {
      this.colored.push(0);
      for (let channel = 0; channel < 3; channel++) this.colors.push(WHITE);
    }
    this.colored.push(1);
    this.colors.push(red);
    this.colors.push(green);
    this.colors.push(blue);
  }

  /** Reads some numbers into a list, of which the last ones may be left out: they are 0, as are those that are none. */
  #numbers(list: FloatList, count: number, needed: number): void {
    const scanner = this.#scanner;
    for (let read = 0; read < count; read++) {
      const isThere = read < needed || scanner.hasWord();
      const value = isThere ? Math.fround(scanner.number()) : 0;
      if (Number.isFinite(value)) list.push(value);
      else {
        list.push(0);
        this.notes.add(scanner.line, 'numbers read as 0', 'a number is missing, or none that f32 holds; it is read as 0');
      }
    }
  }

  #element(kind: number, fewest: number): void {
    const { elements, notes } = this;
    const scanner = this.#scanner;
    const { line } = scanner;
    const name = kind === FACE ? 'face' : kind === LINE ? 'line' : 'point';
    const { vertices } = this;
    const uvs = this.uvs.length / 2;
    const normals = this.normals.length / 3;
    while (scanner.hasWord()) {
      if (!scanner.corner()) {
        elements.drop();
        notes.add(
          line,
          `${name}s refused`,
          `the ${name} is refused: a corner is not written as v, v/vt, v//vn or v/vt/vn, with numbers from 1 or -1`,
        );
        return;
      }
      const { v, vt, vn } = scanner;
      const a = placeOf(v, vertices);
      const b = placeOf(vt, uvs);
      const c = placeOf(vn, normals);
      if (a < 0 || (vt !== ABSENT && b < 0) || (vn !== ABSENT && c < 0)) {
        elements.drop();
        const [index, what] = a < 0 ? [v, 'vertices'] : vt !== ABSENT && b < 0 ? [vt, 'texture coordinates'] : [vn, 'normals'];
        const count = what === 'vertices' ? vertices : what === 'normals' ? normals : uvs;
        notes.add(line, `${name}s refused`, `the ${name} is refused: index ${index}, and ${count} ${what} stand above it`);
        return;
      }
      elements.addCorner(a, b, c);
    }
    if (elements.open < fewest) {
      notes.add(line, `${name}s refused`, `the ${name} is refused: it has ${elements.open} of at least ${fewest} corners`);
      elements.drop();
      return;
    }
    if (kind === FACE) this.#countTriangles(elements.open - 2);
    elements.close(kind, line, this.parts.part, this.#smoothing, this.groups.now);
  }

  #countTriangles(more: number): void {
    const { maxTriangles } = this.#limits;
    this.#triangles += more;
    if (this.#triangles > maxTriangles) {
      throw meshRefusal('triangles', `over ${maxTriangles}`, `a mesh may have ${maxTriangles}; raise maxTriangles, or split the file`);
    }
  }

  #smooth(): void {
    const { line } = this.#scanner;
    const word = this.#scanner.word();
    const group = word === 'off' ? 0 : word === 'on' ? 1 : /^\d{1,10}$/.test(word) ? Number(word) : Number.NaN;
    // `|` takes the numbers from 2^31 on as negative ones, each as another.
    this.#smoothing = group <= LAST_SMOOTHING ? group | 0 : 0;
    if (!(group <= LAST_SMOOTHING)) {
      this.notes.add(
        line,
        'smoothing groups refused',
        `smoothing group ${quoted(word)} is none from 1 to ${LAST_SMOOTHING}; smoothing is off`,
      );
    }
  }

  /** A name ends with `.mtl`, so that one with blanks is whole; words without that are names of their own. */
  #library(text: string, line: number): void {
    const names: string[] = [];
    let rest = text;
    for (let end = rest.search(/\.mtl(?=\s|$)/i); end >= 0; end = rest.search(/\.mtl(?=\s|$)/i)) {
      names.push(rest.slice(0, end + 4).trim());
      rest = rest.slice(end + 4);
    }
    names.push(...rest.split(/\s+/));
    for (const name of names) if (name !== '') this.libraries.push({ name, line });
    if (text === '') this.notes.add(line, 'libraries without a name', "'mtllib' names no file");
  }
}

/** Where the entry of a list is that an index means; NONE where the index is left out, or goes to before the first. */
function placeOf(index: number, count: number): number {
  return index > 0 ? index - 1 : index < 0 ? Math.max(count + index, NONE) : NONE;
}

/** Makes meshes, lines and points of what was read. */
import { type Elements, FACE, LINE, NONE, POINTS, REFUSED, unitsOf } from './elements.js';
import { IntList } from './lists.js';
import { Normals } from './normals.js';
import type { Statements } from './statements.js';
import { Triangulator } from './triangulate.js';
import { TripleMap } from './triple-map.js';
import type { ObjGroup, ObjGroupRun, ObjMesh, ObjModel, ObjPart, ObjStrokes } from './types.js';

/** All of a file. */
export function buildModel(statements: Statements): ObjModel {
  refuseBeyond(statements);
  const { elements, parts, libraries, vertices } = statements;
  const builder = new Builder(statements);
  const ordered = byPart(elements, parts.count);
  const built: ObjPart[] = [];
  for (let part = 0; part < parts.count; part++) {
    const own = ordered.elements.subarray(ordered.starts[part], ordered.starts[part + 1]);
    if (own.length === 0) continue;
    built.push({
      object: parts.objects.names[parts.objectOf.at(part)] ?? null,
      material: parts.materials.names[parts.materialOf.at(part)] ?? null,
      mesh: builder.mesh(own),
      lines: builder.strokes(own, LINE),
      points: builder.strokes(own, POINTS),
    });
  }
  const shown = new Set(built.map(({ material }) => material));
  const triangles = built.reduce((sum, { mesh }) => sum + (mesh === null ? 0 : mesh.indices.length / 3), 0);
  return {
    vertices,
    triangles,
    parts: built,
    groups: groupsOf(statements),
    libraries,
    materials: parts.used.filter(({ name }) => shown.has(name)),
    notes: statements.notes.list(),
  };
}

/** Refuses what has an index beyond the end of its list: which that is only the whole file tells. */
function refuseBeyond({ elements, vertices, uvs, normals, notes }: Statements): void {
  const lists = [
    { indices: elements.v, count: vertices, what: 'vertices' },
    { indices: elements.vt, count: uvs.length / 2, what: 'texture coordinates' },
    { indices: elements.vn, count: normals.length / 3, what: 'normals' },
  ] as const;
  for (const { indices, count, what } of lists) {
    for (let element = 0; element < elements.count; element++) {
      const end = elements.start.at(element + 1);
      let i = elements.start.at(element);
      while (i < end && indices.at(i) < count) i += 1;
      const kind = elements.kind.at(element);
      if (i === end || kind === REFUSED) continue;
      const name = ['face', 'line', 'point'][kind] ?? '';
      const text = `the ${name} is refused: index ${indices.at(i) + 1}, and the file has ${count} ${what}`;
      notes.add(elements.line.at(element), `${name}s refused`, text);
      elements.kind.values[element] = REFUSED;
    }
  }
}

/** The elements of each part, in the file's order. */
function byPart(elements: Elements, count: number): { readonly elements: Int32Array; readonly starts: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < elements.count; i++) {
    if (elements.kind.at(i) !== REFUSED) starts[elements.part.at(i) + 1] = (starts[elements.part.at(i) + 1] as number) + 1;
  }
  for (let part = 0; part < count; part++) starts[part + 1] = (starts[part + 1] as number) + (starts[part] as number);
  const ordered = new Int32Array(starts[count] as number);
  const next = starts.slice();
  for (let i = 0; i < elements.count; i++) {
    if (elements.kind.at(i) === REFUSED) continue;
    const at = next[elements.part.at(i)] as number;
    next[elements.part.at(i)] = at + 1;
    ordered[at] = i;
  }
  return { elements: ordered, starts };
}

function groupsOf({ elements, groups }: Statements): ObjGroup[] {
  const counts = new Float64Array(3 * groups.sets.length);
  for (let i = 0; i < elements.count; i++) {
    const kind = elements.kind.at(i);
    if (kind !== REFUSED)
      counts[3 * elements.groupSet.at(i) + kind] =
        (counts[3 * elements.groupSet.at(i) + kind] as number) + unitsOf(kind, elements.corners(i));
  }
  const byName = new Map<string, { triangles: number; segments: number; points: number }>();
  for (const [set, names] of groups.sets.entries()) {
    const [triangles = 0, segments = 0, points = 0] = counts.subarray(3 * set, 3 * set + 3);
    if (triangles + segments + points === 0) continue;
    for (const name of names) {
      const group = byName.get(name) ?? { triangles: 0, segments: 0, points: 0 };
      byName.set(name, group);
      group.triangles += triangles;
      group.segments += segments;
      group.points += points;
    }
  }
  return [...byName].map(([name, group]) => ({ name, ...group }));
}

class Builder {
  readonly #statements: Statements;
  readonly #triangulator: Triangulator;
  readonly #normals: Normals;
  /** Vertices of the mesh at hand, by the numbers of position, texture coordinates and normal. */
  #map = new TripleMap();

  constructor(statements: Statements) {
    this.#statements = statements;
    this.#triangulator = new Triangulator(statements.positions.values, statements.elements.v.values);
    this.#normals = new Normals(statements, this.#triangulator);
  }

  /** The mesh of some elements, or null where none of them is a face. */
  mesh(own: Int32Array): ObjMesh | null {
    const { elements } = this.#statements;
    this.#map = new TripleMap();
    const groups: ObjGroupRun[] = [];
    let units = 0;
    for (const element of own) if (elements.kind.at(element) === FACE) units += elements.corners(element) - 2;
    if (units === 0) return null;
    const indices = new Uint32Array(3 * units);
    let [done, first, set, hasUvs] = [0, 0, -1, false];
    for (const element of own) {
      if (elements.kind.at(element) !== FACE) continue;
      if (elements.groupSet.at(element) !== set) {
        if (done > first) groups.push(this.#run(set, first, done));
        first = done;
        set = elements.groupSet.at(element);
      }
      hasUvs = this.#face(element, indices, 3 * done) || hasUvs;
      done += elements.corners(element) - 2;
    }
    groups.push(this.#run(set, first, done));
    return { ...this.#vertices(hasUvs), indices, groups };
  }

  /** The lines or points of some elements, or null where there are none. */
  strokes(own: Int32Array, kind: typeof LINE | typeof POINTS): ObjStrokes | null {
    const { elements } = this.#statements;
    if (!own.some((element) => elements.kind.at(element) === kind)) return null;
    const map = new TripleMap();
    const indices = new IntList(16);
    for (const element of own) {
      if (elements.kind.at(element) !== kind) continue;
      const end = elements.start.at(element + 1);
      for (let i = elements.start.at(element); i < end; i++) {
        const vertex = map.number(elements.v.at(i), NONE, NONE);
        // An inner corner of a line ends one segment and begins another.
        if (kind === LINE && i > elements.start.at(element) && i < end - 1) indices.push(vertex);
        indices.push(vertex);
      }
    }
    return { ...this.#places(map), indices: Uint32Array.from(indices.values.subarray(0, indices.length)) };
  }

  #run(set: number, first: number, end: number): ObjGroupRun {
    return { names: this.#statements.groups.sets[set] ?? [], first, count: end - first };
  }

  /** Writes the triangles of a face; says whether it has texture coordinates. */
  #face(face: number, indices: Uint32Array, at: number): boolean {
    const { elements, notes } = this.#statements;
    const start = elements.start.at(face);
    const corners = elements.corners(face);
    const triangulator = this.#triangulator;
    if (corners > 3) triangulator.measure(start, corners);
    if (!triangulator.cut(corners)) {
      const text = `a face of ${corners} corners crosses itself, or is too intricate: its triangles may overlap`;
      notes.add(elements.line.at(face), 'faces that cross themselves', text);
    }
    const { triangles } = triangulator;
    let hasUvs = false;
    for (let i = 0; i < triangles.length; i++) {
      const corner = start + triangles.at(i);
      const vt = elements.vt.at(corner);
      hasUvs ||= vt !== NONE;
      indices[at + i] = this.#map.number(elements.v.at(corner), vt, this.#normals.number(face, corner));
    }
    return hasUvs;
  }

  #vertices(hasUvs: boolean): Omit<ObjMesh, 'indices' | 'groups'> {
    const map = this.#map;
    const normals = new Float32Array(3 * map.size);
    const uvs = hasUvs ? new Float32Array(2 * map.size) : null;
    const given = this.#statements.uvs;
    for (let vertex = 0; vertex < map.size; vertex++) {
      this.#normals.write(map.part(vertex, 2), normals, 3 * vertex);
      const vt = map.part(vertex, 1);
      if (uvs === null || vt === NONE) continue;
      uvs[2 * vertex] = given.at(2 * vt);
      uvs[2 * vertex + 1] = given.at(2 * vt + 1);
    }
    return { ...this.#places(map), normals, uvs };
  }

  /** Positions and colours of the vertices of a map. */
  #places(map: TripleMap): { readonly positions: Float32Array; readonly colors: Float32Array | null } {
    const { positions: given, colors: painted, colored } = this.#statements;
    const positions = new Float32Array(3 * map.size);
    let colors: Float32Array | null = null;
    for (let vertex = 0; vertex < map.size; vertex++) {
      const v = map.part(vertex, 0);
      for (let i = 0; i < 3; i++) positions[3 * vertex + i] = given.at(3 * v + i);
      if (v >= colored.length || colored.at(v) === 0) continue;
      colors ??= new Float32Array(3 * map.size).fill(1);
      for (let i = 0; i < 3; i++) colors[3 * vertex + i] = painted.at(3 * v + i);
    }
    return { positions, colors };
  }
}

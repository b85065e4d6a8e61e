/** `skyflock mesh`: what is in an OBJ file and the MTL files beside it. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, posix } from 'node:path';
import { describe } from '../engine/describe.js';
import { quoted } from '../scene/shared/obj/limits.js';
import { portablePath } from '../scene/shared/obj/map-options.js';
import { readMtl } from '../scene/shared/obj/read-mtl.js';
import { readObj } from '../scene/shared/obj/read-obj.js';
import type { MtlLibrary, ObjMaterial, ObjMesh, ObjModel, ObjNote } from '../scene/shared/obj/types.js';
import { UsageError } from './flags.js';

/** What is of one object and one material. */
export interface MeshRow {
  /** The object's, or null for what stands before the first `o`. */
  readonly name: string | null;
  readonly material: string | null;
  readonly triangles: number;
  /** Segments. */
  readonly lines: number;
  readonly points: number;
}

/** What the command says of a file. */
export interface MeshResult {
  /** How many vertices the file lists. */
  readonly vertices: number;
  readonly triangles: number;
  /** Of all triangles, in the square of the file's unit. */
  readonly area: number;
  /** In the order of first use. */
  readonly objects: readonly MeshRow[];
  readonly groups: ObjModel['groups'];
  /** By name. */
  readonly materials: Readonly<Record<string, ObjMaterial>>;
  /** The OBJ file's by line, then those of each MTL file with its name. */
  readonly notes: readonly ObjNote[];
}

/** Reads a file and what it names. @throws UsageError for a file that can't be read, or that is no OBJ file */
export function measureMesh(file: string): MeshResult {
  const model = readAs(file, readObj);
  const materials = new Map<string, ObjMaterial>();
  const missing: ObjNote[] = [];
  const notes: ObjNote[] = [];
  let librariesRead = 0;
  const seen = new Set<string>();
  for (const { name, line } of model.libraries) {
    if (seen.has(name)) continue;
    seen.add(name);
    const { libraries, reason } = librariesOf(file, name);
    if (reason !== null) missing.push({ line, text: reason });
    librariesRead += libraries.length;
    for (const { path, library } of libraries) {
      notes.push(...library.notes.map((note) => ({ line: note.line, text: `${path}: ${note.text}` })));
      // The format searches the files in the order in which they are named.
      for (const [material, value] of library.materials) if (!materials.has(material)) materials.set(material, value);
    }
  }
  if (librariesRead > 0) {
    for (const { name, line } of model.materials) {
      if (!materials.has(name)) missing.push({ line, text: `material ${quoted(name)} is in none of the MTL files` });
    }
  }
  const own = [...model.notes, ...missing].sort((one, other) => one.line - other.line);
  return {
    vertices: model.vertices,
    triangles: model.triangles,
    area: model.parts.reduce((sum, { mesh }) => sum + (mesh === null ? 0 : areaOf(mesh)), 0),
    objects: model.parts.map(({ object, material, mesh, lines, points }) => ({
      name: object,
      material,
      triangles: (mesh?.indices.length ?? 0) / 3,
      lines: (lines?.indices.length ?? 0) / 2,
      points: points?.indices.length ?? 0,
    })),
    groups: model.groups,
    // Own fields, whatever their names: `__proto__` is one, too.
    materials: Object.fromEntries(materials),
    notes: [...own, ...notes],
  };
}

interface NamedLibrary {
  readonly path: string;
  readonly library: MtlLibrary;
}

/** The library of a name, or of each of its words where there is none; else why there is none. */
function librariesOf(file: string, name: string): { readonly libraries: readonly NamedLibrary[]; readonly reason: string | null } {
  const whole = libraryBeside(file, name);
  if (typeof whole !== 'string') return { libraries: [whole], reason: null };
  const words = name.split(/\s+/).filter((word) => word !== '');
  const found = words.length < 2 ? [] : words.map((word) => libraryBeside(file, word)).filter((one) => typeof one !== 'string');
  return { libraries: found, reason: found.length === words.length ? null : whole };
}

/** A library beside the OBJ file; or, in words, why there is none. */
function libraryBeside(file: string, name: string): NamedLibrary | string {
  // A path from the root is one of the machine that wrote the file.
  const relative = portablePath(name);
  const path = isAbsolute(relative) ? posix.basename(relative) : relative;
  try {
    return { path, library: readAs(join(dirname(file), path), readMtl) };
  } catch (error) {
    return `mtllib ${path} is left out: ${describe(error)}`;
  }
}

function readAs<Result>(path: string, read: (bytes: Uint8Array) => Result): Result {
  let bytes: Buffer;
  try {
    if (statSync(path).isDirectory()) throw new Error('it is a folder');
    bytes = readFileSync(path);
  } catch (error) {
    throw new UsageError(`${path} can't be read: ${describe(error)}`);
  }
  try {
    return read(bytes);
  } catch (error) {
    throw new UsageError(`${path} is refused: ${describe(error)}`);
  }
}

/** The area of all triangles, in doubles from the f32 positions. */
function areaOf({ positions, indices }: ObjMesh): number {
  let sum = 0;
  const at = (corner: number, direction: number): number => positions[3 * (indices[corner] as number) + direction] as number;
  for (let i = 0; i < indices.length; i += 3) {
    const ux = at(i + 1, 0) - at(i, 0);
    const uy = at(i + 1, 1) - at(i, 1);
    const uz = at(i + 1, 2) - at(i, 2);
    const vx = at(i + 2, 0) - at(i, 0);
    const vy = at(i + 2, 1) - at(i, 1);
    const vz = at(i + 2, 2) - at(i, 2);
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    sum += Math.sqrt(nx * nx + ny * ny + nz * nz) / 2;
  }
  return sum;
}

/** The result for people. */
export function meshSummary(file: string, { vertices, triangles, area, objects, materials, notes }: MeshResult): string {
  const rows = objects.map(
    ({ name, material, triangles, lines, points }) =>
      `object      ${name ?? '(none)'}, material ${material ?? '(none)'}: ${triangles} triangles, ${lines} segments, ${points} points`,
  );
  const looks = Object.entries(materials).map(
    ([name, { color, opacity, texture }]) =>
      `material    ${name}: colour ${color.join(' ')}, opacity ${opacity}${texture === null ? '' : `, texture ${texture}`}`,
  );
  return [
    `${file}: ${vertices} vertices, ${triangles} triangles, area ${area}`,
    ...rows,
    ...looks,
    ...notes.map(({ line, text }) => `note        line ${line}: ${text}`),
    '',
  ].join('\n');
}

import { readObj } from '../../../../web/scene/shared/obj/read-obj.js';
import type { ObjMesh, ObjModel, ObjPart } from '../../../../web/scene/shared/obj/types.js';

/** Lines of a file. */
export const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

/** Four corners of the unit square, and a point over its middle. */
export const SQUARE = ['v 0 0 0', 'v 1 0 0', 'v 1 1 0', 'v 0 1 0', 'v 0.5 0.5 1'] as const;

export const read = (...all: readonly string[]): ObjModel => readObj(lines(...all));

/** A file's parts in short: object, material, triangles, segments, points. */
export const rowsOf = ({ parts }: ObjModel): readonly unknown[][] =>
  parts.map(({ object, material, mesh, lines: own, points }) => [
    object,
    material,
    (mesh?.indices.length ?? 0) / 3,
    (own?.indices.length ?? 0) / 2,
    points?.indices.length ?? 0,
  ]);

/** The only part of a file that has no other. */
export function onlyPart({ parts }: ObjModel): ObjPart {
  const [part] = parts;
  if (part === undefined || parts.length > 1) throw new Error(`there are ${parts.length} parts`);
  return part;
}

export function meshOf(...all: readonly string[]): ObjMesh {
  const { mesh } = onlyPart(read(...all));
  if (mesh === null) throw new Error('there is no mesh');
  return mesh;
}

/** Numbers of one vertex, of an array with as many each. */
export const at = (values: ArrayLike<number> | null, vertex: number, size: number): number[] =>
  values === null ? [] : Array.from({ length: size }, (_, i) => values[vertex * size + i] as number);

/** The positions of a mesh's triangles, one array of nine a triangle. */
export const cornersOf = ({ positions, indices }: Pick<ObjMesh, 'positions' | 'indices'>): number[][] =>
  Array.from({ length: indices.length / 3 }, (_, i) => [0, 1, 2].flatMap((corner) => at(positions, indices[3 * i + corner] as number, 3)));

/** The areas of a mesh's triangles on the plane z = 0: below 0 where they turn right. */
export const areasOf = (mesh: Pick<ObjMesh, 'positions' | 'indices'>): number[] =>
  cornersOf(mesh).map(([ax = 0, ay = 0, , bx = 0, by = 0, , cx = 0, cy = 0]) => ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2);

export const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** Every number of a model, to look for NaN. */
export const numbersOf = ({ parts }: ObjModel): number[] =>
  parts.flatMap(({ mesh, lines: own, points }) =>
    [mesh?.positions, mesh?.normals, mesh?.uvs, mesh?.colors, own?.positions, own?.colors, points?.positions, points?.colors].flatMap(
      (list) => [...(list ?? [])],
    ),
  );

/** All that a model is, as text, for comparisons. */
export const textOf = (model: ObjModel): string =>
  JSON.stringify(model, (_key, value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value));

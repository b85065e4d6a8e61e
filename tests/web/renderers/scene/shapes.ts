/** Meshes for tests of what draws them. */
import { MeshKind, MeshMode } from '../../../../web/generated/scene-layout.js';

export interface Shape {
  readonly kind: number;
  readonly mode: number;
  /** Place, normal, place on the texture of each vertex: 8 numbers. */
  readonly vertices: readonly (readonly number[])[];
  readonly indices: readonly number[];
  /** Colours of the vertices; white where there are none. */
  readonly colors?: readonly number[];
}

/** A cube of side 1: four vertices a face. */
export function cube(): Shape {
  const vertices: number[][] = [];
  const indices: number[] = [];
  for (let axis = 0; axis < 3; axis += 1) {
    for (const side of [1, -1]) {
      const first = vertices.length;
      for (const [s, t] of [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ] as const) {
        const place = [0, 0, 0];
        place[axis] = side / 2;
        place[(axis + 1) % 3] = (s * side) / 2;
        place[(axis + 2) % 3] = t / 2;
        const normal = [0, 0, 0];
        normal[axis] = side;
        vertices.push([...place, ...normal, (s + 1) / 2, (t + 1) / 2]);
      }
      indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
    }
  }
  return { kind: MeshKind.cube, mode: MeshMode.triangles, vertices, indices };
}

/** A sphere of radius 0.5. */
export function sphere(segments = 24, rings = 16): Shape {
  const vertices: number[][] = [];
  const indices: number[] = [];
  for (let ring = 0; ring <= rings; ring += 1) {
    const polar = (Math.PI * ring) / rings;
    for (let segment = 0; segment <= segments; segment += 1) {
      const around = (2 * Math.PI * segment) / segments;
      const normal = [Math.sin(polar) * Math.sin(around), Math.cos(polar), Math.sin(polar) * Math.cos(around)];
      vertices.push([...normal.map((n) => n / 2), ...normal, segment / segments, 1 - ring / rings]);
    }
  }
  for (let ring = 0; ring < rings; ring += 1) {
    for (let segment = 0; segment < segments; segment += 1) {
      const a = ring * (segments + 1) + segment;
      const b = a + segments + 1;
      indices.push(a, b, b + 1, a, b + 1, a + 1);
    }
  }
  return { kind: MeshKind.sphere, mode: MeshMode.triangles, vertices, indices };
}

/** A square of side 1 that faces up; its texture's upper edge is at -z. */
export function plane(): Shape {
  const corner = (x: number, z: number): number[] => [x, 0, z, 0, 1, 0, x + 0.5, 0.5 - z];
  const vertices = [corner(-0.5, 0.5), corner(0.5, 0.5), corner(0.5, -0.5), corner(-0.5, -0.5)];
  return { kind: MeshKind.plane, mode: MeshMode.triangles, vertices, indices: [0, 1, 2, 0, 2, 3] };
}

/** A square of side 1 that faces +z, its texture upright. */
export function wall(): Shape {
  const corner = (x: number, y: number): number[] => [x, y, 0, 0, 0, 1, x + 0.5, y + 0.5];
  const vertices = [corner(-0.5, -0.5), corner(0.5, -0.5), corner(0.5, 0.5), corner(-0.5, 0.5)];
  return { kind: MeshKind.custom, mode: MeshMode.triangles, vertices, indices: [0, 1, 2, 0, 2, 3] };
}

/** Lines in the plane y = 0. */
export function grid(size = 10, divisions = 10): Shape {
  const vertices: number[][] = [];
  for (let line = 0; line <= divisions; line += 1) {
    const at = (line / divisions - 0.5) * size;
    for (const [x, z] of [
      [at, -size / 2],
      [at, size / 2],
      [-size / 2, at],
      [size / 2, at],
    ] as const) {
      vertices.push([x, 0, z, 0, 0, 0, 0, 0]);
    }
  }
  return { kind: MeshKind.grid, mode: MeshMode.lines, vertices, indices: vertices.map((_, index) => index) };
}

/** Points at these places. */
export function points(...places: readonly (readonly [number, number, number])[]): Shape {
  const vertices = places.map((place) => [...place, 0, 0, 0, 0, 0]);
  return { kind: MeshKind.custom, mode: MeshMode.points, vertices, indices: places.map((_, index) => index) };
}

/** The other face in front. */
export const inverted = (shape: Shape): Shape => ({ ...shape, indices: [...shape.indices].reverse() });

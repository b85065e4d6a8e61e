import { describe, expect, it } from 'vitest';
import { HEAP } from '../../../../web/fallback/scene/memory.js';
import { MeshStore } from '../../../../web/fallback/scene/mesh-store.js';
import { MeshMode, MeshData as MeshPartData, VERTEX_WORDS } from '../../../../web/generated/scene-layout.js';
import { SceneMeshError } from '../../../../web/scene/shared/errors.js';
import { type MeshData, type PackedMesh, packMesh } from '../../../../web/scene/shared/mesh-data.js';

/** Vertex i: position, normal and place on the texture as numbers, its colour as a word. */
function vertexOf({ vertices }: PackedMesh, i: number) {
  const floats = new Float32Array(vertices.buffer).subarray(i * VERTEX_WORDS, (i + 1) * VERTEX_WORDS);
  const numbers = [...floats];
  return {
    position: numbers.slice(0, 3),
    normal: numbers.slice(3, 6),
    uv: numbers.slice(6, 8),
    color: vertices[i * VERTEX_WORDS + 8],
  };
}

/** A quad from 0, 0 to 1, 1 that faces z, and a triangle that hangs off its right side and faces -x. */
const FOLDED: MeshData = {
  positions: [0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 4],
  indices: [0, 1, 2, 0, 2, 3, 1, 4, 2],
};

describe('packMesh', () => {
  it('interleaves vertices as records of the engine', () => {
    const packed = packMesh({
      positions: [1, 2, 3],
      normals: [0, 0, 8],
      uvs: [0.25, 0.5],
      colors: [1, 0.5, 0, 0.25],
      indices: [0, 0, 0],
    });
    expect(packed).toMatchObject({ vertexCount: 1, mode: MeshMode.triangles });
    expect([...packed.indices]).toEqual([0, 0, 0]);
    expect(vertexOf(packed, 0)).toEqual({ position: [1, 2, 3], normal: [0, 0, 1], uv: [0.25, 0.5], color: 0x400080ff });
  });

  it('completes what is not given: all vertices in a row, white, at the corner of the texture', () => {
    const packed = packMesh({ positions: [0, 0, 0, 1, 0, 0, 0, 1, 0] });
    expect([...packed.indices]).toEqual([0, 1, 2]);
    expect(vertexOf(packed, 2)).toEqual({ position: [0, 1, 0], normal: [0, 0, 1], uv: [0, 0], color: 0xffffffff });
  });

  it('takes colours as bytes where the array is one of bytes', () => {
    const colors = [1, 2, 3, 255, 255, 128, 0, 0];
    for (const bytes of [new Uint8Array(colors), new Uint8ClampedArray(colors)]) {
      const packed = packMesh({ positions: [0, 0, 0, 1, 1, 1], mode: 'lines', colors: bytes });
      expect([vertexOf(packed, 0).color, vertexOf(packed, 1).color]).toEqual([0xff030201, 0x000080ff]);
    }
  });

  it('gives vertices that triangles share the mean of their normals, the larger triangle counting for more', () => {
    const packed = packMesh(FOLDED);
    expect(vertexOf(packed, 0).normal).toEqual([0, 0, 1]);
    expect(vertexOf(packed, 4).normal).toEqual([-1, 0, 0]);
    // At vertex 1 a triangle of area 1/2 meets one of area 2; at vertex 2 both of the quad's do.
    const length = Math.hypot(4, 1);
    expect(vertexOf(packed, 1).normal).toEqual([-4 / length, 0, 1 / length].map(Math.fround));
    const other = Math.hypot(4, 2);
    expect(vertexOf(packed, 2).normal).toEqual([-4 / other, 0, 2 / other].map(Math.fround));
  });

  it('gives each triangle its own normal where there are no indices', () => {
    const { positions, indices } = FOLDED as Required<MeshData>;
    const alone = Array.from(indices).flatMap((index) => [0, 1, 2].map((axis) => positions[3 * index + axis] as number));
    const packed = packMesh({ positions: alone });
    const normals = Array.from({ length: 9 }, (_, i) =>
      vertexOf(packed, i)
        .normal.map((x) => x + 0)
        .join(),
    );
    expect(normals).toEqual([...Array(6).fill('0,0,1'), ...Array(3).fill('-1,0,0')]);
  });

  it('computes normals of the smallest and the largest meshes', () => {
    for (const size of [1e-30, 1e9]) {
      const packed = packMesh({ positions: [0, 0, 0, size, 0, 0, 0, 0, size] });
      expect(vertexOf(packed, 1).normal.map((x) => x + 0)).toEqual([0, -1, 0]);
    }
  });

  it('lets vertices face up that no triangle gives a front', () => {
    const packed = packMesh({ positions: [0, 0, 0, 1, 1, 1, 2, 2, 2, 5, 5, 5], indices: [0, 1, 2] });
    for (let i = 0; i < 4; i++) expect(vertexOf(packed, i).normal).toEqual([0, 1, 0]);
  });

  it('gives lines and points no normals', () => {
    for (const mode of ['lines', 'points'] as const) {
      const packed = packMesh({ positions: [0, 0, 0, 1, 0, 0], normals: [1, 0, 0, 1, 0, 0], mode });
      expect(packed.mode).toBe(MeshMode[mode]);
      expect(vertexOf(packed, 0).normal).toEqual([0, 0, 0]);
    }
  });

  it('makes what the engine takes', () => {
    const store = new MeshStore(HEAP);
    store.begin({ maxMeshes: 1, maxVertices: 1024 });
    const { vertices, vertexCount, indices, mode } = packMesh(FOLDED);
    const answers = [
      store.beginCustom(0, mode, vertexCount, indices.length),
      store.part(0, MeshPartData.vertices, 0, vertexCount, vertices),
      store.part(0, MeshPartData.indices, 0, indices.length, indices),
      store.endCustom(0),
    ];
    expect(answers).toEqual([null, null, null, null]);
  });

  const corner = [0, 0, 0, 1, 0, 0, 0, 1, 0];
  const wrong: readonly [data: unknown, message: string][] = [
    [null, 'its data is null. Give an object with positions'],
    [{ positions: corner, colours: [] }, 'there is no field colours. Its fields are positions, indices, normals, uvs, colors, mode'],
    [{ positions: corner, mode: 'strip' }, "mode is 'strip'. Give one of triangles, lines, points"],
    [{ positions: corner, mode: 'toString' }, "mode is 'toString'. Give one of triangles, lines, points"],
    [{}, 'positions is undefined. Give an array of numbers'],
    [{ positions: 'abc' }, "positions is 'abc'. Give an array of numbers"],
    [{ positions: [] }, 'positions has a length of 0. Give x, y and z of every vertex, and one vertex at least'],
    [{ positions: [1, 2] }, 'positions has a length of 2. Give x, y and z of every vertex, and one vertex at least'],
    [{ positions: [0, 0, Number.NaN] }, 'positions[2] is NaN. Give numbers from -1000000000 to 1000000000'],
    [{ positions: [0, 2e9, 0] }, 'positions[1] is 2000000000. Give numbers from -1000000000 to 1000000000'],
    [{ positions: [0, '1', 0] }, "positions[1] is '1'. Give numbers from -1000000000 to 1000000000"],
    [{ positions: [0, 0, 0, 1, 1, 1] }, '2 vertices make no whole number of triangles. Give a multiple of 3, or indices'],
    [{ positions: corner, indices: [] }, 'indices has a length of 0. Give 3 for each of its triangles, and one of them at least'],
    [
      { positions: corner, mode: 'lines', indices: [0] },
      'indices has a length of 1. Give 2 for each of its lines, and one of them at least',
    ],
    [{ positions: corner, indices: [0, 1, 3] }, 'indices[2] is 3. Give whole numbers from 0 to 2: the vertices that positions has'],
    [{ positions: corner, indices: [0, 0.5, 1] }, 'indices[1] is 0.5. Give whole numbers from 0 to 2: the vertices that positions has'],
    [{ positions: corner, indices: [-1, 0, 1] }, 'indices[0] is -1. Give whole numbers from 0 to 2: the vertices that positions has'],
    [{ positions: corner, uvs: [0, 0] }, 'uvs has a length of 2. 3 vertices with 2 numbers each make 6'],
    [{ positions: corner, normals: [0, 0] }, 'normals has a length of 2. 3 vertices with 3 numbers each make 9'],
    [
      { positions: corner, normals: [1, 0, 0, 0, 0, 0, 1, 0, 0] },
      'normals[3] to normals[5] are 0. Give directions of any other length, or no normals: they are computed then',
    ],
    [{ positions: corner, colors: Array(12).fill(2) }, 'colors[3] is 2. Give numbers from 0 to 1'],
  ];
  it.each(wrong)('refuses %o', (data, message) => {
    const refusal = (): unknown => packMesh(data as MeshData);
    expect(refusal).toThrow(SceneMeshError);
    expect(refusal).toThrow(`the mesh: ${message}`);
  });
});

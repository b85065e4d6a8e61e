/** What the readers of OBJ and MTL files give. */

/** Something that was refused, or skipped, or that a value had to be made up for. */
export interface ObjNote {
  /** Of the file that was read, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A mesh of triangles; a vertex is a position with its normal, texture coordinates and colour. */
export interface ObjMesh {
  /** x, y, z of each vertex, in the file's units. */
  readonly positions: Float32Array;
  /** x, y, z of each vertex, of length 1: the file's, or those of smoothing groups and flat faces. */
  readonly normals: Float32Array;
  /** u, v of each vertex, v upwards; 0, 0 where a face has none. Null where no face of the mesh has any. */
  readonly uvs: Float32Array | null;
  /** r, g, b of each vertex, sRGB as written; white where a vertex has none. Null where no vertex of the mesh has any. */
  readonly colors: Float32Array | null;
  /** Three vertices for each triangle, counterclockwise from outside. */
  readonly indices: Uint32Array;
  /** Which groups the triangles belong to, in the order of the triangles. */
  readonly groups: readonly ObjGroupRun[];
}

/** Triangles that follow each other and are of the same groups. */
export interface ObjGroupRun {
  readonly names: readonly string[];
  /** The first triangle. */
  readonly first: number;
  readonly count: number;
}

/** Lines, as segments; or points. */
export interface ObjStrokes {
  /** x, y, z of each vertex. */
  readonly positions: Float32Array;
  /** As those of a mesh. */
  readonly colors: Float32Array | null;
  /** Two vertices for each segment, or one for each point. */
  readonly indices: Uint32Array;
}

/** What is of one object and of one material. */
export interface ObjPart {
  /** The object's name, or null for what stands before the first `o`. */
  readonly object: string | null;
  /** The material's name, or null where none is used. */
  readonly material: string | null;
  /** Each is null where the part has none. */
  readonly mesh: ObjMesh | null;
  readonly lines: ObjStrokes | null;
  readonly points: ObjStrokes | null;
}

/** A group, over all objects and materials. What belongs to two groups counts in both. */
export interface ObjGroup {
  readonly name: string;
  readonly triangles: number;
  readonly segments: number;
  readonly points: number;
}

/** A name that stands in the file, with its first line. */
export interface ObjName {
  readonly name: string;
  readonly line: number;
}

/** An OBJ file that was read. */
export interface ObjModel {
  /** How many vertices the file lists. */
  readonly vertices: number;
  readonly triangles: number;
  /** One for each object and material, in the order in which they are first used. */
  readonly parts: readonly ObjPart[];
  /** Those that something belongs to; `default` has what stands before the first `g`, or after one without a name. */
  readonly groups: readonly ObjGroup[];
  /** The MTL files that the file names, as it writes them. */
  readonly libraries: readonly ObjName[];
  /** The materials that something is made of. */
  readonly materials: readonly ObjName[];
  /** By line. */
  readonly notes: readonly ObjNote[];
}

/** How a surface looks. */
export interface ObjMaterial {
  /** Red, green and blue, sRGB as written: 0 to 1. */
  readonly color: readonly [number, number, number];
  /** 0 is invisible, 1 opaque. */
  readonly opacity: number;
  /** The file of the colour's texture, with `/` between folders, or null. */
  readonly texture: string | null;
  /** What u and v are multiplied with. */
  readonly scale: readonly [number, number];
  /** What is added to u and v after that. */
  readonly offset: readonly [number, number];
}

/** An MTL file that was read. */
export interface MtlLibrary {
  readonly materials: ReadonlyMap<string, ObjMaterial>;
  /** By line. */
  readonly notes: readonly ObjNote[];
}

/** What a file may have at most. A file with more is refused. */
export interface ObjLimits {
  /** Vertices that the file lists: 1 to 100,000,000; usually 10,000,000. */
  readonly maxVertices: number;
  /** Triangles that its faces make: 1 to 100,000,000; usually 20,000,000. */
  readonly maxTriangles: number;
  /** Bytes of the file: 1 to 2,147,483,647; usually 1,073,741,824. */
  readonly maxBytes: number;
}

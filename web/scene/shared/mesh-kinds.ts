/** The meshes that the engine makes, and their parameters: what MeshKind says, as numbers. src/scene/primitives.cpp has the same. */
import { LARGEST_COORDINATE, MeshKind, MOST_DIVISIONS, MOST_SEGMENTS } from '../../generated/scene-layout.js';

export interface MeshParameter {
  readonly name: string;
  /** What 0 counts as. */
  readonly usual: number;
  /** A length has to be more than 0; in numbers of parts `least` is allowed. */
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
}

const length = (name: string, usual: number): MeshParameter => ({ name, usual, least: 0, most: LARGEST_COORDINATE, isWhole: false });
const parts = (name: string, usual: number, least: number, most: number): MeshParameter => ({ name, usual, least, most, isWhole: true });

/** By MeshKind, in the order in which a command has them. */
export const MESH_PARAMETERS_OF: { readonly [kind in MeshKind]: readonly MeshParameter[] } = {
  [MeshKind.custom]: [],
  [MeshKind.cube]: [length('width', 1), length('height', 1), length('depth', 1)],
  [MeshKind.sphere]: [length('radius', 0.5), parts('segments', 24, 3, MOST_SEGMENTS), parts('rings', 16, 2, MOST_SEGMENTS)],
  [MeshKind.grid]: [length('size', 10), parts('divisions', 10, 1, MOST_DIVISIONS)],
  [MeshKind.plane]: [length('width', 1), length('depth', 1), parts('segments', 1, 1, MOST_SEGMENTS)],
  [MeshKind.cylinder]: [length('radius', 0.5), length('height', 1), parts('segments', 24, 3, MOST_SEGMENTS)],
  [MeshKind.cone]: [length('radius', 0.5), length('height', 1), parts('segments', 24, 3, MOST_SEGMENTS)],
};

/** The spheres around entities' meshes, in the world: the twin of src/scene/spheres.h, bit for bit. */
import type { EntityColumns } from './columns.js';
import { type Drawables, type DrawInput, KEY_MASK, NODE } from './drawables.js';
import { largestScale, modelMatrices, placeInWorld, type Transforms } from './transform.js';

const f = Math.fround;

/** Where a node's sphere stands in its numbers. */
const NODE_SPHERE = 12;

export class Spheres {
  /** x, y, z and radius of the last sphere that was looked at. */
  readonly sphere = new Float32Array(4);
  readonly #matrix = new Float32Array(12);
  #columns: EntityColumns | null = null;
  #keySpheres: Float32Array = new Float32Array(0);
  #transforms: Transforms | null = null;

  /** Takes the state whose spheres it is asked for. */
  begin(input: DrawInput, drawables: Drawables, transforms: Transforms): void {
    this.#columns = input.columns;
    this.#keySpheres = drawables.spheres();
    this.#transforms = transforms;
  }

  /** That of a slot that is drawn, whose tag this is. */
  look(slot: number, tag: number): void {
    const { sphere } = this;
    const c = this.#columns as EntityColumns;
    if ((tag & NODE) !== 0) {
      const transforms = this.#transforms as Transforms;
      const from = transforms.node(slot) + NODE_SPHERE;
      const nodes = transforms.nodes();
      sphere[0] = nodes[from] as number;
      sphere[1] = nodes[from + 1] as number;
      sphere[2] = nodes[from + 2] as number;
      sphere[3] = nodes[from + 3] as number;
      return;
    }
    const from = (tag & KEY_MASK) * 4;
    const x = this.#keySpheres[from] as number;
    const y = this.#keySpheres[from + 1] as number;
    const z = this.#keySpheres[from + 2] as number;
    sphere[3] = f(largestScale(c, slot) * (this.#keySpheres[from + 3] as number));
    if (x === 0 && y === 0 && z === 0) {
      sphere[0] = c.position[0][slot] as number;
      sphere[1] = c.position[1][slot] as number;
      sphere[2] = c.position[2][slot] as number;
      return;
    }
    modelMatrices(c, slot, this.#matrix, 0);
    sphere[0] = placeInWorld(this.#matrix, 0, x, y, z);
    sphere[1] = placeInWorld(this.#matrix, 4, x, y, z);
    sphere[2] = placeInWorld(this.#matrix, 8, x, y, z);
  }
}

/** What a script has set of its entities, slot after slot, as the engine has it: getters read it. */
import { FLOOR_ENTITIES, NONE } from '../../generated/scene-layout.js';

/** Number of no mesh, in the low half of looks. */
export const NO_MESH = 0xffff;

export class Columns {
  /** The generation of the entity that lives in a slot; 0: none does. */
  living = new Uint32Array(0);
  /** The generation of the last entity in a slot. */
  generations = new Uint32Array(0);
  /** x, y, z. */
  positions = new Float32Array(0);
  /** x, y, z, w as they were given. */
  orientations = new Float32Array(0);
  scales = new Float32Array(0);
  colors = new Uint32Array(0);
  /** As in an EntityCommand: mesh below, texture plus 1 above. */
  looks = new Uint32Array(0);
  cameras = new Uint32Array(0);
  actives = new Uint8Array(0);

  /** Makes room for a slot. @param most slots there may ever be */
  reach(slot: number, most: number): void {
    const before = this.living.length;
    if (slot < before) return;
    const length = Math.min(most, Math.max(FLOOR_ENTITIES, before * 2));
    this.living = longer(this.living, new Uint32Array(length));
    this.generations = longer(this.generations, new Uint32Array(length));
    this.positions = longer(this.positions, new Float32Array(length * 3));
    this.orientations = longer(this.orientations, new Float32Array(length * 4));
    this.scales = longer(this.scales, new Float32Array(length * 3));
    this.colors = longer(this.colors, new Uint32Array(length));
    this.looks = longer(this.looks, new Uint32Array(length));
    this.cameras = longer(this.cameras, new Uint32Array(length));
    this.actives = longer(this.actives, new Uint8Array(length));
  }

  /** Another entity lives in a slot, with what is usual. */
  begin(slot: number): number {
    const generation = (this.generations[slot] as number) + 1;
    this.generations[slot] = generation;
    this.living[slot] = generation;
    this.positions.fill(0, slot * 3, slot * 3 + 3);
    this.orientations.fill(0, slot * 4, slot * 4 + 3);
    this.orientations[slot * 4 + 3] = 1;
    this.scales.fill(1, slot * 3, slot * 3 + 3);
    this.colors[slot] = 0xffffffff;
    this.looks[slot] = NO_MESH;
    this.cameras[slot] = NONE;
    this.actives[slot] = 1;
    return generation;
  }
}

function longer<List extends { set(list: List): void }>(before: List, after: List): List {
  after.set(before);
  return after;
}

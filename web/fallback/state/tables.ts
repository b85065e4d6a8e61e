/** Rows of a batch: the twin of src/state/rows.h. */
import type { StateInput, StateList, StateWrites } from '../../state/shared/kernel.js';
import { grownF64, grownU8, grownU32 } from './grow.js';

class Rows {
  ids = new Uint32Array(0);
  tags = new Uint8Array(0);
  payloads = new Float64Array(0);

  room(rows: number): void {
    if (this.ids.length >= rows) return;
    this.ids = grownU32(this.ids, rows);
    this.tags = grownU8(this.tags, rows);
    this.payloads = grownF64(this.payloads, rows);
  }
}

class ValueNodes {
  segments = new Uint32Array(0);
  tags = new Uint8Array(0);
  payloads = new Float64Array(0);
  ends = new Uint32Array(0);

  room(nodes: number): void {
    if (this.ends.length >= nodes) return;
    this.segments = grownU32(this.segments, nodes);
    this.tags = grownU8(this.tags, nodes);
    this.payloads = grownF64(this.payloads, nodes);
    this.ends = grownU32(this.ends, nodes);
  }
}

export class Input implements StateInput {
  readonly rows = new Rows();
  readonly values = new ValueNodes();
}

/** The list of changes as it grows through the stages. */
export class ChangeList extends Rows implements StateList {
  length = 0;
  flags = new Uint8Array(0);
  origins = new Uint32Array(0);

  override room(rows: number): void {
    super.room(rows);
    this.flags = grownU8(this.flags, rows);
    this.origins = grownU32(this.origins, rows);
  }

  push(id: number, tag: number, payload: number, flags: number, origin: number): void {
    const at = this.length++;
    if (at >= this.flags.length) this.room(at + 1);
    this.ids[at] = id;
    this.tags[at] = tag;
    this.payloads[at] = payload;
    this.flags[at] = flags;
    this.origins[at] = origin;
  }

  /** Moves a row to an earlier place, whose own row is lost. */
  move(from: number, to: number): void {
    this.ids[to] = this.ids[from] as number;
    this.tags[to] = this.tags[from] as number;
    this.payloads[to] = this.payloads[from] as number;
    this.flags[to] = this.flags[from] as number;
    this.origins[to] = this.origins[from] as number;
  }
}

export class WriteList extends Rows implements StateWrites {
  length = 0;
  rows = new Uint32Array(0);

  push(id: number, tag: number, payload: number, row: number): void {
    const at = this.length++;
    if (at >= this.rows.length) {
      this.room(at + 1);
      this.rows = grownU32(this.rows, at + 1);
    }
    this.ids[at] = id;
    this.tags[at] = tag;
    this.payloads[at] = payload;
    this.rows[at] = row;
  }
}

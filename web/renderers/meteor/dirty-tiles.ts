/**
 * Which parts of a canvas hold a moving light, now or in the picture before: those are cleared and
 * drawn anew, the rest stays. The canvas is cut into tiles; a tile is dirty as soon as one light's
 * bounds touch it, so that nothing is ever cleared that isn't redrawn, and nothing redrawn is left
 * on ground that wasn't cleared.
 */

/** Side of a tile in device pixels. */
export const TILE = 64;

export class DirtyTiles {
  #columns = 0;
  #rows = 0;
  #width = 0;
  #height = 0;
  #now = new Uint8Array(0);
  #last = new Uint8Array(0);
  #regions = new Int32Array(0);
  #count = 0;
  #dirty = 0;

  /** x, y, width and height of each region, in device pixels; `count` of them are good. */
  get regions(): Int32Array {
    return this.#regions;
  }

  get count(): number {
    return this.#count;
  }

  /** Share of the canvas that is dirty, 0 to 1. */
  get share(): number {
    const tiles = this.#columns * this.#rows;
    return tiles === 0 ? 0 : this.#dirty / tiles;
  }

  /** A canvas of another size: nothing is drawn on it yet. */
  resize(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / TILE);
    this.#rows = Math.ceil(height / TILE);
    const tiles = this.#columns * this.#rows;
    this.#now = new Uint8Array(tiles);
    this.#last = new Uint8Array(tiles);
    this.#regions = new Int32Array(tiles * 4);
    this.#count = 0;
    this.#dirty = 0;
  }

  /** A new picture begins: what was marked is the picture before. */
  beginPicture(): void {
    const before = this.#now;
    this.#now = this.#last;
    this.#last = before;
    this.#now.fill(0);
  }

  /** A light is drawn within these bounds. */
  mark(left: number, top: number, right: number, bottom: number): void {
    // Smoothing reaches a pixel further.
    const firstColumn = Math.max(0, Math.floor((left - 1) / TILE));
    const lastColumn = Math.min(this.#columns - 1, Math.floor((right + 1) / TILE));
    const firstRow = Math.max(0, Math.floor((top - 1) / TILE));
    const lastRow = Math.min(this.#rows - 1, Math.floor((bottom + 1) / TILE));
    for (let row = firstRow; row <= lastRow; row += 1) {
      this.#now.fill(1, row * this.#columns + firstColumn, row * this.#columns + Math.max(firstColumn, lastColumn + 1));
    }
  }

  /** Everything is dirty, whatever is drawn. */
  markAll(): void {
    this.#last.fill(1);
  }

  /** All lights are marked: finds the regions, runs of tiles side by side. */
  end(): void {
    this.#count = 0;
    this.#dirty = 0;
    for (let row = 0; row < this.#rows; row += 1) {
      let from = -1;
      for (let column = 0; column <= this.#columns; column += 1) {
        const tile = row * this.#columns + column;
        const dirty = column < this.#columns && (this.#now[tile] === 1 || this.#last[tile] === 1);
        if (dirty) this.#dirty += 1;
        if (dirty && from < 0) from = column;
        if (!dirty && from >= 0) {
          this.#add(from, row, column);
          from = -1;
        }
      }
    }
  }

  /** Adds a run, to the region above it where that is exactly as wide. */
  #add(from: number, row: number, to: number): void {
    const regions = this.#regions;
    const x = from * TILE;
    const y = row * TILE;
    const width = Math.min(this.#width, to * TILE) - x;
    const height = Math.min(this.#height, y + TILE) - y;
    for (let at = (this.#count - 1) * 4; at >= 0; at -= 4) {
      const bottom = (regions[at + 1] as number) + (regions[at + 3] as number);
      if (bottom < y) break;
      if (bottom === y && regions[at] === x && regions[at + 2] === width) {
        regions[at + 3] = (regions[at + 3] as number) + height;
        return;
      }
    }
    const at = this.#count * 4;
    regions[at] = x;
    regions[at + 1] = y;
    regions[at + 2] = width;
    regions[at + 3] = height;
    this.#count += 1;
  }
}

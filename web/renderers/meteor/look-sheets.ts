/** The sheets of the colours that meteors were asked for in: each is made when the first of them is drawn. */
import type { TrailStyle } from '../../generated/meteor-layout.js';
import type { TypeColors } from '../../meteor/shared/palette.js';
import { makeSpriteSheet, type SpriteSheet } from './sprite-sheet.js';

export class LookSheets<Sheet> {
  readonly #make: (sheet: SpriteSheet) => Sheet;
  readonly #drop: (sheet: Sheet) => void;
  #looks: readonly TypeColors[] = [];
  readonly #sheets = new Map<TypeColors, Sheet>();

  /**
   * @param make of a sheet what is drawn from
   * @param drop gives that back
   */
  constructor(make: (sheet: SpriteSheet) => Sheet, drop: (sheet: Sheet) => void) {
    this.#make = make;
    this.#drop = drop;
  }

  /** See `MeteorRenderer.setLooks`. */
  get looks(): readonly TypeColors[] {
    return this.#looks;
  }
  set looks(looks: readonly TypeColors[]) {
    this.#looks = looks;
    this.#keep(looks);
  }

  /** The sheet of one of them. */
  of(colors: TypeColors, style: TrailStyle): Sheet {
    const sheet = this.#sheets.get(colors) ?? this.#make(makeSpriteSheet({ types: [colors], stars: [] }, style));
    this.#sheets.set(colors, sheet);
    return sheet;
  }

  /** Another style: all are made anew. */
  clear(): void {
    this.#keep([]);
  }

  #keep(looks: readonly TypeColors[]): void {
    for (const [colors, sheet] of this.#sheets) {
      if (looks.includes(colors)) continue;
      this.#drop(sheet);
      this.#sheets.delete(colors);
    }
  }
}

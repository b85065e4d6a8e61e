/** The sheets of the colours that meteors were asked for in, for the renderer that draws: each is painted once. */
import { OWN_LOOK, type TrailStyle } from '../../generated/meteor-layout.js';
import type { TypeColors } from './palette.js';

/** Look of the first pair. */
export const FIRST_LOOK = OWN_LOOK + 1;

/** How a renderer makes sheets, and draws from them. */
export interface SheetPainter<Sheet> {
  /** A sheet in which meteors of the first type have these colours. */
  paint(colors: TypeColors, style: TrailStyle): Sheet;
  drop(sheet: Sheet): void;
}

export class LookSheets {
  /** The pairs of colours; see `Looks.pairs`. */
  pairs: readonly TypeColors[] = [];
  #sheets = new Map<TypeColors, unknown>();
  #style: TrailStyle | null = null;

  /** Calls `draw` with each look and its sheet. */
  each<Sheet>(style: TrailStyle, painter: SheetPainter<Sheet>, draw: (look: number, sheet: Sheet) => void): void {
    for (const [colors, sheet] of this.#sheets) {
      if (style === this.#style && this.pairs.includes(colors)) continue;
      painter.drop(sheet as Sheet);
      this.#sheets.delete(colors);
    }
    this.#style = style;
    this.pairs.forEach((colors, at) => {
      const sheet = (this.#sheets.get(colors) as Sheet | undefined) ?? painter.paint(colors, style);
      this.#sheets.set(colors, sheet);
      draw(FIRST_LOOK + at, sheet);
    });
  }

  /** What was painted is gone: another renderer draws, or its GPU has lost it. */
  forget(): void {
    this.#sheets = new Map();
  }
}

/** Reads MTL files; docs/obj.md says how each statement is taken. */
import { bytesFrom, limitsFrom, quoted, refuseFormat } from './limits.js';
import { readMapLine } from './map-options.js';
import { NoteList } from './notes.js';
import { Scanner } from './scanner.js';
import type { MtlLibrary, ObjLimits, ObjMaterial } from './types.js';

/** What a surface without a colour has: white below a texture, which has colours of its own. */
const WHITE = 1;
const GREY = 0.8;

/** Statements of the format, and those that came to be used since, that the scene has no use for. */
const OTHERS = new Set(
  `ka ks ke ns ni tf illum sharpness map_ka map_ks map_ke map_ns map_d map_bump map_aat map_refl bump disp decal refl norm
  pr pm ps pc pcr aniso anisor map_pr map_pm map_ps map_pc map_pcr map_disp map_norm map_opacity map_tr`.split(/\s+/),
);

/** A material as far as it was read. */
interface Draft {
  readonly name: string;
  readonly line: number;
  color: readonly [number, number, number] | null;
  /** `d`, and 1 less `Tr`, which counts where there is no `d`. */
  opacity: number | null;
  fromTr: number | null;
  texture: string | null;
  scale: readonly [number, number];
  offset: readonly [number, number];
}

/**
 * Reads an MTL file.
 * @param text the whole file, as text or as its bytes: UTF-8 or ASCII
 * @throws SceneMeshError for what is no MTL file, a file beyond `maxBytes`, or a limit out of range
 */
export function readMtl(text: string | Uint8Array, options: Partial<Pick<ObjLimits, 'maxBytes'>> = {}): MtlLibrary {
  return new Library(bytesFrom(text, limitsFrom(options).maxBytes)).result();
}

class Library {
  readonly #scanner: Scanner;
  readonly #notes = new NoteList();
  readonly #materials = new Map<string, ObjMaterial>();
  #draft: Draft | null = null;

  constructor(bytes: Uint8Array) {
    this.#scanner = new Scanner(bytes);
  }

  result(): MtlLibrary {
    const scanner = this.#scanner;
    let isMtl = false;
    let stranger = '';
    while (scanner.next()) {
      const word = scanner.word();
      if (this.#read(word.toLowerCase(), word)) isMtl = true;
      else stranger ||= word;
    }
    if (!isMtl && stranger !== '') refuseFormat('an MTL file', stranger);
    this.#finish();
    return { materials: this.#materials, notes: this.#notes.list() };
  }

  #read(keyword: string, word: string): boolean {
    const { line } = this.#scanner;
    if (keyword === 'newmtl') {
      this.#finish();
      this.#begin(this.#scanner.rest(), line);
      return true;
    }
    const isRead = keyword === 'kd' || keyword === 'd' || keyword === 'tr' || keyword === 'map_kd';
    if (!isRead) {
      const isKnown = OTHERS.has(keyword);
      if (!isKnown)
        this.#notes.once(line, 'unknown statements skipped', keyword, () => `${quoted(word)} is skipped: it is no statement of the format`);
      return isKnown;
    }
    if (this.#draft === null)
      this.#notes.add(line, 'statements without a material', `${quoted(word)} is skipped: no material with a name stands above it`);
    else if (keyword === 'kd') this.#color(this.#draft, line);
    else if (keyword === 'map_kd') this.#map(this.#draft, line);
    else this.#opacity(this.#draft, keyword, line);
    return true;
  }

  #begin(name: string, line: number): void {
    this.#draft = null;
    if (name === '') this.#notes.add(line, 'materials without a name', 'a material without a name is skipped: nothing can use it');
    else this.#draft = { name, line, color: null, opacity: null, fromTr: null, texture: null, scale: [1, 1], offset: [0, 0] };
  }

  #finish(): void {
    const draft = this.#draft;
    if (draft === null) return;
    const { name, line, color, opacity, fromTr, texture, scale, offset } = draft;
    const own = texture === null ? GREY : WHITE;
    if (color === null)
      this.#notes.add(line, 'materials without a colour', `material ${quoted(name)} has no Kd: its colour is ${own}, ${own}, ${own}`);
    if (this.#materials.has(name)) {
      this.#notes.add(line, 'materials that are there twice', `material ${quoted(name)} is there twice: the last one counts`);
    }
    this.#materials.set(name, { color: color ?? [own, own, own], opacity: opacity ?? fromTr ?? 1, texture, scale, offset });
  }

  /** One number is for all three. A spectral curve, or a colour of CIE XYZ, is none that is read. */
  #color(draft: Draft, line: number): void {
    const scanner = this.#scanner;
    const red = scanner.number();
    const green = scanner.hasWord() ? scanner.number() : red;
    const blue = scanner.hasWord() ? scanner.number() : red;
    if (Number.isFinite(red + green + blue)) draft.color = [red, green, blue];
    else this.#notes.add(line, 'colours refused', `Kd of ${quoted(draft.name)} is skipped: it has no one or three numbers`);
  }

  #opacity(draft: Draft, keyword: string, line: number): void {
    const scanner = this.#scanner;
    let text = scanner.word();
    // A halo is clearer where the surface faces the eye; its number is that of its edge, and counts as any other.
    if (text.toLowerCase() === '-halo') text = scanner.word();
    const value = text === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) {
      this.#notes.add(line, 'opacities refused', `${keyword} of ${quoted(draft.name)} is skipped: ${quoted(text)} is no number`);
      return;
    }
    const within = Math.min(1, Math.max(0, value));
    if (keyword === 'd') draft.opacity = within;
    else draft.fromTr = 1 - within;
  }

  #map(draft: Draft, line: number): void {
    const { file, scale, offset } = readMapLine(this.#scanner.rest());
    if (file === '') {
      this.#notes.add(line, 'textures without a file', `map_Kd of ${quoted(draft.name)} is skipped: it names no file`);
      return;
    }
    Object.assign(draft, { texture: file, scale, offset });
  }
}

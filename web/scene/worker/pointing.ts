/** Which entity a pointer is over: input on its way to a script is told of it, and where a pointer comes and goes. */
import { InputKind, NONE, PointerInput, RECORD_WORDS } from '../../generated/scene-layout.js';
import { entityId } from '../shared/ids.js';
import type { Picked } from '../shared/kernel.js';
import type { SceneSize } from '../shared/messages.js';

export interface PointingHost {
  /** What is seen at a place, in shares of the picture. */
  pick(x: number, y: number): Picked | null;
  addInput(words: Uint32Array, at: number): void;
}

/** A pointer over the picture: its last record, and the entity that was under it. */
interface Over {
  readonly record: Uint32Array;
  index: number;
  generation: number;
}

const ABOUT_ENTITIES: readonly number[] = [InputKind.pointerDown, InputKind.pointerUp, InputKind.click];
const GOES: readonly number[] = [InputKind.pointerLeave, InputKind.pointerCancel];
const INDEX = PointerInput.index / 4;
const GENERATION = PointerInput.generation / 4;

export class Pointing {
  readonly #host: PointingHost;
  readonly #over = new Map<number, Over>();
  #wanted = false;

  constructor(host: PointingHost) {
    this.#host = host;
  }

  /** Whether the script listens for it. */
  set wanted(wanted: boolean) {
    this.#wanted = wanted;
    if (!wanted) for (const over of this.#over.values()) over.index = NONE;
  }

  /** Another script listens: it has been told nothing yet. */
  begin(): void {
    this.wanted = false;
  }

  /** Takes an input record, and passes it on. */
  take(words: Uint32Array, at: number, size: SceneSize): void {
    const kind = (words[at] as number) & 255;
    if (kind === InputKind.blur || kind < InputKind.pointerDown || kind > InputKind.click) {
      this.#host.addInput(words, at);
      return;
    }
    const record = words.slice(at, at + RECORD_WORDS);
    const pointer = record[PointerInput.pointer / 4] as number;
    const over = this.#over.get(pointer);
    if (GOES.includes(kind)) {
      if (over !== undefined) this.#moveTo(over, NONE, 0);
      this.#over.delete(pointer);
    } else if (kind !== InputKind.click) {
      this.#over.set(pointer, { record, index: over?.index ?? NONE, generation: over?.generation ?? 0 });
    }
    if (this.#wanted && ABOUT_ENTITIES.includes(kind)) {
      const picked = this.#pickAt(record, size);
      record[INDEX] = picked?.index ?? NONE;
      record[GENERATION] = picked?.generation ?? 0;
    }
    this.#host.addInput(record, 0);
  }

  /** Looks what each pointer is over: once a picture, since entities move as well. */
  look(size: SceneSize): void {
    if (!this.#wanted) return;
    for (const over of this.#over.values()) {
      const picked = this.#pickAt(over.record, size);
      this.#moveTo(over, picked?.index ?? NONE, picked?.generation ?? 0);
    }
  }

  #moveTo(over: Over, index: number, generation: number): void {
    const isSame = index === over.index && (index === NONE || entityId(index, generation) === entityId(over.index, over.generation));
    if (isSame) return;
    if (over.index !== NONE) this.#tell(InputKind.pointerLeave, over, over.index, over.generation);
    over.index = index;
    over.generation = generation;
    if (index !== NONE) this.#tell(InputKind.pointerEnter, over, index, generation);
  }

  #tell(kind: number, { record }: Over, index: number, generation: number): void {
    const told = record.slice();
    told[0] = (((record[0] as number) & ~255) | kind) >>> 0;
    told[PointerInput.button / 4] = NONE;
    told[PointerInput.dx / 4] = 0;
    told[PointerInput.dy / 4] = 0;
    told[INDEX] = index;
    told[GENERATION] = generation;
    this.#host.addInput(told, 0);
  }

  #pickAt(record: Uint32Array, { width, height }: SceneSize): Picked | null {
    const floats = new Float32Array(record.buffer, record.byteOffset, RECORD_WORDS);
    const x = (floats[PointerInput.x / 4] as number) / width;
    const y = (floats[PointerInput.y / 4] as number) / height;
    return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? this.#host.pick(x, y) : null;
  }
}

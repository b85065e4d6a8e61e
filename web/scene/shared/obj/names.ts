/** Objects, materials and groups: names that stand until the next one. */
import { IntList } from './lists.js';
import type { ObjName } from './types.js';

/** The group of what stands before the first `g`, and after one without a name, as the format says. */
const DEFAULT_GROUP = 'default';

/** A name, or null, as numbers: 0 for the first that is used. */
class NameTable {
  readonly names: (string | null)[] = [];
  readonly #numbers = new Map<string | null, number>();

  number(name: string | null): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/** The pairs of an object and a material, by first use. */
export class PartTable {
  readonly objects = new NameTable();
  readonly materials = new NameTable();
  /** Of each part. */
  readonly objectOf = new IntList(16);
  readonly materialOf = new IntList(16);
  /** The materials that are used, each with the line that names it first. */
  readonly used: ObjName[] = [];
  /** Parts by material, for each object. */
  readonly #parts: Map<number, number>[] = [];
  #object: string | null = null;
  #material: string | null = null;
  #materialLine = 0;
  /** The part at hand, or -1 where it is yet to be found. */
  #now = -1;

  set object(name: string) {
    this.#object = name === '' ? null : name;
    this.#now = -1;
  }

  setMaterial(name: string, line: number): void {
    this.#material = name === '' ? null : name;
    this.#materialLine = line;
    this.#now = -1;
  }

  /** The part that an element belongs to now. */
  get part(): number {
    if (this.#now < 0) this.#now = this.#find();
    return this.#now;
  }

  get count(): number {
    return this.objectOf.length;
  }

  #find(): number {
    const object = this.objects.number(this.#object);
    const before = this.materials.names.length;
    const material = this.materials.number(this.#material);
    if (material === before && this.#material !== null) this.used.push({ name: this.#material, line: this.#materialLine });
    this.#parts[object] ??= new Map();
    const parts = this.#parts[object];
    const known = parts.get(material);
    if (known !== undefined) return known;
    const part = this.count;
    parts.set(material, part);
    this.objectOf.push(object);
    this.materialOf.push(material);
    return part;
  }
}

/** The sets of groups that `g` lines name: an element belongs to all groups of its line. */
export class GroupSets {
  readonly sets: (readonly string[])[] = [];
  readonly #numbers = new Map<string, number>();
  /** The set at hand. */
  now = 0;

  constructor() {
    this.set('');
  }

  /** Goes over to the groups that a line names, with blanks between them. */
  set(line: string): void {
    this.now = this.#numbers.get(line) ?? this.sets.length;
    if (this.now < this.sets.length) return;
    this.#numbers.set(line, this.now);
    const names = new Set(line.split(/\s+/).filter((name) => name !== ''));
    this.sets.push(names.size === 0 ? [DEFAULT_GROUP] : [...names]);
  }
}

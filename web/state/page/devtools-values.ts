/**
 * A state as the DevTools keep it, which is JSON, and back. What JSON lacks is written as an object with one key that says what it is; an
 * object of the state that looks like one is wrapped into another. What can't be written, such as an instance of a class, is kept by
 * number as long as anyone else has it.
 */
import { MAX_DEPTH } from '../../generated/state-layout.js';
import { StateChangeError, shown } from '../shared/errors.js';
import { isPlainObject } from './containers.js';

type Written = Record<string, unknown>;

/** Whether a value is of a class itself: what one that is derived from it has beside that would be lost. */
const isOf =
  (type: { readonly prototype: object }) =>
  (value: unknown): boolean =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === type.prototype;

/** By the mark of what is written: whether a value is that, how it is written, and how it is read again. */
const KINDS: Readonly<Record<string, { is(value: unknown): boolean; write(value: never): unknown; read(written: never): unknown }>> = {
  $undefined: { is: (value) => value === undefined, write: () => true, read: () => undefined },
  $number: {
    is: (value) => typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)),
    write: (value: number) => (value === 0 ? '-0' : String(value)),
    read: Number,
  },
  $bigint: { is: (value) => typeof value === 'bigint', write: String, read: BigInt },
  $date: {
    is: isOf(Date),
    write: (value: Date) => value.getTime(),
    read: (time: number) => new Date(time ?? Number.NaN),
  },
  $regexp: {
    is: isOf(RegExp),
    write: ({ source, flags }: RegExp) => [source, flags],
    read: ([source, flags]: [string, string]) => new RegExp(source, flags),
  },
  $map: {
    is: isOf(Map),
    write: (value: Map<unknown, unknown>) => [...value],
    read: (all: [unknown, unknown][]) => new Map(all),
  },
  $set: { is: isOf(Set), write: (value: Set<unknown>) => [...value], read: (all: unknown[]) => new Set(all) },
};
const OBJECT = '$object';
const KEPT = '$kept';

export class WrittenStates {
  readonly #kept = new Map<number, WeakRef<object> | symbol>();
  readonly #numbers = new WeakMap<object, number>();

  /**
   * A value as JSON has it.
   * @param levels how deep it lies in a leaf, such as a map; 0 outside of one
   */
  write(value: unknown, levels = 0): unknown {
    // What is in a leaf nobody has checked: it may be a circle.
    if (levels > MAX_DEPTH) throw new RangeError(`more than ${MAX_DEPTH} levels`);
    for (const [mark, { is, write }] of Object.entries(KINDS)) {
      if (!is(value)) continue;
      try {
        return { [mark]: this.#inside(write(value as never), levels + 1) };
      } catch (error) {
        if (levels > 0) throw error;
        // A circle, or a getter that throws: all of it is kept as it is.
        return this.#keep(value as object);
      }
    }
    if (Array.isArray(value) || isPlainObject(value)) return this.#inside(value, levels);
    if (typeof value === 'symbol' || typeof value === 'function' || (typeof value === 'object' && value !== null)) return this.#keep(value);
    return value;
  }

  /** The value that was written. @throws StateChangeError for one that is gone */
  read(written: unknown, path = ''): unknown {
    const below = (key: string, value: unknown): unknown => this.read(value, path === '' ? key : `${path}.${key}`);
    if (Array.isArray(written)) return written.map((element, index) => below(String(index), element));
    if (typeof written !== 'object' || written === null) return written;
    const [mark, content] = markOf(written as Written);
    const kind = Object.hasOwn(KINDS, mark) ? KINDS[mark] : undefined;
    if (kind !== undefined) return kind.read(this.read(content, path) as never);
    if (mark === KEPT) return this.#keptAt(content as { number: number; what: string }, path);
    const object = mark === OBJECT ? (content as Written) : (written as Written);
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, below(key, value)]));
  }

  #inside(value: unknown, levels: number): unknown {
    const below = levels > 0 ? levels + 1 : 0;
    if (Array.isArray(value)) return Array.from(value, (element) => this.write(element, below));
    if (!isPlainObject(value)) return value;
    const written = Object.fromEntries(Object.keys(value).map((key) => [key, this.write(value[key], below)]));
    return markOf(value)[0] === '' ? written : { [OBJECT]: written };
  }

  #keep(value: object | symbol): unknown {
    const what = typeof value === 'object' ? (value.constructor?.name ?? 'an object') : String(value).slice(0, 60);
    const known = typeof value === 'symbol' ? [...this.#kept].find(([, kept]) => kept === value)?.[0] : this.#numbers.get(value);
    const number = known ?? this.#kept.size;
    if (known === undefined) {
      this.#kept.set(number, typeof value === 'symbol' ? value : new WeakRef(value));
      if (typeof value !== 'symbol') this.#numbers.set(value, number);
    }
    return { [KEPT]: { number, what } };
  }

  #keptAt({ number, what }: { number: number; what: string }, path: string): unknown {
    const kept = this.#kept.get(number);
    const value = typeof kept === 'symbol' ? kept : kept?.deref();
    if (value !== undefined) return value;
    throw new StateChangeError(`the state of that time is refused: ${shown(path)} was ${what}, which is gone. Go to a later one`);
  }
}

/** The mark of what is written in place of a value, and what it says; an empty one for any other object. */
function markOf(written: Written): readonly [mark: string, content: unknown] {
  const keys = Object.keys(written);
  const [mark = ''] = keys;
  const isMark = keys.length === 1 && (Object.hasOwn(KINDS, mark) || mark === OBJECT || mark === KEPT);
  return isMark ? [mark, written[mark]] : ['', undefined];
}

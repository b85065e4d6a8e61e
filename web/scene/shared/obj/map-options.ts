/** The file of a texture and the options before it: `map_Kd -s 2 2 -o 0.5 wood planks.png`. */

/** How many words each option has, at least and at most. */
const OPTIONS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['-s', [1, 3]],
  ['-o', [1, 3]],
  ['-t', [1, 3]],
  ['-mm', [2, 2]],
  ['-bm', [1, 1]],
  ['-boost', [1, 1]],
  ['-texres', [1, 1]],
  ['-clamp', [1, 1]],
  ['-blendu', [1, 1]],
  ['-blendv', [1, 1]],
  ['-cc', [1, 1]],
  ['-imfchan', [1, 1]],
  ['-type', [1, 1]],
  ['-colorspace', [1, 1]],
]);

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

export interface MapLine {
  /** With `/` between folders; '' where the line names none. */
  readonly file: string;
  readonly scale: readonly [number, number];
  readonly offset: readonly [number, number];
}

/** Reads what follows `map_Kd`. The third number of `-s` and `-o` is for textures with a depth, and dropped. */
export function readMapLine(text: string): MapLine {
  const words = [...text.matchAll(/\S+/g)];
  let scale: readonly [number, number] = [1, 1];
  let offset: readonly [number, number] = [0, 0];
  let at = 0;
  while (at < words.length) {
    const name = words[at]?.[0].toLowerCase() ?? '';
    const range = OPTIONS.get(name);
    if (range === undefined) break;
    const [fewest, most] = range;
    const numbers: number[] = [];
    // The last word is the file's name, even where it is a number.
    while (numbers.length < most && at + 2 + numbers.length < words.length) {
      const word = words[at + 1 + numbers.length]?.[0] ?? '';
      if (most > 1 && !(NUMBER.test(word) && Number.isFinite(Number(word)))) break;
      numbers.push(Number(word));
    }
    if (numbers.length < fewest) at += 1;
    else at += 1 + numbers.length;
    const [u, v] = numbers;
    if (name === '-s' && u !== undefined) scale = [u, v ?? 1];
    if (name === '-o' && u !== undefined) offset = [u, v ?? 0];
  }
  const start = words[at]?.index;
  return { file: start === undefined ? '' : portablePath(text.slice(start)), scale, offset };
}

/** A path as the web and POSIX write it. One from a drive or a server of Windows leads nowhere else: its last part is left. */
export function portablePath(path: string): string {
  const parts = path.split('\\');
  if (/^([a-z]:|\\\\)/i.test(path)) return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1).replace(/^[a-z]:/i, '');
  return parts.join('/');
}

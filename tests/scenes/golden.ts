/**
 * Reads golden-hashes.txt, the file that the native tests read too: a line is
 * `scene entities seed tick hash`, `#` begins a comment.
 */
export interface GoldenHash {
  readonly scene: string;
  readonly entities: number;
  readonly seed: number;
  readonly tick: number;
  /** 16 hexadecimal digits. */
  readonly hash: string;
}

/** A world and its hashes, by tick, in order. */
export interface GoldenRun {
  readonly scene: string;
  readonly entities: number;
  readonly seed: number;
  readonly hashes: readonly { readonly tick: number; readonly hash: string }[];
}

/** @throws Error that names the line, when one isn't understood */
export function parseGoldenHashes(text: string): GoldenHash[] {
  const hashes: GoldenHash[] = [];
  text.split('\n').forEach((line, index) => {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    if (words.length === 1 && words[0] === '') return;
    const [scene = '', entities, seed, tick, hash = ''] = words;
    const numbers = [entities, seed, tick].map((word) => (/^\d+$/.test(word ?? '') ? Number(word) : Number.NaN));
    if (words.length !== 5 || numbers.some(Number.isNaN) || !/^[0-9a-f]{16}$/.test(hash)) {
      throw new Error(`golden-hashes.txt, line ${index + 1}, is not 'scene entities seed tick hash': ${line}`);
    }
    hashes.push({ scene, entities: numbers[0] as number, seed: numbers[1] as number, tick: numbers[2] as number, hash });
  });
  return hashes;
}

/** The hashes of the same world together, each world once. */
export function goldenRuns(hashes: readonly GoldenHash[]): GoldenRun[] {
  const runs = new Map<string, GoldenHash[]>();
  for (const hash of hashes) {
    const key = `${hash.scene} ${hash.entities} ${hash.seed}`;
    runs.set(key, [...(runs.get(key) ?? []), hash]);
  }
  return [...runs.values()].map((lines) => {
    const { scene, entities, seed } = lines[0] as GoldenHash;
    const ordered = lines.map(({ tick, hash }) => ({ tick, hash })).sort((a, b) => a.tick - b.tick);
    return { scene, entities, seed, hashes: ordered };
  });
}

/** The showers that every kernel runs alike: shared by the tests in Node and in browsers; the native ones read the same file. */

export interface MeteorScenes {
  /** Lengths of odd steps. Unit: s. */
  readonly odd: readonly number[];
  readonly runs: readonly MeteorRun[];
}

/** A preset with a seed, and its hashes by frame, in order. */
export interface MeteorRun {
  readonly preset: string;
  readonly seed: number;
  readonly hashes: readonly { readonly frame: number; readonly hash: string }[];
}

/**
 * Reads meteor-hashes.txt.
 * @throws Error that names the line, when one isn't understood
 */
export function parseMeteorScenes(text: string): MeteorScenes {
  const odd: number[] = [];
  const runs = new Map<string, { preset: string; seed: number; hashes: { frame: number; hash: string }[] }>();
  text.split('\n').forEach((line, index) => {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    const [first = '', ...rest] = words;
    if (first === '') return;
    if (first === 'odd') {
      odd.push(...rest.map(Number));
      return;
    }
    const [seed, frame] = rest.map(Number);
    const hash = rest[2] ?? '';
    if (!Number.isInteger(seed) || !Number.isInteger(frame) || !/^[0-9a-f]{16}$/.test(hash)) {
      throw new Error(`meteor-hashes.txt, line ${index + 1}, is not 'preset seed frame hash': ${line}`);
    }
    const run = runs.get(`${first} ${seed}`) ?? { preset: first, seed: seed as number, hashes: [] };
    run.hashes.push({ frame: frame as number, hash });
    runs.set(`${first} ${seed}`, run);
  });
  if (odd.length === 0 || odd.some((seconds) => !(seconds >= 0))) throw new Error("meteor-hashes.txt has no line 'odd' of seconds");
  return { odd, runs: [...runs.values()] };
}

/** Meteors that are asked for, and the hashes of what is shown then. */
export interface ShapedScene {
  readonly preset: 'calm';
  readonly seed: number;
  /** By frame: what is spawned before its step, and the id that it gets. */
  readonly spawns: readonly { readonly frame: number; readonly id: number; readonly words: readonly number[] }[];
  readonly hashes: readonly { readonly frame: number; readonly hash: string }[];
}

/**
 * Reads meteor-shaped.txt.
 * @param fields bytes of the fields of a SpawnConfig
 * @throws Error that names the line, when one isn't understood
 */
export function parseShapedScene(text: string, fields: Readonly<Record<string, number>> & { readonly size: number }): ShapedScene {
  let seed = 0;
  const spawns: { frame: number; id: number; words: number[] }[] = [];
  const hashes: { frame: number; hash: string }[] = [];
  text.split('\n').forEach((line, index) => {
    const [first = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    const fail = (): never => {
      throw new Error(`meteor-shaped.txt, line ${index + 1}, is not understood: ${line}`);
    };
    if (first === '') return;
    if (first === 'seed') seed = Number(rest[0]);
    else if (first === 'hash') hashes.push({ frame: Number(rest[0]), hash: rest[1] ?? '' });
    else if (first === 'spawn') {
      const words: number[] = Array(fields.size / 4).fill(Number.NaN);
      for (const given of rest.slice(2)) {
        const [name = '', value] = given.split('=');
        words[(fields[name] ?? fail()) / 4] = Number(value);
      }
      spawns.push({ frame: Number(rest[0]), id: Number(rest[1]), words });
    } else fail();
  });
  return { preset: 'calm', seed, spawns, hashes };
}

/** The length of step number `frame`, from 1 on: every 50th is an odd one. Unit: s. */
export function stepSeconds(odd: readonly number[], frame: number): number {
  return frame % 50 === 0 ? (odd[(frame / 50) % odd.length] as number) : 1 / 60;
}

/** The speed multiplier of a step: faster for half a second every ten seconds, as interaction makes it. */
export function speedAt(frame: number): number {
  return frame % 600 < 30 ? 1.4 : 1;
}

/** Frames that every preset is run for where all of them are asked for. */
export const ALL_FRAMES = 10_000;

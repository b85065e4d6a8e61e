/** The commands for meshes that every engine answers alike; the native tests read the same file. */
import { MeshKind } from '../../web/generated/scene-layout.js';

export interface MeshScenes {
  readonly meshes: readonly { readonly kind: MeshKind; readonly parameters: readonly number[]; readonly made: string }[];
  readonly refused: readonly { readonly kind: number; readonly parameters: readonly number[]; readonly reason: string }[];
  readonly random: readonly { readonly seed: number; readonly steps: number; readonly hash: string }[];
}

const NUMBERS: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY };
const KINDS = Object.keys(MeshKind).length;

/**
 * Reads scene-meshes.txt.
 * @throws Error that names the line, when one isn't understood
 */
export function parseMeshScenes(text: string): MeshScenes {
  const meshes: MeshScenes['meshes'][number][] = [];
  const refused: MeshScenes['refused'][number][] = [];
  const random: MeshScenes['random'][number][] = [];
  text.split('\n').forEach((line, index) => {
    const [first = '', ...rest] = line.replace(/#.*/, '').trim().split(/\s+/);
    const kind = MeshKind[rest[0] as keyof typeof MeshKind] ?? KINDS;
    const parametersBefore = (last: number): number[] => rest.slice(1, -last).map((word) => NUMBERS[word] ?? Number(word));
    if (first === '') return;
    if (first === 'mesh') meshes.push({ kind: kind as MeshKind, parameters: parametersBefore(3), made: rest.slice(-3).join(' ') });
    else if (first === 'refused') refused.push({ kind, parameters: parametersBefore(2), reason: rest.slice(-2).join(' ') });
    else if (first === 'random') random.push({ seed: Number(rest[0]), steps: Number(rest[1]), hash: rest[2] ?? '' });
    else throw new Error(`scene-meshes.txt, line ${index + 1}, is none of 'mesh', 'refused' and 'random': ${line}`);
  });
  return { meshes, refused, random };
}

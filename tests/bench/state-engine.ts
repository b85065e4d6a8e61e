/**
 * What the state engine alone takes, with a look at a map for each path and at each row of the list: no sink, no
 * listeners. tests/bench/state_bench.cpp measures the engine natively.
 */
import { Graph, ROOT_NODE, Tag } from '../../web/generated/state-layout.js';
import type { StateHost, StateKernel } from '../../web/state/shared/kernel.js';

const PATHS = 10_000;
const ROUNDS = 100;

export interface StateEngineFigures {
  readonly entries: number;
  /** Bytes of a kernel that holds them, as it counts them itself. */
  readonly entryBytes: number;
  /** Microseconds, medians: of a batch of so many changes that nothing is registered for, and of one in which each has a peer. */
  readonly shadow1000Us: number;
  readonly pairs1Us: number;
  readonly pairs100Us: number;
  readonly pairs1000Us: number;
}

/** Paths of three keys, ten to a parent, as text and as nodes. */
interface Paths {
  readonly texts: readonly string[];
  readonly nodes: ReadonlyMap<string, number>;
}

function makePaths(kernel: StateKernel): Paths {
  const nodes = new Map<string, number>();
  for (let at = 0; at < PATHS; at++) {
    const [outer, middle, inner] = [Math.floor(at / 100), Math.floor(at / 10) % 10, at % 10] as const;
    const path = kernel.intern(kernel.intern(kernel.intern(ROOT_NODE, outer), 1000 + middle), 2000 + inner);
    kernel.retain(path);
    nodes.set(`s${outer}.g${middle}.v${inner}`, path);
  }
  return { texts: [...nodes.keys()], nodes };
}

const nodeAt = ({ texts, nodes }: Paths, at: number): number => nodes.get(texts[at] as string) as number;

/** Writes a new value to `rows` of the paths, and looks at every row that comes of it. */
function runBatch(kernel: StateKernel, paths: Paths, from: number, rows: number, round: number): number {
  const { ids, tags, payloads } = kernel.reserve(rows, 0).rows;
  const tag = round % 2 === 0 ? Tag.booleanTrue : Tag.booleanFalse;
  for (let row = 0; row < rows; row++) {
    ids[row] = nodeAt(paths, from + row);
    tags[row] = tag;
    payloads[row] = 0;
  }
  kernel.process(rows);
  const { list } = kernel;
  let sum = 0;
  for (let row = 0; row < list.length; row++) sum += (list.ids[row] as number) + (list.tags[row] as number);
  return sum;
}

function medianBatch(kernel: StateKernel, paths: Paths, rows: number): number {
  // Batches are timed in runs, since a clock's step may be longer than one of them.
  const group = Math.ceil(5000 / rows);
  const times = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    for (let round = 0; round < group; round++) {
      runBatch(kernel, paths, 0, rows, 0);
      runBatch(kernel, paths, 0, rows, 1);
    }
    return ((performance.now() - begin) * 1000) / group / 2;
  }).sort((a, b) => a - b);
  return times[ROUNDS >> 1] as number;
}

/** Measures a kernel; `create` is called twice. */
export function measureStateKernel(create: (host: StateHost) => StateKernel): StateEngineFigures {
  const host: StateHost = { slotsEqual: () => false };
  const plain = create(host);
  const paths = makePaths(plain);
  for (let from = 0; from < PATHS; from += 1000) runBatch(plain, paths, from, 1000, 1);
  const entryBytes = plain.usage().bytes;
  const shadow1000Us = medianBatch(plain, paths, 1000);

  const pairs = create(host);
  const paired = makePaths(pairs);
  for (let at = 0; at < PATHS / 2; at++) pairs.link(Graph.sync, nodeAt(paired, at), nodeAt(paired, at + PATHS / 2));
  for (let from = 0; from < PATHS; from += 1000) runBatch(pairs, paired, from, 1000, 1);
  const [pairs1Us, pairs100Us, pairs1000Us] = [1, 100, 1000].map((rows) => medianBatch(pairs, paired, rows)) as [number, number, number];
  return { entries: PATHS, entryBytes, shadow1000Us, pairs1Us, pairs100Us, pairs1000Us };
}

// Who imports whom, against the tables of docs/architecture.md.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-embind';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One import or include: what is imported, and where that stands. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

/** One row of a table. */
interface Floor {
  readonly floor: number;
  readonly folder: string;
  readonly imports: readonly string[];
  /** Whether everything on the floors below may be imported, too. */
  readonly below: boolean;
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const filesOf = (...folders: string[]): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...folders], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)));

/** The rows of the table whose third column has this title. */
function tableOf(third: string): Floor[] {
  const lines = read('docs/architecture.md').split('\n');
  const begin = lines.indexOf(`| floor | folder | ${third} |`);
  const end = lines.findIndex((line, at) => at > begin && !line.startsWith('|'));
  return lines.slice(begin + 2, end).map((line) => {
    const [floor = '', folder = '', imports = ''] = line.split('|').slice(1, -1);
    const named = [...imports.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
    return { floor: Number(floor), folder: folder.replaceAll('`', '').trim(), imports: named, below: /(^|, | )below/.test(imports.trim()) };
  });
}

const SYSTEMS = ['life', 'meteor', 'state', 'scene'];

/** Every folder that the rows are about, `<system>` written out. */
function floorsOf(rows: readonly Floor[]): Map<string, Floor> {
  const all = rows.flatMap((row) =>
    SYSTEMS.map((system) => {
      const name = (path: string): string => path.replace('<system>', system);
      return { ...row, folder: name(row.folder), imports: row.folder.includes('<') ? row.imports.map(name) : row.imports };
    }),
  );
  return new Map(all.map((row) => [row.folder, row]));
}

/** The row of the nearest folder that has one. */
function floorOf(floors: ReadonlyMap<string, Floor>, folder: string): Floor | undefined {
  for (let path = folder; path !== '.' && path !== ''; path = dirname(path)) {
    const floor = floors.get(path);
    if (floor !== undefined) return floor;
  }
  return undefined;
}

/** Whether a row's file may import what stands in a folder. */
function mayImport(floors: ReadonlyMap<string, Floor>, from: Floor, folder: string): boolean {
  const to = floorOf(floors, folder);
  if (to !== undefined && to.folder === from.folder) return true;
  const name = to?.folder ?? folder;
  const isNamed = from.imports.some(
    (one) => one === name || one.replace(/<system>/, SYSTEMS.find((s) => name.includes(`/${s}`)) ?? '') === name,
  );
  return isNamed || (to !== undefined && from.below && to.floor < from.floor);
}

/** What climbs, as `file:line imports file`. */
function climbing(edges: readonly Edge[], floors: ReadonlyMap<string, Floor>): string[] {
  return edges
    .filter(({ from, to }) => {
      const floor = floorOf(floors, dirname(from));
      return floor === undefined || !mayImport(floors, floor, dirname(to));
    })
    .map(({ from, to, line }) => `${from}:${line} imports ${to}`);
}

/** Groups of names of which each leads to every other. */
function circles(edges: readonly (readonly [string, string])[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  const reached = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(next.get(start) ?? [])];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      open.push(...(next.get(one) ?? []));
    }
    return seen;
  };
  const reach = new Map([...next.keys()].map((name) => [name, reached(name)]));
  const inCircles = [...reach.keys()].filter((name) => reach.get(name)?.has(name));
  const groups = inCircles.map((name) => inCircles.filter((other) => reach.get(name)?.has(other) && reach.get(other)?.has(name)).sort());
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

const top = (file: string): string =>
  file
    .split('/')
    .slice(0, file.startsWith('web/') && file.split('/').length > 2 ? 2 : 1)
    .join('/');

const sources = filesOf('web', 'workers').filter((file) => file.endsWith('.ts'));
const imports: Edge[] = sources.flatMap((from) => {
  const text = read(from);
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName, pos }) => {
      const path = posix.join(dirname(from), fileName.replace(/\?.*$/, ''));
      const source = path.replace(/\.js$/, '.ts');
      return { from, to: sources.includes(source) ? source : path, line: text.slice(0, pos).split('\n').length };
    });
});

const headers = filesOf('src').filter((file) => /\.(h|cpp|inl)$/.test(file));
const includes: Edge[] = headers.flatMap((from) =>
  read(from)
    .split('\n')
    .flatMap((text, at) => {
      const included = /^\s*#include "([^"]+)"/.exec(text)?.[1];
      return included === undefined ? [] : [{ from, to: `src/${included}`, line: at + 1 }];
    }),
);

describe.each([
  { what: 'web', edges: imports, floors: floorsOf(tableOf('imports')) },
  { what: 'src', edges: includes, floors: floorsOf(tableOf('includes')) },
])('the floors of $what', ({ edges, floors }) => {
  it('hold: nothing imports what stands above it, or beside it unless the table says so', () => {
    expect(edges.length).toBeGreaterThan(200);
    expect(floors.size).toBeGreaterThan(5);
    expect(climbing(edges, floors)).toEqual([]);
  });

  it('have no circle of files, of folders, or of top folders', () => {
    expect(circles(edges.map(({ from, to }) => [from, to]))).toEqual([]);
    expect(circles(edges.map(({ from, to }) => [dirname(from), dirname(to)]))).toEqual([]);
    expect(circles(edges.map(({ from, to }) => [top(from), top(to)]))).toEqual([]);
  });

  it('would tell of what climbs, and of a circle', () => {
    const [first] = edges as [Edge];
    const [lowest] = [...floors.values()].sort((a, b) => a.floor - b.floor) as [Floor];
    const highest = [...floors.values()].sort((a, b) => b.floor - a.floor)[0] as Floor;
    const climber = { from: `${lowest.folder}/low.ts`, to: `${highest.folder}/high.ts`, line: 7 };
    expect(climbing([first, climber], floors)).toEqual([`${lowest.folder}/low.ts:7 imports ${highest.folder}/high.ts`]);
    expect(
      circles([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
        ['c', 'd'],
      ]),
    ).toEqual([['a', 'b', 'c']]);
  });
});

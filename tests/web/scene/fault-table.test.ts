// What each fault of a scene leads to stands in one table, docs/scene.md, and each row has a test.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';

const lines = readFileSync(join(ROOT, 'docs/scene.md'), 'utf8').split('\n');
const first = lines.indexOf('| fault | what happens | told | test |');
const end = lines.findIndex((line, at) => at > first && !line.startsWith('|'));
const rows = lines.slice(first + 2, end < 0 ? undefined : end).map((line) => line.split('|').map((cell) => cell.trim()));

/** The names of a file's tests and of their cases. */
function namesOf(path: string): string[] {
  const opening = /^\s*(?:(?:it|test)(?:\.skipIf\([^)]*\))?\(|\]\)\(|\)\(|\[)?\s*(['"`])(.*?)\1/;
  return readFileSync(join(ROOT, path), 'utf8')
    .split('\n')
    .flatMap((line) => opening.exec(line)?.[2] ?? []);
}

describe('the table of faults in docs/scene.md', () => {
  it('has all the faults that a script can think of', () => {
    expect(first).toBeGreaterThan(0);
    expect(rows.length).toBeGreaterThanOrEqual(25);
    const told = rows.map(([, fault]) => fault).join('\n');
    for (const word of ['exception', 'rejected', 'syntax', '404', 'HTML', 'default export', 'first line', 'endless loop', 'hidden tab'])
      expect(told).toContain(word);
    for (const word of ['33 ms', 'flood of commands', 'flood of errors', 'malformed', 'stack overflow', 'context', 'heap', 'maxEntities'])
      expect(told).toContain(word);
  });

  it.each(rows.map(([, fault, , , test]) => ({ fault, test })))('names the test of: $fault', ({ test = '' }) => {
    const [, path = '', name = ''] = /^(\S+) "(.+)"$/.exec(test) ?? [];
    expect(existsSync(join(ROOT, path)) && path !== '', test).toBe(true);
    expect(name.length).toBeGreaterThan(5);
    expect(namesOf(path).filter((one) => one.includes(name)).length, `${path} has no test with the words '${name}'`).toBeGreaterThan(0);
  });
});

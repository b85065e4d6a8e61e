import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../../../scripts/command-line.mjs';

const ABOUT = {
  command: 'npm run measure',
  does: 'measures.',
  options: { json: { value: 'FILE', does: 'writes it down' }, all: { does: 'measures more' } },
};

/** Calls a script of the project. */
function call(script: string, ...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const path = fileURLToPath(new URL(`../../../scripts/${script}.mjs`, import.meta.url));
  return spawnSync(process.execPath, [path, ...words], { encoding: 'utf8', timeout: 20_000 });
}

describe('the command line of a script', () => {
  test('gives the options that were given', () => {
    expect(readOptions(ABOUT, [])).toEqual({});
    expect(readOptions(ABOUT, ['--json', 'a.json', '--all'])).toEqual({ json: 'a.json', all: true });
    expect(readOptions(ABOUT, ['--json=b=c'])).toEqual({ json: 'b=c' });
  });

  test.each([
    [['--jsn', 'a'], "'--jsn' is no option of 'npm run measure'; it has --json, --all, --help."],
    [['a.json'], "'a.json' is no option of 'npm run measure'; it has --json, --all, --help."],
    [['--constructor'], "'--constructor' is no option of 'npm run measure'; it has --json, --all, --help."],
    [['--json'], '--json takes a value: --json FILE.'],
    [['--json', '--all'], '--json takes a value: --json FILE.'],
    [['--all=yes'], "--all takes no value; it was given 'yes'."],
  ])('refuses %j in one sentence', (words, sentence) => {
    expect(() => readOptions(ABOUT, words)).toThrow(sentence);
  });

  test.each(['bench', 'build', 'dev', 'format', 'layout', 'start', 'test'])(
    'of %s has help, and refuses what it does not know',
    (script) => {
      const help = call(script, '--help');
      expect(help).toMatchObject({ status: 0, stderr: '' });
      expect(help.stdout).toMatch(/^npm [\w ]+: .*\n\n(.*\n)* {2}--help +prints this\n$/);
      const refused = call(script, '--nonsense');
      expect(refused).toMatchObject({ status: 1, stdout: '' });
      expect(refused.stderr).toMatch(/^'--nonsense' is no option of 'npm [\w ]+'; it has .*--help\.\n$/);
    },
  );
});

/** How much the command tells on standard error. Needs the built command. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';
import { logLevelOf } from '../../../web/cli/log-level.js';

const COMMAND = join(ROOT, 'dist/cli/skyflock.js');

/** Runs the command on a small world; gives its exit code and what it tells. */
function run(level: string | undefined): { code: number | null; out: string; err: string } {
  const { SKYFLOCK_LOG: _, ...environment } = process.env;
  const env = level === undefined ? environment : { ...environment, SKYFLOCK_LOG: level };
  const args = [COMMAND, 'run', '--entities', '50', '--ticks', '2', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', timeout: 50_000 });
  return { code: status, out: stdout, err: stderr };
}

describe('SKYFLOCK_LOG', () => {
  test.each([
    [undefined, 'warn'],
    ['', 'warn'],
    ['silent', 'silent'],
    ['debug', 'debug'],
  ] as const)('%s is the level %s', (given, level) => {
    expect(logLevelOf({ SKYFLOCK_LOG: given })).toBe(level);
  });

  test('is refused by name, value and range', () => {
    expect(() => logLevelOf({ SKYFLOCK_LOG: 'loud' })).toThrow(
      'SKYFLOCK_LOG=loud is refused: it must be one of silent, error, warn, info, debug',
    );
    expect(run('loud')).toEqual({ code: 2, out: '', err: expect.stringMatching(/^skyflock: SKYFLOCK_LOG=loud is refused/) });
  });

  test.each([
    [undefined, /^$/],
    ['info', /^skyflock: tier 'threads'|^skyflock: scene 'savanna' runs in tier 'wasm', 1 at a time\n$/],
    ['debug', /skyflock: scene 'savanna' .*\nskyflock: \d+ x \d+ cells, room for \d+ animals, \d+ B\n$/],
  ] as const)('of %s leaves standard output to the result', { timeout: 60_000 }, (level, expected) => {
    const { code, out, err } = run(level);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ scene: 'savanna', ticks: 2 });
    expect(err).toMatch(expected);
  });

  test('is in the help', { timeout: 60_000 }, () => {
    const help = execFileSync(process.execPath, [COMMAND, 'run', '--help'], { encoding: 'utf8' });
    expect(help).toContain('SKYFLOCK_LOG=LEVEL');
  });
});

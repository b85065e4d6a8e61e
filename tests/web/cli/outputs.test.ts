import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'skyflock-outputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const COMMAND = fileURLToPath(new URL('../../../dist/cli/skyflock.js', import.meta.url));
/** More than runs in the time that a test has: what ends early did so for its output. */
const ENDLESS = 'run --entities 4000 --every 1 --ticks 1000000000';

/** What a line of the shell, in which `skyflock` is the built command, comes to: the command's exit code and what it says. */
async function shell(line: string): Promise<{ code: number; out: string; err: string }> {
  const run = line.replaceAll('skyflock', `'${process.execPath}' '${COMMAND}'`);
  const { out, err } = await new Promise<{ out: string; err: string }>((resolve, reject) => {
    // Real pipes, and the exit code of their first command.
    execFile('sh', ['-c', run], { cwd: folder, timeout: 50_000 }, (error, stdout, stderr) => {
      if (error?.killed) reject(new Error(`'${line}' did not end; it said: ${stderr}`));
      else resolve({ out: stdout, err: stderr });
    });
  });
  return { code: Number(readFileSync(join(folder, 'code'), 'utf8')), out, err };
}

describe('the command whose reader goes', { timeout: 60_000 }, () => {
  it.each([
    ['a result', 'run --entities 50 --ticks 2 --json'],
    ['a summary', 'run --entities 50 --ticks 2'],
    ['a result of workers', 'run --entities 50 --ticks 2 --tier threads --workers 2'],
    ['a shower', 'meteor --frames 2'],
    ['help', '--help'],
    ['help of a command', 'meteor --help'],
    ['statistics', `${ENDLESS} --csv /dev/stdout`],
    ['statistics of workers', `${ENDLESS} --csv /dev/stdout --tier threads --workers 2`],
  ])('ends quietly with exit code 0: %s', async (_what, args) => {
    // The reader is gone before anything is written, or, of statistics, after some lines.
    const reader = args.includes('--csv') ? 'head -n 2' : 'true';
    const { code, out, err } = await shell(`{ sleep 0.3; skyflock ${args}; echo $? > code; } | ${reader}`);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out.split('\n')).toHaveLength(args.includes('--csv') ? 3 : 1);
  });

  it('and with that of its arguments where those are wrong', async () => {
    const { code } = await shell('{ skyflock run --entities none; echo $? > code; } 2>&1 | true');
    expect(code).toBe(2);
  });
});

describe('an output that breaks', { timeout: 60_000 }, () => {
  it('is told with its path and the error of the system, when it is a pipe of statistics', async () => {
    const { code, out, err } = await shell(
      `mkfifo pipe; { head -n 2 pipe > /dev/null & } ; skyflock ${ENDLESS} --csv pipe; echo $? > code; wait`,
    );
    expect(err).toBe("skyflock: --csv pipe can't be written: EPIPE: broken pipe, write\n");
    expect([code, out]).toEqual([1, '']);
  });

  it.each([
    ['--csv', 'run --entities 50 --ticks 9 --csv /dev/full'],
    ['--snapshot-out', 'run --entities 50 --ticks 2 --snapshot-out /dev/full'],
  ])('is told so when it is full: %s', async (flag, args) => {
    const { code, out, err } = await shell(`skyflock ${args}; echo $? > code`);
    expect(err).toBe(`skyflock: ${flag} /dev/full can't be written: ENOSPC: no space left on device, write\n`);
    expect([code, out]).toEqual([1, '']);
  });

  it.each(['run --entities 50 --ticks 2', 'meteor --frames 2'])('is told so when it is standard output: %s', async (args) => {
    const { code, err } = await shell(`skyflock ${args} > /dev/full; echo $? > code`);
    expect(err).toBe("skyflock: standard output can't be written: ENOSPC: no space left on device, write\n");
    expect(code).toBe(1);
  });

  it('does not matter where it is for messages alone', async () => {
    const { code, out } = await shell('skyflock run --entities 50 --ticks 2 2> /dev/full; echo $? > code');
    expect(code).toBe(0);
    expect(out).toMatch(/hash +[0-9a-f]{16}/);
  });
});

import { execFile as execFileWithCallback } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BUILD, ROOT } from '../../../scripts/steps.mjs';
import {
  isAtLeast,
  isInstalled,
  LEAST_EMSCRIPTEN,
  lockHolder,
  oneAtATime,
  parseEmscriptenVersion,
  wayOut,
} from '../../../scripts/toolchain.mjs';

const execFile = promisify(execFileWithCallback);

describe('the version of Emscripten', () => {
  test.each([
    ['emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld) 3.1.69 ()', [3, 1, 69]],
    ['emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld) 4.0.10 (abcdef0123)\nCopyright 2025', [4, 0, 10]],
    ['emcc (Emscripten gcc/clang-like replacement + linker emulating GNU ld) 3.1.6~dfsg\n', [3, 1, 6]],
  ])('is read from %j', (text, version) => {
    expect(parseEmscriptenVersion(text)).toEqual(version);
  });

  test('is unknown where something else answers', () => {
    expect(parseEmscriptenVersion('clang version 14.0.6')).toBeNull();
  });

  test.each([
    [[3, 1, 69], true],
    [[3, 1, 6], false],
    [[3, 2, 0], true],
    [[4, 0, 0], true],
    [[2, 9, 99], false],
  ])('%j is new enough: %j', (version, answer) => {
    expect(isAtLeast(version, LEAST_EMSCRIPTEN)).toBe(answer);
  });
});

describe('node_modules', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/a-for-another-machine': { version: '1.0.0', integrity: 'sha512-b', optional: true },
    },
  };
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  test('are as asked for without what is for other machines', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/a': a } })).toBe(true);
  });

  test('are not when they are missing, of another version, of other content, or too many', () => {
    expect(isInstalled(lock, null)).toBe(false);
    expect(isInstalled(lock, { packages: {} })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { ...a, version: '1.0.1' } } })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { ...a, integrity: 'sha512-c' } } })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': a, 'node_modules/b': a } })).toBe(false);
  });
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('a queue', () => {
  test('runs one thing at a time, in order', async () => {
    const inTurn = oneAtATime();
    const seen: string[] = [];
    const job = (name: string, ms: number) => async (): Promise<string> => {
      seen.push(`${name} begins`);
      await pause(ms);
      seen.push(`${name} ends`);
      return name;
    };
    const jobs = [inTurn(job('a', 30)), inTurn(job('b', 10)), inTurn(job('c', 0))];
    expect(await Promise.all(jobs)).toEqual(['a', 'b', 'c']);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('goes on after a failure, which only its own caller hears of', async () => {
    const inTurn = oneAtATime();
    const failed = inTurn(async () => {
      await pause(10);
      throw new Error('disk full');
    });
    const next = inTurn(async () => 'fine');
    await expect(failed).rejects.toThrow('disk full');
    expect(await next).toBe('fine');
  });
});

describe("apt's words", () => {
  test('say who holds a lock', () => {
    const held =
      'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 20496 (apt-get)\nE: Unable to lock directory /var/lib/apt/lists/\n';
    expect(lockHolder(held)).toBe('process 20496 (apt-get)');
    expect(lockHolder('E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?\n')).toBe(
      'another process',
    );
    expect(lockHolder('E: Unable to locate package chromium\n')).toBeNull();
  });

  test.each([
    [
      "W: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.debian.org'",
      'http_proxy',
    ],
    ['E: Unable to locate package chromium', 'sources.list'],
    ["E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.", 'dpkg --configure -a'],
    ['npm error code EAI_AGAIN', 'https_proxy'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
  ])('lead to a way out: %j', (output, way) => {
    expect(wayOut(output)).toContain(way);
  });

  test('of unknown causes do not', () => {
    expect(wayOut('E: Sub-process /usr/bin/dpkg returned an error code (1)')).toBeNull();
  });
});

// A folder of its own stands for the machine: an apt-get in it writes down when it runs and "installs" by making
// the command, so that what the scripts do in which order can be told without packages that are really missing.
describe.skipIf(process.getuid?.() !== 0)('installs, which root alone can do,', () => {
  let bin = '';
  beforeEach(() => {
    mkdirSync(BUILD, { recursive: true });
    bin = mkdtempSync(join(BUILD, 'toolchain-test-'));
  });
  afterEach(() => rmSync(bin, { recursive: true }));

  function writeAptGet(lines: string[]): void {
    const path = join(bin, 'apt-get');
    writeFileSync(path, ['#!/bin/sh', 'PATH=/usr/bin:/bin', `cd '${bin}'`, 'for last; do :; done', ...lines, ''].join('\n'));
    chmodSync(path, 0o755);
  }
  const INSTALL = [
    'case "$*" in *" update") echo update >> calls; exit 0;; esac',
    'mkdir busy || exit 3',
    'sleep 0.3',
    'rmdir busy',
    'echo "$last" >> calls',
    'test "$last" != broken || exit 100',
    'touch "$last"',
  ];
  async function needed(code: string): Promise<{ code: number; stdout: string; stderr: string }> {
    const toolchain = join(ROOT, 'scripts', 'toolchain.mjs');
    const script = `const { needCommands } = await import(${JSON.stringify(toolchain)}); ${code}`;
    const options = { cwd: bin, env: { ...process.env, PATH: bin }, timeout: 60_000 };
    try {
      return { code: 0, ...(await execFile(process.execPath, ['--input-type=module', '-e', script], options)) };
    } catch (error) {
      return error as { code: number; stdout: string; stderr: string };
    }
  }
  const calls = (): string[] => readFileSync(join(bin, 'calls'), 'utf8').trim().split('\n');

  test('that are asked for side by side run one after the other, each once, and a failed one stops no other', async () => {
    writeAptGet(INSTALL);
    const asks = "[{ tool: 'tool' }, { lost: 'broken' }, { tool: 'tool' }, { other: 'other' }]";
    const { stdout } = await needed(
      `const all = await Promise.allSettled(${asks}.map((one) => needCommands(one))); console.log(all.map(({ status }) => status).join(' '));`,
    );
    expect(stdout.trim()).toBe('fulfilled rejected fulfilled fulfilled');
    expect(calls()).toEqual(['update', 'tool', 'broken', 'other']);
  });

  test('wait until another process gives its lock back, and say for whom', async () => {
    const held = 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)';
    writeAptGet([`if test ! -e waited; then touch waited; echo '${held}' >&2; exit 100; fi`, ...INSTALL]);
    const { code, stderr } = await needed("await needCommands({ tool: 'tool' });");
    expect(code).toBe(0);
    expect(stderr).toContain('waiting for process 7 (apt-get)');
    expect(calls()).toEqual(['update', 'tool']);
    expect(existsSync(join(bin, 'tool'))).toBe(true);
  });

  test('without a network say what to do', async () => {
    writeAptGet(['case "$*" in *" update") echo "W: Temporary failure resolving \'deb.debian.org\'"; exit 0;; esac', 'exit 100']);
    const { stderr } = await needed("await needCommands({ tool: 'tool' });");
    expect(stderr).toMatch(/tool can't be installed \(apt-get ended with 100\): Debian's packages can't be reached: .*http_proxy/);
  });

  test('on a machine without apt-get say what to install', async () => {
    const { stderr } = await needed("await needCommands({ tool: 'tool' });");
    expect(stderr).toContain('tool is missing and there is no apt-get here; install tool (on Debian: apt-get install tool).');
  });
});

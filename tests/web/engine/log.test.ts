/** How loud the console is, and that nothing goes past the one logger. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';
import type { LogLevel } from '../../../web/engine/log.js';

type Logger = typeof import('../../../web/engine/log.js');
let logger: Logger;
let configure: typeof import('../../../web/engine/configuration.js').configure;
const told: string[] = [];

beforeEach(async () => {
  vi.resetModules();
  logger = await import('../../../web/engine/log.js');
  ({ configure } = await import('../../../web/engine/configuration.js'));
  told.length = 0;
  for (const kind of ['error', 'warn', 'info', 'debug'] as const)
    vi.spyOn(console, kind).mockImplementation((line) => void told.push(`${kind} ${line}`));
});
afterEach(() => vi.restoreAllMocks());

async function sayAll(): Promise<string> {
  for (const kind of ['debug', 'info', 'warn', 'error'] as const) logger.log(kind, 'said');
  await Promise.resolve();
  return told
    .splice(0)
    .map((line) => line.replace(' said', ''))
    .join();
}

describe('the logger', () => {
  test('tells warnings and errors unless it is told otherwise', async () => {
    expect(await sayAll()).toBe('warn,error');
  });

  test.each([
    ['silent', ''],
    ['error', 'error'],
    ['warn', 'warn,error'],
    ['info', 'info,warn,error'],
    ['debug', 'debug,info,warn,error'],
  ] as const)("configure({ log: '%s' }) lets through: %s", async (log, expected) => {
    configure({ log });
    expect(logger.logLevel).toBe(log);
    expect(await sayAll()).toBe(expected);
  });

  test('heeds a page that configures after something was amiss, in the same script', async () => {
    logger.log('error', 'an attribute in the markup is refused');
    configure({ log: 'silent' });
    await Promise.resolve();
    expect(told).toEqual([]);
  });

  test('keeps its level where another part is configured, and where a level is refused', async () => {
    configure({ log: 'error' });
    configure({ workers: 2 });
    expect(() => configure({ log: 'loud' as LogLevel })).toThrow(
      'log = loud is refused: it must be one of silent, error, warn, info, debug. Correct it or leave it out',
    );
    expect(await sayAll()).toBe('error');
  });
});

/** What writes to the console, in code: what stands in comments and texts is no call. */
const CALL = /(?<![\w.'"`])(?:globalThis\.)?console\s*(?:\.|\[)/;
/** The logger, and what talks to people who run it themselves. */
const MAY = /^web\/(?:engine\/log\.ts|site\/|cli\/)/;

test('every line of the package goes through the logger', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'web', 'workers'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const lines = files
    .split('\n')
    .filter((file) => file.endsWith('.ts') && !MAY.test(file))
    .flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .map((text, at) => ({ where: `${file}:${at + 1}`, text: text.replace(/^\s*(?:\/?\*|\/\/).*/, '') })),
    );
  expect(lines.length).toBeGreaterThan(20_000);
  expect(lines.filter(({ text }) => CALL.test(text)).map(({ where }) => where)).toEqual([]);
  expect(['console.warn(line)', 'globalThis.console[kind](line)'].every((text) => CALL.test(text))).toBe(true);
});

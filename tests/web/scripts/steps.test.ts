import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILD, PlainError, ROOT, run, whenChanged, within } from '../../../scripts/steps.mjs';

let folder = '';
beforeAll(() => {
  mkdirSync(BUILD, { recursive: true });
  folder = mkdtempSync(join(BUILD, 'steps-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const inRoot = (name: string): string => relative(ROOT, join(folder, name));

describe('a step with a stamp', () => {
  const name = 'steps-test';
  let runs = 0;
  const build = (also = ''): Promise<boolean> =>
    whenChanged(name, { inputs: [inRoot('input')], outputs: [inRoot('output')], also }, () => {
      runs += 1;
      writeFileSync(join(folder, 'output'), 'built');
    });
  afterAll(() => rmSync(join(BUILD, 'stamps', name)));

  test('runs when it never did, and when inputs, further texts or outputs changed', async () => {
    mkdirSync(join(folder, 'input'));
    writeFileSync(join(folder, 'input', 'a'), '1');
    expect(await build()).toBe(true);
    expect(await build()).toBe(false);
    writeFileSync(join(folder, 'input', 'a'), '2');
    expect(await build()).toBe(true);
    writeFileSync(join(folder, 'input', 'b'), '');
    expect(await build()).toBe(true);
    expect(await build('-O3')).toBe(true);
    rmSync(join(folder, 'output'));
    expect(await build('-O3')).toBe(true);
    expect(runs).toBe(5);
  });

  test('runs again after it failed', async () => {
    const inputs = [inRoot('input')];
    const outputs = [inRoot('output')];
    const fail = (): never => {
      throw new Error('disk full');
    };
    await expect(whenChanged(name, { inputs, outputs, also: 'other' }, fail)).rejects.toThrow('disk full');
    expect(await build('-O3')).toBe(true);
  });
});

describe('a command', () => {
  const node = (code: string, options = {}): Promise<{ code: number; output: string }> =>
    run('steps-test-command', process.execPath, ['-e', code], options);
  afterAll(() => rmSync(join(BUILD, 'logs', 'steps-test-command.log'), { force: true }));

  test('gives its output', async () => {
    expect(await node('console.log(1); console.error(2)')).toEqual({ code: 0, output: expect.stringMatching(/^(1\n2|2\n1)\n$/) });
  });

  test('that fails is told of in a sentence', async () => {
    await expect(node('process.exit(3)')).rejects.toThrow(PlainError);
    await expect(node('process.exit(3)')).rejects.toThrow('ended with 3');
    expect((await node('process.exit(3)', { mayFail: true })).code).toBe(3);
  });

  test('that is not there is told of', async () => {
    await expect(run('steps-test-command', '/nowhere/at-all', [])).rejects.toThrow("'/nowhere/at-all' ended with 127");
  });

  test('that hangs ends at its deadline, with what it started', async () => {
    const child = 'require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" })';
    const hang = `const child = ${child}; console.log(child.pid); setInterval(() => {}, 1000)`;
    const { code, output } = await node(hang, { deadline: 1, mayFail: true });
    expect(code).toBe(124);
    await expect.poll(() => isAlive(Number(output)), { timeout: 10_000 }).toBe(false);
  });

  test('ends when the script is ended', async () => {
    const pidFile = join(folder, 'pid');
    const steps = join(ROOT, 'scripts', 'steps.mjs');
    const inner = `require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000)`;
    const outer = `const { run } = await import(${JSON.stringify(steps)}); await run('steps-test-command', process.execPath, ['-e', ${JSON.stringify(inner)}]); console.log('went on')`;
    const script = spawn(process.execPath, ['--input-type=module', '-e', outer], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    script.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const closed = new Promise((done) => script.on('close', done));
    await expect.poll(() => existsSync(pidFile), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => Number(readFileSync(pidFile)), { timeout: 20_000 }).toBeGreaterThan(0);
    script.kill('SIGTERM');
    expect(await closed).toBe(143);
    expect(said).toBe('');
    await expect.poll(() => isAlive(Number(readFileSync(pidFile))), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('what is waited for within a time', () => {
  test('gives what it comes to, or what it fails with', async () => {
    expect(await within(20, 'the answer', Promise.resolve(42))).toBe(42);
    await expect(within(20, 'the answer', Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  test('is refused in a sentence when it is late', async () => {
    const late = within(0.02, 'the answer', new Promise(() => {}));
    await expect(late).rejects.toThrow(new PlainError('the answer did not end within 0.02 s.'));
  });
});

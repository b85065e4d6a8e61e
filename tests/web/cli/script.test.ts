import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../web/cli/flags.js';
import { parseScriptArguments } from '../../../web/cli/script-args.js';

const COMMAND = fileURLToPath(new URL('../../../dist/cli/skyflock.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'skyflock-script-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command that was built, on a script and maybe an input file. */
function command(text: string | null, args: readonly string[] = [], input?: unknown): Promise<{ rc: number; out: string; err: string }> {
  if (text !== null) writeFileSync(join(folder, 'script.mjs'), text);
  if (input !== undefined) writeFileSync(join(folder, 'input.json'), JSON.stringify(input));
  const file = text === null ? 'gone.mjs' : 'script.mjs';
  return new Promise((resolve) => {
    const all = [COMMAND, 'script', file, '--frames', '20', '--json', ...args];
    execFile(process.execPath, all, { cwd: folder, timeout: 50_000 }, (error, out, err) =>
      resolve({ rc: Number(error?.code ?? 0), out, err }),
    );
  });
}

const MOVES = `export default (scene, { input }) => {
  const cube = scene.create('cube');
  return { async update() {
    cube.position = [scene.time, scene.random(), input.isDown('KeyA') ? 1 : 0];
    if (scene.frame === 5) await scene.pick(0.5, 0.5);
  } };
};`;

describe('the arguments of skyflock script', () => {
  it('have defaults, and the file stands anywhere', () => {
    const usual = { frames: 600, rate: 60, seed: 1, tier: 'wasm', input: null, budget: 2000, json: false };
    expect(parseScriptArguments(['a.js'])).toEqual({ file: 'a.js', ...usual });
    expect(parseScriptArguments(['--rate', '30', 'a.js', '--json'])).toEqual({ file: 'a.js', ...usual, rate: 30, json: true });
  });

  it.each([
    [[], /the script is missing: skyflock script FILE/],
    [['a.js', 'b.js'], /there are 2 files/],
    [['a.js', '--rate', '1001'], /--rate 1001 is refused: it must be a whole number from 1 to 1000/],
    [['a.js', '--tier', 'threads'], /it must be one of wasm, js/],
  ])('%j are refused in a line', (args, message) => {
    expect(() => parseScriptArguments(args)).toThrow(UsageError);
    expect(() => parseScriptArguments(args)).toThrow(message);
  });
});

describe('skyflock script', { timeout: 60_000 }, () => {
  it('comes to one hash in both tiers, and to another one with other input or another seed', async () => {
    const key = [{ frame: 10, kind: 'keyDown', code: 'KeyA' }];
    const runs = [await command(MOVES), await command(MOVES, ['--tier', 'js']), await command(MOVES, ['--seed', '2'])];
    runs.push(await command(MOVES, ['--input', 'input.json'], key));
    const results = runs.map(({ out }) => JSON.parse(out));
    expect(results[0]).toMatchObject({ script: 'script.mjs', frames: 20, tier: 'wasm', entities: 1, errors: 0, frameSkips: 0 });
    expect(results[1].hash).toBe(results[0].hash);
    expect(new Set(results.map(({ hash }) => hash)).size).toBe(3);
  });

  it('goes on when every update throws, and counts rejected promises as well', async () => {
    const { rc, out, err } = await command(
      "export default () => ({ update() {\n  Promise.reject(new Error('later'));\n  throw new Error('now');\n} });",
    );
    expect([rc, JSON.parse(out).errors, JSON.parse(out).frames]).toEqual([0, 40, 20]);
    expect(err).toMatch(/script\.mjs:3:\d+: now/);
  });

  it.each([
    ['is missing', null, /gone\.mjs could not be loaded/],
    ['does not parse', 'const a = 1;\nexport default () => { const = 3; };\n', /script\.mjs:2:30: SyntaxError/],
    ['has no default export', 'export const a = 1;', /it has no default export/],
    ['exports no function', 'export default 3;', /its default export is of type number/],
    ['returns no update', 'export default () => ({});', /returned no object with a function update/],
    ['never comes back from its first line', 'for (;;);', /script\.mjs is not loaded after its budget of 500 ms/],
    [
      'hangs in an update',
      'export default () => ({ update() { for (;;); } });',
      /update 1 has not come to an end after its budget of 500 ms/,
    ],
  ])('ends with exit code 1 where the script %s', async (_what, text, message) => {
    const { rc, out, err } = await command(text, ['--budget', text?.includes('for') ? '500' : '5000']);
    expect(err).toMatch(message);
    expect([rc, out]).toEqual([1, '']);
  });

  it.each([
    [{ frame: 0, kind: 'focus' }, /\[0\]\.frame = 0 is refused: it must be a whole number from 1 to 20/],
    [{ frame: 1, kind: 'shout' }, /\[0\]\.kind = "shout" is refused: it must be one of/],
    [{ frame: 1, kind: 'keyDown' }, /\[0\]\.code = undefined is refused: a keyDown has it/],
    [{ frame: 1, kind: 'pointerMove', x: 'left', y: 0 }, /\[0\]\.x = "left" is refused/],
  ])('refuses the input record %j with exit code 2', async (record, message) => {
    const { rc, err } = await command(MOVES, ['--input', 'input.json'], [record]);
    expect(err).toMatch(message);
    expect(rc).toBe(2);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseRunArguments, USAGE } from '../../../web/cli/args.js';
import { UsageError } from '../../../web/cli/flags.js';
import { main } from '../../../web/cli/main.js';
import type { RunResult } from '../../../web/cli/run.js';
import { OPTIONS } from '../../../web/generated/life-layout.js';

/** The flag that an option has to have. */
const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

afterEach(() => vi.restoreAllMocks());

describe('every option of a world', () => {
  it.each(OPTIONS)('$name has a flag that takes what the option takes', ({ name, type, least, most }) => {
    const between = type === 'u32' ? least : (least + most) / 2;
    for (const value of [least, between, most]) {
      expect(parseRunArguments([flagOf(name), String(value)]).options).toEqual({ [name]: value });
      expect(parseRunArguments([`${flagOf(name)}=${value}`]).options).toEqual({ [name]: value });
    }
    for (const value of ['', 'many', '1e3', String(most + 1), String(least - 1), ...(type === 'u32' ? [String(least + 0.5)] : [])]) {
      expect(() => parseRunArguments([flagOf(name), value]), value).toThrow(UsageError);
    }
  });

  it.each(OPTIONS)('$name stands in the help with range, unit and default', ({ name, type, least, most, unit, byDefault }) => {
    const line = USAGE.split('\n').find((one) => one.trimStart().startsWith(`${flagOf(name)} `));
    const whole = type === 'u32' ? 'whole ' : '';
    expect(line).toBe(`  ${flagOf(name)} N   a ${whole}number from ${least} to ${most}${unit === '' ? '' : ` ${unit}`} (${byDefault})`);
  });

  it.each(OPTIONS)('$name is refused beside what says it already', ({ name, byDefault, least }) => {
    const args = [flagOf(name), String(byDefault || least), '--snapshot-in', 'a.skylife'];
    expect(() => parseRunArguments(args)).toThrow(`${flagOf(name)} is refused with --snapshot-in, which says it already`);
  });

  it('has a flag of its own', () => {
    const flags = USAGE.split('\n')
      .filter((line) => /^ {2}--/.test(line))
      .map((line) => line.trim().split(' ')[0]);
    expect(new Set(flags).size).toBe(flags.length);
    expect(Math.max(...USAGE.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('reaches the world', async () => {
    let out = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text);
      return true;
    });
    const run = async (args: string): Promise<RunResult> => {
      out = '';
      expect(await main(`run --json --entities 200 --seed 3 --ticks 8 ${args}`.split(' ').filter(Boolean))).toBe(0);
      return JSON.parse(out) as RunResult;
    };
    const plain = await run('');
    expect((await run('--turn-rate 0.5')).hash).not.toBe(plain.hash);
    expect((await run('--movement-only 1 --max-entities 300')).births).toBe(0);
    for (const strategy of ['bisection', 'strips', 'tiles']) {
      for (const tier of ['threads', 'js-workers']) {
        expect((await run(`--partition-strategy ${strategy} --tier ${tier} --workers 3`)).hash, `${strategy} on ${tier}`).toBe(plain.hash);
      }
    }
  });
});

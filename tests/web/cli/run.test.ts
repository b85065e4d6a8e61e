import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../../web/cli/main.js';
import { type RunResult, runWorld } from '../../../web/cli/run.js';
import { CommandKind, Phase } from '../../../web/generated/life-layout.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { foundingFromReply, resolveRequest } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { makeRecording } from '../../../web/life/shared/recording.js';

const folder = mkdtempSync(join(tmpdir(), 'skyflock-'));
afterAll(() => rmSync(folder, { recursive: true }));

let out = '';
let err = '';
beforeEach(() => {
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

async function run(text: string): Promise<RunResult> {
  out = '';
  expect(await main(`run --json ${text}`.split(' ')), err).toBe(0);
  return JSON.parse(out) as RunResult;
}

describe('skyflock run', () => {
  it('prints one line of JSON with every field', async () => {
    const args = 'run --scene savanna --entities 800 --ticks 30 --seed 5 --tier wasm --workers 1 --json';
    expect(await main(args.split(' '))).toBe(0);
    expect(err).toBe('');
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    const result = JSON.parse(out) as RunResult;
    expect(result).toMatchObject({ scene: 'savanna', seed: 5, entities: 800, ticks: 30, tier: 'wasm', workers: 1, faults: 0 });
    expect(result.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(Object.keys(result.phaseHashes)).toEqual(Object.keys(Phase));
    expect(new Set(Object.values(result.phaseHashes)).size).toBeGreaterThan(1);
    expect(Object.keys(result.phases)).toEqual(Object.keys(Phase));
    const { total, byTribe } = result.population;
    expect(Object.values(byTribe).reduce((sum, count) => sum + count, 0)).toBe(total);
    const died = result.deaths.starved + result.deaths.killed + result.deaths.old;
    expect(800 + result.births - died).toBe(total);
    expect(result.msPerTick.median).toBeGreaterThan(0);
    expect(result.msPerTick.p95).toBeGreaterThanOrEqual(result.msPerTick.median);
    expect(result.memoryBytes).toBeGreaterThan(100_000);
  });

  it('comes to the same hash each time, and to another with another seed', async () => {
    const hashOf = async (seed: number): Promise<string> => {
      out = '';
      await main(`run --entities 300 --ticks 20 --seed ${seed} --json`.split(' '));
      return (JSON.parse(out) as RunResult).hash;
    };
    expect(await hashOf(1)).toBe(await hashOf(1));
    expect(await hashOf(1)).not.toBe(await hashOf(2));
  });

  it('tells the critical path of several partitions, and comes to the hash of one', async () => {
    const args = 'run --scene flock --entities 3000 --ticks 40 --seed 2 --json';
    expect(await main([...args.split(' '), '--critical-path', '--workers', '4'])).toBe(0);
    const { criticalPath: path, ...result } = JSON.parse(out) as RunResult;
    expect(result).toMatchObject({ tier: 'wasm', workers: 1, ticks: 40, faults: 0 });
    expect(path).toMatchObject({ workers: 4 });
    expect(path?.msPerTick).toBeGreaterThan(0);
    expect(path?.ratio).toBeCloseTo((path?.msPerTick ?? 0) / (path?.oneWorkerMsPerTick ?? 0), 3);
    // Four parts of thousands of animals are shorter than the whole; how much shorter is for the benchmark.
    expect(path?.ratio).toBeLessThan(1);
    out = '';
    expect(await main(args.split(' '))).toBe(0);
    const plain = JSON.parse(out) as RunResult;
    expect(plain.hash).toBe(result.hash);
    expect(plain).not.toHaveProperty('criticalPath');
    out = '';
    await main([...args.split(' ').slice(0, -1), '--critical-path', '--workers', '4']);
    expect(out).toMatch(/path +[\d.]+ ms a tick on 4 workers at best, [\d.]+ on one: ratio 0\.\d+/);
  });

  it.each(['threads', 'js-workers'] as const)('comes to the same world on two workers of tier %s', async (tier) => {
    const one = await run('--scene savanna --entities 600 --seed 3 --ticks 20 --tier js');
    const two = await run(`--scene savanna --entities 600 --seed 3 --ticks 20 --tier ${tier} --workers 2`);
    expect(one).toMatchObject({ tier: 'js', workers: 1, faults: 0 });
    expect(two).toMatchObject({ tier, workers: 2, faults: 0, hash: one.hash, phaseHashes: one.phaseHashes, population: one.population });
  });

  it('goes on from a snapshot of its own, in any tier, as one run would', async () => {
    const file = join(folder, 'world.skylife');
    const half = await run(`--scene islands --entities 300 --seed 4 --ticks 25 --snapshot-out ${file}`);
    expect(await run(`--snapshot-in ${file} --ticks 0`)).toMatchObject({
      hash: half.hash,
      scene: 'islands',
      seed: 4,
      entities: 300,
      ticks: 0,
    });
    const rest = await run(`--snapshot-in ${file} --ticks 35 --tier threads --workers 2`);
    const whole = await run('--scene islands --entities 300 --seed 4 --ticks 60');
    expect(rest).toMatchObject({ tier: 'threads', ticks: 35, hash: whole.hash, population: whole.population, births: whole.births });
    // A file of an older version becomes one of the newest.
    const old = fileURLToPath(new URL('../../snapshots/savanna-version-1.skylife', import.meta.url));
    expect(await run(`--snapshot-in ${old} --ticks 0 --snapshot-out ${file}`)).toMatchObject({ hash: '66e7a9f45a8908b4' });
    expect(await run(`--snapshot-in ${file} --ticks 120`)).toMatchObject({ hash: '950739a1f0c82a4a' });
  });

  it('plays a recording to its end, and tells a hash that is not the recorded one', async () => {
    const kernel = await loadKernel('wasm', resolveRequest({ scene: 'savanna', options: { entities: 200, seed: 9 } }));
    const command = { kind: CommandKind.spawn, index: 1, count: 40, x: 80, y: 60, radius: 30, value: 0 };
    for (let tick = 0; tick < 40; tick += 1) {
      if (tick === 15) kernel.enqueue(command);
      kernel.step();
    }
    const parts = {
      founding: foundingFromReply(kernel.founding),
      from: null,
      ticks: 40,
      hash: kernel.hash(),
      commands: [{ tick: 15, command }],
    };
    kernel.destroy();
    const file = join(folder, 'recording.json');
    writeFileSync(file, JSON.stringify(makeRecording(parts)));
    expect(await main(`run --json --replay ${file}`.split(' '))).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ticks: 40, seed: 9, entities: 200, hash: parts.hash, faults: 0 });
    writeFileSync(file, JSON.stringify({ ...makeRecording(parts), commands: [] }));
    expect(await main(`run --json --replay ${file}`.split(' '))).toBe(1);
    expect(err).toMatch(/the recording has hash [0-9a-f]{16} after tick 40, this run [0-9a-f]{16}/);
  });

  it('writes statistics every N ticks and at the end', async () => {
    const csv = join(folder, 'stats.csv');
    expect(await main(`run --entities 200 --ticks 25 --every 10 --csv ${csv}`.split(' '))).toBe(0);
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\n');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['0', '10', '20', '25']);
    const columns = lines[0]?.split(',').length;
    for (const line of lines) expect(line.split(',')).toHaveLength(columns as number);
    expect(out).toMatch(/hash +[0-9a-f]{16}/);
  });

  it.each([
    ['run --scene moon', /scene moon is refused: it must be one of .*savanna/],
    ['run --entities 9999999', /1 to 1048576/],
    ['run --snapshot-out /nowhere/at/all', /can't be written/],
    ['run --snapshot-in /nowhere/at/all', /can't be read/],
    ['run --snapshot-in package.json', /The snapshot is invalid: it begins with other bytes/],
    ['run --replay README.md', /is no recording/],
    ['run --replay package.json', /recording.format = undefined/],
    ['run --csv /nowhere/at/all.csv', /can't be written/],
    ['meteor --preset drizzle', /--preset drizzle is refused: it must be one of shower, calm/],
    ['meteor --frames 0', /whole number from 1/],
    ['walk', /unknown command 'walk'; there are 'run', 'meteor', 'mesh' and 'script'/],
    ['', /a command is missing|unknown command/],
  ])('refuses %j in one line with exit code 2', async (text, message) => {
    expect(await main(text.split(' ').filter(Boolean))).toBe(2);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
  });

  it('says how it is used', async () => {
    expect(await main(['--help'])).toBe(0);
    expect(out).toContain('--scene NAME');
  });

  it('ends at a fault, says so, and counts it', async () => {
    const kernel = await loadKernel('wasm', resolveRequest({ scene: 'pair' }));
    let steps = 0;
    const failing = new Proxy(kernel, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (key === 'step' && ++steps > 5) throw new WebAssembly.RuntimeError('unreachable');
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const faults: string[] = [];
    const result = await runWorld(
      failing as LifeKernel,
      { seed: 1, entities: 2, ticks: 20, every: 1, commands: [] },
      { fault: (reason) => faults.push(reason) },
    );
    kernel.destroy();
    expect(result).toMatchObject({ ticks: 5, faults: 1 });
    expect(faults).toEqual(['the engine failed in tick 6: unreachable']);
  });
});

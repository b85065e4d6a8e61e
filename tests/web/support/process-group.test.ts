import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildModule } from '../../../scripts/products.mjs';
import { startGroup } from '../../support/process-group.js';

const QUIET = { stdio: 'ignore' } as const;
/** A program that starts another one and says its id; both sleep for a minute. */
const WITH_CHILD = 'sleep 60 & echo $!; wait';

/** Whether a process runs; one that is dead and not buried yet does not. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** The first thing that a program prints, as a number. */
async function numberOf(group: ReturnType<typeof startGroup>): Promise<number> {
  return await new Promise((done) => group.child.stdout?.once('data', (text) => done(Number(text))));
}

describe('a group of processes', () => {
  it('ends with what it has started', async () => {
    const group = startGroup('/bin/sh', ['-c', WITH_CHILD], { stdio: ['ignore', 'pipe', 'ignore'] });
    const child = await numberOf(group);
    expect(isAlive(child)).toBe(true);
    await group.end();
    expect(isAlive(child)).toBe(false);
    expect(await group.ended).toBe('it ended with SIGTERM');
  });

  it('ends what a program that has ended itself has left behind', async () => {
    const group = startGroup('/bin/sh', ['-c', 'sleep 60 & echo $!'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const child = await numberOf(group);
    expect(await group.ended).toBe('it ended with 0');
    expect(isAlive(child)).toBe(true);
    await group.end('SIGKILL');
    expect(isAlive(child)).toBe(false);
  });

  it('is made to end where it does not listen', { timeout: 15_000 }, async () => {
    const group = startGroup('/bin/sh', ['-c', 'trap "" TERM; echo 1; while :; do sleep 1; done'], { stdio: ['ignore', 'pipe', 'ignore'] });
    await numberOf(group);
    await group.end();
    expect(await group.ended).toBe('it ended with SIGKILL');
  });

  it('ends at once where it has ended, or never began', async () => {
    const over = startGroup('/bin/true', [], QUIET);
    expect(await over.ended).toBe('it ended with 0');
    await over.end();
    const missing = startGroup('/nowhere/browser', [], QUIET);
    expect(await missing.ended).toBe('it ended with 127');
    await missing.end();
  });

  it('does not outlive whoever started it, however that ends', async () => {
    const support = pathToFileURL(await buildModule('tests/support/process-group.ts')).href;
    const starter = `const { startGroup } = await import(${JSON.stringify(support)});
      console.log(startGroup('/bin/sleep', ['60'], { stdio: 'ignore' }).child.pid); setTimeout(() => {}, 60_000);`;
    const outer = startGroup(process.execPath, ['--input-type=module', '-e', starter], { stdio: ['ignore', 'pipe', 'inherit'] });
    const inner = await numberOf(outer);
    expect(isAlive(inner)).toBe(true);
    await outer.end('SIGKILL');
    await expect.poll(() => isAlive(inner)).toBe(false);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { JsWorkersKernel } from '../../../web/fallback/life/workers/workers-kernel.js';
import { CommandKind, OPTIONS, Phase } from '../../../web/generated/life-layout.js';
import { loadKernel, loadWorkersKernel } from '../../../web/kernels/life-node.js';
import { decodeWorkers } from '../../../web/life/shared/decode-records.js';
import { LifeStartError } from '../../../web/life/shared/errors.js';
import { resolveRequest, SCENE_NAMES } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import type { CommandFields, FoundingRequest } from '../../../web/life/shared/messages.js';
import type { SceneName } from '../../../web/life/shared/types.js';
import { WorkerFault } from '../../../web/life/shared/worker-fault.js';

const PHASE_NAMES = Object.keys(Phase);
const kernels: LifeKernel[] = [];

async function onWorkers(request: FoundingRequest, workers: number, most = workers): Promise<JsWorkersKernel> {
  const kernel = await loadWorkersKernel(request, workers, most);
  kernels.push(kernel);
  return kernel;
}

function requestOf(scene: SceneName, entities = 2000): FoundingRequest {
  return resolveRequest({ scene, options: scene === 'pair' ? {} : { entities } });
}

/** Runs both for a tick and compares phase by phase. */
async function stepAlike(one: LifeKernel, other: LifeKernel): Promise<void> {
  for (const kernel of [one, other]) await kernel.step();
  const expected = one.phaseHashes();
  const differs = other.phaseHashes().findIndex((hash, phase) => hash !== expected[phase]);
  expect(PHASE_NAMES[differs] ?? 'none', `the first phase that differs at tick ${one.tick}`).toBe('none');
  expect(other.hash()).toBe(one.hash());
}

/** What a rejected promise was rejected with. */
async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  return await promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: Error) => error,
  );
}

const option = (name: string): number => OPTIONS.findIndex((entry) => entry.name === name);

/** By tick, every kind of command. */
const COMMANDS: readonly [number, CommandFields][] = [
  [3, { kind: CommandKind.setOption, index: option('turnRate'), count: 0, x: 0, y: 0, radius: 0, value: 1.5 }],
  [7, { kind: CommandKind.paintFood, index: 0, count: 0, x: 300, y: 500, radius: 200, value: 5 }],
  [12, { kind: CommandKind.kill, index: 0, count: 0, x: 600, y: 600, radius: 150, value: 0 }],
  [20, { kind: CommandKind.setGene, index: 1, count: 0, x: 0, y: 0, radius: 0, value: 60 }],
  [21, { kind: CommandKind.spawn, index: 1, count: 150, x: 5, y: 5, radius: 80, value: 0 }],
];

afterEach(() => {
  for (const kernel of kernels.splice(0)) kernel.destroy();
});

describe('the kernel on JavaScript workers', () => {
  it.each(SCENE_NAMES)('has the phase hashes of the WebAssembly kernel in scene %s', { timeout: 120_000 }, async (scene) => {
    const request = requestOf(scene);
    const wasm = await loadKernel('wasm', request);
    const workers = await onWorkers(request, 3);
    expect([workers.tier, workers.workers]).toEqual(['js-workers', 3]);
    expect(workers.hash(), 'at the founding').toBe(wasm.hash());
    for (const kernel of [wasm, workers]) kernel.hashPhases(true);
    for (let tick = 1; tick <= 60; tick += 1) await stepAlike(wasm, workers);
  });

  it('does not notice that its workers come and go, nor that it is cut anew', { timeout: 120_000 }, async () => {
    const request = requestOf('savanna');
    const wasm = await loadKernel('wasm', request);
    const workers = await onWorkers(request, 2, 5);
    for (const kernel of [wasm, workers]) kernel.hashPhases(true);
    const plans = new Set<string>();
    for (const count of [3, 1, 5, 2, 2, 4, 4, 3]) {
      await workers.changeWorkers(count);
      expect(workers.workers).toBe(count);
      // The first tick begins with an even plan, the second with one by the animals in the cells.
      for (let tick = 0; tick < 2; tick += 1) {
        await stepAlike(wasm, workers);
        const reports = decodeWorkers(workers.workerReports());
        plans.add(JSON.stringify(reports.map(({ partition }) => partition)));
      }
    }
    expect(plans.size, 'plans that differ').toBeGreaterThan(8);
  });

  it('obeys commands in mid-run as one thread does', { timeout: 120_000 }, async () => {
    const request = requestOf('savanna');
    const wasm = await loadKernel('wasm', request);
    const workers = await onWorkers(request, 3);
    for (const kernel of [wasm, workers]) kernel.hashPhases(true);
    for (let tick = 0; tick < 30; tick += 1) {
      for (const [at, command] of COMMANDS) if (at === tick) for (const kernel of [wasm, workers]) kernel.enqueue(command);
      await stepAlike(wasm, workers);
      expect(workers.population).toBe(wasm.population);
    }
    expect(new Uint8Array(workers.stats()), 'statistics').toEqual(new Uint8Array(wasm.stats()));
    expect(new Uint8Array(workers.save()), 'snapshot').toEqual(new Uint8Array(wasm.save()));
  });

  it("goes on with another tier's snapshot, and the other with its own", { timeout: 120_000 }, async () => {
    const request = requestOf('islands');
    const threads = await loadKernel('threads', request, 2);
    kernels.push(threads);
    for (let tick = 0; tick < 20; tick += 1) await threads.step();
    const workers = await loadKernel('js-workers', request, 3, {}, threads.save());
    kernels.push(workers);
    expect([workers.tier, workers.workers, workers.tick]).toEqual(['js-workers', 3, 20]);
    for (let tick = 0; tick < 20; tick += 1) for (const kernel of [threads, workers]) await kernel.step();
    expect(workers.hash()).toBe(threads.hash());
    for (const tier of ['wasm', 'threads', 'js'] as const) {
      const next = await loadKernel(tier, request, 2, {}, workers.save());
      kernels.push(next);
      expect(next.hash(), `in tier ${tier}`).toBe(workers.hash());
      for (const kernel of [threads, next]) while (kernel.tick < 50) await kernel.step();
      expect(next.hash(), `in tier ${tier}`).toBe(threads.hash());
    }
  });

  it('answers between two ticks, and reports on its workers', async () => {
    const request = requestOf('savanna');
    const wasm = await loadKernel('wasm', request);
    const workers = await onWorkers(request, 4);
    for (let tick = 0; tick < 5; tick += 1) for (const kernel of [wasm, workers]) await kernel.step();
    const id = workers.pick(500, 500, 400);
    expect(id).toBe(wasm.pick(500, 500, 400));
    expect(new Uint8Array(workers.inspect(id))).toEqual(new Uint8Array(wasm.inspect(id)));
    const [frame, other] = [workers, wasm].map((kernel) => {
      const buffer = new ArrayBuffer(kernel.maxFrameBytes);
      return new Uint8Array(buffer.slice(0, kernel.writeFrame(0, true, buffer)));
    });
    expect(frame?.length).toBe(other?.length);
    const reports = decodeWorkers(workers.workerReports());
    expect(reports).toHaveLength(4);
    expect(reports.reduce((sum, { animals }) => sum + animals, 0)).toBeGreaterThanOrEqual(workers.population - 50);
    for (const { ghosts, milliseconds } of reports) {
      expect(ghosts).toBeGreaterThan(0);
      expect(milliseconds.compute).toBeGreaterThan(0);
      expect(milliseconds.exchange).toBeGreaterThan(0);
    }
  });

  it('refuses a crowd whose ghosts do not fit with the words of one thread', async () => {
    const options = { entities: 100, maxEntities: 60_000, columns: 64, rows: 64 };
    const request = resolveRequest({ scene: 'savanna', options });
    const crowd: CommandFields = { kind: CommandKind.spawn, index: 0, count: 50_000, x: 0, y: 0, radius: 60, value: 0 };
    const js = await loadKernel('js', request, 2);
    const workers = await onWorkers(request, 2);
    const [expected, found] = await Promise.all(
      [js, workers].map(async (kernel) => {
        kernel.enqueue(crowd);
        return (await rejectionOf((async () => await kernel.step())())).message;
      }),
    );
    expect(expected).toMatch(/ghosts do not fit/);
    expect(found).toBe(expected);
  });
});

describe('a fault on JavaScript workers', () => {
  it('names a worker whose thread has ended', async () => {
    const workers = await onWorkers(requestOf('savanna'), 3);
    await workers.step();
    workers.harmWorker(1, 'end');
    const fault = await rejectionOf(workers.step());
    expect(fault).toBeInstanceOf(WorkerFault);
    expect(fault).toMatchObject({ kind: 'failed', worker: 1 });
  });

  it('names a worker that hangs, not one that waits for it, after ten of the longest ticks', async () => {
    const workers = await onWorkers(requestOf('savanna'), 3);
    workers.attend();
    let longest = 100;
    let begin = performance.now();
    // The second tick begins with another plan, and so with ghosts.
    while (workers.tick < 3) {
      await workers.step();
      longest = Math.max(longest, performance.now() - begin);
      begin = performance.now();
    }
    workers.harmWorker(1, 'hang');
    const fault = await rejectionOf(workers.step());
    expect(fault).toMatchObject({ kind: 'hung', worker: 1 });
    expect(fault.message).toMatch(/^worker 1 did not end tick 3 within \d+ ms$/);
    expect(performance.now() - begin).toBeLessThan(Math.max(10 * longest, 10_000) + 1000);
  });

  it('is told of a worker that is alone, too', async () => {
    const workers = await onWorkers(requestOf('savanna'), 1);
    workers.attend();
    await workers.step();
    workers.harmWorker(0, 'hang');
    expect(await rejectionOf(workers.step())).toMatchObject({ kind: 'hung', worker: 0 });
  });

  it('blames nobody when the coordinator itself stood still', { timeout: 20_000 }, async () => {
    const workers = await onWorkers(requestOf('pair'), 3);
    workers.attend();
    // The first ticks are long; they have to be forgotten.
    while (workers.tick < 200) await workers.step();
    const ticked = workers.step();
    // Timers of this thread are overdue before any answer is heard, as after a sleep of the machine.
    const begin = performance.now();
    while (performance.now() - begin < 3000);
    await ticked;
    expect(workers.tick).toBe(201);
  });

  it('ends a start whose script is missing, with a reason', async () => {
    const start = loadWorkersKernel(requestOf('pair'), 2, 2, { simWorker: '/nowhere/sim-worker.js' });
    const error = await rejectionOf(start);
    expect(error).toBeInstanceOf(LifeStartError);
    expect(error.message).toMatch(/worker [01] could not start: .*nowhere/);
  });

  it('refuses a number of workers there is no room for', async () => {
    const workers = await onWorkers(requestOf('pair'), 2);
    await expect(workers.changeWorkers(3)).rejects.toThrow('workers is 3');
    expect(workers.workers).toBe(2);
  });
});

/** Machines that refuse memory: the engine's own memory gets a small maximum, and what goes beyond it is refused for real. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import createFaultyEngine from '../../../build/wasm/skyflock-life-faults.js';
import { Alarm } from '../../../web/engine/alarm.js';
import type { TierName } from '../../../web/engine/tier-names.js';
import { LAYOUT_ID } from '../../../web/generated/life-layout.js';
import { loadKernel, loadThreadsKernel } from '../../../web/kernels/life-node.js';
import { pressureWords } from '../../../web/life/page/memory-pressure.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { type FromCoordinator, PROTOCOL_VERSION, type StartMessage } from '../../../web/life/shared/messages.js';
import { Coordinator } from '../../../web/life/worker/coordinator.js';
import { withMemoryLimit } from '../engine/limited-wasm.js';

/** 40 MiB. */
/** One tick. */
const STEP = { type: 'request', id: -1, request: { ask: 'step' } } as const;
const PAGES = 640;
const folder = mkdtempSync(join(tmpdir(), 'skyflock-memory-'));
const limitedWasm = join(folder, 'limited.wasm');
const NativeMemory = WebAssembly.Memory;

beforeAll(() => {
  const wasm = readFileSync(new URL('../../../build/wasm/skyflock-life.wasm', import.meta.url));
  writeFileSync(limitedWasm, withMemoryLimit(wasm, PAGES));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllGlobals());

/** Does something on a machine that has so many pages for it. */
async function withPages<Made>(pages: number, make: () => Promise<Made>): Promise<Made> {
  vi.stubGlobal('WebAssembly', {
    ...Object.fromEntries(Object.getOwnPropertyNames(WebAssembly).map((name) => [name, Reflect.get(WebAssembly, name)])),
    Memory: class extends NativeMemory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        super({ ...descriptor, maximum: pages });
      }
    },
  });
  try {
    return await make();
  } finally {
    vi.unstubAllGlobals();
  }
}

/** A kernel on a machine that has PAGES for it. */
async function limitedKernel(tier: TierName, options: { entities: number; maxEntities?: number; seed?: number }): Promise<LifeKernel> {
  const request = resolveRequest({ scene: 'savanna', options });
  if (tier === 'wasm') return await loadKernel('wasm', request, 1, { wasm: limitedWasm });
  return await withPages(PAGES, () => loadKernel('threads', request, 2));
}

describe.each(['wasm', 'threads'] as const)('a world of the tier %s whose memory is refused', (tier) => {
  it('has room for fewer animals, and is that world otherwise', async () => {
    const kernel = await limitedKernel(tier, { entities: 20_000, maxEntities: 600_000, seed: 2 });
    const { capacity } = kernel.founding;
    expect(kernel.memoryPressure).toEqual({ requestedEntities: 600_000, grantedEntities: capacity, bytes: expect.any(Number) });
    expect(kernel.memoryPressure?.bytes).toBeGreaterThan(PAGES * 65536);
    expect([300_000, 150_000, 75_000, 37_500]).toContain(capacity);
    expect(kernel.memoryBytes).toBeLessThanOrEqual(PAGES * 65536);
    const whole = await loadKernel(
      'wasm',
      resolveRequest({ scene: 'savanna', options: { entities: 20_000, maxEntities: capacity, seed: 2 } }),
    );
    expect(whole.memoryPressure).toBeNull();
    for (let tick = 0; tick < 20; tick += 1) {
      kernel.step();
      whole.step();
    }
    expect(kernel.hash()).toBe(whole.hash());
    kernel.destroy();
    whole.destroy();
  });

  it('never has room for fewer than it begins with: that is refused in clear words', async () => {
    await expect(limitedKernel(tier, { entities: 500_000 })).rejects.toMatchObject({
      name: 'LifeStartError',
      stage: 'memory',
      reason: expect.stringMatching(/^the world: \d+ bytes of memory were refused$/),
      wayOut: 'Found a smaller world: lower entities or maxEntities',
    });
  });

  it('gets all it asks for where that fits', async () => {
    const kernel = await limitedKernel(tier, { entities: 5000 });
    expect(kernel.memoryPressure).toBeNull();
    kernel.destroy();
  });
});

/** Bytes of the longest array that a thread gets. */
const LONGEST_ARRAY = 8_000_000;

/** Has a thread refuse longer arrays, as one does that has no memory left. Its source runs in workers, too. */
function refuseLongArrays(most: number): void {
  for (const name of ['Float32Array', 'Uint32Array'] as const) {
    const native = globalThis[name] as Float32ArrayConstructor;
    const refusing = class extends native {
      constructor(...of: [number]) {
        if (4 * of[0] > most) throw new RangeError('Array buffer allocation failed');
        super(...of);
      }
    };
    Object.assign(globalThis, { [name]: refusing });
  }
}

/** A kernel of a tier without WebAssembly; the coordinator's thread has no memory for long arrays, or each worker has none. */
async function scantKernel(tier: 'js' | 'js-workers', who: 'coordinator' | 'workers', options: object): Promise<LifeKernel> {
  const request = resolveRequest({ scene: 'savanna', options });
  if (who === 'workers') {
    const simWorker = join(folder, 'scant-sim-worker.mjs');
    const bundled = new URL('../../../dist/cli/sim-worker.js', import.meta.url);
    writeFileSync(simWorker, `(${refuseLongArrays})(${LONGEST_ARRAY});\nawait import('${bundled.href}');`);
    return await loadKernel(tier, request, 2, { simWorker });
  }
  const { Float32Array: floats, Uint32Array: words } = globalThis;
  refuseLongArrays(LONGEST_ARRAY);
  try {
    return await loadKernel(tier, request, 2);
  } finally {
    Object.assign(globalThis, { Float32Array: floats, Uint32Array: words });
  }
}

describe.each([
  ['js', 'coordinator'],
  ['js-workers', 'coordinator'],
  ['js-workers', 'workers'],
] as const)('a world of the tier %s whose %s is refused memory', (tier, who) => {
  it('has room for fewer animals, and is that world otherwise', { timeout: 60_000 }, async () => {
    const kernel = await scantKernel(tier, who, { entities: 20_000, maxEntities: 600_000, seed: 2 });
    const { capacity } = kernel.founding;
    expect(kernel.memoryPressure).toEqual({ requestedEntities: 600_000, grantedEntities: capacity, bytes: expect.any(Number) });
    expect(kernel.memoryPressure?.bytes).toBeGreaterThan(LONGEST_ARRAY);
    expect([300_000, 150_000, 75_000, 37_500]).toContain(capacity);
    const request = resolveRequest({ scene: 'savanna', options: { entities: 20_000, maxEntities: capacity, seed: 2 } });
    const whole = await loadKernel('wasm', request);
    for (let tick = 0; tick < 3; tick += 1) {
      await kernel.step();
      await whole.step();
    }
    expect(kernel.hash()).toBe(whole.hash());
    kernel.destroy();
    whole.destroy();
  });

  it('never has room for fewer than it begins with', { timeout: 60_000 }, async () => {
    await expect(scantKernel(tier, who, { entities: 300_000 })).rejects.toMatchObject({ name: 'LifeStartError', stage: 'memory' });
  });

  it('gets all it asks for where that fits', async () => {
    const kernel = await scantKernel(tier, who, { entities: 5000 });
    expect(kernel.memoryPressure).toBeNull();
    kernel.destroy();
  });
});

describe('the coordinator of a world whose memory is refused', () => {
  let sent: FromCoordinator[] = [];
  let alarm: Alarm;
  let kernel: LifeKernel;
  afterEach(() => {
    alarm.close();
    kernel.destroy();
  });

  const until = (condition: () => boolean): Promise<void> => vi.waitFor(() => expect(condition()).toBe(true), { timeout: 20_000 });
  const types = (): string[] => sent.map(({ type }) => type);

  async function begin(paused: boolean, makeKernel: (start: StartMessage, snapshot: ArrayBuffer | null) => Promise<LifeKernel>) {
    sent = [];
    alarm = new Alarm();
    const coordinator: Coordinator = new Coordinator({
      post: (message) => {
        sent.push(message);
        if (message.type === 'backup') queueMicrotask(() => coordinator.receive({ type: 'backupkept', spent: null }));
      },
      isOutlived: true,
      now: () => performance.now(),
      wake: (milliseconds, action) => alarm.set(milliseconds, action),
      prepare: async () => {},
      makeKernel: async (start, _, snapshot) => {
        kernel = await makeKernel(start, snapshot);
        return kernel;
      },
    });
    coordinator.receive({
      type: 'start',
      protocol: PROTOCOL_VERSION,
      layoutId: LAYOUT_ID,
      tier: 'threads',
      workers: { count: 2, most: 2, processors: 3 },
      wasm: {},
      founding: resolveRequest({ options: { entities: 20_000, seed: 4 } }),
      pace: { speed: 1, paused, hidden: false },
      view: { colorBy: 0, showFood: false },
      resume: null,
      rings: null,
    });
    await until(() => types().includes('stats'));
    return coordinator;
  }

  it('tells the page so, at the start and once when no snapshot can be taken', async () => {
    await begin(false, () => limitedKernel('threads', { entities: 20_000, maxEntities: 600_000 }));
    expect(types().slice(0, 4)).toEqual(['started', 'memorypressure', 'frames', 'backup']);

    const kept = (): boolean[] => sent.flatMap((message) => (message.type === 'backup' ? [message.snapshot !== null] : []));
    const backups = (): number => kept().filter((isOne) => isOne).length;
    const pressures = (): FromCoordinator[] => sent.filter(({ type }) => type === 'memorypressure');
    await until(() => backups() > 1);
    const before = backups();
    const tick = kernel.tick;
    // No more than a statistics record: a snapshot of 20,000 animals is far longer.
    vi.stubGlobal(
      'ArrayBuffer',
      class extends ArrayBuffer {
        constructor(bytes: number) {
          if (bytes > 100_000) throw new RangeError('Array buffer allocation failed');
          super(bytes);
        }
      },
    );
    await until(() => pressures().length > 1);
    const { capacity } = kernel.founding;
    expect(pressures()[1]).toMatchObject({ requestedEntities: capacity, grantedEntities: capacity, bytes: expect.any(Number) });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(pressures().length).toBe(2);
    expect(backups()).toBe(before);
    // What was kept gives its memory to the page, which is told once.
    expect(kept().slice(before)).toEqual([false]);
    expect(kernel.tick).toBeGreaterThan(tick + 10);
    vi.unstubAllGlobals();
    await until(() => backups() > before);
    expect(types()).not.toContain('fault');
    expect(types()).not.toContain('recovery');
  });

  it('goes on in the tier wasm where a world that must be rebuilt gets no memory', async () => {
    const paths = {
      wasm: fileURLToPath(new URL('../../../build/wasm/skyflock-life-faults.wasm', import.meta.url)),
      engine: createFaultyEngine,
    };
    const coordinator = await begin(true, async ({ tier, founding }, snapshot) => {
      if (tier === 'wasm') return await loadKernel('wasm', founding, 1, {}, snapshot);
      const make = (): Promise<LifeKernel> => loadThreadsKernel(founding, 2, 2, paths, snapshot);
      return await (snapshot === null ? make() : withPages(33, make));
    });
    const { host } = kernel as unknown as { host: { inject(...fault: number[]): void } };
    const NOT_A_NUMBER = 5;
    const SENSE = 3;
    host.inject(NOT_A_NUMBER, 0, SENSE, 0, 1);
    coordinator.receive(STEP);
    await until(() => types().includes('recovery'));
    expect(sent.find(({ type }) => type === 'tierchange')).toEqual({
      type: 'tierchange',
      workers: 1,
      tier: 'wasm',
      reason: expect.stringMatching(/bytes of memory were refused/),
    });
    coordinator.receive(STEP);
    const whole = await loadKernel('wasm', resolveRequest({ options: { entities: 20_000, seed: 4 } }));
    for (let tick = 0; tick < 2; tick += 1) whole.step();
    expect(kernel.tick).toBe(2);
    expect(kernel.hash()).toBe(whole.hash());
    whole.destroy();
  });
});

it('a shortage of memory is told in one sentence', () => {
  expect(pressureWords({ requestedEntities: 1_000_000, grantedEntities: 250_000, bytes: 300 * 2 ** 20 })).toBe(
    'Memory is scarce: there is room for 250,000 animals, not for 1,000,000; 300 MB were refused.',
  );
  expect(pressureWords({ requestedEntities: 9, grantedEntities: 9, bytes: 1 })).toBe('Memory is scarce: 1 MB for a snapshot were refused.');
});

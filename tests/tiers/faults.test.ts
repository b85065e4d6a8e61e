/**
 * Faults in the threads tier: whatever is broken, the world ends as if nothing had been. The real
 * coordinator runs the real engine, built with faults to inject, on real threads in Node.
 */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import createFaultyEngine from '../../build/wasm/skyflock-life-faults.js';
import { Alarm } from '../../web/engine/alarm.js';
import { LAYOUT_ID } from '../../web/generated/life-layout.js';
import { loadKernel, loadThreadsKernel } from '../../web/kernels/life-node.js';
import { resolveRequest } from '../../web/life/shared/founding.js';
import type { LifeKernel } from '../../web/life/shared/kernel.js';
import { type FromCoordinator, PROTOCOL_VERSION, type RecoveryMessage, type StartMessage } from '../../web/life/shared/messages.js';
import { Coordinator } from '../../web/life/worker/coordinator.js';

/** One tick. */
const STEP = { type: 'request', id: -1, request: { ask: 'step' } } as const;
const FAULTS = { trap: 1, outOfBounds: 2, hang: 3, zombie: 4, notANumber: 5, wildWrite: 6, stackOverflow: 7 } as const;
type FaultName = keyof typeof FAULTS;

interface Injection {
  readonly kind: FaultName;
  readonly tick: number;
  readonly step: number;
  readonly partition: number;
  readonly times: number;
}

/** A host of the build that has faults. */
interface FaultyHost {
  inject(kind: number, tick: number, step: number, partition: number, times: number): void;
}

const wasm = fileURLToPath(new URL('../../build/wasm/skyflock-life-faults.wasm', import.meta.url));
const founding = resolveRequest({ scene: 'savanna', options: { entities: 1500, seed: 3 } });
const WORKERS = 3;

/** A coordinator that runs as fast as it can, with faults put into its ticks. */
class FaultyWorld {
  readonly recoveries: RecoveryMessage[] = [];
  readonly faults: string[] = [];
  tierChanges = 0;
  /** Longest time between two frames. */
  longestGap = 0;
  #frameAt = performance.now();
  #kernel: LifeKernel | null = null;
  readonly #injections: Injection[];
  readonly #alarm = new Alarm();
  readonly #coordinator: Coordinator;
  #answer: ((value: unknown) => void) | null = null;

  constructor(injections: readonly Injection[], mostRebuilds?: number) {
    this.#injections = [...injections].sort((a, b) => a.tick - b.tick);
    this.#coordinator = new Coordinator(
      {
        post: (message) => this.#hear(message),
        isOutlived: true,
        now: () => performance.now(),
        wake: (milliseconds, action) =>
          this.#alarm.set(milliseconds, () => {
            this.#arm();
            action();
          }),
        prepare: async () => {},
        makeKernel: async (start, _, snapshot) => {
          this.#kernel =
            start.tier === 'threads'
              ? await loadThreadsKernel(start.founding, WORKERS, WORKERS, { wasm, engine: createFaultyEngine }, snapshot)
              : await loadKernel('wasm', start.founding, 1, {}, snapshot);
          return this.#kernel;
        },
      },
      mostRebuilds,
    );
  }

  /** Runs to a tick and gives the state hash. */
  async run(ticks: number): Promise<string> {
    const start: StartMessage = {
      type: 'start',
      protocol: PROTOCOL_VERSION,
      layoutId: LAYOUT_ID,
      tier: 'threads',
      workers: { count: WORKERS, most: WORKERS, processors: WORKERS + 1 },
      wasm: {},
      founding,
      pace: { speed: 1, paused: true, hidden: false },
      view: { colorBy: 0, showFood: false },
      resume: null,
      rings: null,
    };
    this.#coordinator.receive(start);
    await this.#until(() => this.#kernel !== null && this.#started);
    for (let tick = 0; tick < ticks; tick += 1) {
      this.#arm();
      this.#coordinator.receive(STEP);
      await this.#until(() => this.#tick() > tick || this.faults.length > 0);
      if (this.faults.length > 0) throw new Error(this.faults[0]);
    }
    const answer = new Promise((resolve) => {
      this.#answer = resolve;
    });
    this.#coordinator.receive({ type: 'request', id: 1, request: { ask: 'hash' } });
    return ((await answer) as { hash: string }).hash;
  }

  close(): void {
    this.#alarm.close();
    this.#kernel?.destroy();
  }

  #started = false;

  /** Ticks done; 0 while an engine whose memory was overrun can't tell. */
  #tick(): number {
    try {
      return this.#kernel?.tick ?? 0;
    } catch {
      return 0;
    }
  }

  /** Puts the next fault in when its tick is the next one; a rebuilt world has none left of those before. */
  #arm(): void {
    const kernel = this.#kernel;
    const next = this.#injections[0];
    if (kernel?.tier !== 'threads' || next === undefined || next.tick !== kernel.tick) return;
    this.#injections.shift();
    const { host } = kernel as unknown as { host: FaultyHost };
    host.inject(FAULTS[next.kind], next.tick, next.step, next.partition, next.times);
  }

  async #until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + 30_000;
    while (!condition()) {
      if (performance.now() > deadline) throw new Error('nothing happened for 30 s');
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #hear(message: FromCoordinator): void {
    if (message.type === 'started') this.#started = true;
    if (message.type === 'recovery') this.recoveries.push(message);
    if (message.type === 'tierchange') this.tierChanges += 1;
    if (message.type === 'fault' || message.type === 'refused') this.faults.push(JSON.stringify(message));
    if (message.type === 'answer' && message.id > 0) this.#answer?.(message.value);
    if (message.type !== 'frame') return;
    const now = performance.now();
    this.longestGap = Math.max(this.longestGap, now - this.#frameAt);
    this.#frameAt = now;
    if (message.buffer !== null) this.#coordinator.receive({ type: 'release', buffer: message.buffer });
  }
}

const worlds: FaultyWorld[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

function faulty(injections: readonly Injection[], mostRebuilds?: number): FaultyWorld {
  const world = new FaultyWorld(injections, mostRebuilds);
  worlds.push(world);
  return world;
}

async function faultless(ticks: number): Promise<string> {
  const kernel = await loadKernel('wasm', founding);
  for (let tick = 0; tick < ticks; tick += 1) kernel.step();
  const hash = kernel.hash();
  kernel.destroy();
  return hash;
}

describe('a world with faults', () => {
  const SENSE = 3;
  it.each([
    ['trap', 1, 'retried'],
    ['outOfBounds', 1, 'retried'],
    ['trap', 2, 'rebuilt'],
    ['hang', 1, 'replaced'],
    ['zombie', 1, 'replaced'],
    ['notANumber', 1, 'rebuilt'],
    ['wildWrite', 1, 'rebuilt'],
    ['stackOverflow', 1, null],
  ] as const)('ends as one without: %s, %i times', { timeout: 60_000 }, async (kind, times, step) => {
    const world = faulty([{ kind, tick: 20, step: SENSE, partition: 1, times }]);
    expect(await world.run(40)).toBe(await faultless(40));
    expect(world.recoveries.length).toBeGreaterThan(0);
    if (step !== null) expect(world.recoveries.at(-1)?.step).toBe(step);
    expect(world.recoveries.at(-1)?.tick).toBeGreaterThanOrEqual(20);
  });

  it('ends as one without after 50 faults in 2,000 ticks', { timeout: 120_000 }, async () => {
    const kinds = Object.keys(FAULTS) as FaultName[];
    // By a generator of its own, so that a failure can be repeated.
    let seed = 12345;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const ticks = new Set<number>();
    while (ticks.size < 50) ticks.add(random(2000));
    const injections = [...ticks].map((tick) => ({
      kind: kinds[random(kinds.length)] as FaultName,
      tick,
      step: random(8),
      partition: random(WORKERS),
      times: 1 + random(2),
    }));
    const world = faulty(injections, Number.POSITIVE_INFINITY);
    expect(await world.run(2000)).toBe(await faultless(2000));
    expect(world.recoveries.length).toBeGreaterThanOrEqual(50);
    expect(world.tierChanges).toBe(0);
  });

  it('goes on in the next tier after many rebuilds', { timeout: 60_000 }, async () => {
    const world = faulty([10, 20, 30, 40].map((tick) => ({ kind: 'notANumber', tick, step: SENSE, partition: 0, times: 1 })));
    expect(await world.run(60)).toBe(await faultless(60));
    expect(world.tierChanges).toBe(1);
  });
});

/** What is asked of a world while workers fail: the real coordinator over real workers, by a clock that the test moves. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TierName } from '../../../web/engine/tier-names.js';
import { CommandKind, LAYOUT_ID, PartitionStrategy } from '../../../web/generated/life-layout.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { LifeStartError } from '../../../web/life/shared/errors.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import type { LifeKernel, PoolControl } from '../../../web/life/shared/kernel.js';
import {
  type CommandFields,
  type FromCoordinator,
  PROTOCOL_VERSION,
  type Request,
  type StartMessage,
  type ToCoordinator,
} from '../../../web/life/shared/messages.js';
import { Coordinator } from '../../../web/life/worker/coordinator.js';
import { MOST_REBUILDS, RecoveryLadder } from '../../../web/life/worker/recovery.js';

/** One tick. */
const STEP = { type: 'request', id: -1, request: { ask: 'step' } } as const;
const WORKERS = 3;
const founding = resolveRequest({ scene: 'savanna', options: { entities: 1000, seed: 8 } });
const PAINT: CommandFields = { kind: CommandKind.paintFood, index: 0, count: 0, x: 200, y: 200, radius: 150, value: 3 };

class Bench {
  now = 1000;
  readonly sent: FromCoordinator[] = [];
  /** Whether the page takes what it is sent. */
  takes = true;
  kernel: LifeKernel | null = null;
  /** Why kernels of these tiers do not start. */
  readonly refusals = new Map<TierName, LifeStartError>();
  readonly #coordinator: Coordinator;
  #alarm: (() => void) | null = null;
  #id = 0;

  constructor() {
    this.#coordinator = new Coordinator({
      post: (message) => {
        this.sent.push(message);
        if (message.type !== 'backup' || message.snapshot === null || !this.takes) return;
        queueMicrotask(() => this.#coordinator.receive({ type: 'backupkept', spent: null }));
      },
      isOutlived: true,
      now: () => this.now,
      wake: (_, action) => {
        this.#alarm = action;
      },
      prepare: async () => {},
      makeKernel: async (start, _, snapshot) => {
        const refusal = this.refusals.get(start.tier);
        if (refusal !== undefined) throw refusal;
        const { count, strategy } = start.workers;
        this.kernel = await loadKernel(start.tier, start.founding, count, {}, snapshot, strategy);
        return this.kernel;
      },
    });
  }

  async start(tier: TierName): Promise<void> {
    this.#coordinator.receive({
      ...{ type: 'start', protocol: PROTOCOL_VERSION, layoutId: LAYOUT_ID, tier, wasm: {}, founding, resume: null, rings: null },
      workers: { count: WORKERS, most: WORKERS, processors: WORKERS + 1 },
      pace: { speed: 1, paused: true, hidden: false },
      view: { colorBy: 0, showFood: false },
    });
    await vi.waitFor(() => expect(this.of('stats')).not.toEqual([]), 10_000);
  }

  receive(message: ToCoordinator): void {
    this.#coordinator.receive(message);
  }

  /** Waits until what is done makes the world be rebuilt. */
  async rebuilt(action: () => void): Promise<void> {
    const before = this.of('recovery').length;
    action();
    await vi.waitFor(() => expect(this.of('recovery')).toHaveLength(before + 1), 10_000);
  }

  async step(): Promise<void> {
    const until = (this.kernel?.tick ?? 0) + 1;
    this.#coordinator.receive(STEP);
    await this.#reach(until);
  }

  /** Lets the world run by itself for one tick, so long after the one before that a snapshot is due. */
  async wakeLate(): Promise<void> {
    const until = (this.kernel?.tick ?? 0) + 1;
    this.runLate();
    await this.#reach(until);
  }

  /** The same for as many ticks as it runs then. */
  runLate(): void {
    this.#coordinator.receive({ type: 'pace', pace: { speed: 1, paused: false, hidden: false } });
    this.now += 1500;
    this.#alarm?.();
    this.#coordinator.receive({ type: 'pace', pace: { speed: 1, paused: true, hidden: false } });
  }

  async ask(request: Request): Promise<unknown> {
    const id = this.#id;
    this.#id += 1;
    this.#coordinator.receive({ type: 'request', id, request });
    const said = await vi.waitFor(() => {
      const found = this.sent.find((message) => (message.type === 'answer' || message.type === 'failure') && message.id === id);
      if (found === undefined) throw new Error(`'${request.ask}' has no answer`);
      return found;
    }, 10_000);
    expect(said).toMatchObject({ type: 'answer' });
    return said.type === 'answer' ? said.value : null;
  }

  of<Type extends FromCoordinator['type']>(type: Type): Extract<FromCoordinator, { type: Type }>[] {
    return this.sent.filter((message) => message.type === type) as Extract<FromCoordinator, { type: Type }>[];
  }

  async #reach(tick: number): Promise<void> {
    await vi.waitFor(() => {
      expect(this.of('fault')).toEqual([]);
      expect(this.kernel?.tick).toBe(tick);
    }, 20_000);
  }
}

/** The state after so many ticks of a world to which nothing happens, and of which this is asked, by tick. */
async function expected(ticks: number, commands: ReadonlyMap<number, CommandFields>): Promise<{ tick: number; hash: string }> {
  const kernel = await loadKernel('wasm', founding);
  while (kernel.tick < ticks) {
    const command = commands.get(kernel.tick);
    if (command !== undefined) kernel.enqueue(command);
    await kernel.step();
  }
  const hash = kernel.hash();
  kernel.destroy();
  return { tick: ticks, hash };
}

/** The next call of this of the bench's kernel fails as an engine does: that of the tier wasm traps, that of js throws. */
function failOnce(bench: Bench, name: 'step' | 'stats' | 'pick'): void {
  const kernel = bench.kernel as LifeKernel;
  vi.spyOn(kernel, name).mockImplementationOnce(() => {
    throw kernel.tier === 'wasm' ? new WebAssembly.RuntimeError('it failed') : new TypeError('it failed');
  });
}

const benches: Bench[] = [];
afterEach(() => {
  for (const { kernel } of benches.splice(0)) kernel?.destroy();
});

async function begin(tier: TierName): Promise<Bench> {
  const bench = new Bench();
  benches.push(bench);
  await bench.start(tier);
  return bench;
}

describe('the recovery ladder', () => {
  it('goes through all tiers that are left until one starts, with what was asked of the world', { timeout: 60_000 }, async () => {
    const old = await loadKernel('threads', founding, 2);
    await old.step();
    const backup = { snapshot: old.save(), commands: [{ tick: 1, command: PAINT }] };
    const tried: TierName[] = [];
    const ladder = new RecoveryLadder(
      {
        now: () => 1000,
        breathe: async () => {},
        makeKernel: async ({ tier, workers }, snapshot) => {
          tried.push(tier);
          if (tier !== 'js') throw new LifeStartError('memory', `no memory for ${tier}`, 'Try again');
          return await loadKernel(tier, founding, workers.count, {}, snapshot);
        },
      },
      MOST_REBUILDS,
    );
    const start = { founding, workers: { count: 2, most: 2, processors: 3 }, tier: 'threads' } as StartMessage;
    const { step, kernel, reason } = await ladder.recover(old, new Error('its memory is damaged'), { start, backup, until: 3 });
    expect({ step, tried, reason }).toEqual({ step: 'rebuilt', tried: ['threads', 'wasm', 'js'], reason: 'no memory for wasm' });
    expect({ tick: kernel.tick, hash: kernel.hash() }).toEqual(await expected(3, new Map([[1, PAINT]])));
    kernel.destroy();
  });
});

describe('a world whose worker fails', () => {
  it.each(['end', 'hang'] as const)('on JavaScript workers (%s) is rebuilt, with as many of them', { timeout: 60_000 }, async (how) => {
    const bench = await begin('js-workers');
    for (let tick = 0; tick < 5; tick += 1) await bench.step();
    await bench.ask({ ask: 'harm', worker: 1, how });
    for (let tick = 0; tick < 5; tick += 1) await bench.step();
    expect(bench.of('recovery')).toMatchObject([{ step: 'rebuilt', worker: 1 }]);
    expect(bench.of('tierchange')).toEqual([]);
    expect(bench.kernel).toMatchObject({ tier: 'js-workers', workers: WORKERS });
    expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(10, new Map()));
  });

  it.each(['memory', 'worker'] as const)(
    'goes on in the next tier when its own can not be started again (%s)',
    { timeout: 60_000 },
    async (stage) => {
      const bench = await begin('js-workers');
      for (let tick = 0; tick < 5; tick += 1) await bench.step();
      const error = new LifeStartError(stage, 'the machine has too much to do', 'Try again');
      bench.refusals.set('js-workers', error);
      await bench.ask({ ask: 'harm', worker: 1, how: 'end' });
      for (let tick = 0; tick < 5; tick += 1) await bench.step();
      expect(bench.of('recovery')).toMatchObject([{ step: 'rebuilt', worker: 1 }]);
      expect(bench.of('tierchange')).toMatchObject([{ tier: 'js', reason: error.reason }]);
      expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(10, new Map()));
    },
  );

  it('loses no command that waited while the snapshot was taken', { timeout: 60_000 }, async () => {
    const bench = await begin('js-workers');
    for (let tick = 0; tick < 3; tick += 1) await bench.step();
    await bench.ask({ ask: 'command', command: PAINT });
    const backups = bench.of('backup').length;
    await bench.wakeLate();
    expect(bench.of('backup')).toHaveLength(backups + 1);
    await bench.ask({ ask: 'harm', worker: 0, how: 'end' });
    await bench.step();
    expect(bench.of('recovery')).toMatchObject([{ step: 'rebuilt' }]);
    expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(5, new Map([[3, PAINT]])));
  });

  it('obeys no command twice, when its tier changes after a thread was replaced', { timeout: 60_000 }, async () => {
    const bench = await begin('threads');
    await bench.step();
    await bench.ask({ ask: 'command', command: PAINT });
    await bench.ask({ ask: 'harm', worker: 1, how: 'end' });
    await bench.step();
    expect(bench.of('recovery')).toMatchObject([{ step: 'replaced', worker: 1 }]);
    await bench.ask({ ask: 'tier', tier: 'wasm', workers: { count: 1, most: 1, processors: 4 }, wasm: {} });
    await bench.step();
    expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(3, new Map([[1, PAINT]])));
  });

  it.each(['wasm', 'js'] as const)(
    'in tier %s, of one thread, is rebuilt when its engine fails in a tick',
    { timeout: 60_000 },
    async (tier) => {
      const bench = await begin(tier);
      for (let tick = 0; tick < 3; tick += 1) await bench.step();
      await bench.ask({ ask: 'command', command: PAINT });
      failOnce(bench, 'step');
      for (let tick = 0; tick < 5; tick += 1) await bench.step();
      expect(bench.of('recovery')).toMatchObject([{ step: 'rebuilt', worker: -1, tick: 4, cause: 'it failed' }]);
      expect(bench.of('tierchange')).toEqual([]);
      expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(8, new Map([[3, PAINT]])));
    },
  );

  it.each(['wasm', 'js'] as const)(
    'in tier %s, of one thread, is rebuilt when its engine fails at a frame',
    { timeout: 60_000 },
    async (tier) => {
      const bench = await begin(tier);
      for (let tick = 0; tick < 3; tick += 1) await bench.step();
      failOnce(bench, 'stats');
      bench.kernel?.step();
      await bench.rebuilt(() => bench.receive(STEP));
      for (let tick = 0; tick < 2; tick += 1) await bench.step();
      const { tick, hash } = await expected(bench.kernel?.tick ?? 0, new Map());
      expect(await bench.ask({ ask: 'hash' })).toEqual({ tick, hash });
    },
  );

  it('answers what was asked when its engine trapped, once it is rebuilt', { timeout: 60_000 }, async () => {
    const bench = await begin('wasm');
    for (let tick = 0; tick < 3; tick += 1) await bench.step();
    failOnce(bench, 'pick');
    expect(await bench.ask({ ask: 'pick', x: 200, y: 200, radius: 500 })).toBeGreaterThan(0);
    expect(bench.of('recovery')).toMatchObject([{ step: 'rebuilt', tick: 3 }]);
    expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(3, new Map()));
  });

  it('in tier wasm goes on in JavaScript after more than three faults in a minute, and ends after four there', {
    timeout: 60_000,
  }, async () => {
    const bench = await begin('wasm');
    for (let fault = 1; fault <= 4; fault += 1) {
      failOnce(bench, 'step');
      await bench.step();
      expect(bench.kernel?.tier).toBe(fault <= MOST_REBUILDS ? 'wasm' : 'js');
    }
    expect(bench.of('tierchange')).toMatchObject([{ tier: 'js', reason: 'more than 3 faults within 60 s' }]);
    expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(4, new Map()));
    failOnce(bench, 'step');
    bench.receive(STEP);
    await vi.waitFor(() => expect(bench.of('fault')).toHaveLength(1), 10_000);
    const reason = "it failed; and it could not be mended: more than 3 faults within 60 s, and there is no tier after 'js'";
    expect(bench.of('fault')).toMatchObject([{ stage: 'recovery', tick: 4, reason }]);
  });

  it('counts the memory of its snapshots', async () => {
    const bench = await begin('wasm');
    const [stats] = bench.of('stats');
    const [backup] = bench.of('backup');
    const bytes = backup?.snapshot?.byteLength ?? Number.NaN;
    expect(stats?.memoryBytes).toBe((bench.kernel?.memoryBytes ?? 0) + 2 * bytes);
  });

  it('goes on with the threads it had where more can not be started', { timeout: 60_000 }, async () => {
    const bench = await begin('js-workers');
    await bench.step();
    const kernel = bench.kernel?.pool as PoolControl;
    const change = kernel.changeWorkers.bind(kernel);
    const asked = vi.spyOn(kernel, 'changeWorkers').mockImplementation(async (workers, strategy) => {
      await change(workers, strategy);
      if (workers !== WORKERS) throw new LifeStartError('threads', 'it did not serve within 2800 ms', 'Try again');
    });
    const { strips, bisection } = PartitionStrategy;
    bench.receive({ type: 'request', id: 900, request: { ask: 'workers', count: 2, strategy: strips } });
    await vi.waitFor(() => expect(bench.of('failure')).toMatchObject([{ id: 900 }]), 10_000);
    expect(asked.mock.calls).toEqual([
      [2, strips],
      [WORKERS, bisection],
    ]);
    for (let tick = 0; tick < 3; tick += 1) await bench.step();
    expect(bench.of('recovery')).toEqual([]);
    expect(bench.kernel).toMatchObject({ tier: 'js-workers', workers: WORKERS });
    expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(4, new Map()));
  });

  it('is cut as it was told while it ran, once it is rebuilt', { timeout: 60_000 }, async () => {
    const bench = await begin('js-workers');
    await bench.ask({ ask: 'workers', count: 2, strategy: PartitionStrategy.strips });
    await bench.step();
    const before = bench.kernel;
    await bench.ask({ ask: 'harm', worker: 1, how: 'end' });
    await bench.rebuilt(() => bench.receive(STEP));
    expect(bench.kernel).not.toBe(before);
    expect(bench.kernel).toMatchObject({ tier: 'js-workers', workers: 2, strategy: PartitionStrategy.strips });
    expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(2, new Map()));
  });

  it('sends no more snapshots to a page that stands still, and is mended from its own', { timeout: 60_000 }, async () => {
    const bench = await begin('wasm');
    bench.takes = false;
    bench.runLate();
    const backups = bench.of('backup').length;
    for (let late = 0; late < 5; late += 1) bench.runLate();
    const painted = bench.kernel?.tick ?? Number.NaN;
    await bench.ask({ ask: 'command', command: PAINT });
    failOnce(bench, 'step');
    await bench.step();
    expect(bench.of('backup')).toHaveLength(backups);
    expect(bench.of('recovery')).toMatchObject([{ step: 'rebuilt', tick: painted + 1 }]);
    bench.receive({ type: 'backupkept', spent: null });
    bench.runLate();
    expect(bench.of('backup')).toHaveLength(backups + 1);
    expect(await bench.ask({ ask: 'hash' })).toEqual(await expected(bench.kernel?.tick ?? Number.NaN, new Map([[painted, PAINT]])));
  });

  it('gives the page a snapshot of the tier it goes on in after it has told of that tier', async () => {
    const bench = await begin('js');
    await bench.step();
    await bench.ask({ ask: 'tier', tier: 'js-workers', workers: { count: 2, most: 2, processors: 3 }, wasm: {} });
    const told = bench.sent.map(({ type }) => type);
    expect(told.lastIndexOf('backup')).toBeGreaterThan(told.indexOf('tierchange'));
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { LAYOUT_ID } from '../../../web/generated/life-layout.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { FRAME_BUFFERS, type FromCoordinator, PROTOCOL_VERSION, type StartMessage } from '../../../web/life/shared/messages.js';
import { Coordinator } from '../../../web/life/worker/coordinator.js';

const kernels: LifeKernel[] = [];
afterEach(() => {
  for (const kernel of kernels.splice(0)) kernel.destroy();
});

const START: StartMessage = {
  type: 'start',
  protocol: PROTOCOL_VERSION,
  layoutId: LAYOUT_ID,
  tier: 'wasm',
  workers: { count: 1, most: 1, processors: 1 },
  wasm: {},
  founding: resolveRequest({ scene: 'savanna', options: { entities: 50 } }),
  pace: { speed: 1, paused: false, hidden: false },
  view: { colorBy: 0, showFood: false },
  resume: null,
  rings: null,
};

/** A coordinator by a clock that the test moves. Transferred buffers stay where they are. */
class Bench {
  now = 1000;
  readonly sent: FromCoordinator[] = [];
  readonly coordinator: Coordinator;
  #alarm: { at: number; action: () => void } | null = null;

  constructor(makeKernel: (start: StartMessage) => Promise<LifeKernel> = (start) => loadKernel('wasm', start.founding)) {
    this.coordinator = new Coordinator({
      post: (message) => this.sent.push(message),
      isOutlived: true,
      now: () => this.now,
      wake: (milliseconds, action) => {
        this.#alarm = { at: this.now + milliseconds, action };
      },
      prepare: async () => {},
      makeKernel: async (start) => {
        const kernel = await makeKernel(start);
        kernels.push(kernel);
        return kernel;
      },
    });
  }

  /** Starts a world and waits until it has started, or has been refused. */
  async start(message: Partial<StartMessage> = {}): Promise<void> {
    this.coordinator.receive({ ...START, ...message });
    while (!this.sent.some(({ type }) => type === 'started' || type === 'refused')) {
      await new Promise((done) => setTimeout(done, 1));
    }
    await new Promise((done) => setImmediate(done));
  }

  /** Lets time pass, with a page that gives every frame back, or none. */
  pass(milliseconds: number, givesBack = true): void {
    const end = this.now + milliseconds;
    let seen = this.sent.length;
    while (this.#alarm !== null && this.#alarm.at <= end) {
      const { at, action } = this.#alarm;
      this.#alarm = null;
      this.now = Math.max(this.now, at);
      action();
      for (; givesBack && seen < this.sent.length; seen += 1) {
        const message = this.sent[seen];
        if (message?.type === 'frame' && message.buffer !== null) this.coordinator.receive({ type: 'release', buffer: message.buffer });
      }
    }
    this.now = end;
  }

  of<Type extends FromCoordinator['type']>(type: Type): Extract<FromCoordinator, { type: Type }>[] {
    return this.sent.filter((message) => message.type === type) as Extract<FromCoordinator, { type: Type }>[];
  }

  tick(): number {
    const id = this.sent.length;
    this.coordinator.receive({ type: 'request', id, request: { ask: 'hash' } });
    const answer = this.of('answer').find((message) => message.id === id);
    if (answer === undefined) throw new Error('the coordinator gave no answer');
    return (answer.value as { tick: number }).tick;
  }
}

describe('the coordinator', () => {
  it('greets, and refuses a start of another build', async () => {
    const bench = new Bench();
    bench.coordinator.greet();
    expect(bench.sent).toEqual([{ type: 'hello', protocol: PROTOCOL_VERSION, layoutId: LAYOUT_ID }]);
    await bench.start({ layoutId: LAYOUT_ID + 1 });
    expect(bench.of('refused')[0]?.error).toMatchObject({ name: 'LifeStartError', stage: 'layout' });
  });

  it('has one world only', async () => {
    const bench = new Bench();
    await bench.start();
    bench.coordinator.receive(START);
    await new Promise((done) => setImmediate(done));
    expect(bench.of('started')).toHaveLength(1);
    expect(bench.of('refused')).toHaveLength(1);
  });

  it('says that memory was refused when the thread has none', async () => {
    const bench = new Bench(() => Promise.reject(new RangeError('could not allocate memory')));
    await bench.start();
    expect(bench.of('refused')[0]?.error).toMatchObject({ stage: 'memory', reason: 'could not allocate memory' });
  });

  it('answers a request before the start with an error', () => {
    const bench = new Bench();
    bench.coordinator.receive({ type: 'request', id: 9, request: { ask: 'hash' } });
    expect(bench.of('failure')).toMatchObject([{ id: 9, error: { name: 'LifeStartError' } }]);
  });

  it.each([0.5, 1, 2, 4, 8])('runs 60 ticks a second times %d, by the clock it is given', async (speed) => {
    const bench = new Bench();
    await bench.start({ pace: { speed, paused: false, hidden: false } });
    bench.pass(2000);
    expect(Math.abs(bench.tick() - 120 * speed)).toBeLessThanOrEqual(1);
    expect(bench.of('stats').length).toBeGreaterThanOrEqual(18);
    expect(bench.of('stats').length).toBeLessThanOrEqual(22);
    expect(bench.of('frame').length).toBeLessThanOrEqual(2000 / 6 + 2);
    expect(bench.of('frame').length).toBeGreaterThanOrEqual(Math.min(110 * speed, 200));
  });

  it('runs on without a page that gives frames back, and shows the newest tick once it does', async () => {
    const bench = new Bench();
    await bench.start();
    bench.pass(1000, false);
    expect(bench.of('frame')).toHaveLength(FRAME_BUFFERS);
    expect(bench.tick()).toBeGreaterThanOrEqual(59);
    bench.coordinator.receive({ type: 'pace', pace: { speed: 1, paused: true, hidden: false } });
    const { buffer } = bench.of('frame')[0] as { buffer: ArrayBuffer };
    bench.coordinator.receive({ type: 'release', buffer });
    expect(bench.of('frame')).toHaveLength(FRAME_BUFFERS + 1);
    expect(bench.of('stats').at(-1)?.ticksPerSecond).toBe(0);
  });

  it('stands while the page is hidden and goes on where it stood', async () => {
    const bench = new Bench();
    await bench.start();
    bench.pass(500);
    bench.coordinator.receive({ type: 'pace', pace: { speed: 1, paused: false, hidden: true } });
    const tick = bench.tick();
    bench.pass(60_000);
    expect(bench.tick()).toBe(tick);
    bench.coordinator.receive({ type: 'pace', pace: { speed: 1, paused: false, hidden: false } });
    bench.pass(500);
    expect(Math.abs(bench.tick() - tick - 30)).toBeLessThanOrEqual(1);
  });

  it('takes a machine that slept for one that is a little late', async () => {
    const bench = new Bench();
    await bench.start();
    bench.pass(100);
    const tick = bench.tick();
    bench.now += 3_600_000;
    bench.pass(20);
    expect(bench.tick() - tick).toBeLessThan(10);
    expect(bench.of('stats').at(-1)?.droppedTicks).toBeGreaterThan(200_000);
  });
});

import { describe, expect, it } from 'vitest';
import { START_DEADLINE_MS, StartClock, type Timers } from '../../../web/engine/deadline.js';
import { startWorker, type WorkerLike } from '../../../web/life/page/start-worker.js';
import { LifeStartError } from '../../../web/life/shared/errors.js';
import { type FromCoordinator, PROTOCOL_VERSION, type StartMessage, type ToCoordinator } from '../../../web/life/shared/messages.js';

const LAYOUT = 0xabcd;
const START: StartMessage = {
  type: 'start',
  protocol: PROTOCOL_VERSION,
  layoutId: LAYOUT,
  tier: 'wasm',
  workers: { count: 1, most: 1, processors: 1 },
  wasm: {},
  founding: { scene: 'pair', options: new Float64Array(0), tribes: [] },
  pace: { speed: 1, paused: true, hidden: false },
  view: { colorBy: 0, showFood: false },
  resume: null,
  rings: null,
};

/** A worker at the far end of a wire, where the test speaks for it. */
class Wire implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onmessageerror: WorkerLike['onmessageerror'] = null;
  onerror: WorkerLike['onerror'] = null;
  readonly received: ToCoordinator[] = [];
  terminated = 0;

  postMessage(message: ToCoordinator): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated += 1;
  }

  say(data: FromCoordinator): void {
    this.onmessage?.({ data } as MessageEvent<FromCoordinator>);
  }

  fail(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
}

function begin(signal?: AbortSignal): {
  wire: Wire;
  outcome: Promise<unknown>;
  timeout: () => void;
  waits: number[];
  /** Lets time pass. */
  pass: (milliseconds: number) => void;
} {
  let now = 0;
  const wire = new Wire();
  const waits: number[] = [];
  let action: (() => void) | null = null;
  const timers: Timers = {
    set: (late, milliseconds) => {
      action = late;
      waits.push(milliseconds);
      return late;
    },
    now: () => now,
    clear: () => {
      action = null;
    },
  };
  const clock = new StartClock(() => now);
  const outcome = startWorker(() => wire, START, signal === undefined ? { timers, clock } : { timers, clock, signal });
  outcome.catch(() => {});
  const pass = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { wire, outcome, timeout: () => action?.(), waits, pass };
}

const hello = (layoutId = LAYOUT, protocol = PROTOCOL_VERSION): FromCoordinator => ({ type: 'hello', protocol, layoutId });

async function refusal(outcome: Promise<unknown>, wire: Wire): Promise<LifeStartError> {
  const error = await outcome.then(
    () => new Error('it started'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LifeStartError);
  expect(wire.terminated).toBe(1);
  expect(wire.onmessage).toBeNull();
  return error as LifeStartError;
}

describe('the start of a worker', () => {
  it('sends the start message after the greeting only, and hands the worker over', async () => {
    const { wire, outcome } = begin();
    expect(wire.received).toEqual([]);
    wire.say(hello());
    expect(wire.received).toEqual([START]);
    // One that was started ahead kept its parts until now.
    wire.say({ type: 'kept', wasm: {}, scripts: { pool: null, sim: null } });
    wire.say({ type: 'progress', stage: 'wasm', share: null });
    wire.say({ type: 'progress', stage: 'founding', share: null });
    const founding = {
      ...START.founding,
      columns: 16,
      rows: 16,
      worldWidth: 256,
      worldHeight: 256,
      capacity: 3,
      memoryBytes: 1,
    };
    wire.say({ type: 'started', founding, tier: 'wasm', workers: 1, reason: '' });
    await expect(outcome).resolves.toEqual({ worker: wire, founding, tier: 'wasm', workers: 1, reason: '' });
    expect(wire.terminated).toBe(0);
    expect(wire.onmessage).toBeNull();
  });

  it('waits 30 s for the script, and says that another try may do', async () => {
    const { wire, outcome, timeout, waits } = begin();
    expect(waits).toEqual([START_DEADLINE_MS]);
    timeout();
    expect(await refusal(outcome, wire)).toMatchObject({ stage: 'worker', reason: 'the worker script did not come in time', passes: true });
  });

  it('gives what is left of the 30 s to each stage, and 10 s at least from every sign of progress on', async () => {
    const { wire, outcome, timeout, waits, pass } = begin();
    pass(5000);
    wire.say(hello());
    pass(20_000);
    wire.say({ type: 'progress', stage: 'wasm', share: null });
    pass(9000);
    wire.say({ type: 'progress', stage: 'wasm', share: null });
    expect(waits).toEqual([30_000, 25_000, 10_000, 10_000]);
    timeout();
    expect(await refusal(outcome, wire)).toMatchObject({ stage: 'wasm', passes: true });
  });

  it('knows a thread that does not come from a founding that takes long', async () => {
    const { wire, outcome, timeout } = begin();
    wire.say(hello());
    wire.say({ type: 'progress', stage: 'founding', share: null });
    wire.say({ type: 'progress', stage: 'threads', share: null });
    timeout();
    expect(await refusal(outcome, wire)).toMatchObject({ stage: 'threads', passes: true });
  });

  it('says that the founding is what takes too long', async () => {
    const { wire, outcome, timeout } = begin();
    wire.say(hello());
    wire.say({ type: 'progress', stage: 'founding', share: null });
    timeout();
    expect((await refusal(outcome, wire)).stage).toBe('founding');
  });

  it('fails when the script is not found or is no JavaScript', async () => {
    const { wire, outcome } = begin();
    wire.fail('');
    const error = await refusal(outcome, wire);
    expect(error).toMatchObject({ stage: 'worker', reason: 'the worker script could not be loaded' });
    expect(error.wayOut).toMatch(/CSP/);
  });

  it('fails when the browser refuses to make the worker', async () => {
    const outcome = startWorker(() => {
      throw new DOMException('Refused by the policy', 'SecurityError');
    }, START);
    await expect(outcome).rejects.toMatchObject({ stage: 'worker', reason: 'the worker was refused: Refused by the policy' });
  });

  it('refuses a worker of another build', async () => {
    const { wire, outcome } = begin();
    wire.say(hello(LAYOUT + 1));
    expect((await refusal(outcome, wire)).stage).toBe('layout');
    const other = begin();
    other.wire.say(hello(LAYOUT, PROTOCOL_VERSION + 1));
    expect((await refusal(other.outcome, other.wire)).stage).toBe('layout');
  });

  it("passes the coordinator's refusal on", async () => {
    const { wire, outcome } = begin();
    wire.say(hello());
    wire.say({ type: 'refused', error: new LifeStartError('memory', 'too much', 'Less').toData() });
    expect(await refusal(outcome, wire)).toMatchObject({ stage: 'memory', reason: 'too much', wayOut: 'Less' });
  });

  it('ends when it is aborted, before and during the start', async () => {
    const controller = new AbortController();
    const { wire, outcome } = begin(controller.signal);
    controller.abort(new Error('not any more'));
    await expect(outcome).rejects.toThrow('not any more');
    expect(wire.terminated).toBe(1);
    await expect(begin(AbortSignal.abort(new Error('at once'))).outcome).rejects.toThrow('at once');
  });
});

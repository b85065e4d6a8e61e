import { describe, expect, it } from 'vitest';
import { START_DEADLINE_MS, StartClock, type Timers } from '../../../web/engine/deadline.js';
import { type Greeter, type Hello, startGreeted } from '../../../web/engine/greeting.js';

type Message = Hello | { readonly type: 'kept' } | { readonly type: 'news'; readonly last: boolean };

const HELLO: Hello = { type: 'hello', protocol: 3, layoutId: 5 };

/** A worker where the test speaks. */
class Wire implements Greeter<Message> {
  onmessage: Greeter<Message>['onmessage'] = null;
  onmessageerror: Greeter<Message>['onmessageerror'] = null;
  onerror: Greeter<Message>['onerror'] = null;
  terminated = 0;

  terminate(): void {
    this.terminated += 1;
  }

  say(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent<Message>);
  }
}

/** A start whose errors say which of its makers made them. */
function begin({ signal, hears = true }: { signal?: AbortSignal; hears?: boolean } = {}) {
  const wire = new Wire();
  const waits: number[] = [];
  let late = (): void => {};
  const timers: Timers = {
    set: (action, milliseconds) => {
      late = action;
      waits.push(milliseconds);
      return action;
    },
    clear: () => {},
    now: () => 0,
  };
  const outcome = startGreeted<Wire, Message, string>(() => wire, {
    protocol: HELLO.protocol,
    layoutId: HELLO.layoutId,
    clock: new StartClock(() => 0),
    timers,
    signal,
    failed: (reason) => new Error(`failed: ${reason}`),
    late: () => new Error('late'),
    mixed: (reason, wayOut) => new Error(`mixed: ${reason}. ${wayOut}`),
    greeted: (start) => (hears ? start.goOn(50_000) : start.end('greeted')),
    ...(hears && {
      hear: (message, start) => {
        if (message.type === 'news' && message.last) start.end('heard');
        return message.type === 'news';
      },
    }),
  });
  outcome.catch(() => {});
  return { wire, outcome, waits, timeout: () => late() };
}

async function failure({ wire, outcome }: ReturnType<typeof begin>): Promise<string> {
  const reason = await outcome.then(
    () => 'it stands',
    (error: Error) => error.message,
  );
  expect(wire).toMatchObject({ terminated: 1, onmessage: null, onmessageerror: null, onerror: null });
  return reason;
}

describe('a worker that is started', () => {
  it('stands once it has greeted, where nothing more is expected of it, and has no listeners left', async () => {
    const { wire, outcome } = begin({ hears: false });
    wire.say(HELLO);
    await expect(outcome).resolves.toBe('greeted');
    expect(wire).toMatchObject({ terminated: 0, onmessage: null, onmessageerror: null, onerror: null });
  });

  it('is heard until it stands, and may have kept its parts before', async () => {
    const { wire, outcome, waits } = begin();
    wire.say({ type: 'kept' });
    wire.say(HELLO);
    wire.say({ type: 'news', last: false });
    wire.say({ type: 'news', last: true });
    await expect(outcome).resolves.toBe('heard');
    expect(waits).toEqual([START_DEADLINE_MS, 50_000]);
  });

  it.each([
    ['protocol', { ...HELLO, protocol: 4 }],
    ['layout', { ...HELLO, layoutId: 6 }],
  ])('is of another build when its %s is', async (_, hello) => {
    const start = begin();
    start.wire.say(hello);
    expect(await failure(start)).toMatch(/^mixed: the worker script belongs to another build than the page\. Serve page and worker from/);
  });

  it.each([true, false])('is not ours when it says what ours do not (more is expected of it: %s)', async (hears) => {
    const start = begin({ hears });
    start.wire.say({ type: 'webpackOk' });
    expect(await failure(start)).toBe("failed: the worker sent 'webpackOk' before it started");
  });

  it('fails with the reason that the browser gives, or without', async () => {
    const one = begin();
    one.wire.onerror?.({ message: 'it is broken' } as ErrorEvent);
    expect(await failure(one)).toBe('failed: the worker failed: it is broken');
    const other = begin();
    other.wire.onerror?.({} as ErrorEvent);
    expect(await failure(other)).toBe('failed: the worker script could not be loaded');
    const third = begin();
    third.wire.onmessageerror?.({} as MessageEvent);
    expect(await failure(third)).toBe('failed: a message could not be read');
  });

  it('is late when it is silent, and ends when it is aborted', async () => {
    const silent = begin();
    silent.timeout();
    expect(await failure(silent)).toBe('late');
    const controller = new AbortController();
    const aborted = begin({ signal: controller.signal });
    controller.abort(new Error('not any more'));
    expect(await failure(aborted)).toBe('not any more');
  });

  it('may be refused where it is made', async () => {
    const refuse = (): never => {
      throw new Error('a policy');
    };
    const outcome = startGreeted<Wire, Message, string>(refuse, {
      ...{ protocol: 0, layoutId: 0, clock: new StartClock(), late: () => new Error(), mixed: () => new Error(), greeted: () => {} },
      failed: (reason) => new Error(reason),
    });
    await expect(outcome).rejects.toThrow('the worker was refused: a policy');
  });
});

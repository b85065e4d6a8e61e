import { describe, expect, it } from 'vitest';
import { type Greeter, listen, spawned } from '../../../web/engine/greeting.js';
import type { Hello } from '../../../web/engine/hello.js';

type Message = Hello | { readonly type: 'kept' } | { readonly type: 'news' };

const HELLO: Hello = { type: 'hello', protocol: 3, layoutId: 5 };

/** A worker where the test speaks, and what came of it. */
class Wire implements Greeter<Message> {
  onmessage: Greeter<Message>['onmessage'] = null;
  onmessageerror: Greeter<Message>['onmessageerror'] = null;
  onerror: Greeter<Message>['onerror'] = null;
  readonly heard: string[] = [];
  readonly refused: string[] = [];

  constructor() {
    listen<Message>(this, {
      protocol: HELLO.protocol,
      layoutId: HELLO.layoutId,
      hear: ({ type }) => {
        if (type === 'hello' || type === 'news') this.heard.push(type);
        return type === 'hello' || type === 'news';
      },
      refuse: (fault, reason) => this.refused.push(`${fault}: ${reason}`),
    });
  }

  say(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent<Message>);
  }
}

describe('a worker that starts', () => {
  it('is heard once it has greeted, and may have kept its parts before', () => {
    const wire = new Wire();
    wire.say({ type: 'kept' });
    wire.say(HELLO);
    wire.say({ type: 'news' });
    expect(wire).toMatchObject({ heard: ['hello', 'news'], refused: [] });
  });

  it.each([
    ['protocol', { ...HELLO, protocol: 4 }],
    ['layout', { ...HELLO, layoutId: 6 }],
  ])('is of another build when its %s is', (_, hello) => {
    const wire = new Wire();
    wire.say(hello);
    expect(wire).toMatchObject({ heard: [], refused: ['mixed: the worker script belongs to another build than the page'] });
  });

  it('is not ours when it says what ours do not', () => {
    const wire = new Wire();
    wire.say({ type: 'webpackOk' });
    wire.onmessageerror?.({} as MessageEvent);
    expect(wire.refused).toEqual(["strange: the worker sent 'webpackOk' before it started", 'strange: a message could not be read']);
  });

  it('fails with the reason that the browser gives, or without, and nobody else hears of it', () => {
    const wire = new Wire();
    let prevented = 0;
    const preventDefault = (): void => {
      prevented += 1;
    };
    wire.onerror?.({ message: 'it is broken', preventDefault } as ErrorEvent);
    wire.onerror?.({ message: '', preventDefault } as ErrorEvent);
    expect(wire.refused).toEqual(['failed: the worker failed: it is broken', 'failed: the worker script could not be loaded']);
    expect(prevented).toBe(2);
  });

  it('may be refused where it is made', () => {
    const refuse = (): never => {
      throw new Error('a policy');
    };
    const make = (): never => spawned(refuse, (fault, reason) => new Error(`${fault}: ${reason}`));
    expect(make).toThrow('failed: the worker was refused: a policy');
    expect(
      spawned(
        () => 7,
        () => new Error('no'),
      ),
    ).toBe(7);
  });
});

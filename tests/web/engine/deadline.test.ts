import { describe, expect, it } from 'vitest';
import { type Timers, Watchdog, withDeadline } from '../../../web/engine/deadline.js';
import { Emitter } from '../../../web/engine/emitter.js';
import { LifeTimeoutError } from '../../../web/life/shared/errors.js';

/** Timers that a test rings by hand. */
function handTimers(): Timers & { ring: () => void; readonly waiting: number } {
  const actions = new Set<() => void>();
  return {
    set: (action) => {
      actions.add(action);
      return action;
    },
    clear: (handle) => actions.delete(handle as () => void),
    now: () => 0,
    ring: () => {
      for (const action of [...actions]) {
        actions.delete(action);
        action();
      }
    },
    get waiting() {
      return actions.size;
    },
  };
}

const late = (): Error => new LifeTimeoutError('a test', 5);

describe('a deadline', () => {
  it('gives what the promise gives, and leaves no timer behind', async () => {
    const timers = handTimers();
    await expect(withDeadline(Promise.resolve(7), 5, late, timers)).resolves.toBe(7);
    await expect(withDeadline(Promise.reject(new Error('no')), 5, late, timers)).rejects.toThrow('no');
    expect(timers.waiting).toBe(0);
  });

  it('rejects once it has passed, whatever the promise does later', async () => {
    const timers = handTimers();
    let fail: (error: Error) => void = () => {};
    const waiting = withDeadline(new Promise((_, reject) => (fail = reject)), 5, late, timers);
    timers.ring();
    fail(new Error('too late'));
    await expect(waiting).rejects.toBeInstanceOf(LifeTimeoutError);
  });
});

describe('a watchdog', () => {
  it('rings when no sign of life came, and starts over with each', () => {
    const timers = handTimers();
    let rung = 0;
    const dog = new Watchdog(() => (rung += 1), timers);
    dog.expect(5);
    dog.expect(5);
    expect(timers.waiting).toBe(1);
    timers.ring();
    expect(rung).toBe(1);
    dog.expect(5);
    dog.stop();
    expect(timers.waiting).toBe(0);
  });
});

describe('an emitter', () => {
  it('tells every listener until it is stopped, a listener given twice too', () => {
    const emitter = new Emitter<{ news: number }>();
    const heard: number[] = [];
    const listener = (value: number): void => void heard.push(value);
    const stop = emitter.on('news', listener);
    emitter.on('news', listener);
    emitter.emit('news', 1);
    stop();
    emitter.emit('news', 2);
    emitter.clear();
    emitter.emit('news', 3);
    expect(heard).toEqual([1, 1, 2]);
  });
});

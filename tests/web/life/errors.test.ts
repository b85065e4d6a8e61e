import { describe, expect, it } from 'vitest';
import {
  errorFromData,
  errorToData,
  LifeCommandError,
  LifeDestroyedError,
  LifeFaultError,
  LifeOptionError,
  LifeStartError,
  LifeTimeoutError,
} from '../../../web/life/shared/errors.js';

describe('errors', () => {
  it.each([
    new LifeStartError('wasm', 'it is truncated', 'Serve it whole'),
    new LifeOptionError('entities', 0, 'it must be a whole number from 1 to 1048576 animals'),
    new LifeCommandError('1024 commands wait already'),
    new LifeFaultError('step', 17, 'unreachable'),
    new LifeTimeoutError('hash', 3000),
    new LifeDestroyedError(),
  ])('$name crosses a thread as data and comes out the same', (error) => {
    const back = errorFromData(structuredClone(errorToData(error)));
    expect(back).toBeInstanceOf(error.constructor);
    expect(back.message).toBe(error.message);
    expect(back.name).toBe(error.name);
  });

  it('names setting, value and range', () => {
    const error = new LifeOptionError('turnRate', 99, 'it must be a number from 0.5 to 30 rad/s');
    expect(error.message).toBe('turnRate = 99 is refused: it must be a number from 0.5 to 30 rad/s');
    expect(error).toMatchObject({ option: 'turnRate', value: 99 });
  });

  it('carries anything else by its message', () => {
    expect(errorToData(new TypeError('no'))).toEqual({ kind: 'unknown', reason: 'no' });
    expect(errorFromData(errorToData('text')).message).toBe('text');
  });

  it('cuts a long value short', () => {
    expect(new LifeOptionError('scene', 'x'.repeat(500), 'no').message.length).toBeLessThan(100);
  });
});

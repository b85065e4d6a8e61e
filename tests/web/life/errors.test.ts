import { describe, expect, it } from 'vitest';
import { LifeOptionError, LifeStartError } from '../../../web/life/shared/errors.js';

describe('errors of the life system', () => {
  it('name setting, value and range', () => {
    const error = new LifeOptionError('turnRate', 99, 'it must be a number from 0.5 to 30 rad/s');
    expect(error.message).toBe('turnRate = 99 is refused: it must be a number from 0.5 to 30 rad/s');
    expect(error).toMatchObject({ option: 'turnRate', value: 99, code: 'life/option' });
  });

  it('cut a long value short', () => {
    expect(new LifeOptionError('scene', 'x'.repeat(500), 'no').message.length).toBeLessThan(100);
  });

  it('take the whole sentences of the engine as clauses', () => {
    expect(new LifeStartError('founding', 'entities is 0.', 'Change it')).toMatchObject({
      message: 'life did not start (founding): entities is 0. Change it',
      reason: 'entities is 0',
      code: 'life/start-founding',
    });
  });
});

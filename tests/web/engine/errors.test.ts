import { describe, expect, it, vi } from 'vitest';
import { errorToData } from '../../../web/engine/error-to-data.js';
import { errorFromData, OptionError, SkyflockError, StartError } from '../../../web/engine/errors.js';

/** A class of some system. */
class CrossingError extends SkyflockError {
  override get name(): string {
    return 'CrossingError';
  }
  override get code(): 'life/command' {
    return 'life/command';
  }
  readonly count: unknown;

  constructor(count: unknown) {
    super('it is to cross');
    this.count = count;
  }
}

/** A setting's of some system. */
class RefusedError extends OptionError {
  override get name(): string {
    return 'RefusedError';
  }
  override get code(): 'life/option' {
    return 'life/option';
  }

  constructor(value: unknown) {
    super('count', value, 'no');
  }
}

const across = (error: unknown): Error => errorFromData(structuredClone(errorToData(error)), [CrossingError, RefusedError]);

describe('errors that cross a thread', () => {
  it('come out with their class, name, message, code and fields', () => {
    const error = across(new CrossingError(7));
    expect(error).toBeInstanceOf(CrossingError);
    expect(error).toMatchObject({ name: 'CrossingError', message: 'it is to cross', code: 'life/command', count: 7 });
    expect(String(error)).toBe('CrossingError: it is to cross');
    expect(error.stack).toContain('errors.test.ts');
  });

  it('say in words what no message carries', () => {
    expect(across(new RefusedError(() => 1))).toMatchObject({ option: 'count', value: expect.stringContaining('=>') });
    expect(across(new RefusedError({ deep: Symbol('no') }))).toMatchObject({ value: 'an object' });
    expect(across(new RefusedError(Symbol('no')))).toMatchObject({ value: 'Symbol(no)' });
    expect(across(new RefusedError(7))).toMatchObject({ value: '7', message: 'count = 7 is refused: no' });
  });

  it('are plain errors with the same message where their class is not known', () => {
    const error = errorFromData(errorToData(new CrossingError(1)), []);
    expect(error).not.toBeInstanceOf(SkyflockError);
    expect(error.message).toBe('it is to cross');
  });

  it('may be anything that was thrown', () => {
    expect(across(new TypeError('no'))).toEqual(new Error('no'));
    expect(across('text')).toEqual(new Error('text'));
    expect(across(undefined)).toEqual(new Error('undefined'));
  });
});

describe('instanceof', () => {
  it('holds across copies of the errors, as a script that is loaded later brings them', async () => {
    const first = await import('../../../web/life/shared/errors.js');
    const firstFault = await import('../../../web/life/shared/worker-fault.js');
    vi.resetModules();
    const second = await import('../../../web/life/shared/errors.js');
    const secondFault = await import('../../../web/life/shared/worker-fault.js');
    expect(second.LifeStartError).not.toBe(first.LifeStartError);
    const error = new second.LifeStartError('worker', 'no script', 'Serve it');
    expect(error).toBeInstanceOf(first.LifeStartError);
    expect(error).toBeInstanceOf(first.LifeError);
    expect(error).toBeInstanceOf(Error);
    expect(error instanceof first.LifeCommandError).toBe(false);
    expect(new secondFault.WorkerFault('hung', 1, 'it hangs')).toBeInstanceOf(firstFault.WorkerFault);
    expect(first.errorToData(error)).toMatchObject({ name: 'LifeStartError', stage: 'worker', reason: 'no script' });
  });

  it('holds for the kinds that classes derive from', () => {
    expect(new RefusedError(1)).toBeInstanceOf(OptionError);
    expect(new RefusedError(1)).toBeInstanceOf(SkyflockError);
    expect(new RefusedError(1) instanceof StartError).toBe(false);
    expect(new RefusedError(1) instanceof CrossingError).toBe(false);
  });

  it("tells one system's errors from another's", async () => {
    const { LifeError, LifeTimeoutError } = await import('../../../web/life/shared/errors.js');
    const { MeteorTimeoutError } = await import('../../../web/meteor/shared/errors.js');
    const { MeteorError } = await import('../../../web/meteor/shared/meteor-error.js');
    expect(new LifeTimeoutError('hash', 1)).toBeInstanceOf(LifeError);

    expect(new MeteorTimeoutError('hash', 1)).toBeInstanceOf(MeteorError);
    expect(new LifeTimeoutError('hash', 1) instanceof MeteorError).toBe(false);
    expect(new MeteorTimeoutError('hash', 1) instanceof LifeError).toBe(false);
  });

  it('takes no other error, and nothing that is none', async () => {
    const { LifeError, LifeStartError } = await import('../../../web/life/shared/errors.js');
    const none = [new Error('it'), new TypeError('it'), { name: 'LifeStart' }, { code: 'ENOENT' }, null, undefined, 'LifeStartError', 1];
    for (const value of [...none, new DOMException('it', 'AbortError')]) {
      expect(value instanceof SkyflockError).toBe(false);
      expect(value instanceof LifeError).toBe(false);
      expect(value instanceof LifeStartError).toBe(false);
    }
  });

  it('leaves names as they are printed', async () => {
    const { LifeStartError } = await import('../../../web/life/shared/errors.js');
    expect(String(new LifeStartError('wasm', 'no file', 'Serve it'))).toBe('LifeStartError: life did not start (wasm): no file. Serve it');
  });
});

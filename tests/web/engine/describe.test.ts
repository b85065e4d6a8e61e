import { describe, expect, it, vi } from 'vitest';

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
    expect(first.errorToData(error)).toMatchObject({ kind: 'start', stage: 'worker', reason: 'no script' });
  });

  it('takes no other error, and nothing that is none', async () => {
    const { LifeError, LifeStartError } = await import('../../../web/life/shared/errors.js');
    for (const value of [new Error('it'), new TypeError('it'), { name: 'LifeStart' }, null, undefined, 'LifeStartError', 1]) {
      expect(value instanceof LifeError).toBe(false);
      expect(value instanceof LifeStartError).toBe(false);
    }
  });

  it('leaves names as they are printed', async () => {
    const { LifeStartError } = await import('../../../web/life/shared/errors.js');
    expect(String(new LifeStartError('wasm', 'no file', 'Serve it'))).toBe('LifeStartError: life did not start (wasm): no file. Serve it');
  });
});

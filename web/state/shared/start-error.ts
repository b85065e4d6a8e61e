import { StartError } from '../../engine/errors.js';

/** The WebAssembly engine did not start: why, and what to do. The engine in JavaScript needs no start. */
export class StateStartError extends StartError {
  override get name(): string {
    return 'StateStartError';
  }
  override get code(): 'state/start' {
    return 'state/start';
  }

  constructor(reason: string, wayOut: string, passes = false) {
    super('the state engine did not start', reason, wayOut, passes);
  }
}

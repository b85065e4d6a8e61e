/** The WebAssembly engine did not start: why, and what to do. The engine in JavaScript needs no start. */
export class StateStartError extends Error {
  override readonly name = 'StateStartError';
  readonly reason: string;
  readonly wayOut: string;
  /** Whether the reason is one that passes, as a slow network does: another try may do. */
  readonly passes: boolean;

  constructor(reason: string, wayOut: string, passes = false) {
    super(`the state engine did not start: ${reason}. ${wayOut}`);
    this.reason = reason;
    this.wayOut = wayOut;
    this.passes = passes;
  }
}

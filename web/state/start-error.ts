/** The WebAssembly engine did not start: why, and what to do. The engine in JavaScript needs no start. */
export class StateStartError extends Error {
  override readonly name = 'StateStartError';
  readonly reason: string;
  readonly wayOut: string;

  constructor(reason: string, wayOut: string) {
    super(`the state engine did not start: ${reason}. ${wayOut}`);
    this.reason = reason;
    this.wayOut = wayOut;
  }
}

/** A progress bar on a terminal's standard error; silent anywhere else. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const REDRAW_MS = 100;

export class ProgressBar {
  readonly #output: ProgressOutput;
  readonly #total: number;
  readonly #start: number;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(output: ProgressOutput, total: number, now: number) {
    this.#output = output;
    this.#total = total;
    this.#start = now;
  }

  /** Shows how far it is, unless it did so a moment ago. */
  update(done: number, now: number, note: string): void {
    if (this.#output.isTTY !== true || now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    const text = progressLine(done, this.#total, now - this.#start, note);
    this.#output.write(`\r${text.slice(0, (this.#output.columns ?? 80) - 1)}\x1b[K`);
  }

  /** Takes the bar away. */
  finish(): void {
    if (this.#output.isTTY === true && this.#drawnAt > Number.NEGATIVE_INFINITY) this.#output.write('\r\x1b[K');
  }
}

/** The bar as text: how far, how much longer, and a note. */
export function progressLine(done: number, total: number, elapsedMs: number, note: string): string {
  const width = 24;
  const full = Math.floor((width * done) / total);
  const bar = '#'.repeat(full) + '.'.repeat(width - full);
  const left = done > 0 ? Math.ceil((elapsedMs * (total - done)) / done / 1000) : 0;
  return `[${bar}] ${Math.floor((100 * done) / total)} %  tick ${done} of ${total}  ${left} s left  ${note}`;
}

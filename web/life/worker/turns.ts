/** What waits while nothing may disturb: a tick that runs on other threads, a recovery, the change of a kernel. */
export class Turns {
  /** Null while nothing has to wait. */
  #waiting: (() => void)[] | null = null;

  get isFree(): boolean {
    return this.#waiting === null;
  }

  /** Does something as soon as nothing is disturbed by it. */
  whenFree(action: () => void): void {
    if (this.#waiting === null) action();
    else this.#waiting.push(action);
  }

  /** Nothing may disturb from now on; what waits already is let go. */
  hold(): void {
    this.#waiting = [];
  }

  /** Nothing needs to wait any more. @param first done before anything that waited */
  release(first: () => void): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    first();
    for (const action of waiting) this.whenFree(action);
  }
}

/** Where the state that users read is kept up to date. */
export interface StateSink {
  /** The state as users read it. */
  readonly state: object;
  /** The value at the end of a path; undefined where there is none. */
  get(path: string): unknown;
  /** Sets a node's value, which is the sink's from then on, and makes what is missing on the way to it. */
  set(id: number, value: unknown): void;
  /** Puts another state in place of this one. */
  replace(state: Record<string, unknown>): void;
}

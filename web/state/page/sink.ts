/** Where the state that users read is kept up to date. */
export interface StateSink {
  /** The state as users read it. */
  readonly state: object;
  /** The value at the end of a path; undefined where there is none. */
  get(path: string): unknown;
  /** Makes a state that was given the store's own: no two places share an object. */
  adopt(): void;
  /**
   * Sets a node's value, which is the sink's from then on, and makes what is missing on the way to it.
   * @param holdsInstances whether objects may be in it that are no containers
   */
  set(id: number, value: unknown, holdsInstances: boolean): void;
  /** Makes this state equal to another one, and leaves alone what is so already. What is new in it is the sink's from then on. */
  replace(state: Record<string, unknown>): void;
}

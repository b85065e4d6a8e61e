/** A worker's first message. */
export interface Hello {
  readonly type: 'hello';
  /** Of the messages that follow. */
  readonly protocol: number;
  /** Of the memory that they tell of. */
  readonly layoutId: number;
}

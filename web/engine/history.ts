/** What reports tell of the past of a world, a shower or an element: the newest of its events that matter there. */

export interface PastEvent {
  readonly name: string;
  /** Milliseconds since the page was opened. */
  readonly atMs: number;
  readonly detail: unknown;
}
/** The oldest first. */
export type Past = readonly PastEvent[];

/** Events that are kept. */
const MOST = 60;
/** What comes many times a second, or tells what a user does, is not kept. */
const KEPT = /^(error|fault|recovery|memorypressure|(tier|renderer|quality)change)$/;

const pasts = new WeakMap<object, Past>();

export function remember(owner: object, name: string, detail: unknown): void {
  if (KEPT.test(name)) pasts.set(owner, [...pastOf(owner), { name, atMs: performance.now(), detail }].slice(-MOST));
}

export function pastOf(owner: object): Past {
  return pasts.get(owner) ?? [];
}

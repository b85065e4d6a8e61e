/** What reports tell of the past of a world, a shower or an element: its newest events of each kind that matters there. */

export interface PastEvent {
  /** Milliseconds since the page was opened. */
  readonly atMs: number;
  readonly detail: unknown;
}
/** By the events' names, the oldest first. */
export type Past = Readonly<Record<string, readonly PastEvent[]>>;

/** Events of one kind that are kept. */
const MOST = 20;
/** What comes many times a second, or tells what a user does, is not kept. */
const KEPT = /^(err|fault|rec|mem|(tier|rend|qual).*ch)/;

const pasts = new WeakMap<object, Record<string, readonly PastEvent[]>>();

export function remember(owner: object, name: string, detail: unknown): void {
  if (!KEPT.test(name)) return;
  const past = pastOf(owner);
  pasts.set(owner, { ...past, [name]: [...(past[name] ?? []), { atMs: performance.now(), detail }].slice(-MOST) });
}

export function pastOf(owner: object): Past {
  return pasts.get(owner) ?? {};
}

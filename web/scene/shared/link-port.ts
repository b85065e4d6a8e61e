/** What is used of a MessagePort, and ports of one thread that need none. */

export interface LinkPort<In, Out> {
  onmessage: ((event: { readonly data: In }) => void) | null;
  postMessage(message: Out, transfer: Transferable[]): void;
  close(): void;
}

/** Two ports that call each other at once, on the same thread: what is transferred stays where it is. */
export function localPorts<A, B>(): readonly [LinkPort<A, B>, LinkPort<B, A>] {
  const first: LinkPort<A, B> = { onmessage: null, postMessage: (data) => second.onmessage?.({ data }), close: () => {} };
  const second: LinkPort<B, A> = { onmessage: null, postMessage: (data) => first.onmessage?.({ data }), close: () => {} };
  return [first, second];
}

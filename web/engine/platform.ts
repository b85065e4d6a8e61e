/**
 * What the public types take of the platform. Where a program has the platform's own declarations, of the DOM, of workers or of
 * Node, it is those; a program without them (`lib` without `DOM`) gets the parts that are used, so that the package's
 * declarations compile there, too. Nothing is declared globally.
 */

/** A URL. */
export type PlatformUrl = typeof globalThis extends { URL: { prototype: infer Own } } ? Own : { readonly href: string };

/** A compiled WebAssembly.Module; nothing is known of one but what it is. */
export type PlatformModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Own } } } ? Own : object;

/** An AbortSignal. */
export type PlatformAbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer Own } } ? Own : AbortSignalParts;

/** What is used of an AbortSignal. */
export interface AbortSignalParts {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

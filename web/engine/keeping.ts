/** When a page fetches ahead what recovery needs, and whether it does. */

/** Milliseconds from the first picture on that a page has for itself. */
const REST_MS = 300;
/** Milliseconds after which what recovery needs is fetched on a page that is never idle. */
const LONGEST_WAIT_MS = 3000;

interface PageRealm {
  requestIdleCallback?(action: () => void, options: { readonly timeout: number }): unknown;
  readonly document?: object;
  readonly navigator?: { readonly connection?: { readonly saveData?: boolean } };
}
const realm = globalThis as unknown as PageRealm;

/** Waits until the page has nothing better to do. */
export async function whenIdle(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, REST_MS));
  // Safari has none.
  if (realm.requestIdleCallback === undefined) return;
  await new Promise<void>((resolve) => realm.requestIdleCallback?.(resolve, { timeout: LONGEST_WAIT_MS }));
}

/** Whether there is anything to keep: a page's files may be gone later, those of Node and its like lie on a disk. */
export const mayKeep = (): boolean => realm.document !== undefined;

/** Whether the user asks for few downloads: then only that is kept which was loaded anyway. */
export const isSparing = (): boolean => realm.navigator?.connection?.saveData === true;

/**
 * Pages that are prerendered (speculation rules): they are loaded and run before anybody visits them, but their workers
 * only run from the visit on, which may be minutes later, or never. No start may count that time.
 */

/** What of a document is asked here; the property is missing where browsers don't prerender. */
interface PrerenderedDocument extends EventTarget {
  readonly prerendering?: boolean;
}

/** Whether this is a page that nobody visits yet. On threads without a page, nothing is. */
export function isPrerendering(): boolean {
  return pageOf()?.prerendering === true;
}

/**
 * Resolves when somebody visits the page, at once where somebody does. Without a visit it never settles: the page is
 * dropped as a whole then.
 *
 * @param signal ends the wait
 * @throws the signal's reason when it is aborted
 */
export function whenActive(signal?: AbortSignal): Promise<void> {
  const page = pageOf();
  return new Promise((resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    if (page?.prerendering !== true) {
      resolve();
      return;
    }
    const settle = (): void => {
      page.removeEventListener('prerenderingchange', settle);
      signal?.removeEventListener('abort', settle);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    page.addEventListener('prerenderingchange', settle);
    signal?.addEventListener('abort', settle);
  });
}

function pageOf(): PrerenderedDocument | undefined {
  return (globalThis as { document?: PrerenderedDocument }).document;
}

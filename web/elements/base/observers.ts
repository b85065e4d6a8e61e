/**
 * One ResizeObserver and one IntersectionObserver for all elements of a page: a browser then
 * measures once for all of them. Both go when the last element goes.
 */

/** Told how large its element is and whether it is on the screen. */
export interface Watcher {
  onResize(width: number, height: number): void;
  onVisible(visible: boolean): void;
}

const watchers = new Map<Element, Watcher>();
let resizes: ResizeObserver | null = null;
let visibility: IntersectionObserver | null = null;

/** Begins to watch an element; the returned function ends that. */
export function watch(element: Element, watcher: Watcher): () => void {
  watchers.set(element, watcher);
  // Test environments have none: what is so at the start holds.
  if (typeof ResizeObserver === 'function' && typeof IntersectionObserver === 'function') observe(element);
  else queueMicrotask(() => tellOnce(element, watcher));
  return () => {
    // An element that was watched anew meanwhile belongs to its newer watcher.
    if (watchers.get(element) !== watcher) return;
    watchers.delete(element);
    resizes?.unobserve(element);
    visibility?.unobserve(element);
    if (watchers.size > 0) return;
    resizes?.disconnect();
    visibility?.disconnect();
    resizes = null;
    visibility = null;
  };
}

function observe(element: Element): void {
  resizes ??= new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) watchers.get(target)?.onResize(contentRect.width, contentRect.height);
  });
  visibility ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) watchers.get(target)?.onVisible(isIntersecting);
  });
  resizes.observe(element);
  visibility.observe(element);
}

function tellOnce(element: Element, watcher: Watcher): void {
  if (watchers.get(element) !== watcher) return;
  watcher.onResize(element.clientWidth, element.clientHeight);
  watcher.onVisible(true);
}

/**
 * One ResizeObserver and one IntersectionObserver for all elements of a window: a browser then measures once for all of
 * them. Both go when the last element goes. They are the window's own: those of a hidden page tell nothing of a pop-up.
 */
import { windowOf } from './home.js';

/** Told how large its element is, and whether any of it is on the screen. */
export interface Watcher {
  /** Pixels of the element's own, which `zoom` enlarges. */
  onResize(width: number, height: number): void;
  onCrossing(isOnScreen: boolean): void;
}

/** An element that lies along the screen's edge intersects it by nothing. Any more than that crosses this share of it. */
const THRESHOLDS = [0, 1e-6];

interface Observers {
  readonly watchers: Map<Element, Watcher>;
  readonly all: readonly (ResizeObserver | IntersectionObserver)[];
}

const ofWindows = new Map<Window, Observers>();

/** Begins to watch an element in the window that it is in; the returned function ends that. */
export function watch(element: Element, watcher: Watcher): () => void {
  const view = windowOf(element);
  // Test environments have none, and lay out nothing: there it is seen.
  if (!('ResizeObserver' in view && 'IntersectionObserver' in view)) {
    watcher.onResize(1, 1);
    watcher.onCrossing(true);
    return () => {};
  }
  const observers = ofWindows.get(view) ?? observersOf(view);
  ofWindows.set(view, observers);
  observers.watchers.set(element, watcher);
  for (const observer of observers.all) observer.observe(element);
  return () => {
    observers.watchers.delete(element);
    for (const observer of observers.all) observer.unobserve(element);
    if (observers.watchers.size > 0) return;
    for (const observer of observers.all) observer.disconnect();
    ofWindows.delete(view);
  };
}

function observersOf(view: Window & typeof globalThis): Observers {
  const watchers = new Map<Element, Watcher>();
  return {
    watchers,
    all: [
      new view.ResizeObserver((entries) => {
        for (const { target, contentRect } of entries) watchers.get(target)?.onResize(contentRect.width, contentRect.height);
      }),
      new view.IntersectionObserver(
        (entries) => {
          for (const { target, intersectionRatio } of entries) watchers.get(target)?.onCrossing(intersectionRatio > 0);
        },
        { threshold: THRESHOLDS },
      ),
    ],
  };
}

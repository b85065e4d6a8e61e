/** What stands around an element, through slots, shadow roots and frames: whether any of it scrolls, and whether it is inert. */

/** What an element is laid out in: its slot, its parent, or the host of its shadow root. */
function outerOf(element: Element): Element | null {
  if (element.assignedSlot !== null) return element.assignedSlot;
  if (element.parentElement !== null) return element.parentElement;
  const root = element.getRootNode();
  return 'host' in root ? (root.host as Element) : null;
}

/** Whether any element that it stands in is as asked, itself included. */
function hasAround(element: Element, asked: (outer: Element) => boolean): boolean {
  for (let outer: Element | null = element; outer !== null; outer = outerOf(outer)) if (asked(outer)) return true;
  return false;
}

/** Whether the element takes no events, or what it stands in takes none. */
export function isInert(element: Element): boolean {
  return hasAround(element, (outer) => outer.hasAttribute('inert'));
}

/**
 * Whether the user could scroll anything that the element stands in: a pane, the page, or the page that its frame is in.
 * Of a frame in a page of another origin nobody can tell: most pages scroll.
 */
export function scrollsAround(element: Element): boolean {
  const outer = outerOf(element);
  if (outer !== null && hasAround(outer, scrolls)) return true;
  const view = element.ownerDocument.defaultView;
  if (view === null || view.parent === view) return false;
  const frame = view.frameElement;
  return frame === null || scrollsAround(frame);
}

/** Pixels that content may be larger than its pane for want of roundness. */
const SLACK = 1;

function scrolls(pane: Element): boolean {
  const view = pane.ownerDocument.defaultView;
  if (view === null) return false;
  const { documentElement, body, scrollingElement } = pane.ownerDocument;
  const isTaller = pane.scrollHeight > pane.clientHeight + SLACK;
  const isWider = pane.scrollWidth > pane.clientWidth + SLACK;
  if (!isTaller && !isWider) return false;
  const givesAway = view.getComputedStyle(documentElement).overflowX === 'visible';
  // The element that scrolls the window: the body in documents of the old kind.
  if (pane === (scrollingElement ?? documentElement)) {
    // What the root says nothing of, the body says for the window, which scrolls unless it is forbidden.
    const style = view.getComputedStyle(givesAway && body !== null ? body : documentElement);
    return (isTaller && !isCut(style.overflowY)) || (isWider && !isCut(style.overflowX));
  }
  if (pane === documentElement || (pane === body && givesAway)) return false;
  const style = view.getComputedStyle(pane);
  return (isTaller && isPane(style.overflowY)) || (isWider && isPane(style.overflowX));
}

const isCut = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
const isPane = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll' || overflow === 'overlay';

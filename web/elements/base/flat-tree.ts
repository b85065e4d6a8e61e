/** Elements as they are laid out, through slots and shadow roots; and what the style enlarges them by. */

/** What an element is laid out in: its slot, its parent, or the host of its shadow root; null at a document's root. */
export function outerOf(element: Element): Element | null {
  const root = element.getRootNode() as Partial<ShadowRoot>;
  return element.assignedSlot ?? element.parentElement ?? root.host ?? null;
}

/** What a browser of after 2024 tells of `zoom`, and gives the places of what is enlarged in pixels of the page for. */
type Zoomed = Element & { readonly currentCSSZoom?: number };

/** Whether a browser gives the places of enlarged elements in pixels of their own, as all did before 2024, and WebKit does. */
export function measuresInside(element: Zoomed): boolean {
  return element.currentCSSZoom === undefined;
}

/** How many pixels of the page there are to a pixel of an element's own: the `zoom` of all that it is laid out in. */
export function zoomOf(element: Zoomed): number {
  let zoom = element.currentCSSZoom ?? 1;
  if (measuresInside(element))
    for (let outer: Element | null = element; outer !== null; outer = outerOf(outer)) zoom *= Number(getComputedStyle(outer).zoom) || 1;
  return zoom;
}

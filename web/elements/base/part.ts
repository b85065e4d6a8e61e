/** A part of an element: the element keeps a list of them, and each joins the page and leaves it along with the element. */
export interface Part {
  /** The element came onto a page, with the settings that it has; the parts before this one in the list have joined. */
  connected?(element: HTMLElement): void;
  /** The element goes on in another window, an iframe's or a pop-up's, say: what was asked of the window before is asked of this one. */
  moved?(element: HTMLElement): void;
  /** The element left the page, not to move within it; the parts after this one have left. Nothing goes on after this. */
  disconnected?(): void;
  /** The page is about to be printed: a browser keeps no picture of the GPU's, which has to be drawn again at once. */
  beforePrint?(): void;
}

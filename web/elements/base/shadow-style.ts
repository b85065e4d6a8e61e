/**
 * A style sheet of shadow roots. It is a constructed one, which a policy against inline styles (`style-src 'self'`) allows.
 * Such a sheet belongs to one document: a root that goes to another document leaves it behind.
 */
export class ShadowStyle {
  readonly #text: string;
  readonly #sheets = new WeakMap<Document, CSSStyleSheet>();
  /** The roots that have it as an element, which goes along with them. */
  readonly #others = new WeakSet<ShadowRoot>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Gives a root its document's sheet. A root that has come to another document needs that one's. */
  putOn(root: ShadowRoot): void {
    const { ownerDocument } = root;
    const { defaultView } = ownerDocument;
    // In a template, say: nothing is seen there, and no sheet can be made for it.
    if (defaultView === null) return;
    try {
      let sheet = this.#sheets.get(ownerDocument);
      if (sheet === undefined) {
        sheet = new defaultView.CSSStyleSheet();
        sheet.replaceSync(this.#text);
        this.#sheets.set(ownerDocument, sheet);
      }
      // Where roots take no sheets, this throws, as making one does in browsers of before 2023 and in test environments.
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch {
      if (this.#others.has(root)) return;
      this.#others.add(root);
      const style = ownerDocument.createElement('style');
      style.textContent = this.#text;
      root.append(style);
    }
  }
}

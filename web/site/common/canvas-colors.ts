/**
 * The site's colours as a canvas takes them. Where the user has colours of their own, tokens are names of those, which only the
 * style of an element resolves; what is drawn has to be drawn anew when that changes.
 */
import { h } from './dom.js';

export class CanvasColors {
  readonly #root: HTMLElement;
  readonly #known = new Map<string, string>();

  /**
   * @param root an element that has the tokens
   * @param onChange told when every colour may be another
   */
  constructor(root: HTMLElement, onChange: () => void) {
    this.#root = root;
    matchMedia('(forced-colors: active)').addEventListener('change', () => {
      this.#known.clear();
      onChange();
    });
  }

  /** The colour of a token, as `--text`. */
  of(token: `--${string}`): string {
    let color = this.#known.get(token);
    if (color === undefined) {
      const probe = h('span', { hidden: true, style: `color: var(${token})` });
      this.#root.append(probe);
      color = getComputedStyle(probe).color;
      probe.remove();
      this.#known.set(token, color);
    }
    return color;
  }
}

/** What every element of the package is: a shadow root with style sheets, and parts that join a page and leave it with the element. */
import { whenConfigured } from '../../engine/configuration.js';
import { log } from '../../engine/log.js';
import { Home } from './home.js';
import type { Part } from './part.js';
import type { ShadowStyle } from './shadow-style.js';

/** Where there is no page (a server that renders one), the module still loads. */
const Base = typeof HTMLElement === 'function' ? HTMLElement : (class {} as unknown as typeof HTMLElement);

export abstract class BaseElement extends Base {
  readonly #styles: ShadowStyle[] = [];
  /** In the order in which they join a page; they leave it in the opposite one. */
  protected parts: readonly Part[] = [];
  readonly #home = new Home(this, {
    onGone: () => this.#end(),
    onPrint: () => {
      for (const part of this.parts) part.beforePrint?.();
    },
  });
  #isRunning = false;

  /** The properties that a page may have set before the element was defined. */
  protected abstract get upgradedProperties(): readonly string[];

  /** Gives the shadow root, which is open, a style sheet more. */
  protected addStyle(style: ShadowStyle): void {
    this.#styles.push(style);
    style.putOn(this.shadowRoot as ShadowRoot);
  }

  connectedCallback(): void {
    const hasMoved = this.#home.enter();
    // Moved: everything goes on.
    if (this.#isRunning) {
      if (hasMoved) for (const part of this.parts) part.moved?.(this);
      return;
    }
    this.#upgradeProperties();
    this.#isRunning = true;
    for (const part of this.parts) part.connected?.(this);
  }

  disconnectedCallback(): void {
    // A move in the page, and React's strict mode, remove and insert without a pause between them.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  #end(): void {
    this.#home.leave();
    if (!this.#isRunning) return;
    this.#isRunning = false;
    for (const part of [...this.parts].reverse()) part.disconnected?.();
  }

  /** Moved by `moveBefore`, which removes and inserts nothing. */
  connectedMoveCallback(): void {}

  /** The element is in another document now: an `iframe`'s, say, or the page's again. */
  adoptedCallback(): void {
    for (const style of this.#styles) style.putOn(this.shadowRoot as ShadowRoot);
  }

  /** Properties that were set before the element was defined hide the accessors: sets them again. */
  #upgradeProperties(): void {
    for (const name of this.upgradedProperties) {
      if (!Object.hasOwn(this, name)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }
}

/** Defines an element, unless another copy of the package has: the elements of that one stay its own. */
export function defineElement(name: string, element: CustomElementConstructor): void {
  // A server that renders a page has none at all, and nothing is amiss.
  const registry: CustomElementRegistry | null | undefined = globalThis.customElements;
  if (registry === null) log('warn', `<${name}> is not defined: customElements is null here, as in content scripts of extensions`);
  else if (registry?.get(name) === undefined) registry?.define(name, element);
  else if (registry.get(name) !== element)
    whenConfigured(() => log('warn', `skyflock: <${name}> is of another copy of the package, whose configure() rules: load one copy`));
}

/**
 * Letters that act while the focus is in the world, beside the element's own keys. Whoever speaks to the machine, or touches
 * keys by accident, can switch them off; that is kept.
 */
import type { LifeSimElement, ToolName } from '../../elements/life-sim.js';

const TOOLS: Readonly<Record<string, ToolName>> = { v: 'select', g: 'pan', f: 'food', a: 'spawn', x: 'kill' };
/** Where it is kept that they are off. */
const KEPT_AS = 'skyflock-letter-keys';

export class LetterKeys {
  readonly #sim: LifeSimElement;
  readonly #chrome: HTMLElement;
  readonly #listeners: (() => void)[] = [];
  #isOn = readKept() !== 'off';

  /** @param chrome everything that `h` hides */
  constructor(sim: LifeSimElement, chrome: HTMLElement) {
    this.#sim = sim;
    this.#chrome = chrome;
    sim.addEventListener('keydown', (event) => this.#key(event));
  }

  get isOn(): boolean {
    return this.#isOn;
  }
  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    keep(isOn ? null : 'off');
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` whenever they were switched. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isOnButton(event)) return;
    const action = event.key === 'Escape' ? () => void this.#sim.select(0) : this.#letter(event.key);
    if (action === null) return;
    event.preventDefault();
    action();
  }

  #letter(key: string): (() => void) | null {
    if (!this.#isOn) return null;
    const sim = this.#sim;
    const tool = TOOLS[key];
    if (tool !== undefined) {
      return () => {
        sim.tool = tool;
      };
    }
    if (key === 'h') return () => this.#chrome.classList.toggle('away');
    if (key !== 'p') return null;
    return () => {
      sim.showPartitions = !sim.showPartitions;
    };
  }
}

/** Whether the key belongs to a button of the element's. */
function isOnButton(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && target.closest('button') !== null;
}

/** Pages may have no storage. */
function readKept(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

function keep(value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, value);
  } catch {
    // It holds until the page is left.
  }
}

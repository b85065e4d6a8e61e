/** Every path of the state as a card with its value, and lines between those that are tied. */
import { Graph } from '../../generated/state-layout.js';
import type { StateBatch, StateStore } from '../../state.js';
import { h } from '../common/dom.js';
import { type StageName, stageOf } from './stages.js';

type Change = (path: string, value: unknown) => void;

interface Card {
  readonly element: HTMLElement;
  readonly show: (value: unknown) => void;
}

export class PathBoard {
  readonly #root: HTMLElement;
  readonly #lines: SVGSVGElement;
  readonly #cards = new Map<string, Card>();
  #store: StateStore<object> | null = null;
  #aggregations: readonly (readonly [string, string])[] = [];

  constructor(root: HTMLElement, lines: SVGSVGElement, state: object, change: Change) {
    this.#root = root;
    this.#lines = lines;
    for (const [key, value] of Object.entries(state)) this.#addGroup(key, value, change);
    new ResizeObserver(() => this.#drawLines()).observe(root);
  }

  /** Shows a store's values from now on. */
  follow(store: StateStore<object>): void {
    this.#store = store;
    for (const [path, { show }] of this.#cards) {
      show(store.get(path));
      store.subscribe(path, show);
    }
  }

  /** Draws the ties anew after one came or went. */
  showTies(aggregations: readonly (readonly [string, string])[]): void {
    this.#aggregations = aggregations;
    this.#drawLines();
  }

  /** Marks what a batch touched, by the stage that did. */
  showBatch(batch: StateBatch): void {
    const stages = new Map<string, StageName>();
    batch.changes.forEach(([path], at) => {
      for (const card of this.#cards.keys()) if (card === path || card.startsWith(`${path}.`)) stages.set(card, stageOf(batch, at));
    });
    for (const [path] of batch.reads) stages.set(path, 'read');
    for (const [path, { element }] of this.#cards) {
      const stage = stages.get(path);
      if (stage === undefined) element.removeAttribute('data-stage');
      else element.dataset.stage = stage;
    }
  }

  #addGroup(key: string, value: object, change: Change): void {
    const group = h('section', { class: 'group', 'aria-label': key }, h('h2', {}, key));
    this.#addLeaves(group, key, value, change);
    this.#root.append(group);
  }

  #addLeaves(group: HTMLElement, above: string, state: object, change: Change): void {
    for (const [key, value] of Object.entries(state)) {
      const path = `${above}.${key}`;
      if (typeof value === 'object') this.#addLeaves(group, path, value, change);
      else group.append(this.#addCard(path, path.slice(path.indexOf('.') + 1), value, change));
    }
  }

  #addCard(path: string, label: string, value: unknown, change: Change): HTMLElement {
    const shown = h('output', { class: 'value' });
    const control = controlFor(path, value, change);
    const element = h('div', { class: 'path', 'data-path': path }, h('span', { class: 'name' }, label), shown, control?.element ?? null);
    this.#cards.set(path, {
      element,
      show: (now) => {
        shown.textContent = String(now);
        control?.show(now);
      },
    });
    return element;
  }

  #drawLines(): void {
    this.#lines.replaceChildren();
    if (this.#store === null) return;
    const box = this.#root.getBoundingClientRect();
    this.#lines.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
    for (const [graph, kind] of [
      [Graph.sync, 'sync'],
      [Graph.flip, 'flip'],
    ] as const) {
      for (const group of this.#store.groups(graph)) {
        for (let at = 1; at < group.length; at++) this.#line(group[at - 1] as string, group[at] as string, kind, box);
      }
    }
    for (const [target, source] of this.#aggregations) this.#line(target, source, 'aggregation', box);
  }

  #line(from: string, to: string, kind: string, box: DOMRect): void {
    const [a, b] = [from, to].map((path) => this.#cards.get(path)?.element.getBoundingClientRect());
    if (a === undefined || b === undefined) return;
    // Cards of one column are joined at their sides, others edge to edge.
    const isColumn = Math.abs(a.left - b.left) < a.width;
    const x1 = (isColumn || b.left < a.left ? a.left : a.right) - box.left;
    const x2 = (isColumn || b.left > a.left ? b.left : b.right) - box.left;
    const [y1, y2] = [a.top + a.height / 2 - box.top, b.top + b.height / 2 - box.top];
    const bend = isColumn ? [x1 - 14, x2 - 14] : [(x1 + x2) / 2, (x1 + x2) / 2];
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    line.setAttribute('d', `M${x1} ${y1}C${bend[0]} ${y1} ${bend[1]} ${y2} ${x2} ${y2}`);
    line.setAttribute('class', kind);
    line.dataset.from = from;
    line.dataset.to = to;
    this.#lines.append(line);
  }
}

/** What changes a value, if it is one that can be turned. */
function controlFor(path: string, value: unknown, change: Change): Card | null {
  if (typeof value === 'boolean') {
    const button = h('button', { type: 'button', class: 'switch', role: 'switch', 'aria-label': path });
    let now: unknown = value;
    button.addEventListener('click', () => change(path, now !== true));
    return {
      element: button,
      show: (next) => {
        now = next;
        button.setAttribute('aria-checked', next === undefined ? 'mixed' : String(next));
      },
    };
  }
  if (typeof value !== 'number') return null;
  const range = h('input', { type: 'range', min: 0, max: 100, step: 1, 'aria-label': path });
  range.addEventListener('input', () => change(path, range.valueAsNumber));
  return {
    element: range,
    show: (next) => {
      range.value = String(next);
    },
  };
}

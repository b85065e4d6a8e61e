/**
 * The settings of an element and of the controls around it, in one store: what the element's attributes say and what the
 * controls show are synced path by path. Nobody copies a setting from one place to another.
 */

import { cloned, deepEqual } from '../../state/page/containers.js';
import { connectDevtools } from '../../state/page/devtools.js';
import { type ChangeTuple, createStore, type StateRegistration, type StateStore } from '../../state.js';

export interface ElementSettingsOptions<Panel> {
  /** What the Redux DevTools call it. */
  readonly title: string;
  /** What controls show beside the element's settings, and what ties it to them: paths begin with `element.` or `panel.`. */
  readonly panel: Panel;
  readonly registration: StateRegistration;
}

/** `Settings` are the element's properties, `Panel` is what controls show. */
export class ElementSettings<Settings extends object, Panel extends object> {
  readonly store: StateStore<{ readonly element: Settings; readonly panel: Panel }>;
  readonly #element: HTMLElement & Settings;
  readonly #names: readonly (keyof Settings & string)[];

  /** @param same the properties that the panel has by the same name; `own` those that it has not */
  constructor(
    element: HTMLElement & Settings,
    same: readonly (keyof Settings & keyof Panel & string)[],
    own: readonly (keyof Settings & string)[],
    { title, panel, registration }: ElementSettingsOptions<Omit<Panel, keyof Settings>>,
  ) {
    this.#element = element;
    this.#names = [...same, ...own];
    const now = this.#ofElement();
    const shown = Object.fromEntries(same.map((name) => [name, now[name]]));
    // A copy: what an element tells may be frozen.
    this.store = createStore(cloned({ element: now, panel: { ...shown, ...panel } }) as { element: Settings; panel: Panel });
    this.store.register({
      ...registration,
      sync: [...same.map((name) => [`element.${name}`, `panel.${name}`] as const), ...(registration.sync ?? [])],
    });
    for (const name of this.#names) {
      this.store.subscribe(`element.${name}`, (value) => {
        // What the element says itself stays as it is written there.
        if (!deepEqual(element[name], value)) Object.assign(element, { [name]: value });
      });
    }
    // Keys, scripts and links set attributes; what they say goes the same way as what a control says.
    new MutationObserver(() => this.follow()).observe(element, { attributes: true });
    connectDevtools(this.store, `Skyflock: ${title}`);
  }

  get<Name extends keyof Panel & string>(name: Name): Panel[Name] {
    return this.store.get(`panel.${name}`) as Panel[Name];
  }

  set<Name extends keyof Panel & string>(name: Name, value: Panel[Name]): void {
    this.store.process([[`panel.${name}`, value]]);
  }

  /** Several at once, in this order. */
  setAll(values: Partial<Panel>): void {
    this.store.process(Object.entries(values).map(([name, value]): ChangeTuple => [`panel.${name}`, value]));
  }

  /** Calls `listener` after changes of what controls show, once the element has them too. */
  onChange(listener: () => void): void {
    let isDue = false;
    this.store.subscribe('panel', () => {
      if (isDue) return;
      isDue = true;
      queueMicrotask(() => {
        isDue = false;
        listener();
      });
    });
  }

  /** Takes on what the element has: to be called for a property that changed and that no attribute shows. */
  follow(names: readonly (keyof Settings & string)[] = this.#names): void {
    const now = this.#ofElement();
    const changes = names
      .filter((name) => !deepEqual(this.store.get(`element.${name}`), now[name]))
      .map((name): ChangeTuple => [`element.${name}`, now[name]]);
    if (changes.length > 0) this.store.process(changes);
  }

  #ofElement(): Settings {
    return Object.fromEntries(this.#names.map((name) => [name, this.#element[name]])) as Settings;
  }
}

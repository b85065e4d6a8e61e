/** Gives the browser tests both elements in React: what is written inline is another object at each render. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import '../../web/elements/life-sim.js';
import '../../web/elements/meteor-shower.js';
import type {} from '../../web/elements/react.js';

export interface FrameworksTestPage {
  /** Renders `<life-sim>` with these properties, all of them made anew; a second call renders it once more. */
  renderWorld(seed: number): void;
  /** The same of `<meteor-shower>`. */
  renderShower(worker: string | undefined): void;
}

const root = createRoot(document.body.appendChild(document.createElement('main')));

const scope: FrameworksTestPage = {
  renderWorld(seed) {
    root.render(
      createElement('life-sim', {
        tier: 'wasm',
        options: { seed, entities: 300 },
        tribes: [{ name: 'One', hue: 100 }, { name: 'Two' }],
        commands: [{ tick: 60, do: 'paintFood', x: 10, y: 20, radius: 30, amount: 2 }],
        urls: {},
        brush: { radius: 40, food: 3, tribe: 'One', count: 5 },
      }),
    );
  },
  renderShower(worker) {
    root.render(createElement('meteor-shower', { urls: worker === undefined ? {} : { worker } }));
  },
};
Object.assign(globalThis, { frameworks: scope });

import 'skyflock/life-sim';
import 'skyflock/meteor-shower';
import { afterNextRender, Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import { loadStateEngine } from 'skyflock/state';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <life-sim entities="500"></life-sim>
    <meteor-shower></meteor-shower>
  `,
})
export class App {
  constructor() {
    afterNextRender(async () => {
      const engine = await loadStateEngine();
      Object.assign(globalThis, { stateEngine: engine.name });
    });
  }
}

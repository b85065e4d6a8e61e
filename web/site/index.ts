/** The landing page: a world behind the text, one in every scene's card, and a night sky. */
import { LifeSimElement } from '../elements/life-sim.js';
import type { MeteorShowerElement } from '../elements/meteor-shower.js';
import '../elements/meteor-shower.js';
import { SCENES } from '../generated/life-layout.js';
import type { SceneName } from '../life.js';
import { copyReport } from './common/copy-report.js';
import { copyOnClick } from './common/copy-text.js';
import { byId, h } from './common/dom.js';
import { title } from './common/format.js';

/** Scenes worth a card, and how many animals show them best at that size. */
const CARDS: readonly { readonly scene: SceneName; readonly entities: number; readonly food: boolean }[] = [
  { scene: 'savanna', entities: 1500, food: true },
  { scene: 'flock', entities: 2000, food: false },
  { scene: 'islands', entities: 1500, food: true },
  { scene: 'swarm', entities: 2000, food: false },
];

for (const { scene, entities, food } of CARDS) {
  const summary = SCENES.find(({ name }) => name === scene)?.summary ?? '';
  const world = new LifeSimElement();
  Object.assign(world, { scene, entities, seed: 3, showFood: food, inert: true, ariaHidden: 'true' });
  const card = h('a', { class: 'scene', href: `./life.html#scene=${scene}` }, world, h('h3', {}, title(scene)), h('p', {}, summary));
  byId('scene-list').append(h('li', {}, card));
}

copyOnClick(byId<HTMLButtonElement>('copy'), byId('snippet'));

/** What runs on the page, by its element; worlds and skies here take no clicks, so that their own messages can't offer it. */
const shown = [...document.querySelectorAll<LifeSimElement | MeteorShowerElement>('life-sim, meteor-shower')];
let failed: LifeSimElement | MeteorShowerElement | undefined;
const notice = h(
  'p',
  { class: 'failed', role: 'status', hidden: true },
  'Something that should move on this page does not run as it should. ',
  copyReport({ report: async () => await (failed ?? (shown[0] as LifeSimElement)).report() }),
);
document.querySelector('.foot')?.before(notice);
for (const element of shown) {
  for (const event of ['error', 'fault'] as const) {
    element.addEventListener(event, () => {
      failed ??= element;
      notice.hidden = false;
    });
  }
}

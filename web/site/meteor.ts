/** The meteor page: the presets, the element behind text, and a playground that writes its HTML. */
import { MeteorShowerElement } from '../elements/meteor-shower.js';
import { type MeteorOptions, PRESETS } from '../generated/meteor-layout.js';
import type { PresetName } from '../generated/meteor-names.js';
import { copyReport } from './common/copy-report.js';
import { copyOnClick } from './common/copy-text.js';
import { byId, h } from './common/dom.js';
import { title } from './common/format.js';
import { Playground } from './meteor/playground.js';

/**
 * Presets that have a card, and what each looks best with at that size. Where meteors cross a small picture fast, they come
 * at a rate that leaves room: a full pool would let them come in waves.
 */
const CARDS: readonly {
  readonly preset: PresetName;
  readonly seed: number;
  readonly warmUp: number;
  readonly density: number;
  readonly options?: Partial<MeteorOptions>;
}[] = [
  { preset: 'shower', seed: 4, warmUp: 16, density: 1.8 },
  { preset: 'leonids', seed: 2, warmUp: 8, density: 3, options: { rate: 3, burst: 0 } },
  { preset: 'calm', seed: 8, warmUp: 24, density: 1.6 },
  { preset: 'hyperspace', seed: 3, warmUp: 4, density: 3, options: { rate: 45, burst: 0 } },
  { preset: 'aurora-rain', seed: 5, warmUp: 10, density: 2 },
];

const playground = new Playground(byId<MeteorShowerElement>('play'), byId('panel'), byId('html'));

for (const { preset, seed, warmUp, density, options = {} } of CARDS) {
  const shower = new MeteorShowerElement();
  Object.assign(shower, { preset, seed, warmUp, density, options, loading: 'lazy' });
  const summary = PRESETS.find(({ name }) => name === preset)?.summary ?? '';
  const card = h(
    'button',
    { type: 'button', class: 'preset', 'aria-label': `${title(preset)}: open in the playground` },
    shower,
    h('strong', {}, title(preset)),
    h('span', { class: 'summary' }, summary),
  );
  card.addEventListener('click', () => {
    playground.choose(preset);
    byId('playground').scrollIntoView();
  });
  byId('preset-list').append(h('li', {}, card));
}

const copy = byId<HTMLButtonElement>('copy');
copyOnClick(copy, byId('html'));
copy.closest('figure')?.after(h('p', { class: 'report' }, copyReport(byId<MeteorShowerElement>('play'))));

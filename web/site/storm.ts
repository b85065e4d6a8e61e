/** The storm page: the scene that the engine is measured with, and its figures. */
import type { MeteorShowerElement } from '../elements/meteor-shower.js';
import '../elements/meteor-shower.js';
import { RENDERER_NAMES, type RendererChoice } from '../engine/renderer-names.js';
import { METEOR_TIERS } from '../meteor/shared/kernel.js';
import type { MeteorTierChoice } from '../meteor/shared/messages.js';
import { copyReport } from './common/copy-report.js';
import { byId, h } from './common/dom.js';
import { title } from './common/format.js';

const storm = byId<MeteorShowerElement>('storm');

/** Shares of the full storm. */
const SIZES = [0.01, 0.1, 0.5, 1] as const;
const MEBIBYTE = 2 ** 20;

function fill(
  id: string,
  options: readonly (readonly [value: string, text: string])[],
  chosen: string,
  choose: (value: string) => void,
): void {
  const select = byId<HTMLSelectElement>(id);
  for (const [value, text] of options) select.append(h('option', { value, selected: value === chosen }, text));
  select.addEventListener('change', () => choose(select.value));
}

fill(
  'density',
  SIZES.map((size) => [String(size), `${(10_000 * size).toLocaleString('en')} meteors`]),
  '1',
  (value) => {
    storm.density = Number(value);
    storm.options = Number(value) === 1 ? {} : { debris: Math.round(1_000_000 * Number(value)) };
  },
);
fill(
  'tier',
  ['auto', ...METEOR_TIERS].map((name) => [name, title(name)]),
  storm.tier,
  (value) => {
    storm.tier = value as MeteorTierChoice;
  },
);
fill(
  'renderer',
  ['auto', ...RENDERER_NAMES].map((name) => [name, title(name)]),
  storm.renderer,
  (value) => {
    storm.renderer = value as RendererChoice;
  },
);

const pause = byId<HTMLButtonElement>('pause');
pause.after(copyReport(storm));
pause.addEventListener('click', () => {
  storm.paused = !storm.paused;
  pause.setAttribute('aria-pressed', String(storm.paused));
  pause.textContent = storm.paused ? 'Go on' : 'Pause';
});

storm.addEventListener('metrics', ({ detail }) => {
  const show = (id: string, text: string): void => {
    byId(id).textContent = text;
  };
  show('meteors', detail.meteors.toLocaleString('en'));
  show('particles', detail.particles.toLocaleString('en'));
  show('update', `${detail.updateMilliseconds.toFixed(2)} ms, ${detail.tier}`);
  show('draw', `${detail.drawMilliseconds.toFixed(1)} ms, ${detail.renderer}`);
  show('fps', detail.framesPerSecond.toFixed(0));
  show('memory', `${(detail.memoryBytes / MEBIBYTE).toFixed(1)} MiB`);
});

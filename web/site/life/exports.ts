/** Ways to take a world along: a link, numbers, a picture. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import { tribeName } from '../../elements/narrator.js';
import { describe } from '../../engine/errors.js';
import { HYBRID_TRIBE } from '../../generated/life-layout.js';
import { h, icon } from './dom.js';
import type { History } from './history.js';
import type { Notices } from './notices.js';
import type { WorldChoice } from './world-choice.js';

export interface ExportParts {
  readonly sim: LifeSimElement;
  readonly choice: WorldChoice;
  readonly history: History;
  readonly notices: Notices;
}

/** Adds a button for each way. */
export function addExports(root: HTMLElement, { sim, choice, history, notices }: ExportParts): void {
  const add = (label: string, title: string, act: () => Promise<void>, sign: 'share' | null = null): void => {
    const button = h('button', { type: 'button', class: 'button small', title }, sign === null ? null : icon(sign), h('span', {}, label));
    button.addEventListener('click', () => {
      act().catch((error: unknown) => notices.warn(`${label}: ${describe(error)}`));
    });
    root.append(button);
  };
  add(
    'Copy link',
    'A link that founds the same world',
    async () => {
      choice.remember();
      await navigator.clipboard.writeText(choice.link);
      notices.tell('The link is copied: it founds the same world, tick by tick.');
    },
    'share',
  );
  add('CSV', 'Population and traits over time', async () => {
    save(new Blob([history.toCsv(tribesOf(sim))], { type: 'text/csv' }), nameOf(sim, 'csv'));
  });
  add('JSON', 'The founding and the newest statistics', async () => {
    const { life } = sim;
    if (life === null) throw new Error('there is no world yet');
    const text = JSON.stringify({ founding: life.founding, stats: life.stats }, null, 2);
    save(new Blob([text], { type: 'application/json' }), nameOf(sim, 'json'));
  });
  add('PNG', 'The picture as it is now', async () => save(await sim.toPng(), nameOf(sim, 'png')));
}

function tribesOf(sim: LifeSimElement): { readonly number: number; readonly name: string }[] {
  const founding = sim.life?.founding;
  if (founding === undefined) throw new Error('there is no world yet');
  return [...founding.tribes.keys(), HYBRID_TRIBE].map((number) => ({ number, name: tribeName(founding, number) }));
}

function nameOf({ life, scene }: LifeSimElement, ending: string): string {
  return `skyflock-${scene}-${life?.founding.options.seed ?? 0}-${life?.stats?.tick ?? 0}.${ending}`;
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  // The download has its own hold on the bytes once it began.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Ways to take a world along: a link, numbers, a picture. */

import { copyText } from '../../elements/base/copy-text.js';
import { tribeName } from '../../elements/life/narrator.js';
import type { LifeSimElement } from '../../elements/life-sim.js';
import { describe } from '../../engine/describe.js';
import { HYBRID_TRIBE } from '../../generated/life-layout.js';
import type { Life, Recording } from '../../life.js';
import { h, icon } from '../common/dom.js';
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
      const recording = await livingIn(sim).recording();
      const whole = recording.commands.length === 0 && recording.from === null ? choice.link : choice.linkOf(recording);
      const link = whole ?? choice.link;
      try {
        await copyText(link);
      } catch {
        choice.remember(link);
        throw new Error('this browser copies nothing for a page; the link is in the address bar');
      }
      if (whole !== null) notices.tellNotice('The link is copied: it founds the same world, tick by tick.');
      else notices.warn(`The link is copied without ${left(recording)}: save the world to take all of it along.`);
    },
    'share',
  );
  add('CSV', 'Population and traits over time', async () => {
    download(new Blob([history.toCsv(tribesOf(sim))], { type: 'text/csv' }), nameOf(sim, 'csv'));
  });
  add('JSON', 'The founding and the newest statistics', async () => {
    const life = livingIn(sim);
    const text = JSON.stringify({ founding: life.founding, stats: life.stats }, null, 2);
    download(new Blob([text], { type: 'application/json' }), nameOf(sim, 'json'));
  });
  add('PNG', 'The picture as it is now', async () => download(await sim.toPng(), nameOf(sim, 'png')));
}

function livingIn({ life }: LifeSimElement): Life {
  if (life === null) throw new Error('there is no world yet');
  return life;
}

/** What a link to this recording's world leaves out. */
function left({ from, commands }: Recording): string {
  return from === null ? `the ${commands.length} commands given` : 'the world that was loaded';
}

function tribesOf(sim: LifeSimElement): { readonly number: number; readonly name: string }[] {
  const { founding } = livingIn(sim);
  return [...founding.tribes.keys(), HYBRID_TRIBE].map((number) => ({ number, name: tribeName(founding, number) }));
}

/** A name for a file about the world as it is now. */
export function nameOf({ life, scene }: LifeSimElement, ending: string): string {
  return `skyflock-${scene}-${life?.founding.options.seed ?? 0}-${life?.stats?.tick ?? 0}.${ending}`;
}

/** Lets the user keep a file. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: name }).click();
  // The download has its own hold on the bytes once it began.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

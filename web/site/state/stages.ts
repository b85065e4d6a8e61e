/** The last batch, stage by stage: what each added, and what came of it. */
import { ChangeFlag } from '../../generated/state-layout.js';
import type { StateBatch } from '../../state.js';
import { h } from '../common/dom.js';

const STAGES = [
  { name: 'given', title: 'Given', about: 'what was asked for' },
  { name: 'aggregation', title: 'Aggregation', about: 'a target’s write goes to its sources' },
  { name: 'sync', title: 'Sync', about: 'equal paths follow' },
  { name: 'flip', title: 'Flip', about: 'opposite ones turn' },
  { name: 'listener', title: 'Listeners', about: 'what they answer' },
  { name: 'read', title: 'Read back', about: 'targets, from their sources' },
] as const;
export type StageName = (typeof STAGES)[number]['name'];

/** The last stage that a change came through. */
export function stageOf({ flags }: StateBatch, at: number): StageName {
  const flag = flags[at] as number;
  if ((flag & ChangeFlag.listener) !== 0) return 'listener';
  if ((flag & ChangeFlag.flip) !== 0) return 'flip';
  if ((flag & ChangeFlag.sync) !== 0) return 'sync';
  return (flag & ChangeFlag.aggregation) !== 0 ? 'aggregation' : 'given';
}

export function showStages(root: HTMLElement, batch: StateBatch): void {
  const rows = new Map<StageName, HTMLElement[]>(STAGES.map(({ name }) => [name, []]));
  batch.changes.forEach(([path, value], at) => {
    const isNoop = ((batch.flags[at] as number) & ChangeFlag.noop) !== 0;
    rows.get(stageOf(batch, at))?.push(row(path, value, at, isNoop));
  });
  for (const [path, value] of batch.reads) rows.get('read')?.push(row(path, value, batch.changes.length, false));
  root.replaceChildren(
    ...STAGES.map(({ name, title, about }) => {
      const list = rows.get(name) as HTMLElement[];
      const changes = list.length === 0 ? h('p', { class: 'none' }, about) : h('ul', {}, ...list);
      return h('li', { class: 'stage', 'data-stage': name }, h('h3', {}, title), changes);
    }),
  );
}

/** @param at its place in the batch, which sets when it appears */
function row(path: string, value: unknown, at: number, isNoop: boolean): HTMLElement {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  const made = h(
    'li',
    { class: isNoop ? 'noop' : null, title: isNoop ? 'It had that value already' : null },
    h('code', {}, path),
    ` ${text}`,
  );
  made.style.setProperty('--at', String(at));
  return made;
}

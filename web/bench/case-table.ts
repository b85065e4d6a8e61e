/** Cases as a table; each opens to its histogram, its phases and its workers. */
import { Phase } from '../generated/life-layout.js';
import { h } from '../site/common/dom.js';
import { count, short, title, trim } from '../site/common/format.js';
import { crewName } from './cases.js';
import { stackedBar, timesHistogram } from './charts.js';
import type { BenchPlan } from './plan.js';
import { type CaseResult, fixedHash, type Verdict } from './report.js';
import type { Interval } from './statistics.js';
import { type CaseSummary, summarise } from './summary.js';

const COLUMNS = ['Case', 'Animals', 'Tick', 'p95', 'p99', 'Ticks/s', 'ns/animal', 'Exchange, wait', 'Memory', 'State'] as const;
const VERDICTS: Readonly<Record<Verdict, string>> = {
  same: 'The same state as the others of this world',
  alone: 'No other run had this world: its state is not checked',
  wrong: 'Another state than the others of this world: it does not score',
};

/** A table in a frame that scrolls sideways where it must. */
export function scrollTable(label: string, columns: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const head = h('tr', {}, ...columns.map((column) => h('th', { scope: 'col' }, column)));
  const table = h('table', { 'aria-label': label }, h('thead', {}, head), h('tbody', {}, ...rows));
  return h('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': label }, table);
}

/** `1.23 ms` with its interval under it. */
export function intervalCell({ low, mid, high }: Interval, unit: string): HTMLElement {
  const range = Number.isNaN(low) ? null : h('small', { title: '95 % interval' }, `${trim(low)} – ${trim(high)}`);
  return h('td', { class: 'number' }, `${trim(mid)}${unit}`, range);
}

/** Whether a state is right, as a mark and words. */
export function stateCell(hash: string | null, verdict: Verdict): HTMLElement {
  const mark = { same: '✓', alone: '·', wrong: '✗' }[verdict];
  const words = `${VERDICTS[verdict]}${hash === null ? '' : `: ${hash}`}`;
  return h(
    'td',
    { class: `state ${verdict}`, title: words },
    `${mark} ${hash === null ? '–' : hash.slice(0, 8)}`,
    h('span', { class: 'unseen' }, `. ${words}`),
  );
}

export function caseTable(
  label: string,
  cases: readonly CaseResult[],
  verdicts: ReadonlyMap<string, Verdict>,
  plan: BenchPlan,
): HTMLElement {
  const rows = cases.flatMap((result) => caseRows(result, verdicts.get(result.key) ?? 'alone', plan));
  return scrollTable(label, COLUMNS, rows);
}

function caseRows(result: CaseResult, verdict: Verdict, plan: BenchPlan): HTMLElement[] {
  const name = `${crewName(result.tier, result.workers)}${result.strategy === null ? '' : `, ${result.strategy}`}`;
  const summary = result.error === null && verdict !== 'wrong' ? summarise(result) : null;
  const state = stateCell(fixedHash(result, plan), verdict);
  if (summary === null) {
    const why = result.error ?? 'Wrong: it came to another state than the others of its world, and does not score.';
    const animals = h('td', { class: 'number' }, count(result.animals));
    return [
      h('tr', { class: 'failed', 'data-key': result.key }, h('th', { scope: 'row' }, name), animals, h('td', { colspan: 7 }, why), state),
    ];
  }
  const opener = h('button', { type: 'button', class: 'opener', 'aria-expanded': 'false', title: 'Histogram, phases, workers' }, name);
  const cell = (text: string): HTMLElement => h('td', { class: 'number' }, text);
  const row = h(
    'tr',
    { 'data-key': result.key },
    h('th', { scope: 'row' }, opener),
    cell(count(result.animals)),
    intervalCell(summary.tick, ' ms'),
    cell(trim(summary.p95)),
    cell(trim(summary.p99)),
    cell(short(Math.round(summary.ticksPerSecond))),
    cell(trim(summary.nsPerAnimal)),
    cell(summary.overhead === null ? '–' : `${Math.round(100 * summary.overhead)} %`),
    cell(`${trim(result.memoryBytes / 1e6)} MB`),
    state,
  );
  const body = h('td', { colspan: COLUMNS.length });
  const detail = h('tr', { class: 'detail', hidden: true }, body);
  opener.addEventListener('click', () => {
    detail.hidden = !detail.hidden;
    opener.setAttribute('aria-expanded', String(!detail.hidden));
    // Drawn when it is first seen: a hidden plot has no width.
    if (body.childElementCount === 0) body.append(caseDetail(name, result, summary));
  });
  return [row, detail];
}

function caseDetail(name: string, { rounds, foundingMs }: CaseResult, summary: CaseSummary): HTMLElement {
  const samples = rounds.flatMap(({ milliseconds }) => milliseconds);
  const words = `p50 ${trim(summary.p50)} ms, p95 ${trim(summary.p95)} ms, p99 ${trim(summary.p99)} ms`;
  const phaseNames = Object.keys(Phase);
  const most = Math.max(...summary.phases);
  const phases = summary.phases.map((value, phase) =>
    stackedBar(title(phaseNames[phase] ?? ''), [{ name: 'Mean', value, color: 'compute' }], most),
  );
  const longest = Math.max(...summary.workers.map(({ compute, exchange, wait }) => compute + exchange + wait));
  const workers = summary.workers.map(({ compute, exchange, wait }, worker) => {
    const parts = [
      { name: 'compute', value: compute, color: 'compute' },
      { name: 'exchange', value: exchange, color: 'exchange' },
      { name: 'wait', value: wait, color: 'wait' },
    ];
    return stackedBar(`Worker ${worker}`, parts, longest);
  });
  const legend = h('p', { class: 'bar-legend' }, ...['compute', 'exchange', 'wait'].map((part) => h('span', { class: part }, part)));
  return h(
    'div',
    { class: 'case-detail' },
    h(
      'figure',
      {},
      h('figcaption', {}, `${count(samples.length)} ticks: ${words}`),
      timesHistogram(samples, `Histogram of the ticks of ${name}: ${words}`),
    ),
    h('figure', {}, h('figcaption', {}, 'Phases of a tick'), ...phases),
    workers.length === 0 ? null : h('figure', {}, h('figcaption', {}, 'Workers in a tick'), ...workers, legend),
    h('p', { class: 'aside' }, `The world stood after ${trim(foundingMs)} ms.`),
  );
}

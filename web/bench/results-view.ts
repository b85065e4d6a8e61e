/** A report as a page, and two reports side by side. */
import { h } from '../site/common/dom.js';
import { count, short, trim } from '../site/common/format.js';
import { caseTable, intervalCell, scrollTable } from './case-table.js';
import { crewName } from './cases.js';
import { dropPlots, lineChart } from './charts.js';
import { rampList } from './ramp-view.js';
import { type BenchReport, type CaseResult, type Verdict, verdicts } from './report.js';
import { isApart, median } from './statistics.js';
import { type Comparison, compare } from './summary.js';

/** Takes a shown report away. */
export function clearReport(root: HTMLElement): void {
  dropPlots(root);
  root.replaceChildren();
}

/** Shows a report in place of what stood there. */
export function showReport(root: HTMLElement, report: BenchReport): void {
  const { cases, ramps, plan } = report;
  const found = verdicts(report);
  const ofKind = (kind: string): CaseResult[] => cases.filter((one) => one.kind === kind);
  const parts: (HTMLElement | null)[] = [
    tiles(report, found),
    ramps.length === 0
      ? null
      : section('Animals at full speed', '60 ticks a second, and 60 pictures where they are drawn.', rampList(ramps, found, plan)),
    casesSection('As fast as it goes', 'Medians with 95 % intervals, in ms a tick; the engine alone.', ofKind('case'), found, report),
    casesSection('Ways to cut the world', 'The same world on the same threads.', ofKind('strategy'), found, report),
    casesSection('Stress', 'As many animals as asked for, in the fastest tier.', ofKind('stress'), found, report),
    syncSection(ofKind('sync'), found, report),
  ];
  clearReport(root);
  root.append(...parts.filter((part) => part !== null));
}

/** Shows what a report and an earlier one have in common. */
export function showComparison(root: HTMLElement, now: BenchReport, earlier: BenchReport, onClose: () => void): void {
  const found = compare(now, earlier);
  const close = h('button', { type: 'button', class: 'button small' }, 'Close');
  close.addEventListener('click', onClose);
  const columns = ['What', 'Now', 'Earlier', 'Times as good', 'Verdict'];
  const body =
    found.length === 0 ? h('p', {}, 'The two runs have no case in common.') : scrollTable('Comparison', columns, found.map(comparisonRow));
  root.replaceChildren(section('Side by side', `With the run of ${when(earlier.date)}, on ${earlier.machine.userAgent}.`, body, close));
  root.hidden = false;
}

/** `2 Jan 2026, 03:04` */
export function when(date: string): string {
  const time = new Date(date);
  return Number.isNaN(time.getTime()) ? date : time.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
}

function comparisonRow({ key, now, earlier, unit, ratio, differs }: Comparison): HTMLElement {
  const words = (value: number): string => (unit === 'ms' ? `${trim(value)} ms` : count(value));
  const apart = unit === 'animals' ? ratio.mid !== 1 : isApart(ratio, 1);
  const verdict = differs ? 'another world' : !apart ? 'no difference' : ratio.mid > 1 ? 'better' : 'worse';
  return h(
    'tr',
    { class: verdict.replace(' ', '-'), 'data-key': key },
    h(
      'th',
      { scope: 'row' },
      key.replace(/\d{4,}/, (digits) => count(Number(digits))),
    ),
    h('td', { class: 'number' }, words(now)),
    h('td', { class: 'number' }, words(earlier)),
    intervalCell(ratio, '×'),
    h('td', { class: 'verdict' }, verdict),
  );
}

function tiles({ cases, ramps, plan }: BenchReport, found: ReadonlyMap<string, Verdict>): HTMLElement {
  const rightRamps = ramps.filter(({ key }) => found.get(key) !== 'wrong');
  const best = rightRamps.reduce((most, ramp) => Math.max(most, ramp.most), 0);
  const firstFrames = rightRamps.flatMap(({ steps }) => steps.slice(0, 1).map(({ firstFrameMs }) => firstFrameMs));
  const checked = [...found.values()].filter((verdict) => verdict !== 'alone').length;
  const wrong = [...found.values()].filter((verdict) => verdict === 'wrong').length;
  const memory = Math.max(
    0,
    ...cases.map(({ memoryBytes }) => memoryBytes),
    ...ramps.flatMap(({ steps }) => steps.map((step) => step.memoryBytes)),
  );
  const tile = (name: string, value: string, kind = ''): HTMLElement => h('div', { class: kind }, h('dt', {}, name), h('dd', {}, value));
  return h(
    'dl',
    { class: 'tiles' },
    tile('Animals at full speed', best === 0 ? '–' : short(best)),
    tile('First frame', firstFrames.length === 0 ? '–' : `${Math.round(median(firstFrames))} ms`),
    tile('Most memory', memory === 0 ? '–' : `${trim(memory / 1e6)} MB`),
    tile(`Same state at tick ${plan.hashTick}`, checked === 0 ? '–' : `${checked - wrong} of ${checked}`, wrong > 0 ? 'bad' : ''),
  );
}

function casesSection(
  name: string,
  about: string,
  cases: readonly CaseResult[],
  found: ReadonlyMap<string, Verdict>,
  { plan }: BenchReport,
): HTMLElement | null {
  return cases.length === 0 ? null : section(name, about, caseTable(name, cases, found, plan));
}

/** What a tick's hand-overs cost, over the number of threads. */
function syncSection(cases: readonly CaseResult[], found: ReadonlyMap<string, Verdict>, report: BenchReport): HTMLElement | null {
  if (cases.length === 0) return null;
  const charts = [...new Set(cases.map(({ tier }) => tier))].map((tier) => {
    const points = cases
      .filter((one) => one.tier === tier && one.rounds.length > 0 && found.get(one.key) !== 'wrong')
      .map(({ workers, rounds }) => [workers, median(rounds.flatMap(({ milliseconds }) => milliseconds))] as const);
    if (points.length < 2) return null;
    const words = points.map(([workers, ms]) => `${crewName(tier, workers)}: ${trim(ms)} ms`).join(', ');
    return h('figure', {}, h('figcaption', {}, `Tier ${tier}: ms a tick over threads`), lineChart(points, 'ms', words));
  });
  const about = 'A world of 16 animals: its ticks are hardly more than their hand-overs between threads.';
  const figures = h('div', { class: 'figures' }, ...charts);
  return section('Hand-overs', about, figures, caseTable('Hand-overs', cases, found, report.plan));
}

function section(name: string, about: string, ...children: readonly HTMLElement[]): HTMLElement {
  return h('section', { class: 'panel', 'aria-label': name }, h('header', {}, h('h2', {}, name), h('p', {}, about)), ...children);
}

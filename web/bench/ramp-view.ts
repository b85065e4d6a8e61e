/** How many animals each crew holds at full speed. */

import { quantiles } from '../engine/quantiles.js';
import { h } from '../site/common/dom.js';
import { count, trim } from '../site/common/format.js';
import { scrollTable, stateCell } from './case-table.js';
import { crewName } from './cases.js';
import { timesHistogram } from './charts.js';
import type { BenchPlan } from './plan.js';
import { fixedHash, type LiveResult, type RampResult, type Verdict } from './report.js';

const COLUMNS = ['Animals', 'Held', 'Ticks/s', 'Pictures/s', 'p50', 'p95', 'p99', 'First frame', 'Memory', 'State'] as const;

export function rampList(ramps: readonly RampResult[], verdicts: ReadonlyMap<string, Verdict>, plan: BenchPlan): HTMLElement {
  const longest = Math.max(1, ...ramps.map(({ most }) => most));
  return h('ol', { class: 'ramp-list' }, ...ramps.map((ramp) => rampItem(ramp, verdicts.get(ramp.key) ?? 'alone', longest, plan)));
}

function rampItem(ramp: RampResult, verdict: Verdict, longest: number, plan: BenchPlan): HTMLElement {
  const name = crewName(ramp.tier, ramp.workers);
  const wrong = verdict === 'wrong';
  const bar = h('span', { class: 'bar' }, h('i', { class: 'compute' }));
  (bar.firstElementChild as HTMLElement).style.inlineSize = wrong ? '0' : `${(100 * ramp.most) / longest}%`;
  const value = wrong ? 'wrong state' : ramp.most === 0 ? 'none' : count(ramp.most);
  const summary = h(
    'summary',
    { class: 'bar-row' },
    h('span', { class: 'bar-name' }, name),
    bar,
    h('strong', { class: 'bar-value' }, value),
  );
  const drawn = ramp.renderer === null ? 'nothing drawn' : `drawn by ${ramp.renderer}`;
  const details = h('details', {}, summary);
  details.addEventListener(
    'toggle',
    () => {
      const best = ramp.steps.filter(({ held }) => held).at(-1) ?? ramp.steps[0];
      details.append(
        scrollTable(
          `Steps of ${name}, ${drawn}`,
          COLUMNS,
          ramp.steps.map((step) => stepRow(step, verdict, plan)),
        ),
      );
      if (best === undefined || best.frameMs.length === 0) return;
      const label = `Milliseconds between pictures with ${count(best.animals)} animals`;
      details.append(h('figure', {}, h('figcaption', {}, label), timesHistogram(best.frameMs, `Histogram: ${label}`)));
    },
    { once: true },
  );
  const error = ramp.error === null ? null : h('p', { class: 'aside warning' }, `It ended early: ${ramp.error}`);
  return h('li', { class: wrong ? 'failed' : null, 'data-key': ramp.key }, details, error);
}

function stepRow(step: LiveResult, verdict: Verdict, plan: BenchPlan): HTMLElement {
  const drawn = step.frameMs.length > 0;
  const times = quantiles(step.frameMs, [0.5, 0.95, 0.99]).map((time) => (drawn ? `${trim(time)} ms` : '–'));
  const cell = (text: string): HTMLElement => h('td', { class: 'number' }, text);
  return h(
    'tr',
    { class: step.held ? null : 'missed' },
    cell(count(step.animals)),
    h('td', {}, step.held ? 'yes' : 'no'),
    cell(trim(step.ticksPerSecond)),
    cell(drawn ? trim(step.framesPerSecond) : '–'),
    ...times.map(cell),
    cell(`${trim(step.firstFrameMs)} ms`),
    cell(`${trim(step.memoryBytes / 1e6)} MB`),
    stateCell(fixedHash(step, plan), verdict),
  );
}

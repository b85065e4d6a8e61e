/** The benchmark page; `window.skyflockBench` is what the command line measures with. */
import { copyText } from '../elements/base/copy-text.js';
import { describe } from '../engine/describe.js';
import { detectFeatures, whyNot } from '../engine/features.js';
import { TIER_NAMES } from '../engine/tier-names.js';
import { byId, h } from '../site/common/dom.js';
import { conditionsOf, surroundings } from './conditions.js';
import { readReport, toCsv } from './export.js';
import { Measure } from './measure.js';
import { type BenchPlan, readPlan, usualPlan, writePlan } from './plan.js';
import type { BenchReport, Machine } from './report.js';
import { clearReport, showComparison, showReport, when } from './results-view.js';
import { type Progress, runPlan } from './runner.js';
import { SetupForm } from './setup-form.js';

declare global {
  interface Window {
    skyflockBench?: Measure;
  }
}

/** What starts the address's plan as soon as the page stands. */
const START = 'start';

class BenchPage {
  readonly #form: SetupForm;
  readonly #cancel = byId<HTMLButtonElement>('cancel');
  readonly #running = byId('running');
  readonly #exports = byId('exports');
  readonly #results = byId('results');
  readonly #comparison = byId('comparison');
  #plan: BenchPlan;
  #report: BenchReport | null = null;
  /** Whether the report was read from a file. */
  #imported = false;
  #abort: AbortController | null = null;

  constructor() {
    const features = detectFeatures();
    const tiers = TIER_NAMES.filter((tier) => whyNot(tier, features) === null);
    const order = crypto.getRandomValues(new Uint32Array(1))[0] as number;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const usual = { ...usualPlan(tiers, navigator.hardwareConcurrency ?? 1, order), draw: !calm };
    const { plan, errors: unread } = readPlan(location.search, usual);
    const errors = [...unread];
    this.#plan = { ...plan, tiers: plan.tiers.filter((tier) => tiers.includes(tier)) };
    this.#form = new SetupForm(byId<HTMLFormElement>('setup'), this.#plan, (read) => void this.run(read));
    this.#cancel.addEventListener('click', () => this.#abort?.abort(new Error('cancelled')));
    document.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#abort?.abort(new Error('cancelled'));
    });
    this.#addExports();
    const left = plan.tiers.filter((tier) => !tiers.includes(tier));
    if (left.length > 0) errors.push(new Error(`tier ${left.join(', ')} can't run here and is left out`));
    if (errors.length > 0) this.#say(errors.map(describe).join(' '), true);
    if (new URLSearchParams(location.search).has(START) && this.#plan.tiers.length > 0) void this.run(this.#plan);
    else void surroundings().then((around) => this.#report === null && showMachine(around, conditionsOf(around)));
  }

  async run(plan: BenchPlan): Promise<void> {
    if (this.#abort !== null) return;
    const abort = new AbortController();
    const earlier = this.#imported ? this.#report : null;
    this.#abort = abort;
    this.#plan = plan;
    this.#imported = false;
    this.#report = null;
    history.replaceState(null, '', `?${writePlan(plan)}`);
    this.#form.busy = true;
    clearReport(this.#results);
    this.#comparison.hidden = true;
    this.#running.hidden = false;
    this.#cancel.focus();
    this.#say('');
    const stage = byId('stage');
    stage.hidden = !plan.draw || !plan.parts.includes('ramp');
    try {
      const report = await runPlan({
        plan,
        stage,
        signal: abort.signal,
        onProgress: (progress) => this.#progress(progress),
        onReport: (part) => this.#show(part),
      });
      this.#say(`Done. The run of ${when(report.date)} is complete.`);
      if (earlier !== null) this.#compareWith(earlier);
    } catch (error) {
      this.#say(
        abort.signal.aborted ? 'Cancelled. What was measured until then is shown.' : `The run ended: ${describe(error)}`,
        !abort.signal.aborted,
      );
    } finally {
      this.#abort = null;
      this.#running.hidden = true;
      this.#form.busy = false;
      this.#form.focus();
    }
  }

  #progress({ share, text }: Progress): void {
    const bar = this.#running.querySelector('progress');
    if (bar !== null) bar.value = share;
    this.#say(text);
  }

  #show(report: BenchReport): void {
    this.#report = report;
    showMachine(report.machine, report.conditions);
    showReport(this.#results, report);
    for (const button of this.#exports.querySelectorAll<HTMLButtonElement>('[data-needs-report]')) button.disabled = false;
  }

  #compareWith(earlier: BenchReport): void {
    if (this.#report === null) return;
    showComparison(this.#comparison, this.#report, earlier, () => {
      this.#comparison.hidden = true;
    });
    this.#comparison.scrollIntoView({ block: 'nearest' });
  }

  #say(text: string, warns = false): void {
    const message = byId('message');
    message.textContent = text;
    message.classList.toggle('warning', warns);
  }

  #addExports(): void {
    const add = (label: string, hint: string, needsReport: boolean, act: () => void | Promise<void>): void => {
      const button = h(
        'button',
        { type: 'button', class: 'button small', title: hint, disabled: needsReport, 'data-needs-report': needsReport },
        label,
      );
      button.addEventListener('click', async () => {
        try {
          await act();
        } catch (error) {
          this.#say(`${label}: ${describe(error)}`, true);
        }
      });
      this.#exports.append(button);
    };
    add('JSON', 'The whole run; this page can read it again', true, () => this.#save('json', (report) => JSON.stringify(report)));
    add('CSV', 'A line for each case and step', true, () => this.#save('csv', toCsv));
    add('Copy link', 'A link that repeats this run', false, () => this.#copyLink());
    const file = h('input', { type: 'file', accept: '.json,application/json', 'aria-label': 'An exported run', hidden: true });
    file.addEventListener('change', () => void this.#import(file));
    this.#exports.append(file);
    add('Import', 'An exported run: shown, or put beside the one that is shown', false, () => file.click());
  }

  async #copyLink(): Promise<void> {
    const link = `?${writePlan(this.#plan)}&${START}=1`;
    history.replaceState(null, '', link);
    await copyText(location.href).catch(() => {
      throw new Error('the browser refuses; the link is in the address bar');
    });
    this.#say('The link is copied: it repeats this run.');
  }

  #save(ending: 'json' | 'csv', write: (report: BenchReport) => string): void {
    if (this.#report === null) return;
    const type = ending === 'json' ? 'application/json' : 'text/csv';
    const url = URL.createObjectURL(new Blob([write(this.#report)], { type }));
    h('a', { href: url, download: `skyflock-bench-${this.#report.date.slice(0, 19).replaceAll(':', '-')}.${ending}` }).click();
    // The download has its own hold on the bytes once it began.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  async #import(file: HTMLInputElement): Promise<void> {
    const [chosen] = file.files ?? [];
    if (chosen === undefined || this.#abort !== null) return;
    try {
      const report = readReport(await chosen.text());
      if (this.#report === null) {
        this.#imported = true;
        this.#show(report);
        this.#say(`This is the run of ${when(report.date)}. The next one is put beside it.`);
      } else {
        this.#compareWith(report);
        this.#say(`Compared with the run of ${when(report.date)}.`);
      }
    } catch (error) {
      this.#say(`${chosen.name} can't be imported: ${describe(error)}`, true);
    } finally {
      file.value = '';
    }
  }
}

function showMachine({ processors, refreshRate, gpu, isolated }: Machine, conditions: readonly string[]): void {
  const machine = byId('machine');
  const facts = [
    `${processors} processors`,
    refreshRate > 0 ? `${refreshRate} Hz` : 'no display',
    gpu ?? 'no WebGL2',
    isolated ? 'isolated' : 'not isolated',
  ];
  machine.hidden = false;
  (machine.querySelector('.about') as HTMLElement).textContent = facts.join(' · ');
  machine.querySelector('.conditions')?.replaceChildren(...conditions.map((condition) => h('li', {}, condition)));
}

window.skyflockBench = new Measure();
new BenchPage();

/** The form that a plan is made with. */
import { detectFeatures, whyNot } from '../engine/features.js';
import { TIER_NAMES } from '../engine/tier-names.js';
import { SCENE_NAMES } from '../life/shared/founding.js';
import { h } from '../site/common/dom.js';
import { title } from '../site/common/format.js';
import { type BenchPlan, PARTS, readWord } from './plan.js';

type TextKey =
  | 'seed'
  | 'workers'
  | 'animals'
  | 'ramp'
  | 'most'
  | 'rounds'
  | 'ticks'
  | 'warmUp'
  | 'seconds'
  | 'refine'
  | 'hashTick'
  | 'order';

const LABELS: Readonly<Record<TextKey, readonly [string, string]>> = {
  animals: ['Animals of a case', 'Each case runs with each of these numbers, as fast as it goes'],
  workers: ['Threads', 'Each tier that has threads runs with each of these numbers of them'],
  ramp: ['Animals of the ramp', 'Climbed until 60 ticks and 60 pictures a second no longer hold'],
  seed: ['Seed', 'The same seed is the same world'],
  rounds: ['Rounds', 'All cases take turns in each round'],
  ticks: ['Ticks a round', 'Timed ticks'],
  warmUp: ['Warm-up ticks', 'Ticks before the first round'],
  seconds: ['Seconds a step', 'For which a step of the ramp is watched'],
  refine: ['Refinements', 'Times that the ramp halves the gap between what holds and what does not'],
  hashTick: ['Tick of the hash', 'The tick whose state every run must agree on'],
  most: ['Animals of the stress run', 'As many as the engine takes: up to 1,048,576'],
  order: ['Order', 'What the random order follows from'],
};
const FIRST: readonly TextKey[] = ['animals', 'workers', 'ramp'];
const LATER: readonly TextKey[] = ['seed', 'rounds', 'ticks', 'warmUp', 'seconds', 'refine', 'hashTick', 'most', 'order'];
const PART_LABELS = {
  cases: ['Cases', 'Ticks as fast as they go'],
  sync: ['Hand-overs', 'What threads cost: worlds of 16 animals'],
  strategies: ['Ways to cut', 'Bisection, strips and tiles on the most threads'],
  ramp: ['Ramp', 'The most animals at full speed'],
  stress: ['Stress', 'The most animals there can be'],
} as const;

export class SetupForm {
  readonly #form: HTMLFormElement;
  readonly #scene = h('select', { id: 'scene', name: 'scene' }, ...SCENE_NAMES.map((name) => h('option', { value: name }, title(name))));
  readonly #texts = new Map<TextKey, HTMLInputElement>();
  readonly #checks = new Map<string, HTMLInputElement>();
  readonly #run = h('button', { type: 'submit', id: 'run', class: 'button primary' }, 'Run');

  /** @param onRun gets the plan when the form is sent and everything in it can be read */
  constructor(form: HTMLFormElement, plan: BenchPlan, onRun: (plan: BenchPlan) => void) {
    this.#form = form;
    form.noValidate = true;
    const features = detectFeatures();
    const tiers = TIER_NAMES.map((tier) =>
      this.#check(`tier-${tier}`, tier, whyNot(tier, features) ?? '', whyNot(tier, features) !== null),
    );
    form.append(
      h('h2', {}, 'What to run'),
      h('label', { class: 'field' }, h('span', {}, 'Scene'), this.#scene),
      h('fieldset', {}, h('legend', {}, 'Tiers'), h('div', { class: 'checks' }, ...tiers)),
      h(
        'fieldset',
        {},
        h('legend', {}, 'Parts'),
        h('div', { class: 'checks' }, ...PARTS.map((part) => this.#check(`part-${part}`, PART_LABELS[part][0], PART_LABELS[part][1]))),
      ),
      ...FIRST.map((key) => this.#text(key)),
      this.#check('draw', 'Draw the ramp', 'With the renderer that pages use; without it, only ticks count'),
      h('details', {}, h('summary', {}, 'More'), h('div', { class: 'more' }, ...LATER.map((key) => this.#text(key)))),
      this.#run,
    );
    this.show(plan);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const read = this.#read();
      if (read !== null) onRun(read);
    });
  }

  /** Nothing can be changed while a plan runs. */
  set busy(busy: boolean) {
    for (const field of this.#form.querySelectorAll<HTMLInputElement>('input, select, button')) {
      field.disabled = busy || field.dataset.refused !== undefined;
    }
  }

  focus(): void {
    this.#run.focus();
  }

  show(plan: BenchPlan): void {
    this.#scene.value = plan.scene;
    for (const [key, input] of this.#texts) input.value = String(plan[key]).replaceAll(',', ', ');
    for (const [name, input] of this.#checks) {
      const list: readonly string[] = name.startsWith('tier-') ? plan.tiers : plan.parts;
      input.checked = name === 'draw' ? plan.draw : input.dataset.refused === undefined && list.includes(name.replace(/^(tier|part)-/, ''));
    }
  }

  /** The plan; null, with the first field that can't be read pointed out. */
  #read(): BenchPlan | null {
    const words: Record<string, unknown> = {};
    const attempt = (key: keyof BenchPlan, text: string, field: HTMLInputElement | HTMLSelectElement): boolean => {
      try {
        words[key] = readWord(key, text);
        field.setCustomValidity('');
      } catch (error) {
        field.setCustomValidity((error as Error).message);
        field.closest('details')?.setAttribute('open', '');
        field.reportValidity();
        return false;
      }
      return true;
    };
    const checked = (prefix: string): string[] =>
      [...this.#checks].filter(([name, { checked }]) => checked && name.startsWith(prefix)).map(([name]) => name.slice(prefix.length));
    for (const [key, input] of this.#texts) if (!attempt(key, input.value, input)) return null;
    const anyTier = this.#checks.get(`tier-${TIER_NAMES[0]}`) as HTMLInputElement;
    const anyPart = this.#checks.get('part-cases') as HTMLInputElement;
    if (!attempt('tiers', checked('tier-').join(), anyTier) || !attempt('parts', checked('part-').join(), anyPart)) return null;
    if (!attempt('scene', this.#scene.value, this.#scene)) return null;
    words.draw = this.#checks.get('draw')?.checked === true;
    return words as unknown as BenchPlan;
  }

  #text(key: TextKey): HTMLElement {
    const [label, hint] = LABELS[key];
    const input = h('input', {
      type: 'text',
      name: key,
      inputmode: key === 'seconds' ? 'decimal' : 'numeric',
      autocomplete: 'off',
      title: hint,
    });
    input.addEventListener('input', () => input.setCustomValidity(''));
    this.#texts.set(key, input);
    return h('label', { class: 'field' }, h('span', {}, label), input);
  }

  #check(name: string, label: string, hint: string, refused = false): HTMLElement {
    const input = h('input', { type: 'checkbox', name, disabled: refused, 'data-refused': refused });
    input.addEventListener('input', () => {
      for (const one of this.#checks.values()) one.setCustomValidity('');
    });
    this.#checks.set(name, input);
    return h(
      'label',
      { class: 'check', title: hint === '' ? null : hint },
      input,
      h('span', {}, label),
      refused ? h('small', {}, hint) : null,
    );
  }
}

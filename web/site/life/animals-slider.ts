/** How many animals the next world begins with: a slider that goes from a herd to a million, evenly by factors. */
import { OPTIONS } from '../../generated/life-layout.js';
import { h } from '../common/dom.js';
import { count } from '../common/format.js';

/** Animals at the slider's ends. */
export const [FEWEST, MOST] = [500, 1_000_000] as const;
const STEPS = 400;
/** Digits of a number that the slider gives. */
const DIGITS = 2;

/** Animals at a place of the slider, 0 to 1. */
export function animalsAt(share: number): number {
  return Number((FEWEST * (MOST / FEWEST) ** share).toPrecision(DIGITS));
}

/** The place of so many animals, 0 to 1. */
export function placeOf(animals: number): number {
  const share = Math.log(animals / FEWEST) / Math.log(MOST / FEWEST);
  return Math.min(1, Math.max(0, share));
}

/** A number of animals that a world may begin with. */
export function possible(animals: number): number {
  const { least, most } = OPTIONS.find(({ name }) => name === 'entities') as (typeof OPTIONS)[number];
  return Math.min(most, Math.max(least, Math.round(animals)));
}

export class AnimalsSlider {
  readonly element = h('input', { type: 'range', class: 'animals', min: 0, max: STEPS, step: 1 });
  #shown = Number.NaN;

  /**
   * @param move told of every place that the slider is moved to
   * @param choose told of the place where it is left
   */
  constructor(move: (animals: number) => void, choose: (animals: number) => void) {
    this.element.addEventListener('input', () => {
      this.#shown = animalsAt(this.element.valueAsNumber / STEPS);
      this.#say();
      move(this.#shown);
    });
    this.element.addEventListener('change', () => choose(this.#shown));
  }

  show(animals: number): void {
    if (animals === this.#shown) return;
    this.#shown = animals;
    this.element.valueAsNumber = Math.round(placeOf(animals) * STEPS);
    this.#say();
  }

  #say(): void {
    this.element.setAttribute('aria-valuetext', `${count(this.#shown)} animals`);
  }
}

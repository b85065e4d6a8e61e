/** Checks of what a page says of a scene and its script. */

import { THREAD_NAMES, type ThreadChoice } from '../../engine/draw-threads.js';
import { RENDERER_NAMES, type RendererChoice } from '../../engine/renderer-names.js';
import { checkNumber } from '../../engine/settings.js';
import { SceneOptionError } from '../shared/errors.js';
import type { SceneCanvas, SceneSize } from '../shared/messages.js';
import { DEFAULT_PACE, LEAST_RATE, MOST_CATCH_UP, MOST_RATE, type ScriptPace, type ScriptSource } from '../shared/script-types.js';
import { LEAST_BUDGET_MS, MOST_BUDGET_MS, USUAL_BUDGET_MS } from './supervisor.js';

function refuse(name: string, value: unknown, range: string): never {
  throw new SceneOptionError(name, value, range);
}

function oneOf<Name extends string>(name: string, value: unknown, names: readonly Name[]): Name {
  return names.includes(value as Name) ? (value as Name) : refuse(name, value, `it must be one of ${names.join(', ')}`);
}

/** A pace; what is left out is usual. @throws SceneOptionError */
export function checkPace(pace: Partial<ScriptPace> = {}): ScriptPace {
  return {
    rate: checkNumber(
      'rate',
      pace.rate ?? DEFAULT_PACE.rate,
      { least: LEAST_RATE, most: MOST_RATE, unit: 'updates a second' },
      SceneOptionError,
    ),
    step: oneOf('step', pace.step ?? DEFAULT_PACE.step, ['fixed', 'measured']),
    catchUp: checkNumber('catchUp', pace.catchUp ?? DEFAULT_PACE.catchUp, { least: 0, most: MOST_CATCH_UP, whole: true }, SceneOptionError),
  };
}

/** Milliseconds that a script may take at a stretch. @throws SceneOptionError */
export function checkBudget(budget: unknown = USUAL_BUDGET_MS): number {
  return checkNumber('budget', budget, { least: LEAST_BUDGET_MS, most: MOST_BUDGET_MS, unit: 'ms' }, SceneOptionError);
}

export function checkRenderer(choice: unknown = 'auto'): RendererChoice {
  return oneOf('renderer', choice, ['auto', ...RENDERER_NAMES] as const);
}

export function checkThread(choice: unknown = 'auto'): ThreadChoice {
  return oneOf('thread', choice, ['auto', ...THREAD_NAMES] as const);
}

/** Where a script comes from, its address made absolute. @throws SceneOptionError */
export function checkSource(source: unknown, base: string | null): ScriptSource {
  const { url, text, name } = (source ?? {}) as Partial<{ url: unknown; text: unknown; name: unknown }>;
  if (typeof text === 'string') {
    if (name !== undefined && (typeof name !== 'string' || name === '')) refuse('source.name', name, 'it must be a text that is not empty');
    return { text, ...(name === undefined ? {} : { name: name as string }) };
  }
  if (typeof url !== 'string' && !(url instanceof URL))
    refuse('source', source, "it must be { url: 'game.js' } or { text: 'export default …' }");
  try {
    return { url: new URL(url as string | URL, base ?? undefined).href };
  } catch {
    return refuse(
      'source.url',
      String(url),
      base === null ? 'it must be an absolute address' : `it must be an address, or relative to ${base}`,
    );
  }
}

/** How large a canvas is on its page, or else in itself. */
export function sizeOf(canvas: SceneCanvas): SceneSize {
  const ratio = (globalThis as { devicePixelRatio?: number }).devicePixelRatio ?? 1;
  const { clientWidth = canvas.width, clientHeight = canvas.height } = canvas as Partial<HTMLCanvasElement>;
  return { width: clientWidth || canvas.width, height: clientHeight || canvas.height, ratio };
}

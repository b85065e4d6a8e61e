import type { StateEngine } from '../../../web/state/api.js';
import type { VectorCase } from './vectors.js';

type Decision = (
  given: VectorCase,
  engine: StateEngine,
  makeState: (state: Record<string, unknown>) => Record<string, unknown>,
) => string[];

export function quirkDecision(_id: string): Decision | undefined {
  return undefined;
}

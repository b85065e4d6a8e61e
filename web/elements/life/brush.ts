/** What the tools do to the world under the pointer. */
import type { Life } from '../../life.js';
import type { Point } from '../../renderers/life/camera.js';
import type { ToolName } from './attributes.js';

/** How the brush tools act. */
export interface Brush {
  /** World units. */
  readonly radius: number;
  /** Food units a stroke of `food` adds to each cell; negative ones take away. */
  readonly food: number;
  /** Tribe number or name that `spawn` brings. */
  readonly tribe: number | string;
  /** Animals a stroke of `spawn` brings. */
  readonly count: number;
}

export const DEFAULT_BRUSH: Brush = { radius: 60, food: 4, tribe: 0, count: 12 };

/** One stroke of a tool; `pan` and `select` have none. */
export async function stroke(life: Life, tool: ToolName, brush: Brush, { x, y }: Point): Promise<void> {
  const { radius, food, tribe, count } = brush;
  if (tool === 'food') await life.paintFood({ x, y, radius, amount: food });
  else if (tool === 'spawn') await life.spawn({ x, y, radius, tribe, count });
  else if (tool === 'kill') await life.kill({ x, y, radius });
}

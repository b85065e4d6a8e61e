/** The search for the most animals that a tier holds at full speed. */

/** What a step of a ramp must say of itself. */
export interface RampStep {
  readonly animals: number;
  /** Whether the world kept its pace, and the picture too where one was drawn. */
  readonly held: boolean;
}

export interface RampOutcome<Step extends RampStep> {
  /** In the order they ran. */
  readonly steps: readonly Step[];
  /** The most animals that held, or 0. */
  readonly most: number;
}

/** Steps that are tried again before they count as missed: one hiccup of the machine is no limit. */
const TRIES = 2;
/** Animals that a refined step is rounded to. */
const GRAIN = 500;

/**
 * Climbs until a number doesn't hold, then halves the gap `refinements` times.
 *
 * @param animals the numbers to climb
 * @param run runs a step; what it throws ends the ramp
 */
export async function climb<Step extends RampStep>(
  animals: readonly number[],
  refinements: number,
  run: (animals: number) => Promise<Step>,
): Promise<RampOutcome<Step>> {
  const steps: Step[] = [];
  const holds = async (count: number): Promise<boolean> => {
    for (let i = 0; i < TRIES; i++) {
      const step = await run(count);
      steps.push(step);
      if (step.held) return true;
    }
    return false;
  };
  let most = 0;
  let missed = 0;
  for (const count of [...new Set(animals)].sort((a, b) => a - b)) {
    if (!(await holds(count))) {
      missed = count;
      break;
    }
    most = count;
  }
  for (let i = 0; i < refinements; i++) {
    const between = Math.round((most + missed) / 2 / GRAIN) * GRAIN;
    if (between <= most || between >= missed) break;
    if (await holds(between)) most = between;
    else missed = between;
  }
  return { steps, most };
}

/** A tick as steps that run one after the other over the same parts: the twin of src/runtime/program.h. */

/**
 * A step of a program: `part` runs for every part; once all parts have ended, `after` runs alone, and
 * what it returns says whether the program goes on.
 *
 * `part` reads what earlier steps left and overwrites all of its own output.
 */
export interface Step<Context> {
  readonly part: (context: Context, part: number) => void;
  readonly after: ((context: Context) => boolean) | null;
}

/** Milliseconds that a program's last run took. */
export interface ProgramTimes {
  /** By part and step: compute[part * steps + step]. */
  readonly compute: Float64Array;
  /** By step, what ran alone after it. */
  readonly after: Float64Array;
}

export function makeProgramTimes(steps: number, parts: number): ProgramTimes {
  return { compute: new Float64Array(steps * parts), after: new Float64Array(steps) };
}

/**
 * Runs the parts of each step one after the other on this thread. False when a step's `after` said so.
 *
 * @param now a clock in ms
 */
export function runSerially<Context>(
  steps: readonly Step<Context>[],
  parts: number,
  context: Context,
  times: ProgramTimes,
  now: () => number,
): boolean {
  let begin = now();
  for (let s = 0; s < steps.length; s++) {
    const step = steps[s] as Step<Context>;
    for (let part = 0; part < parts; part++) {
      step.part(context, part);
      const end = now();
      times.compute[part * steps.length + s] = end - begin;
      begin = end;
    }
    const goesOn = step.after === null || step.after(context);
    const end = now();
    times.after[s] = end - begin;
    begin = end;
    if (!goesOn) return false;
  }
  return true;
}

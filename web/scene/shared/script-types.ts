/** What a page says of a script, and what is told of it: plain data that crosses threads. */

/** Where a script comes from: a module by its address, or its text. */
export type ScriptSource =
  /** @property url absolute */
  | { readonly url: string }
  /** @property name what errors call it; `script.js` where it is left out */
  | { readonly text: string; readonly name?: string };

/** Updates a second that a script may have. */
export const LEAST_RATE = 1;
export const MOST_RATE = 1000;
/** Most updates that follow each other at once after a delay. */
export const MOST_CATCH_UP = 100;

/** How a script's updates come. */
export interface ScriptPace {
  /** Updates a second, 1 to 1000; usually 60. */
  readonly rate: number;
  /** `fixed`: dt is 1 / rate, and updates that are late are made up for. `measured`: dt is the time that has passed. */
  readonly step: 'fixed' | 'measured';
  /** Updates that are made up for at most, 0 to 100; usually 5. Those beyond are left out, and time is with them. */
  readonly catchUp: number;
}

export const DEFAULT_PACE: ScriptPace = { rate: 60, step: 'fixed', catchUp: 5 };

/** Which pointer the picture shows. `lock` hides it, and gives movements alone; the page may refuse it without a click. */
export type CursorMode = 'default' | 'pointer' | 'grab' | 'grabbing' | 'crosshair' | 'move' | 'text' | 'none' | 'lock';
export const CURSOR_MODES: readonly CursorMode[] = ['default', 'pointer', 'grab', 'grabbing', 'crosshair', 'move', 'text', 'none', 'lock'];

/** What a script's own thread tells twice a second. */
export interface ScriptMetrics {
  /** Number of the last update: 1 is what the default export did. */
  readonly update: number;
  readonly updatesPerSecond: number;
  /** How long the last second's updates took, on average and at most. Unit: ms. */
  readonly updateMs: number;
  readonly longestMs: number;
  /** Updates that were left out since there was no time for them. */
  readonly missed: number;
  /** Entities that live. */
  readonly entities: number;
  /** Command records given so far. */
  readonly commands: number;
  /** Records that wait since the engine has no room for them. */
  readonly waiting: number;
  /** Changes that a newer one of the same took the place of while they waited. */
  readonly replaced: number;
  /** Commands that the engine refused. */
  readonly refused: number;
}

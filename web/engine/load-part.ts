/** What is loaded when somebody asks for it. */
import { loadLater, START_DEADLINE_MS } from './deadline.js';

/**
 * Loads a part of the package that only what was just asked for needs.
 * @param what was asked for
 * @throws Error saying so where it does not come
 */
export async function loadPart<T>(load: () => Promise<T>, what: string): Promise<T> {
  return await loadLater(
    load,
    () => new Error(`the script of ${what} did not come within ${START_DEADLINE_MS} ms; serve all files of the package`),
  );
}

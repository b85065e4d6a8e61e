/**
 * Waiting for a word of shared memory to change without stopping the thread, with a deadline: the
 * twin of src/core/atomic_wait.h for threads that must go on, above all the page's.
 */

/** Milliseconds between two looks at the word where the engine can't wake a promise. */
const POLL_MS = 2;

/** Atomics.waitAsync, which not every engine has. */
type WaitAsync = (words: Int32Array, index: number, expected: number, milliseconds: number) => { readonly value: string | Promise<string> };

/**
 * Resolves when somebody notifies the word's sleepers, after `milliseconds` at the latest; at once
 * when the word is not `expected`. It may resolve early for no reason: look at the word again.
 *
 * Node does not stay alive for it: something else must keep its event loop busy.
 */
export async function waitForChange(words: Int32Array, index: number, expected: number, milliseconds: number): Promise<void> {
  const waitAsync = (Atomics as { waitAsync?: WaitAsync }).waitAsync;
  if (waitAsync !== undefined) {
    await waitAsync(words, index, expected, milliseconds).value;
    return;
  }
  const end = performance.now() + milliseconds;
  while (Atomics.load(words, index) === expected && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * Workers of the one-file builds. Browsers start no worker from another origin's script, but one from a blob may import such a
 * script: so a thread is the one file again, asked for that thread. A policy without `worker-src blob:` refuses it, and what
 * it would do is done on the page's thread.
 */
const made = new Map<string, string>();

/** The address of a worker's script that runs one of this file's `threads`; one for all workers of its kind. */
export function threadAddress(thread: string): string {
  let address = made.get(thread);
  if (address === undefined) {
    const script = `import { threads } from ${JSON.stringify(import.meta.url)}; threads.${thread}();`;
    address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    made.set(thread, address);
  }
  return address;
}

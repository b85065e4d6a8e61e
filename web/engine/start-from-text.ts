/**
 * Starts workers from their script's text, for pages that lost its file. A policy without `worker-src blob:` refuses it.
 */

/** What is said where that failed as well. */
export const TEXT_REFUSED = 'its text did not start either, which takes worker-src blob: in a CSP';

/** Addresses of the scripts that were started; one for all workers of its kind. */
const addresses = new Map<string | ArrayBuffer, string>();

/**
 * @param script as text, or the bytes of it
 * @param options what its file is started with
 */
export function startFromText(script: string | ArrayBuffer, options: WorkerOptions = { type: 'module' }): Worker {
  let address = addresses.get(script);
  if (address === undefined) {
    address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    addresses.set(script, address);
  }
  return new Worker(address, options);
}

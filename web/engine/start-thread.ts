/** Starts threads where that takes more than `new Worker`, as under Trusted Types. For Node, see node-thread.ts. */
import { describe } from './describe.js';

/** What is used of the browser's `trustedTypes`. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}
interface Policy {
  createScriptURL(url: string): unknown;
}
interface Realm {
  Worker?: unknown;
  readonly trustedTypes?: TrustedTypes;
  [POLICY]?: Policy;
}

/** The policy of a realm, which copies of the package share: a second one of the same name is refused. */
const POLICY = Symbol.for('skyflock.policy');
const realm = globalThis as unknown as Realm;

/**
 * Calls `make`, which calls `new Worker` with an address to the letter, since bundlers know no other way. Where that is not
 * allowed the same call runs with a `Worker` that knows how, for as long as the call lasts.
 *
 * @throws whatever keeps a thread from being started
 */
export function startPageThread(make: () => Worker): Worker {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TypeError) || realm.trustedTypes === undefined) throw error;
    const policy = policyOf(realm.trustedTypes);
    const { Worker: Real } = globalThis;
    const trusted = function trusted(address: string | URL, options?: WorkerOptions): Worker {
      return new Real(policy.createScriptURL(String(address)) as string, options);
    };
    return making(trusted, make);
  }
}

/** Calls `make` with another `Worker` than the realm's. */
export function making(type: unknown, make: () => Worker): Worker {
  const own = Object.getOwnPropertyDescriptor(realm, 'Worker');
  Object.defineProperty(realm, 'Worker', { value: type, configurable: true, writable: true });
  try {
    return make();
  } finally {
    if (own === undefined) delete realm.Worker;
    else Object.defineProperty(realm, 'Worker', own);
  }
}

/** @throws Error where the page's CSP names the policies that it allows, and this one is not among them */
function policyOf(types: TrustedTypes): Policy {
  try {
    realm[POLICY] ??= types.createPolicy('skyflock', { createScriptURL: ownScript });
    return realm[POLICY];
  } catch (error) {
    throw new Error(`its CSP asks for Trusted Types and refuses the policy 'skyflock' (add it to trusted-types): ${describe(error)}`);
  }
}

/** The policy lets pass what a worker may be started from anyway: scripts of the page's origin, and blobs of the page's. */
function ownScript(address: string): string {
  const { origin } = new URL(address, globalThis.location?.href);
  if (origin === globalThis.location?.origin || globalThis.location?.origin === 'null') return address;
  throw new TypeError(`'${address}' is of another origin`);
}

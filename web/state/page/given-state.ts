import { StateChangeError, shown } from '../shared/errors.js';
import type { IsContainer } from './containers.js';

/**
 * Checks an object that is to be the state itself, without circles.
 * @param keys those that lead to it
 * @param isWritten whether it will be written to: a flat store only copies it
 * @throws StateChangeError for what paths and copies would not have, and what would lose a write, some without an error: valtio's
 *   proxies say that it was done
 */
export function checkGiven(container: object, keys: readonly string[], isContainer: IsContainer, isWritten: boolean): void {
  const refusal = (what: string): StateChangeError => {
    const whose = keys.length === 0 ? 'the state' : `the state's ${shown(keys.join('.'))}`;
    return new StateChangeError(`${whose} is refused: ${what}. Give a copy of it, such as structuredClone makes`);
  };
  // Sealed and frozen ones are that, too.
  if (isWritten && !Object.isExtensible(container)) {
    throw refusal(`it is ${Object.isFrozen(container) ? 'frozen' : 'sealed'} and can't be written to`);
  }
  const isArray = Array.isArray(container);
  for (const key of Object.getOwnPropertyNames(container)) {
    const { get, set, enumerable, writable, configurable } = Object.getOwnPropertyDescriptor(container, key) as PropertyDescriptor;
    if (isArray && key === 'length') {
      if (isWritten && !writable) throw refusal("its length can't be written to");
      continue;
    }
    if (!enumerable) throw refusal(`its key ${shown(key)} is not enumerable`);
    if (get !== undefined || set !== undefined) {
      if (isArray) throw refusal(`its key ${shown(key)} is a getter of an array`);
      continue;
    }
    if (isWritten && !(writable && configurable)) throw refusal(`its key ${shown(key)} can't be written to, as in a snapshot of valtio`);
    const value = (container as Record<string, unknown>)[key];
    if (isContainer(value)) checkGiven(value, [...keys, key], isContainer, isWritten);
  }
}

import { describe } from './describe.js';
import type { ErrorData, SkyflockError } from './errors.js';

/** An error as data, whatever was thrown. */
export function errorToData(error: unknown): ErrorData {
  const data = (error as Partial<SkyflockError> | null | undefined)?.toData?.();
  return data ?? { name: 'Error', message: describe(error) };
}

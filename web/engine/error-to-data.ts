import { describe } from './describe.js';
import { type ErrorData, SkyflockError } from './errors.js';

/** An error as data, whatever was thrown. */
export function errorToData(error: unknown): ErrorData {
  return error instanceof SkyflockError ? error.toData() : { name: 'Error', message: describe(error), fields: {} };
}
